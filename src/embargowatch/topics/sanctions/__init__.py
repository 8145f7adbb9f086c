"""Sanctions: who takes which measure against whom, and whether an article is about it."""

from __future__ import annotations

from embargowatch.reading import Document
from embargowatch.topics.sanctions.context import complete
from embargowatch.topics.sanctions.draft import Draft
from embargowatch.topics.sanctions.fill import fill
from embargowatch.topics.sanctions.follow import follow, follower
from embargowatch.topics.sanctions.judge import judge
from embargowatch.topics.sanctions.merge import merged
from embargowatch.topics.sanctions.news import settle
from embargowatch.topics.sanctions.triggers import triggers
from embargowatch.topics.topic import Topic
from embargowatch.types import Sanction

MOST = 80
"""Sentences that are read at most; what a long text says after them is told before."""


def extract(document: Document) -> tuple[Sanction, ...]:
    """The sanctions that the document states, merged over its sentences."""
    cued = document.cue_sentences("sanctions")
    wanted = sorted({*cued, *(i + 1 for i in cued if i + 1 < len(document.sentences))})[:MOST]
    read = [i for i in wanted if i in set(cued) or follower(document.sentences[i].text)]
    drafts: list[Draft] = []
    for clause in document.parse_all(read):
        found = [fill(document, clause, trigger) for trigger in triggers(clause)]
        if not found and drafts and drafts[-1].index == clause.sentence.index - 1 and follower(clause.sentence.text):
            found = follow(drafts[-1], clause)
        drafts += found
    complete(document, [d for d in drafts if d.follows is None])
    return merged(settle(document, drafts))


TOPIC = Topic("sanctions", extract, judge)
