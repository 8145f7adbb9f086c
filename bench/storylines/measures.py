"""How alike two groupings are, where an article may be in several groups or in none.

A grouping maps an article's id to the keys of its groups; an article in none is in one of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

Grouping = Mapping[str, frozenset[str]]
Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Score:
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def together(grouping: Grouping) -> Pairs:
    """Pairs of articles that share a group."""
    return frozenset((a, b) for a, b in combinations(sorted(grouping), 2) if grouping[a] & grouping[b])


def pairwise(found: Grouping, right: Grouping) -> Score:
    """Of the pairs that share a found group, how many share a right one; and the other way round."""
    ours, theirs = together(found), together(right)
    both = len(ours & theirs)
    return Score(both / len(ours) if ours else 1.0, both / len(theirs) if theirs else 1.0)


def bcubed(found: Grouping, right: Grouping) -> Score:
    """Extended B-cubed (Amigó, Gonzalo, Artiles, Verdejo 2009).

    For an article and each that shares a group with it, itself among them: how many of the groups that they share are
    also shared on the other side, at most all. The mean over those, then the mean over all articles.
    """
    ours, theirs = _alone(found), _alone(right)
    return Score(_mean_share(ours, theirs), _mean_share(theirs, ours))


def _mean_share(these: Grouping, those: Grouping) -> float:
    return _mean(_mean(_shares(article, these, those)) for article in these)


def _shares(article: str, these: Grouping, those: Grouping) -> Iterable[float]:
    for other in these:
        if shared := len(these[article] & these[other]):
            yield min(shared, len(those[article] & those[other])) / shared


def _alone(grouping: Grouping) -> Grouping:
    return {article: groups or frozenset({f"alone {article}"}) for article, groups in grouping.items()}


def _mean(values: Iterable[float]) -> float:
    counted = list(values)
    return sum(counted) / len(counted)
