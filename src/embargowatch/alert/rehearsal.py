"""What a subscription would have sent: of the stories that are known, as they stand now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from embargowatch.alert.cadence import due
from embargowatch.alert.news import held, is_urgent
from embargowatch.alert.wishes import matches, why
from embargowatch.types import Story, Subscription

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A story that a subscription asks for."""

    story: Story
    when: datetime
    """When it would have been sent."""
    why: str
    held: str = ""
    """Why it would not have been, after all."""
    note: str = ""
    """What would have delayed it, or put it into a digest."""


def rehearse(subscription: Subscription, stories: Iterable[Story], *, fresh_hours: float) -> tuple[Rehearsed, ...]:
    """What of these stories would have been sent, and when; in that order. As if it had been there all along."""
    there = replace(subscription, since=None, muted_until=None)
    found = [_rehearsed(there, story, fresh_hours) for story in stories if matches(there, story)]
    ordered = sorted(found, key=lambda one: (one.when, one.story.id or 0))
    return tuple(ordered) if subscription.cadence != "immediate" else _capped(ordered, subscription.most_per_hour)


def n_mails(subscription: Subscription, rehearsed: Iterable[Rehearsed]) -> int:
    """How many mails that are."""
    sent = [one for one in rehearsed if not one.held]
    if subscription.cadence != "immediate":
        return len({one.when for one in sent})
    alone = [one for one in sent if one.note != DIGEST]
    return len(alone) + len({_hour(one.when) for one in sent if one.note == DIGEST})


def _rehearsed(subscription: Subscription, story: Story, fresh_hours: float) -> Rehearsed:
    seen = story.first_seen
    awake = replace(subscription, quiet_from="", quiet_until="")
    when, unhindered = due(subscription, seen), due(awake, seen)
    if is_urgent(story):
        when = unhindered
    note = "waits for the end of the quiet hours" if when != unhindered else ""
    return Rehearsed(story, when, why(subscription, story), held(story, subscription, fresh_hours=fresh_hours), note)


DIGEST = "in a digest: too many for one hour"


def _capped(ordered: Iterable[Rehearsed], most_per_hour: int) -> tuple[Rehearsed, ...]:
    capped: list[Rehearsed] = []
    in_hour: dict[datetime, int] = {}
    for one in ordered:
        if one.held or is_urgent(one.story):
            capped.append(one)
            continue
        hour = _hour(one.when)
        in_hour[hour] = in_hour.get(hour, 0) + 1
        capped.append(replace(one, note=DIGEST) if in_hour[hour] > most_per_hour else one)
    return tuple(capped)


def _hour(when: datetime) -> datetime:
    return when.replace(minute=0, second=0, microsecond=0)
