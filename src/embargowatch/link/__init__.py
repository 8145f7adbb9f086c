"""Record → Story: which development a record tells, and what is known of it from all who tell it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from embargowatch.link.likeness import belongs, likeness, reach
from embargowatch.link.merging import Merged, merge, parties
from embargowatch.link.telling import Telling
from embargowatch.types import ArmsDeal, Sanction

__all__ = ["Candidate", "Merged", "Telling", "choose", "likeness", "merge", "parties", "reach"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story that a record may belong to."""

    id: int
    record: Sanction | ArmsDeal
    background: bool
    news_from: datetime
    news_until: datetime


def choose(
    records: Sequence[Sanction | ArmsDeal], when: datetime, candidates: Mapping[int, Sequence[Candidate]]
) -> dict[int, int]:
    """Which of an article's records join which story: by the record's place, the story's id; the rest are new.

    ``candidates`` are by the record's place. The best pairs go first, and no two records of one article join one story.
    """
    pairs = sorted(
        (
            (-score, candidate.background, candidate.id, place)
            for place, record in enumerate(records)
            for candidate in candidates.get(place, ())
            if (score := belongs(record, when, candidate.record, candidate.news_from, candidate.news_until))
        ),
    )
    joined: dict[int, int] = {}
    for _, _, story_id, place in pairs:
        if place not in joined and story_id not in joined.values():
            joined[place] = story_id
    return joined
