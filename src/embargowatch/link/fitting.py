"""One more article → the stories that are there: which it tells, as far as the articles nearest to it say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from embargowatch.link.evidence import Relation, relation, why
from embargowatch.link.grouping import ALSO, JOINS, MARGIN
from embargowatch.link.units import Unit
from embargowatch.types import Topic

SURE = 9.0
BY_HAND = "put there by hand"
AGAINST = -1.5
"""Mean score from which an article's records join a story of no articles like these."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an article fits a story."""

    story_id: int
    score: float
    """Mean over the story's articles that are near; above 0: it tells the story."""
    veto: str
    """Why it cannot, or ""."""
    why: str
    """What it shares with the one of them that is most like it."""


@dataclass(frozen=True, slots=True)
class Near:
    """An article that is near, and the stories of a topic that it tells."""

    unit: Unit
    story_ids: tuple[int, ...]


def fits(unit: Unit, near: Sequence[Near]) -> list[Fit]:
    """How well the article fits each story of those near it, the best first."""
    found: dict[int, list[tuple[Relation, Unit]]] = defaultdict(list)
    for other in near:
        related = relation(unit, other.unit) if other.story_ids else None
        for story_id in other.story_ids if related else ():
            assert related is not None  # the loop is empty without
            found[story_id].append((related, other.unit))
    ordered = [_fit(story_id, unit, related) for story_id, related in found.items()]
    return sorted(ordered, key=lambda fit: (bool(fit.veto), -fit.score, fit.story_id))


def as_decided(found: Sequence[Fit], decided: Mapping[int, bool]) -> list[Fit]:
    """With what a person said before: where the article belongs (True) it fits best, elsewhere (False) not at all."""
    by_hand = [Fit(story_id, SURE, "", BY_HAND) for story_id, belongs in sorted(decided.items()) if belongs]
    refused = [Fit(story_id, -SURE, BY_HAND, BY_HAND) for story_id, belongs in sorted(decided.items()) if not belongs]
    return [*by_hand, *(fit for fit in found if fit.story_id not in decided), *refused]


def told(unit: Unit, found: Sequence[Fit], topic: Topic) -> list[Fit]:
    """The stories of the topic that the article tells: the one that it fits, and others that it fits as well."""
    good = [fit for fit in found if not fit.veto and fit.score > 0]
    if not good:
        return []
    if good[0].why == BY_HAND:
        return good[:1]
    if topic not in unit.topics:
        clear = good[0].score >= JOINS[-1] and (len(good) == 1 or good[1].score <= good[0].score - MARGIN)
        return good[:1] if clear else []
    return good[:1] + [fit for fit in good[1:] if fit.score >= ALSO]


def against(found: Sequence[Fit]) -> frozenset[int]:
    """Stories that the article's records do not join, however alike they look."""
    return frozenset(fit.story_id for fit in found if fit.veto or fit.score < AGAINST)


def _fit(story_id: int, unit: Unit, related: Sequence[tuple[Relation, Unit]]) -> Fit:
    best = max(related, key=lambda pair: (pair[0].score, pair[1].key))
    return Fit(
        story_id,
        sum(each.score for each, _ in related) / len(related),
        next((each.veto for each, _ in related if each.veto), ""),
        why(unit, best[1]),
    )
