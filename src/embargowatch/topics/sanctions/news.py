"""Which drafts are records at all, and which of them are the news rather than its background."""

from __future__ import annotations

from embargowatch.reading import Document, syntax
from embargowatch.topics.sanctions.draft import Draft

LEAD = 3
"""Paragraphs from the top that can carry the news without a date."""


def settle(document: Document, drafts: list[Draft]) -> list[Draft]:
    """The drafts worth keeping, each marked as news or background."""
    kept = [d for d in drafts if worth(d)]
    for draft in kept:
        draft.news = is_news(draft)
    return kept


def worth(draft: Draft) -> bool:
    """A draft needs a party; what is denied or only thought of is no record."""
    if draft.modality in ("hypothetical", "denied"):
        return False
    return bool(draft.countries or draft.targets or draft.senders)


def is_news(draft: Draft) -> bool:
    if draft.paragraph < 0:
        return draft.trigger.asserted
    if draft.date_is_past or not draft.trigger.asserted or _pluperfect(draft):
        return False
    return draft.paragraph < LEAD or (draft.date is not None and not draft.date_is_past)


def _pluperfect(draft: Draft) -> bool:
    verb = draft.trigger.predicate
    return verb is not None and any(c.dep_ == "aux" and c.lower_ == "had" for c in verb.children)


__all__ = ["is_news", "settle", "syntax", "worth"]
