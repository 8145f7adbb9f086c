"""Deals told without their weapons: "the second contract is worth 2 billion", "refused to send these"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from embargowatch import lexicon
from embargowatch.reading import Document, Parsed, syntax
from embargowatch.topics.arms_deals.draft import Draft
from embargowatch.topics.arms_deals.frames import Trigger, triggers
from embargowatch.topics.arms_deals.goods import Good, Place
from embargowatch.topics.arms_deals.nouns import noun_roles
from embargowatch.topics.arms_deals.reading import Reading, read_with
from embargowatch.topics.arms_deals.verbs import verb_roles

FAR = 8
"""Sentences back to the deal that is meant."""
_TOLD = re.compile(
    r"\b(?:deals?|contracts?|orders?|purchases?|sales?|acquisitions?|deliver(?:y|ies|ed)|shipments?|packages?|transfers?|"
    r"(?:send|sent|sell|sold|buy|bought|suppl(?:y|ied)|provided?|give|gave|ship|shipped|deliver|delivered|bought|ordered|received?)\s(?:\w+\s)?(?:it|them|these|those))\b",
    re.IGNORECASE,
)
PRONOUNS = lexicon.group("arms_goods_pronouns")
POINTING = lexicon.group("arms_pointing")


def may_carry(document: Document, index: int, told: list[int]) -> bool:
    """Whether a sentence without weapons may speak of a deal told shortly before."""
    text = document.sentences[index].text
    return any(0 < index - t <= FAR for t in told) and _TOLD.search(text) is not None


def carried_readings(document: Document, clause: Parsed, before: list[Draft]) -> Iterator[Reading]:
    """What the sentence says of a deal before it, with that deal's weapons."""
    source = next(
        (d for d in reversed(before) if clause.sentence.index - d.clause.sentence.index <= FAR and d.weapons), None
    )
    if source is None:
        return
    goods = tuple(_carried(source, g) for g in source.weapons)
    for trigger in triggers(clause):
        if trigger.is_verb and any(t.lower_ in PRONOUNS for t in syntax.patients(trigger.token)):
            heads, _ = verb_roles(clause, trigger, [])
        elif not trigger.is_verb and _points(trigger):
            heads, _ = noun_roles(clause, trigger, [])
        else:
            continue
        reading = replace(read_with(document, clause, trigger, heads, goods), carried=True)
        telling = not reading.stage.plain and (reading.givers or reading.takers)
        if trigger.is_verb or telling or clause.money or clause.dates:
            yield reading


OTHER_ORDERS = lexicon.group("arms_other_orders")


def _points(trigger: Trigger) -> bool:
    noun: Any = trigger.token
    if any(c.lower_ in OTHER_ORDERS | {"no", "any"} for c in noun.children):
        return False
    return trigger.frame.roles in ("give", "take", "pact") and any(
        c.lower_ in POINTING for c in noun.children if c.dep_ in ("det", "amod", "poss", "compound")
    )


def _carried(source: Draft, good: Good) -> Good:
    if good.place is not None:
        return good
    words = source.clause.evidence_of(source.clause.doc[good.first], source.clause.doc[good.last])
    return replace(good, number=None, place=Place(words.where, words.start, words.end))
