"""What a noun phrase stands for: a state, a body, an armed group. Institutions, leaders, companies, capitals,
demonyms ("the Turkish company", "NATO ally Turkey") and pronouns lead to their state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from embargowatch import lexicon
from embargowatch.reading import syntax

if TYPE_CHECKING:
    from embargowatch.reading.document import Document, Parsed
    from embargowatch.reading.mentions import Mention

ACTOR_KINDS = frozenset({"country", "body", "group", "states", "institution", "leader", "manufacturer"})
PRONOUNS = frozenset({"it", "they", "he", "she", "its", "their", "his", "her", "them", "him"})
DEFINITE = lexicon.group("state_nouns")


@dataclass(frozen=True, slots=True)
class Actor:
    """A code (ISO alpha-2, EU, UN, NATO) or a group's name, with the words it was read from."""

    code: str
    mention: Mention
    how: str
    """direct, demonym, apposition, pronoun: the later, the less sure."""


def actors(document: Document, clause: Parsed, heads: Iterable[Any]) -> list[Actor]:
    """Who the noun phrases with these heads stand for; a phrase that stands for nobody known gives nothing."""
    found: dict[str, Actor] = {}
    for head in heads:
        for actor in _of_phrase(document, clause, head):
            found.setdefault(actor.code, actor)
    return list(found.values())


def _of_phrase(document: Document, clause: Parsed, head: Any) -> Iterator[Actor]:
    if (mention := clause.mention_at(head, ACTOR_KINDS)) is not None:
        yield from (Actor(code, mention, "direct") for code in mention.codes)
        return
    if head.lower_ in PRONOUNS:
        yield from (Actor(m.codes[0], m, "pronoun") for m in document.antecedent(clause, head) if m.codes)
        return
    inside = list(_inside(clause, head))
    yield from inside
    if not inside and head.lower_ in DEFINITE and any(c.lower_ in ("the", "this", "that") for c in head.children):
        yield from (Actor(m.codes[0], m, "pronoun") for m in document.antecedent(clause, head) if m.codes)


def _inside(clause: Parsed, head: Any) -> Iterator[Actor]:
    """Modifiers and complements that say whose it is: "Turkish officials", "the government of Iran"."""
    words = list(syntax.modifiers(head))
    words += [t for m in list(words) for t in syntax.modifiers(m)]
    near = [m for t in reversed(words) if (m := clause.mention_at(t, ACTOR_KINDS))]
    apposed = [m for t in head.children if t.dep_ == "appos" and (m := clause.mention_at(t, ACTOR_KINDS))]
    of = [m for t in syntax.under(head, "of", "in", "from") if (m := clause.mention_at(t, ACTOR_KINDS))]
    for mentions, how in ((apposed, "apposition"), (near, "demonym"), (of, "demonym")):
        named = [m for m in mentions if m.codes and not (how == "demonym" and m.kind == "body" and len(mentions) > 1)]
        if named:
            yield from (Actor(code, m, how) for m in _distinct(named) for code in m.codes)
            return


def _distinct(mentions: list[Mention]) -> list[Mention]:
    return list({m.codes: m for m in mentions}.values())
