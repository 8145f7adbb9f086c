"""What "the missile shield" is called elsewhere in the article."""

from __future__ import annotations

from dataclasses import replace

from embargowatch.reading import Document
from embargowatch.reading.names import Hit
from embargowatch.reading.sentences import Where
from embargowatch.topics.arms_deals.draft import Draft
from embargowatch.topics.arms_deals.goods import Good, Place


def named(document: Document, found: list[Draft]) -> list[Draft]:
    """The drafts with definite common nouns replaced by the one system of that kind that the supplier makes."""
    systems = _systems(document)
    return [replace(d, goods=tuple(_named(d, g, systems) for g in d.goods)) for d in found] if systems else found


def _systems(document: Document) -> list[tuple[Where, Hit]]:
    return [(where, hit) for where, hit in document.first_hits if hit.name.kind == "weapon" and not hit.name.ambiguous]


def _named(draft: Draft, good: Good, systems: list[tuple[Where, Hit]]) -> Good:
    if good.named or not good.designation or good.category == "other" or not draft.suppliers:
        return good
    fitting = [(w, h) for w, h in systems if h.name.form == good.category and set(h.name.codes) & draft.givers]
    if len({h.name.name for _, h in fitting}) != 1 or not _definite(good):
        return good
    where, hit = next(((w, h) for w, h in fitting if w == "text"), fitting[0])
    return replace(
        good, designation=hit.name.name, named=True, canonical=hit.name.name, place=Place(where, hit.start, hit.end)
    )


def _definite(good: Good) -> bool:
    return any(c.lower_ in ("the", "this", "these", "its", "those", "that") for c in good.head.children)
