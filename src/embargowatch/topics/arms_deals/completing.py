"""What a sentence leaves out and the article says elsewhere: the other party, and the name of "the missile shield"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from embargowatch.reading import Document, Mention
from embargowatch.reading.names import Name, find
from embargowatch.reading.roles import Actor
from embargowatch.topics.arms_deals.draft import Draft
from embargowatch.topics.arms_deals.merging import GENERAL

NEAR = 6
"""Sentences back that "the package" or "these jets" may refer to."""
DEFINITE = frozenset(
    {"the", "this", "these", "those", "such", "that", "its", "another", "more", "further", "additional"}
)
SUPPLYING = frozenset({"country", "body"})
STATES = frozenset({"country", "body", "group"})


def completed(document: Document, found: list[Draft]) -> list[Draft]:
    """The drafts in order, each with the parties that its neighbours, its sentence or the title leave no doubt about."""
    found = [_turned(draft, found) for draft in found]
    whole: list[Draft] = []
    for i, draft in enumerate(found):
        filled = _from_neighbours(draft, [*reversed(whole), *found[i + 1 :]])
        filled = _from_before(filled, whole)
        filled = _from_sentence(filled)
        whole.append(_from_title(document, filled))
    return whole


def _turned(draft: Draft, others: list[Draft]) -> Draft:
    """ "Iran arms sales" are sales to Iran where the rest of the article only sends arms there."""
    if (
        draft.recipients
        or not draft.suppliers
        or draft.trigger.pos_ == "VERB"
        or draft.suppliers[0].how == "direct"
        and draft.frame != "give"
    ):
        return draft
    rest = [d for d in others if d is not draft]
    if any(d.takers & draft.givers for d in rest) and not any(d.givers & draft.givers for d in rest if d.recipients):
        return replace(draft, suppliers=(), recipients=draft.suppliers)
    return draft


def _from_neighbours(draft: Draft, others: Iterable[Draft]) -> Draft:
    for other in others:
        if draft.suppliers and draft.recipients:
            return draft
        if not _alike(draft, other):
            continue
        if (
            not draft.recipients
            and other.recipients
            and draft.givers & other.givers
            and not other.takers & draft.givers
        ):
            draft = replace(draft, recipients=other.recipients)
        elif (
            not draft.suppliers and other.suppliers and draft.takers & other.takers and not other.givers & draft.takers
        ):
            draft = replace(draft, suppliers=other.suppliers)
    return draft


def _from_before(draft: Draft, before: list[Draft]) -> Draft:
    """ "The package" without parties has those of the deal told just before."""
    if draft.suppliers or draft.recipients or not _definite(draft):
        return draft
    here = draft.clause.sentence.index
    for other in reversed(before):
        if here - other.clause.sentence.index > NEAR:
            break
        if other.suppliers and other.recipients and _alike(draft, other):
            return replace(draft, suppliers=other.suppliers, recipients=other.recipients)
    return draft


def _definite(draft: Draft) -> bool:
    heads = [draft.trigger, *(g.head for g in draft.goods)]
    return any(c.lower_ in DEFINITE for h in heads for c in h.children if c.dep_ in ("det", "amod", "poss"))


def _from_sentence(draft: Draft) -> Draft:
    """The only other state in the sentence is the missing party."""
    if bool(draft.suppliers) == bool(draft.recipients) or draft.private:
        return draft
    if all(g.broad for g in draft.goods):
        return draft
    known = draft.givers | draft.takers
    kinds = STATES if draft.suppliers else SUPPLYING
    others: dict[str, Mention] = {}
    for mention in draft.clause.mentions:
        if mention.kind in kinds and mention.codes and not set(mention.codes) & known and (draft.suppliers or _may_give(draft, mention)):
            others.setdefault(mention.codes[0], mention)
    return _other(draft, others)


def _may_give(draft: Draft, mention: Mention) -> bool:
    token = draft.clause.doc[mention.last]
    return token.dep_ in ("nsubj", "poss", "amod", "compound", "nmod") or (token.dep_ == "pobj" and token.head.lower_ in ("by", "from"))


def _from_title(document: Document, draft: Draft) -> Draft:
    if bool(draft.suppliers) == bool(draft.recipients) or draft.private:
        return draft
    if all(g.broad for g in draft.goods):
        return draft
    title = document.article.title
    kinds = STATES if draft.suppliers else SUPPLYING
    others: dict[str, Mention] = {}
    for hit in find(title):
        name: Name = hit.name
        if name.kind in kinds and name.codes and not set(name.codes) & (draft.givers | draft.takers):
            others.setdefault(
                name.codes[0],
                Mention(
                    name.kind,
                    name.name,
                    name.codes,
                    name.form,
                    title[hit.start : hit.end],
                    "title",
                    hit.start,
                    hit.end,
                    -1,
                    -1,
                ),
            )
    return _other(draft, others)


def _other(draft: Draft, others: dict[str, Mention]) -> Draft:
    if len(others) != 1:
        return draft
    ((code, mention),) = others.items()
    actor = (Actor(code, mention, "pronoun"),)
    return replace(draft, recipients=actor) if draft.suppliers else replace(draft, suppliers=actor)


def _alike(a: Draft, b: Draft) -> bool:
    ours, theirs = {g.category for g in a.goods} - GENERAL, {g.category for g in b.goods} - GENERAL
    return not ours or not theirs or bool(ours & theirs)
