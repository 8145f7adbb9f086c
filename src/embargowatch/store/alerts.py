"""Alerts: who is told what, and how far that is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg2.extensions import connection

from embargowatch.store.statement import execute, row, rows
from embargowatch.types import Alert, Topic, Unread


@dataclass(frozen=True, slots=True)
class ChangedStory:
    """A story that changed since alerts were last decided."""

    id: int
    by_replay: bool
    """Whether only `replay` changed it."""


@dataclass(frozen=True, slots=True)
class UnreadArticle:
    """An article about a topic that gave no record."""

    id: int
    url: str
    text: str
    """Title and text."""
    topics: list[Topic]
    published: datetime | None
    first_seen: datetime | None
    """When the earliest of its feeds was first seen."""


@dataclass(frozen=True, slots=True)
class WaitingAlert:
    """An alert to be sent; with state "sending" its sender died on the way."""

    alert: Alert
    unread: Unread | None
    """For an article that gave no record."""


def stories_to_tell(db: connection, *, limit: int) -> list[ChangedStory]:
    """Claim stories that changed."""
    return [ChangedStory(**found) for found in rows(db, "stories_to_tell", {"limit": limit})]


def last_sent(db: connection, subscription_id: int) -> datetime | None:
    """When the subscriber was last sent something."""
    found = row(db, "last_sent", {"subscription_id": subscription_id})
    return found["sent_at"] if found else None


def save_alert(db: connection, alert: Alert, *, now: datetime) -> int:
    """Note what is to be told, or held; once for each thing that is told. How many rows changed.

    What was held is told after all when it has become news and nothing of the story was told before.
    """
    return execute(
        db,
        "save_alert",
        {
            "subscription_id": alert.subscription_id,
            "story_id": alert.story_id,
            "told_hash": alert.told_hash,
            "state": alert.state,
            "reason": alert.reason,
            "now": now,
        },
    )


def save_decided_story(db: connection, story_id: int) -> None:
    execute(db, "save_decided_story", {"id": story_id})


def articles_to_tell(db: connection, *, limit: int) -> list[UnreadArticle]:
    """Claim articles about a topic that gave no record."""
    return [UnreadArticle(**found) for found in rows(db, "articles_to_tell", {"limit": limit})]


def save_unread_alert(db: connection, alert: Alert, *, url: str, now: datetime) -> int:
    """Note that an article is to be listed as not read; once for an article, whatever its revision."""
    return execute(
        db,
        "save_unread_alert",
        {
            "subscription_id": alert.subscription_id,
            "article_id": alert.article_id,
            "told_hash": alert.told_hash,
            "state": alert.state,
            "reason": alert.reason,
            "url": url,
            "now": now,
        },
    )


def save_decided_article(db: connection, article_id: int) -> None:
    execute(db, "save_decided_article", {"id": article_id})


def alerts_to_send(db: connection, subscription_id: int, *, now: datetime) -> list[WaitingAlert]:
    """What waits for the subscriber, oldest first."""
    found = rows(db, "alerts_to_send", {"subscription_id": subscription_id, "now": now})
    return [_waiting(row) for row in found]


def claim_alerts(db: connection, alert_ids: Iterable[int], message_id: str) -> None:
    """On the way now, in the mail of this id."""
    execute(db, "claim_alerts", {"ids": list(alert_ids), "message_id": message_id})


def save_sent(db: connection, alert_ids: Iterable[int], *, now: datetime) -> None:
    execute(db, "save_sent", {"ids": list(alert_ids), "now": now})


def save_unsent(db: connection, alert_ids: Iterable[int], *, reason: str, attempts: int, next_try_at: datetime) -> None:
    """Not taken: waits again, after as many ``attempts`` as count."""
    execute(
        db,
        "save_unsent",
        {"ids": list(alert_ids), "reason": reason, "attempts": attempts, "next_try_at": next_try_at},
    )


def save_unknown(db: connection, alert_ids: Iterable[int], *, reason: str, next_try_at: datetime) -> None:
    """Perhaps taken, perhaps not: nobody said."""
    execute(db, "save_unknown", {"ids": list(alert_ids), "reason": reason, "next_try_at": next_try_at})


def save_dead(db: connection, alert_ids: Iterable[int], *, reason: str) -> None:
    """Never to be sent, in the server's words."""
    execute(db, "save_dead", {"ids": list(alert_ids), "reason": reason})


def _waiting(found: dict[str, Any]) -> WaitingAlert:
    unread = found.pop("unread")
    alert = Alert(**found)
    return WaitingAlert(alert, _unread(unread) if unread else None)


def _unread(found: Mapping[str, Any]) -> Unread:
    times = {name: datetime.fromisoformat(found[name]) if found[name] else None for name in ("published", "fetched_at")}
    return Unread(**{**found, **times})
