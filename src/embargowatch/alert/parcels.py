"""What goes out together: one mail a story, or a digest; and what is held back for now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from itertools import groupby

from embargowatch.alert.cadence import due, goes_with_daily_digest, is_muted, is_quiet
from embargowatch.types import Alert, Subscription

Group = tuple[Alert, ...]


@dataclass(frozen=True, slots=True)
class Parcel:
    """Alerts that go out in one mail."""

    alerts: tuple[Alert, ...]
    message_id: str
    repeat: bool = False
    """Whether it was under way before, and nobody knows whether it arrived."""

    @property
    def ids(self) -> list[int]:
        return [alert.id for alert in self.alerts if alert.id is not None]

    @property
    def attempts(self) -> int:
        return max(alert.attempts for alert in self.alerts) + 1


@dataclass(frozen=True, slots=True)
class Plan:
    """What to send to one subscriber now."""

    parcels: tuple[Parcel, ...] = ()
    held_back: int = 0
    """Stories that wait only because of quiet hours or the rate cap."""


def plan(
    subscription: Subscription,
    waiting: Sequence[Alert],
    *,
    sent_last_hour: int,
    now: datetime,
    mail_from: str,
    daily_digest: bool = False,
) -> Plan:
    """What of all that waits is to be sent now.

    ``daily_digest`` is said by the DAG of that name: it is the hour of those that have none of their own.
    """
    if is_muted(subscription, now):
        return Plan()
    under_way = [alert for alert in waiting if alert.state == "sending"]
    repeats = tuple(
        Parcel(tuple(same), known_id, repeat=True) for known_id, same in groupby(under_way, key=lambda a: a.message_id)
    )
    fresh = _by_story(alert for alert in waiting if alert.state == "waiting")
    if subscription.cadence == "immediate":
        groups, held_back = _immediate(subscription, fresh, sent_last_hour, now)
    else:
        groups, held_back = _digest(subscription, fresh, daily_digest, now)
    parcels = (Parcel(group, _id_of(group, subscription, mail_from)) for group in groups)
    return Plan((*repeats, *parcels), held_back)


def message_id(subscription: Subscription, told: Iterable[str], mail_from: str) -> str:
    """The Message-ID of a mail that tells these things: the same again for the same ones, in any order.

    ``told`` names each thing, such as ``"thread of story 7"`` or an alert's id.
    """
    content = json.dumps([subscription.email, subscription.channel, subscription.label, sorted(told)])
    domain = mail_from.rpartition("@")[2].strip(" >") or "localhost"
    return f"<{sha256(content.encode()).hexdigest()[:40]}@{domain}>"


def _by_story(fresh: Iterable[Alert]) -> list[Group]:
    """What waits twice for one story is told once; articles that were not read share a mail."""
    ordered = sorted(fresh, key=lambda a: (a.story_id or 0, a.id or 0))
    groups = [tuple(same) for _, same in groupby(ordered, key=lambda a: a.story_id)]
    return sorted(groups, key=lambda group: group[0].id or 0)


def _immediate(
    subscription: Subscription, fresh: Sequence[Group], sent_last_hour: int, now: datetime
) -> tuple[list[Group], int]:
    urgent = [group for group in fresh if _is_urgent(group)]
    others = [group for group in fresh if not _is_urgent(group)]
    goes = urgent if len(urgent) <= subscription.most_per_hour else [_together(urgent)]
    room = subscription.most_per_hour - sent_last_hour - len(goes)
    if not others or is_quiet(subscription, now) or room < 1:
        return goes, len(others)
    return [*goes, *(others if len(others) <= room else [_together(others)])], 0


def _digest(
    subscription: Subscription, fresh: Sequence[Group], daily_digest: bool, now: datetime
) -> tuple[list[Group], int]:
    if any(_is_due(subscription, group, daily_digest, now) for group in fresh):
        return [_together(fresh)], 0
    if subscription.cadence != "hourly":
        return [], 0
    awake = replace(subscription, quiet_from="", quiet_until="")
    urgent = [group for group in fresh if _is_urgent(group) and _is_due(awake, group, daily_digest, now)]
    return ([_together(urgent)], len(fresh) - len(urgent)) if urgent else ([], 0)


def _is_due(subscription: Subscription, group: Group, daily_digest: bool, now: datetime) -> bool:
    if any(alert.attempts for alert in group):  # it was due already, and could not be delivered
        return not is_quiet(subscription, now) or subscription.cadence != "hourly"
    if goes_with_daily_digest(subscription):
        return daily_digest
    return any(due(subscription, alert.created_at or now) <= now for alert in group)


def _is_urgent(group: Group) -> bool:
    return any(alert.urgent for alert in group)


def _together(groups: Iterable[Group]) -> Group:
    return tuple(sorted((alert for group in groups for alert in group), key=lambda a: a.id or 0))


def _id_of(group: Group, subscription: Subscription, mail_from: str) -> str:
    stories = {alert.story_id for alert in group}
    if subscription.cadence != "immediate" or len(stories) > 1:
        told = [f"alert {alert.id}" for alert in group]
    elif all(alert.kind == "news" and alert.story_id for alert in group):
        told = [f"thread of story {group[0].story_id}"]  # later mails refer to it
    else:
        told = [f"story {a.story_id} article {a.article_id} {a.kind} {a.told_hash} {a.before_hash}" for a in group]
    return message_id(subscription, told, mail_from)
