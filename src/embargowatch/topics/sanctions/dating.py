"""When an act was done: the date that belongs to it, not to something else in its sentence."""

from __future__ import annotations

import re
from typing import Any

from embargowatch.reading.dates import When
from embargowatch.topics.sanctions.draft import Draft, Filler

DAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day$|today$|yesterday$", re.IGNORECASE)
"""How news says when; it needs no date of its article."""
LEAD = 3
"""Sentences, with the title, that are the lead of a text without paragraphs."""
EARLIER = frozenset({"last week", "the previous week", "last month"})
"""Below the lead these tell of something before the news."""


def date_of(draft: Draft) -> None:
    """The date that belongs to the act itself, else to the verb that reports it; not to something else."""
    found = [(when, token) for when in draft.clause.dates if (token := _token_of(draft, when)) is not None]
    own = [when for when, token in found if _belongs(token, draft)]
    told = [when for when, token in found if _belongs(token, draft, through_verbs=True)]
    when = next(iter(own or told), None)
    if when is None:
        return
    draft.date_is_now = not when.past and DAY.search(draft.clause.sentence.text, when.start, when.end) is not None
    if when.iso:
        draft.date = Filler(when.iso, draft.clause.evidence(when.start, when.end))
    said = draft.clause.sentence.text[when.start : when.end].lower()
    draft.date_is_past = when.past or ((draft.paragraph > 0 or draft.index > LEAD) and said in EARLIER)


def _token_of(draft: Draft, when: When) -> Any | None:
    first, last = draft.clause.token_at(when.start), draft.clause.token_at(when.end - 1)
    return _top(first, last) if first is not None and last is not None else None


def _top(first: Any, last: Any) -> Any:
    """The token of a date that the rest of it hangs on."""
    span = first.doc[first.i : last.i + 1]
    return span.root if len(span) else first


def _belongs(token: Any, draft: Draft, through_verbs: bool = False) -> bool:
    wanted = {draft.predicate.i, *(n.i for n in draft.trigger.nodes), draft.trigger.token.i}
    node = token
    for _ in range(5):
        if node.head is node:
            return node.i in wanted
        node = node.head
        if node.i in wanted:
            return True
        if node.pos_ in ("VERB", "AUX") and node.dep_ not in ("aux", "auxpass"):
            below = {c.i for c in node.children if c.dep_ in ("xcomp", "ccomp", "dobj", "nsubj", "nsubjpass", "pcomp")}
            return through_verbs and bool(wanted & below)
        if node.pos_ == "NOUN" and node.ent_type_ != "DATE" and not (through_verbs and _occasion(node)):
            return False
    return False


def _occasion(noun: Any) -> bool:
    """ "during a phone call in March": when the call was, what was said in it was."""
    preposition = noun.head
    return noun.dep_ == "pobj" and preposition.lower_ in ("in", "during", "at") and preposition.head.pos_ == "VERB"
