"""An article about a state's arms sales as such, without a deal: told once, with the state that sells."""

from __future__ import annotations

from dataclasses import replace

from embargowatch.reading import Document
from embargowatch.reading.roles import Actor
from embargowatch.topics.arms_deals.completing import GIVERS, Named
from embargowatch.topics.arms_deals.draft import Draft

STRONG = 0.4
"""Weight of a cue that speaks of arms sales by itself."""
MANY = 3
"""Strong cues that an article needs when its title has none."""
LEAD = 3


def policy(document: Document, found: list[Draft]) -> list[Draft]:
    """The first word of such sales at the top of the article, or nothing."""
    if not _about_sales(document):
        return []
    for draft in found:
        selling = draft.frame == "give" and not draft.recipients and not draft.elsewhere and draft.paragraph < LEAD
        if selling and all(g.category == "trade" or g.designation.lower() == "arms" for g in draft.goods):
            seller = draft.suppliers or _seller(document)
            if seller:
                stage = replace(draft.stage, stage="proposed", detail="")
                return [replace(draft, suppliers=seller, stage=stage, news=True, money=None, date=None)]
    return []


def _about_sales(document: Document) -> bool:
    strong = [c for c in document.cues if c.topic == "arms_deals" and c.weight >= STRONG]
    return any(c.where == "title" for c in strong) or len(strong) >= MANY


def _seller(document: Document) -> tuple[Actor, ...]:
    """The only state that the title and the first paragraph name."""
    named = Named(document)
    top = [s for s in document.sentences if s.where == "title" or s.paragraph == 0]
    mentions = [m for m in named.within(top) if m.kind in GIVERS]
    codes = {m.codes[0] for m in mentions}
    return (Actor(mentions[0].codes[0], mentions[0], "pronoun"),) if len(codes) == 1 else ()
