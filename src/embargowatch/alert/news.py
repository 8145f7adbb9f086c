"""What is news to a subscriber, and what only says again what they know."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from embargowatch.alert.comparing import designated, number_of
from embargowatch.alert.wishes import confirmed, fold, folded_all
from embargowatch.types import AlertKind, ArmsDeal, Money, Sanction, Source, Story, Subscription
from embargowatch.words import moment, stage_word

LATE = timedelta(hours=72)
"""News that was published longer before it is sent is a late report."""


def held(story: Story, subscription: Subscription, *, fresh_hours: float) -> str:
    """Why this subscriber is not to be told, or "" if they are.

    A story is news as long as one of its articles is: not judged again by replay, and published at most
    ``fresh_hours`` before its source was first seen and before the subscription began, whichever is later.
    """
    if story.background:
        return "background: every article tells it as something that happened before"
    if story.id is not None and story.id in subscription.muted_stories:
        return "muted: no more of this story is wanted"
    reasons = [_source_held(source, story, subscription, fresh_hours) for source in story.sources]
    if reasons and all(reasons):
        return reasons[0]
    believed = story.record.confidence.get("record", 0.0)
    if believed < subscription.min_confidence and not is_urgent(story):
        return f"confidence: {believed:.2f} is less than {subscription.min_confidence:g}"
    return ""


def is_urgent(story: Story) -> bool:
    """An official source says that sanctions were imposed: neither dropped nor delayed by any limit."""
    record = story.record
    return (
        isinstance(record, Sanction)
        and record.action == "impose"
        and record.modality == "reported"
        and confirmed(story)
        and not story.background
    )


def is_late(story: Story, kind: AlertKind, now: datetime) -> bool:
    """Whether the news is old when it is sent: as first published, or for a change as last told."""
    times = [source.published or source.fetched_at for source in story.sources]
    if not times:
        return False
    return (max(times) if kind == "change" else min(times)) < now - LATE


def told_hash(story: Story) -> str:
    """Identity of what a subscriber would be told: stage, confirmation, key fields, names.

    Wording, dates, confidence and the number of outlets are not in it, so that none of them tells anybody twice.
    """
    told = {
        "topic": story.topic,
        "stage": stage_word(story.record),
        "modality": story.record.modality,
        "confirmed": confirmed(story),
        **_key_fields(story.record),
    }
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _source_held(source: Source, story: Story, subscription: Subscription, fresh_hours: float) -> str:
    if source.replayed:
        return "replay: the article was judged again, it is not new"
    published = source.published or _day(story.record.date)
    if published is None:
        return ""
    fresh = timedelta(hours=fresh_hours)
    if source.source_first_seen and published < source.source_first_seen - fresh:
        return (
            f"old: published {moment(published)}, more than {fresh_hours:g} h before "
            f"{source.outlet} was first read ({moment(source.source_first_seen)})"
        )
    if subscription.since and published < subscription.since - fresh:
        return (
            f"old: published {moment(published)}, more than {fresh_hours:g} h before "
            f"the subscription began ({moment(subscription.since)})"
        )
    return ""


def _day(text: str) -> datetime | None:
    """The end of the day a record's date names; None unless it is precise to the day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=UTC)


def _key_fields(record: Sanction | ArmsDeal) -> dict[str, Any]:
    match record:
        case Sanction():
            return {
                "senders": sorted(folded_all(record.senders)),
                "against": sorted(folded_all(record.target_countries)),
                "names": sorted(folded_all(target.name for target in designated(record.targets))),
                "measures": sorted(folded_all(record.measures)),
                "respondents": sorted(folded_all(record.respondents)),
                "evaders": sorted(folded_all(record.evaders)),
                "penalty": _rounded(record.penalty),
            }
        case ArmsDeal():
            return {
                "suppliers": sorted(folded_all(record.suppliers)),
                "recipients": sorted(folded_all(record.recipients)),
                "weapons": sorted(
                    [fold(weapon.designation), str(number_of(weapon) or "")] for weapon in record.weapons
                ),
                "value": _rounded(record.value),
            }


def _rounded(money: Money | None) -> str:
    return f"{Decimal(money.amount):.1e} {money.currency} {money.kind}" if money else ""
