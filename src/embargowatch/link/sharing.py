"""What two articles share and where each names something that the other does not: numbers from 0 to 1, symmetric."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from embargowatch.lexicon import table
from embargowatch.link.profile import Profile, Weights, rarity

ROUNDING = 1.06
"""Two amounts of one currency within this factor are one."""
SURNAME = 0.4
"""What one name says of a longer one that holds it: not every Petrov is Viktor Petrov."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Of one kind of thing: how alike the two are, and how much each has that the other lacks (the lesser of both)."""

    alike: float
    apart: float
    known: bool
    """Whether both name anything of the kind."""


NOTHING = Shared(0.0, 0.0, known=False)


@dataclass(frozen=True, slots=True)
class Vector:
    """Weights times what each thing is worth, with what comparing needs."""

    weights: Mapping[str, float]
    square: float
    parts: Mapping[str, tuple[str, ...]]
    """Which things hold a part: the names with this word, the systems with this beginning."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """A profile made ready for comparing with many."""

    countries: Vector
    systems: Vector
    names: Vector
    numbers: Vector
    amounts: Vector
    words: Vector
    lead: Vector


def vectors(profile: Profile) -> Vectors:
    return Vectors(
        countries=_vector(profile.countries, country_worth),
        systems=_vector(profile.systems, None, lambda system: (system[:2],)),
        names=_vector(profile.names, name_worth, str.split),
        numbers=_vector(profile.numbers, number_worth),
        amounts=_vector(profile.amounts, None, lambda amount: (amount.split()[1],)),
        words=_vector(profile.words),
        lead=_vector(profile.lead),
    )


def shared(a: Vector, b: Vector, same: Callable[[str, str], float] | None = None) -> Shared:
    """Cosine of two weighted sets, and the smaller share of weight that has no counterpart."""
    if not a.square or not b.square:
        return NOTHING
    dot = tied_a = tied_b = 0.0
    rest = []
    for item, weight in a.weights.items():
        if (other := b.weights.get(item)) is not None:
            dot += weight * other
            tied_a += weight * weight
            tied_b += other * other
        elif same is not None:
            rest.append(item)
    for item in rest:
        best, much = _counterpart(item, a, b, same)
        if much > 0:
            weight, other = a.weights[item], b.weights[best]
            dot += weight * other * much
            tied_a += weight * weight * much
            tied_b += other * other * much
    apart = min(1 - tied_a / a.square, 1 - tied_b / b.square)
    return Shared(min(1.0, dot / math.sqrt(a.square * b.square)), max(0.0, apart), known=True)


def covered(lead: Vector, whole: Vector) -> float:
    """How much of one article's title and lead the other names anywhere."""
    if not lead.square:
        return 0.0
    return sum(weight * weight for word, weight in lead.weights.items() if word in whole.weights) / lead.square


def _counterpart(item: str, a: Vector, b: Vector, same: Callable[[str, str], float] | None) -> tuple[str, float]:
    """What most nearly means the same and has no counterpart of its own."""
    assert same is not None  # asked only then
    mine = [part for part, items in a.parts.items() if item in items]
    others = {other for part in mine for other in b.parts.get(part, ()) if other not in a.weights}
    return max(((other, same(item, other)) for other in sorted(others)), key=lambda o: o[1], default=("", 0.0))


def _vector(
    weights: Weights,
    worth: Callable[[str], float] | None = None,
    parts: Callable[[str], tuple[str, ...] | list[str]] | None = None,
) -> Vector:
    """``worth``: of each thing; None: all are worth the same."""
    worths = {item: weight * worth(item) for item, weight in weights.items()} if worth else weights
    by_part: dict[str, list[str]] = defaultdict(list)
    for item in worths if parts else ():
        assert parts is not None  # the loop is empty without
        for part in parts(item):
            by_part[part].append(item)
    return Vector(
        worths, sum([w * w for w in worths.values()]), {part: tuple(items) for part, items in by_part.items()}
    )


@lru_cache(maxsize=1024)
def country_worth(code: str) -> float:
    """How much it says that an article names a country: little of the United States, much of Eswatini."""
    name = next((row["name"] for row in table("countries") if row["code"] == code), "")
    return max(0.25, *(rarity(word) for word in name.lower().split())) if name else 0.4


@lru_cache(maxsize=65536)
def name_worth(name: str) -> float:
    """The rarest of its words, and a little more for each further one."""
    worths = sorted((rarity(word) for word in name.split()), reverse=True)
    return min(1.5, worths[0] + 0.2 * sum(worths[1:])) if worths else 0.0


@lru_cache(maxsize=65536)
def same_name(a: str, b: str) -> float:
    """1 for one name, less where one is a part of the other, 0 for two people who share a surname."""
    words_a, words_b = frozenset(a.split()), frozenset(b.split())
    fewer, more = sorted((words_a, words_b), key=len)
    if not fewer or not fewer <= more:
        return 0.0
    if fewer == more:
        return 1.0
    return 0.8 if len(fewer) > 1 else SURNAME * max(rarity(word) for word in fewer)


@lru_cache(maxsize=4096)
def same_system(a: str, b: str) -> float:
    """A variant is its family (k2pl, k2); a longer number is another system (k2, k239)."""
    fewer, more = sorted((a, b), key=len)
    rest = more.removeprefix(fewer)
    fits = len(rest) < len(more) and any(c.isdigit() for c in fewer) and not rest[0].isdigit()
    return 0.8 if fits else 0.0


@lru_cache(maxsize=4096)
def number_worth(number: str) -> float:
    """Two is everywhere; 126 is of one story, and 1,247 even more so."""
    if int(number) < 10:
        return 0.15
    return {1: 0.3, 2: 0.6}.get(len(number.rstrip("0")), 1.0)


@lru_cache(maxsize=4096)
def same_amount(a: str, b: str) -> float:
    (x, currency), (y, other) = a.split(), b.split()
    few, many = sorted((int(x), int(y)))
    return 1.0 if currency == other and few and many <= few * ROUNDING else 0.0
