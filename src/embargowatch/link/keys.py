"""By which keys articles that may tell one development find each other, without comparing all with all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from embargowatch.link import copies
from embargowatch.link.clustering import Pair
from embargowatch.link.profile import Weights, rarity
from embargowatch.link.sharing import name_worth
from embargowatch.link.units import Unit

BEFORE, AFTER = 24, 24
"""Articles under one key that are looked at, the nearest in time: what a key costs, however common it is."""
MOST = 40
"""Candidates of an article: those that share the most keys."""
TELLING = 0.5
"""How rare a name must be to be a key."""


def keys(unit: Unit) -> tuple[int, ...]:
    """The keys of an article, as signed 64-bit numbers."""
    named = dict.fromkeys(copies.hashed(name.encode(errors="replace")) for name in _names(unit))
    return (*dict.fromkeys(copies.bands(unit.signature)), *named)


def candidates(units: Sequence[Unit]) -> set[Pair]:
    """Pairs of places, the smaller first, of units that share keys; the same pairs whatever the order."""
    order = sorted(range(len(units)), key=lambda n: (units[n].when is None, str(units[n].when), units[n].key))
    under: dict[int, list[int]] = defaultdict(list)
    for place in order:
        for key in keys(units[place]):
            under[key].append(place)
    shared: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for places in under.values():
        for at, place in enumerate(places):
            for other in places[at + 1 : at + 1 + AFTER]:
                shared[place][other] += 1
                shared[other][place] += 1
    return {(min(x, y), max(x, y)) for x, others in shared.items() for y in _nearest(others, units)}


def _nearest(others: dict[int, int], units: Sequence[Unit]) -> list[int]:
    return sorted(others, key=lambda n: (-others[n], units[n].key))[:MOST]


def _names(unit: Unit) -> Iterator[str]:
    profile = unit.profile
    yield from (f"number {ref}" for ref in profile.references)
    yield from (f"system {name}" for name in _heaviest(profile.systems, 4))
    for name in _heaviest(profile.names, 14):
        if name_worth(name) >= TELLING:
            yield f"name {max(name.split(), key=lambda word: (rarity(word), word))}"
    for amount in _heaviest(profile.amounts, 3):
        yield f"sum {float(amount.split()[0]):.2g}"
    for figure in _heaviest({n: w * len(n.rstrip("0")) for n, w in profile.numbers.items() if len(n) > 1}, 3):
        yield f"figure {figure}"
    for pair in combinations(sorted(_heaviest(profile.countries, 3)), 2):
        yield f"countries {' '.join(pair)}"
    yield from (f"word {word}" for word in _heaviest(profile.words, 10))


def _heaviest(weights: Weights, most: int) -> list[str]:
    return sorted(weights, key=lambda item: (-weights[item], item))[:most]
