"""Units → stories without a database: the same relation and the same clustering as the pipeline's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from embargowatch.link.clustering import REPRESENTATIVES, Bonds, Pair, cluster
from embargowatch.link.evidence import Relation, relation
from embargowatch.link.keys import candidates
from embargowatch.link.units import Unit

JOINS = (2.0, 0.3)
"""Mean score from which an article that is about nothing of ours by itself joins a story: first those that clearly
tell it, then those that fit the story as it is with them."""
ALSO = 2.5
"""Mean score from which an article of one story tells another one as well."""
MARGIN = 1.0
"""How much less such an article must fit any other story."""


@dataclass(slots=True)
class Relations:
    """What the units have to do with each other, each pair worked out once."""

    units: Sequence[Unit]
    known: dict[Pair, Relation] = field(default_factory=dict)

    def of(self, a: int, b: int) -> Relation:
        pair = (min(a, b), max(a, b))
        if pair not in self.known:
            self.known[pair] = relation(self.units[pair[0]], self.units[pair[1]])
        return self.known[pair]

    def score(self, a: int, b: int) -> float:
        return self.of(a, b).score

    def forbidden(self, a: int, b: int) -> bool:
        return bool(self.of(a, b).veto)

    def mean(self, place: int, members: Sequence[int]) -> float:
        """How well a unit fits a cluster; its members are in order of key."""
        some = members[:REPRESENTATIVES]
        return sum(self.score(place, member) for member in some) / len(some)


def group(units: Sequence[Unit]) -> list[tuple[str, ...]]:
    """For each unit, in order, the keys of the stories that it tells; none for what is about nothing of ours.

    A story's key is made of the content of its articles.
    """
    keys: list[tuple[str, ...]] = [() for _ in units]
    for members in stories(units):
        for place in members:
            keys[place] += (f"s{units[members[0]].key}",)
    return keys


def stories(units: Sequence[Unit]) -> list[list[int]]:
    """The stories, each as the places of its units: first of those on a topic, then whoever clearly tells one too."""
    relations = Relations(units)
    pairs = candidates(units)
    founders = [place for place, one in enumerate(units) if one.topics]
    found = _clusters(founders, pairs, relations)
    found = [_in_order([*members, *_also(members, founders, pairs, relations)], units) for members in found]
    others = [place for place, one in enumerate(units) if not one.topics]
    for enough in JOINS:
        joined = {place: _joins(place, pairs, found, relations, enough) for place in others}
        others = [place for place in others if joined[place] is None]
        for place, at in joined.items():
            if at is not None:
                found[at].append(place)
        found = [_in_order(members, units) for members in found]
    return found


def _also(members: Sequence[int], founders: Iterable[int], pairs: Iterable[Pair], relations: Relations) -> list[int]:
    """Articles of other stories that tell this one too: they fit it well, and only its members exclude theirs."""
    near = {a if b in members else b for a, b in pairs if (a in members) != (b in members)}
    return [
        place
        for place in sorted(near.intersection(founders))
        if not any(relations.forbidden(place, member) for member in members) and relations.mean(place, members) >= ALSO
    ]


def _in_order(members: Sequence[int], units: Sequence[Unit]) -> list[int]:
    """Those on a topic first, then by key: the first one names the story."""
    return sorted(members, key=lambda place: (not units[place].topics, units[place].key))


def _clusters(places: Sequence[int], pairs: Iterable[Pair], relations: Relations) -> list[list[int]]:
    at = {place: n for n, place in enumerate(places)}
    bonds = Bonds(
        lambda a, b: relations.score(places[a], places[b]), lambda a, b: relations.forbidden(places[a], places[b])
    )
    between = [(at[a], at[b]) for a, b in pairs if a in at and b in at]
    found = cluster([relations.units[place].key for place in places], between, bonds)
    return [[places[n] for n in members] for members in found]


def _joins(
    place: int, pairs: Iterable[Pair], found: Sequence[Sequence[int]], relations: Relations, enough: float
) -> int | None:
    """The one story that an article fits, by its place in ``found``; None when it fits none, or several alike."""
    near = {a if b == place else b for a, b in pairs if place in (a, b)}
    fits = sorted(
        ((relations.mean(place, members), n) for n, members in enumerate(found) if not near.isdisjoint(members)),
        reverse=True,
    )
    if not fits or fits[0][0] < enough or (len(fits) > 1 and fits[1][0] > fits[0][0] - MARGIN):
        return None
    return fits[0][1]
