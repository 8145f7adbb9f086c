"""Units → clusters: the same whatever the order they come in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

Pair = tuple[int, int]
REPRESENTATIVES = 12
"""Members of a cluster that are compared: the first by key. More would say the same and cost a square of it."""


@dataclass(frozen=True, slots=True)
class Bonds:
    """What is known of pairs of units, by their places, the smaller place first."""

    score: Callable[[int, int], float]
    """Symmetric; above 0 speaks for one story."""
    forbidden: Callable[[int, int], bool]
    linked: frozenset[Pair] = field(default=frozenset())
    """Pairs that a person put together."""


def cluster(keys: Sequence[str], candidates: Iterable[Pair], bonds: Bonds) -> list[list[int]]:
    """The clusters of the units with these keys, each in order of key; the best pair goes together first.

    Two clusters go together as long as their members are on the whole alike (mean score above 0) and no two of them
    are forbidden. Ties are broken by key, never by place. ``candidates`` are the pairs that may start it.
    """
    groups = _Groups(keys, bonds)
    for a, b in sorted(bonds.linked, key=lambda pair: sorted((keys[pair[0]], keys[pair[1]]))):
        groups.unite(groups.of[a], groups.of[b])
    return groups.agglomerate(candidates)


class _Groups:
    def __init__(self, keys: Sequence[str], bonds: Bonds) -> None:
        self.keys, self.bonds = keys, bonds
        self.of = list(range(len(keys)))
        self.members: dict[int, list[int]] = {n: [n] for n in range(len(keys))}
        self.near: dict[int, set[int]] = {n: set() for n in range(len(keys))}
        self.known: dict[Pair, float] = {}
        self.current: dict[Pair, float] = {}
        self.offers: list[tuple[float, tuple[str, str], int, int]] = []
        """A heap, best first; what is no longer current is passed over."""

    def agglomerate(self, candidates: Iterable[Pair]) -> list[list[int]]:
        for a, b in candidates:
            x, y = self.of[a], self.of[b]
            if x != y:
                self.near[x].add(y)
                self.near[y].add(x)
        for x in self.near:
            for y in self.near[x]:
                if x < y:
                    self._offer(x, y)
        while self.offers:
            score, _, x, y = heappop(self.offers)
            if self.current.get((x, y)) == -score:
                self.unite(x, y)
                for other in self.near[x]:
                    self._offer(x, other)
        return [sorted(group, key=lambda n: self.keys[n]) for group in self.members.values()]

    def _offer(self, x: int, y: int) -> None:
        """Two clusters that may go together, unless they are not alike."""
        x, y = min(x, y), max(x, y)
        self.current.pop((x, y), None)
        if (score := self._mean(x, y)) > 0:
            self.current[x, y] = score
            heappush(self.offers, (-score, self._name(x, y), x, y))

    def unite(self, kept: int, gone: int) -> None:
        if kept == gone:
            return
        self.members[kept] += self.members.pop(gone)
        for member in self.members[kept]:
            self.of[member] = kept
        for other in self.near[gone]:
            self.current.pop((min(gone, other), max(gone, other)), None)
        self.near[kept] = (self.near[kept] | self.near.pop(gone)) - {kept, gone}
        for other in self.near[kept]:
            self.near[other] = (self.near[other] - {gone}) | {kept}

    def _mean(self, x: int, y: int) -> float:
        """Mean score between two clusters; far below 0 when any two of their members are forbidden."""
        left, right = self._some(x), self._some(y)
        if any(self.bonds.forbidden(a, b) for a in left for b in right):
            return -9.0
        return sum(self._score(a, b) for a in left for b in right) / (len(left) * len(right))

    def _some(self, cluster: int) -> list[int]:
        return sorted(self.members[cluster], key=lambda n: self.keys[n])[:REPRESENTATIVES]

    def _score(self, a: int, b: int) -> float:
        pair = (min(a, b), max(a, b))
        if pair not in self.known:
            self.known[pair] = self.bonds.score(*pair)
        return self.known[pair]

    def _name(self, x: int, y: int) -> tuple[str, str]:
        first, second = sorted(min(self.keys[n] for n in self.members[cluster]) for cluster in (x, y))
        return first, second
