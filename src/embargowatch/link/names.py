"""When two names mean the same: weapons by their designation, people and companies by their words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from embargowatch.types import Target, Weapon

DESIGNATOR = re.compile(r"^([a-z]{1,8})-?(\d+)((?:[a-z]|-?[a-z0-9])*)$")
WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
GENERIC = frozenset(
    WORD.findall(
        """
        a an and the of for new used system systems missile missiles tank tanks main battle fighter fighters jet jets
        aircraft helicopter helicopters drone drones uav uavs air defence defense anti surface to guided rocket rockets
        launcher launchers artillery howitzer howitzers self propelled vehicle vehicles armoured armored personnel
        carrier carriers ship ships frigate frigates corvette corvettes submarine submarines radar radars bomb bombs
        munition munitions ammunition rounds shells battery batteries long short medium range multiple launch block mk
        mark class type series combat attack transport patrol light heavy weapon weapons arms equipment interceptor
        interceptors
        """
    )
)
COMPANY_FORMS = frozenset(
    WORD.findall("co company corp corporation inc jsc llc llp ltd limited gmbh ag sa spa plc ojsc pjsc group")
)


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Lower case without accents: "Türkiye" → "turkiye"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=4096)
def designators(designation: str) -> frozenset[tuple[str, str]]:
    """The type numbers in a designation, base and variant: "F-35A Lightning" → {("f35", "a")}."""
    found = (DESIGNATOR.match(word) for word in WORD.findall(folded(designation)))
    return frozenset((match[1] + match[2], match[3].strip("-")) for match in found if match)


@lru_cache(maxsize=4096)
def proper_words(designation: str) -> frozenset[str]:
    """The words that name it: "K239 Chunmoo rocket launchers" → {"chunmoo"}."""
    words = (word for word in WORD.findall(folded(designation)) if not DESIGNATOR.match(word))
    parts = (part for word in words for part in word.split("-"))
    return frozenset(part for part in parts if part not in GENERIC and not part.isdigit() and len(part) > 2)


def same_weapon(a: Weapon, b: Weapon) -> bool | None:
    """Whether two designations mean one weapon; None when they do not say.

    K2 is not K239 and F-3 is not F-35; F-35 may be an F-35A, and an F-35A is not an F-35B.
    """
    types_a, types_b = designators(a.designation), designators(b.designation)
    if types_a and types_b:
        return any(_same_type(x, y) for x in types_a for y in types_b)
    names_a, names_b = proper_words(a.designation), proper_words(b.designation)
    if names_a and names_b:
        if names_a <= names_b or names_b <= names_a:
            return True
        return None if names_a & names_b else False
    return False if a.category and b.category and a.category != b.category else None


def same_target(a: Target, b: Target) -> bool:
    """Whether two names mean one person, company or ship: one name's words are all in the other's."""
    return any(_same_name(x, y) for x in (a.name, *a.aliases) for y in (b.name, *b.aliases))


def same_party(a: Iterable[str], b: Iterable[str]) -> bool | None:
    """Whether two lists of countries, bodies or companies share one; None when either is empty."""
    names_a, names_b = {folded(name) for name in a}, {folded(name) for name in b}
    return not names_a.isdisjoint(names_b) if names_a and names_b else None


def _same_type(a: tuple[str, str], b: tuple[str, str]) -> bool:
    return a[0] == b[0] and (not a[1] or not b[1] or a[1].startswith(b[1]) or b[1].startswith(a[1]))


def _same_name(a: str, b: str) -> bool:
    words_a, words_b = _name_words(a), _name_words(b)
    fewer, more = sorted((words_a, words_b), key=len)
    return bool(fewer) and fewer <= more and (words_a == words_b or any(len(word) > 3 for word in fewer))


@lru_cache(maxsize=4096)
def _name_words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", folded(name))) - COMPANY_FORMS
