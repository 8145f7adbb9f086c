"""Who wants to be told what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from psycopg2.extensions import connection

from embargowatch.store.statement import Row, execute, execute_many, row, rows
from embargowatch.types import Subscription

MADE_HERE = ("id", "secret", "muted_until", "muted_stories", "since")
"""What a file does not say of a subscription."""


@dataclass(frozen=True, slots=True)
class KnownSubscription:
    """A subscription, and whether it is switched on."""

    subscription: Subscription
    enabled: bool


def enabled_subscriptions(db: connection) -> list[Subscription]:
    """Those that are enabled."""
    return [_subscription(found) for found in rows(db, "enabled_subscriptions")]


def subscription(db: connection, subscription_id: int) -> Subscription | None:
    found = row(db, "subscription", {"id": subscription_id})
    return _subscription(found) if found else None


def subscriptions_of(db: connection, who: str = "") -> list[KnownSubscription]:
    """All, or those of an address or id, also those that are switched off."""
    found = rows(db, "subscriptions_of", {"who": who})
    return [KnownSubscription(enabled=each.pop("enabled"), subscription=_subscription(each)) for each in found]


def change_cadence(db: connection, wanted: Subscription) -> None:
    """Where an address has one subscription to a channel, another cadence is that same subscription's."""
    execute(db, "change_cadence", _columns(wanted))


def save_subscription(db: connection, wanted: Subscription, *, now: datetime) -> None:
    """Insert or update by address, channel, cadence and label; a row that a person edited stays as it is."""
    execute(db, "save_subscription", {**_columns(wanted), "since": wanted.since or now})


def add_subscription(db: connection, wanted: Subscription, *, now: datetime) -> int | None:
    """A person's own; its id, or None where another one has its address, channel, cadence and label."""
    made = row(db, "add_subscription", {**_columns(wanted), "now": now})
    return int(made["id"]) if made else None


def edit_subscription(db: connection, subscription_id: int, wanted: Subscription, *, now: datetime) -> int:
    """What a person makes of it, which the file then leaves alone; 0 where another one has its place, or it is gone."""
    return execute(db, "edit_subscription", {**_columns(wanted), "id": subscription_id, "now": now})


def switch_subscription(db: connection, subscription_id: int, *, enabled: bool, now: datetime) -> int:
    """On or off, by a person."""
    return execute(db, "switch_subscription", {"id": subscription_id, "enabled": enabled, "now": now})


def disable_vanished_subscriptions(db: connection, kept: Iterable[Subscription], faulty: Iterable[str] = ()) -> int:
    """Switch off those that are not ``kept``, but for the ``faulty`` addresses; how many."""
    names = [" ".join((s.email, s.channel, s.cadence, s.label)) for s in kept]
    params = {"kept": names, "faulty": [email.lower() for email in faulty]}
    return execute(db, "disable_vanished_subscriptions", params)


def save_subscription_faults(db: connection, faults: Sequence[str], *, now: datetime) -> None:
    """What is wrong in the subscribers file just now, in the place of what was before."""
    clear_subscription_faults(db)
    execute_many(db, "save_subscription_faults", [(place, fault, now) for place, fault in enumerate(faults, 1)])


def clear_subscription_faults(db: connection) -> None:
    execute(db, "clear_subscription_faults")


def subscription_faults(db: connection) -> list[Row]:
    """``fault`` and ``seen_at`` of each thing that is wrong in the subscribers file."""
    return rows(db, "subscription_faults")


def subscription_counts(db: connection) -> dict[int, Row]:
    """By subscription: how many alerts wait, were sent, held, given up; and when the last was sent."""
    return {found.pop("subscription_id"): found for found in rows(db, "subscription_counts")}


def mute_story(db: connection, subscription_id: int, story_id: int, *, now: datetime) -> int:
    """Tell this subscriber no more of the story; 0 when there is none, or it is muted already."""
    return execute(db, "mute_story", {"subscription_id": subscription_id, "story_id": story_id, "now": now})


def unmute_story(db: connection, subscription_id: int, story_id: int) -> int:
    """Tell this subscriber of the story again; 0 when it was not muted."""
    return execute(db, "unmute_story", {"subscription_id": subscription_id, "story_id": story_id})


def mute_subscription(db: connection, subscription_id: int, until: datetime | None) -> int:
    """Send nothing until then; None for no longer mute."""
    return execute(db, "mute_subscription", {"id": subscription_id, "until": until})


def subscriptions_to_send(db: connection, *, now: datetime) -> list[int]:
    """Ids of those for whom something waits that may be tried."""
    return [found["id"] for found in rows(db, "subscriptions_to_send", {"now": now})]


def _columns(wanted: Subscription) -> dict[str, Any]:
    values = {field.name: getattr(wanted, field.name) for field in fields(wanted) if field.name not in MADE_HERE}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _subscription(found: Row) -> Subscription:
    values: dict[str, Any] = {n: tuple(value) if isinstance(value, list) else value for n, value in found.items()}
    return Subscription(**values)
