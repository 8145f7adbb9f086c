"""Who wants to be told what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from psycopg2.extensions import connection

from embargowatch.store.statement import Row, execute, row, rows
from embargowatch.types import Cadence, Subscription


def enabled_subscriptions(db: connection) -> list[Subscription]:
    """Those that are enabled."""
    return [_subscription(found) for found in rows(db, "enabled_subscriptions")]


def subscription(db: connection, subscription_id: int) -> Subscription | None:
    found = row(db, "subscription", {"id": subscription_id})
    return _subscription(found) if found else None


def change_cadence(db: connection, wanted: Subscription) -> None:
    """Where an address has one subscription to a channel, another cadence is that same subscription's."""
    execute(db, "change_cadence", {"email": wanted.email, "channel": wanted.channel, "cadence": wanted.cadence})


def save_subscription(db: connection, wanted: Subscription, *, now: datetime) -> None:
    """Insert or update by address, channel and cadence; a row that a person edited stays as it is."""
    execute(
        db,
        "save_subscription",
        {
            "email": wanted.email,
            "name": wanted.name,
            "topics": list(wanted.topics),
            "countries": list(wanted.countries),
            "cadence": wanted.cadence,
            "channel": wanted.channel,
            "since": wanted.since or now,
        },
    )


def disable_vanished_subscriptions(db: connection, kept: Iterable[Subscription]) -> int:
    """Switch off those that are not ``kept``; how many."""
    names = [" ".join((s.email, s.channel, s.cadence)) for s in kept]
    return execute(db, "disable_vanished_subscriptions", {"kept": names})


def subscriptions_to_send(db: connection, cadence: Cadence, *, late: bool, now: datetime) -> list[int]:
    """Ids of those for whom something waits that may be sent now.

    With ``late`` also those of another cadence for whom it was tried in vain.
    """
    params = {"cadence": cadence, "late": late, "now": now}
    return [found["id"] for found in rows(db, "subscriptions_to_send", params)]


def _subscription(found: Row) -> Subscription:
    return Subscription(
        **{**found, "topics": tuple(found["topics"]), "countries": tuple(found["countries"])},
    )
