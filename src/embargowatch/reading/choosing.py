"""Which sentences are worth parsing: a linear model over what is seen in them without parsing.

Parsing is nearly all that an article costs, and most sentences with a topic's word in them tell nothing that becomes
a record. The weights are learned from articles that were read in full (`embargowatch.train.sentences`) and stand in
the lexicon as a table for each topic: a sentence is parsed when the weights of its signs add up to more than 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from embargowatch import lexicon
from embargowatch.reading.gate import lower

if TYPE_CHECKING:
    from embargowatch.reading.document import Document

ALWAYS = "always"
"""The sign that every sentence has."""
_WORD = re.compile(r"[^\W\d_]{2,}")
STEM = 6
"""Letters of a word that count: "delivered", "deliveries" and "delivering" are one sign."""
NEAR = 50
"""Code points on either side of a cue in which words are near it."""
LEAD = 600
STEPS = (0.05, 0.3, 0.6, 1.0, 2.0, 3.5, 6.0)
"""Sums of cue weights from which a sentence or a document has the next sign."""
STRONG = 0.4
STATES = frozenset({"country", "body", "leader", "institution", "group", "states"})
_BEFORE = re.compile(r"\b(to|from|with|for|by|between|against|on|in|of)\s(?:the\s)?$")


def worth_parsing(document: Document, topic: str, candidates: Iterable[int]) -> list[int]:
    """Those of the candidates that may tell something that becomes a record of the topic."""
    if document.in_full:
        return list(candidates)
    weights, whole = _weights(topic), set(of_document(document, topic))
    base = sum(weights.get(sign, 0.0) for sign in whole)
    return [
        i for i in candidates if base + sum(weights.get(sign, 0.0) for sign in set(of_sentence(document, topic, i))) > 0
    ]


@cache
def _weights(topic: str) -> dict[str, float]:
    return {row["sign"]: float(row["weight"]) for row in lexicon.table(f"worth_{topic}")}


def of_document(document: Document, topic: str) -> Iterator[str]:
    """The signs that all sentences of a document share: the topic's words in title, lead and text, and the states."""
    yield ALWAYS
    cues = [c for c in document.cues if c.topic == topic]
    yield from _steps("document", sum({c.text: c.weight for c in cues}.values()))
    yield from _steps("strong", sum({c.text: c.weight for c in cues if c.weight >= STRONG}.values()))
    yield from _steps("title", sum(c.weight for c in cues if c.where == "title"))
    yield from _steps("lead", sum(c.weight for c in cues if c.where == "text" and c.start < LEAD))
    yield from _steps("density", 20 * sum(c.weight for c in cues) / max(10, len(document.sentences)))
    states = {hit.name.codes[0] for _, hit in document.first_hits if hit.name.kind in STATES and hit.name.codes}
    yield from (f"document states {n}" for n in (1, 2, 3, 5, 8) if len(states) >= n)
    yield from {f"document {hit.name.kind}" for _, hit in document.first_hits if not hit.name.ambiguous}


def of_sentence(document: Document, topic: str, index: int) -> Iterator[str]:
    """The signs of one sentence: its words, its cues, where it stands, which names it has and what is beside them."""
    sentence = document.sentences[index]
    text = lower(sentence.text)
    cues = [c for c in document.cues_in(index) if c.topic == topic]
    yield from (f"word {word[:STEM]}" for word in _WORD.findall(text))
    yield from (f"cue {c.text}" for c in cues)
    for cue in cues:
        at, end = cue.start - sentence.start, cue.end - sentence.start
        around = (*_WORD.findall(text, max(0, at - NEAR), at), *_WORD.findall(text, end, end + NEAR))
        yield from (f"near {word[:STEM]}" for word in around)
    yield from _steps("cues", sum(c.weight for c in cues))
    yield from _steps("best", max((c.weight for c in cues), default=0.0))
    yield from (f"paragraph {n}" for n in (0, 1, 3, 6) if sentence.paragraph >= n)
    yield from (f"longer {n}" for n in (60, 150, 300) if len(text) > n)
    yield "of many" if len(document.sentences) > 10 else "of few"
    names = document.names(index)
    states = {hit.name.codes for hit in names if hit.name.kind in STATES and hit.name.codes}
    yield from (f"states {n}" for n in (1, 2, 3) if len(states) >= n)
    for hit in names:
        yield f"name {hit.name.kind} {hit.name.form}{' ambiguous' * hit.name.ambiguous}"
        if before := _BEFORE.search(text, max(0, hit.start - 12), hit.start):
            yield f"name {hit.name.kind} after {before[1]}"
        if text.startswith(("'s", "’s"), hit.end):
            yield f"name {hit.name.kind} possessive"
        if any(0 <= c.start - sentence.start - hit.end < 20 for c in cues):
            yield f"name {hit.name.kind} before cue"


def _steps(name: str, value: float) -> Iterator[str]:
    return (f"{name} {step}" for step in STEPS if value >= step)
