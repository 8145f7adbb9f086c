"""The gazetteer: every name the lexicon knows, found in a text in one linear pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from embargowatch import lexicon


@dataclass(frozen=True, slots=True)
class Name:
    """What a known string stands for."""

    kind: str
    """country, body, group, states, institution, leader, programme, weapon, manufacturer."""
    name: str
    """The canonical name."""
    codes: tuple[str, ...]
    """Countries (ISO alpha-2, EU, UN, NATO) it stands for or belongs to; a group or bloc without a code: its name."""
    form: str
    """name, demonym, people, place, or a kind's own word (a weapon's category, an institution's kind)."""
    ambiguous: bool = False
    """An ordinary word too: believed only beside another sign."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found in a text: ``text[start:end]`` stands for ``name``."""

    name: Name
    start: int
    end: int


@cache
def gazetteer() -> tuple[AhoCorasick, tuple[Name, ...]]:
    """One automaton over all names; the first name given to a string wins."""
    known: dict[str, Name] = {}
    for text, name in _all_names():
        known.setdefault(text, name)
        if name.kind in ("country", "body") and len(text) > 4:
            known.setdefault(text.upper(), name)
    return AhoCorasick(list(known), matchkind=MatchKind.LeftmostLongest), tuple(known.values())


def find(text: str) -> tuple[Hit, ...]:
    """Known names in the text as whole words, longest first at each place, without overlaps."""
    automaton, names = gazetteer()
    hits = (Hit(names[which], start, end) for which, start, end in automaton.find_matches_as_indexes(text))
    return tuple(hit for hit in hits if _whole(text, hit))


def _whole(text: str, hit: Hit) -> bool:
    before, after = text[hit.start - 1 : hit.start], text[hit.end : hit.end + 1]
    if before.isalnum() or after.isalnum():
        return hit.name.kind == "weapon" and not before.isalnum() and not after.isdigit()
    return True


def _all_names() -> Iterator[tuple[str, Name]]:
    yield from _countries()
    yield from _bodies()
    for row in lexicon.table("institutions"):
        name = Name("institution", row["name"], (row["code"] or row["name"],), row["kind"])
        yield from _spelled(name, (row["name"], *lexicon.values(row["aliases"])))
    for row in lexicon.table("leaders"):
        name = Name("leader", row["name"], lexicon.values(row["country"]), row["kind"])
        yield from _spelled(name, (row["name"], *lexicon.values(row["aliases"])))
    for row in lexicon.table("programmes"):
        name = Name("programme", row["name"], lexicon.values(row["countries"]), row["kind"])
        yield from _spelled(name, (row["name"], *lexicon.values(row["aliases"])))
    yield from _arms()


def _countries() -> Iterator[tuple[str, Name]]:
    for row in lexicon.table("countries"):
        code = (row["code"],)
        spellings = (
            ("name", (row["name"], *lexicon.values(row["aliases"]))),
            ("demonym", lexicon.values(row["demonyms"])),
        )
        other = (("people", lexicon.values(row["people"])), ("place", lexicon.values(row["places"])))
        for form, texts in (*spellings, *other):
            yield from _spelled(Name("country", row["name"], code, form), texts)


def _bodies() -> Iterator[tuple[str, Name]]:
    for row in lexicon.table("bodies"):
        kind = "group" if row["kind"] == "group" else "body"
        codes = (row["code"] or row["name"],)
        yield from _spelled(Name(kind, row["name"], codes, "name"), (row["name"], *lexicon.values(row["aliases"])))
    for row in lexicon.table("states_groups"):
        yield row["name"], Name("states", row["name"], (row["name"],), "name")


def _arms() -> Iterator[tuple[str, Name]]:
    for row in lexicon.table("weapons"):
        name = Name("weapon", row["name"], lexicon.values(row["makers"]), row["category"], bool(row["ambiguous"]))
        for text in (row["name"], *lexicon.values(row["aliases"])):
            yield from _spelled(name, _weapon_spellings(text))
    for row in lexicon.table("manufacturers"):
        name = Name("manufacturer", row["name"], lexicon.values(row["countries"]), "", bool(row["ambiguous"]))
        yield from _spelled(name, (row["name"], *lexicon.values(row["aliases"])))


def _weapon_spellings(text: str) -> Iterator[str]:
    """ "S-400" is also written "S 400" and "S400"; any weapon may stand in the plural."""
    joined = re.split(r"(?<=[A-Za-z])[- ](?=\d)", text, maxsplit=1)
    for spelling in dict.fromkeys((text, *("".join((joined[0], mark, joined[1])) for mark in "- " if len(joined) > 1))):
        yield from (spelling, spelling + "s")
    if len(joined) > 1:
        yield from (solid := "".join(joined), solid + "s")


def _spelled(name: Name, texts: Iterable[str]) -> Iterator[tuple[str, Name]]:
    for text in texts:
        yield text, name
        if "’" in text or "'" in text:
            yield text.replace("'", "’"), name
            yield text.replace("’", "'"), name
