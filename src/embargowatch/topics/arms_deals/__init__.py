"""Arms deals: which weapons go from whom to whom, how far that is, and whether an article is about it."""

from __future__ import annotations

from dataclasses import replace

from embargowatch.reading import Document
from embargowatch.topics.arms_deals.background import is_news
from embargowatch.topics.arms_deals.carrying import carried_readings, may_carry
from embargowatch.topics.arms_deals.completing import completed
from embargowatch.topics.arms_deals.draft import Draft, drafts, settled_stage, worth
from embargowatch.topics.arms_deals.judge import judge
from embargowatch.topics.arms_deals.merging import groups_of
from embargowatch.topics.arms_deals.naming import named
from embargowatch.topics.arms_deals.policy import policy
from embargowatch.topics.arms_deals.reading import readings
from embargowatch.topics.arms_deals.record import record_of
from embargowatch.topics.arms_deals.selecting import worth_parsing
from embargowatch.topics.topic import Topic
from embargowatch.types import ArmsDeal

MOST = 60
"""Sentences of each kind that are parsed at most; what a long text says after them is told before."""
MOST_DRAFTS = 120
"""They are compared in pairs; a real article has 30 at most."""


def extract(document: Document) -> tuple[ArmsDeal, ...]:
    """The arms deals that the document states, merged over its sentences."""
    found: list[Draft] = []
    cued = set(worth_parsing(document)[:MOST])
    document.parse_all(sorted(cued))
    carried = 0
    for index in range(len(document.sentences)):
        if len(found) >= MOST_DRAFTS:
            break
        told = [d.clause.sentence.index for d in found[-1:]]
        direct = drafts(readings(document, document.parse(index))) if index in cued else []
        if not direct and carried < MOST and may_carry(document, index, told):
            carried += 1
            direct = drafts(list(carried_readings(document, document.parse(index), found)))
        found += direct
    whole = named(document, completed(document, found))
    settled = [settled_stage(replace(d, news=is_news(document, d))) for d in whole if worth(d)]
    settled = settled or policy(document, whole)
    groups = groups_of(settled)
    news = [group for group in groups if any(d.news for d in group)]
    return tuple(record_of(document, group, alone=news == [group]) for group in groups)


TOPIC = Topic("arms_deals", extract, judge)
