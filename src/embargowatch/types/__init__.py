"""The eight nouns, as plain values: what one stage hands to the next.

    Feed ─fetch→ Entry ─scrape→ Page ─clean→ Article ─classify→ Verdict ─extract→ Record ─link→ Story ─alert→ Alert

``id`` is the row's id in Postgres, or None for a value that is not stored yet. All datetimes carry a
time zone and are UTC. Text offsets count code points.
"""

from __future__ import annotations

from dataclasses import dataclass

from embargowatch.types.intake import (
    Entry,
    Failure,
    FailureKind,
    Feed,
    FeedKind,
    Page,
    Pause,
    Request,
    Robots,
    Selectors,
    Tier,
    Turn,
)
from embargowatch.types.judged import (
    ArmsDeal,
    Article,
    ArticleStatus,
    Evidence,
    Modality,
    Money,
    Record,
    Sanction,
    Target,
    Topic,
    Verdict,
    Weapon,
)
from embargowatch.types.told import (
    Alert,
    AlertKind,
    AlertState,
    BlindSource,
    Cadence,
    Change,
    Disagreement,
    Mail,
    Source,
    Step,
    Story,
    Subscription,
    TurnedSource,
    Unread,
    Variant,
)

__all__ = [
    "Alert",
    "AlertKind",
    "AlertState",
    "ArmsDeal",
    "Article",
    "ArticleStatus",
    "BlindSource",
    "Cadence",
    "Change",
    "Disagreement",
    "Entry",
    "Evidence",
    "Failure",
    "FailureKind",
    "Feed",
    "FeedKind",
    "Mail",
    "Modality",
    "Money",
    "Page",
    "Pause",
    "Record",
    "Request",
    "Robots",
    "Sanction",
    "Selectors",
    "Source",
    "Step",
    "Story",
    "Subscription",
    "Tally",
    "Target",
    "Tier",
    "Topic",
    "Turn",
    "TurnedSource",
    "Unread",
    "Variant",
    "Verdict",
    "Weapon",
]


@dataclass(slots=True)
class Tally:
    """What a stage did: the only thing that goes through XCom."""

    done: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.done + other.done, self.failed + other.failed, self.skipped + other.skipped)
