"""Which deals are the news of an article and which its background."""

from __future__ import annotations

from typing import Any

from embargowatch.reading import Document
from embargowatch.topics.arms_deals.draft import Draft

LEAD = 3
"""Paragraphs from the top that can carry the news without a date."""
LEAD_SENTENCES = 6
OLD_WORDS = (
    "already",
    "previously",
    "in the past",
    "earlier",
    "since",
    "for years",
    "decades",
    "so far",
    "to date",
    "historically",
    "once ",
    "formerly",
    "until ",
)


def is_news(document: Document, draft: Draft) -> bool:
    """News stands in the title or the lead, is not dated in the past and not told in the past perfect; what is
    proposed, or approved or blocked as of now, is news wherever it stands."""
    if _old(draft):
        return False
    if draft.paragraph < 0:
        return True
    text = draft.clause.sentence.text.lower()
    recalled = any(w in text for w in OLD_WORDS)
    if draft.stage.stage in ("delivered", "signed") and recalled:
        return False
    current = draft.stage.stage in ("approved", "blocked") and _current(draft)
    fresh = current or draft.stage.stage == "proposed" or (draft.stage.stage == "approved" and not recalled)
    return fresh or (draft.paragraph < LEAD and draft.clause.sentence.index - _titles(document) < LEAD_SENTENCES)


def _old(draft: Draft) -> bool:
    """Dated in the past, told in the past perfect, usual, or only referred to."""
    if draft.date is not None and draft.date.past:
        return True
    return draft.presupposed or _habit(draft) or (_pluperfect(draft.trigger) and draft.stage.modality != "claimed")


def _habit(draft: Draft) -> bool:
    """ "Turkey sells drones faster than others": the simple present of a text tells what is usual."""
    verb = draft.trigger
    bare = verb.tag_ in ("VBZ", "VBP") and not any(c.dep_ in ("aux", "auxpass") for c in verb.children)
    return draft.paragraph >= 0 and bare and draft.frame in ("give", "equip") and draft.stage.token == verb


def _current(draft: Draft) -> bool:
    """Told as going on: present or future tense, or the present perfect, at the top of what governs the deal."""
    verb = draft.stage.token if draft.stage.token.pos_ == "VERB" else draft.trigger
    while verb.head != verb and (
        verb.pos_ not in ("VERB", "AUX")
        or (verb.dep_ in ("xcomp", "pcomp", "acl", "ccomp") and verb.tag_ in ("VB", "VBG"))
    ):
        verb = verb.head
    aux = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    return bool(verb.tag_ in ("VBZ", "VBP") or aux & {"will", "is", "are", "has", "have", "'s", "'ll"})


def _titles(document: Document) -> int:
    return sum(s.where == "title" for s in document.sentences[:5])


def _pluperfect(token: Any) -> bool:
    verb = token if token.pos_ == "VERB" else token.head
    return any(c.dep_ in ("aux", "auxpass") and c.lower_ == "had" for c in verb.children)
