"""Sanctions: who takes which measure against whom, and whether an article is about it."""

from __future__ import annotations

from embargowatch.reading import Document
from embargowatch.topics.sanctions.draft import Draft
from embargowatch.topics.sanctions.fill import fill
from embargowatch.topics.sanctions.judge import judge
from embargowatch.topics.sanctions.merge import merged
from embargowatch.topics.sanctions.news import settle
from embargowatch.topics.sanctions.triggers import triggers
from embargowatch.topics.topic import Topic
from embargowatch.types import Sanction

MOST = 60
"""Cue sentences that are read at most; what a long text says after them is told before."""


def extract(document: Document) -> tuple[Sanction, ...]:
    """The sanctions that the document states, merged over its sentences."""
    drafts: list[Draft] = []
    for clause in document.parse_all(document.cue_sentences("sanctions")[:MOST]):
        drafts += (fill(document, clause, trigger) for trigger in triggers(clause))
    return merged(settle(document, drafts))


TOPIC = Topic("sanctions", extract, judge)
