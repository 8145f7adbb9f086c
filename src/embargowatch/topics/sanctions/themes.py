"""Programmes against terrorism, narcotics, crime or cyber attacks: they aim at no state unless the text says so."""

from __future__ import annotations

from collections.abc import Iterable

from embargowatch import lexicon
from embargowatch.reading import Document, Mention
from embargowatch.reading.gate import lower
from embargowatch.topics.sanctions.draft import Draft
from embargowatch.topics.sanctions.phrases import programme_rows

CONDUCT = lexicon.group("conduct")
THEMES = lexicon.group("sanction_themes")
LEAD_LENGTH = 700
"""Code points of text that say what a release is about."""
SURE_OF_STATE = 0.85
"""A state so sure is hit itself, or by its own organ; below that it is where somebody comes from."""
ORGANS = ("military", "ministry", "government", "agency", "parliament")


def thematic(draft: Draft, about_theme: bool) -> bool:
    """Whether the draft's programme, or else the document, is against something that no state does."""
    rows = [programme_rows().get(p.value, {}) for p in draft.programs]
    if any(row.get("aims_at") for row in rows):
        return False
    return about_theme or any(row.get("theme") for row in rows)


def of_theme(document: Document) -> bool:
    """Whether title and lead speak of terrorism, narcotics or crime."""
    head = lower(f"{document.article.title}\n{document.article.text[:LEAD_LENGTH]}")
    return sum(head.count(word) for word in THEMES) > 1


def drop_origins(drafts: list[Draft], about_theme: bool) -> None:
    """Under such a programme a state stays only if the measure names it, its own organ or what it does itself."""
    aimed = _aimed(drafts)
    for draft in drafts:
        if thematic(draft, about_theme):
            draft.countries[:] = [f for f in draft.countries if f.sure >= SURE_OF_STATE or f.value in aimed]


def _aimed(drafts: Iterable[Draft]) -> set[str]:
    """States whose organs or conduct title and lead speak of."""
    return {
        m.codes[0]
        for d in drafts
        if d.paragraph <= 1
        for m in d.clause.mentions
        if (m.kind == "institution" and m.form in ORGANS) or (m.kind == "country" and _conduct_of(d, m))
    }


def _conduct_of(draft: Draft, mention: Mention) -> bool:
    token = draft.clause.doc[mention.last]
    if token.dep_ not in ("poss", "amod", "compound", "nmod"):
        return False
    return bool(CONDUCT & {token.head.lower_, token.head.head.lower_})
