"""Alerts: who is told what, and how far that is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg2.extensions import connection

from embargowatch.store.statement import as_json, execute, execute_each, row, rows
from embargowatch.types import Alert, AlertState, Topic, Unread


@dataclass(frozen=True, slots=True)
class ChangedStory:
    """A story that changed since alerts were last decided."""

    id: int
    by_replay: bool
    """Whether only `replay` changed it."""
    correction: str = ""
    """Why a person changed it, if one did."""
    withdrawn: bool = False
    """Whether nothing tells it any more, because persons refused its records."""


@dataclass(frozen=True, slots=True)
class LastTold:
    """What a subscriber was last told of a story, or is about to be."""

    state: AlertState
    told_hash: str
    told: Mapping[str, Any] | None
    reached: bool
    """Whether anything of the story went out to them before."""


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


def last_told(db: connection, story_id: int) -> dict[int, LastTold]:
    """By subscription: what each was last told of the story, or is about to be."""
    return {found.pop("subscription_id"): LastTold(**found) for found in rows(db, "last_told", {"story_id": story_id})}


def told_before(db: connection, subscription_id: int, story_ids: Iterable[int]) -> dict[int, Mapping[str, Any] | None]:
    """By story: what the subscriber was last told of it; of long ago nobody kept it (None)."""
    params = {"subscription_id": subscription_id, "story_ids": list(story_ids)}
    return {found["story_id"]: found["told"] for found in rows(db, "told_before", params)}


def mails_since(db: connection, subscription_id: int, since: datetime) -> int:
    """How many mails the subscriber was sent after that moment."""
    found = row(db, "mails_since", {"subscription_id": subscription_id, "since": since})
    return int(found["n"]) if found else 0


def doubted_since(db: connection, subscription_id: int, since: datetime) -> int:
    """How many stories were held for the subscriber's minimum confidence after that moment."""
    found = row(db, "doubted_since", {"subscription_id": subscription_id, "since": since})
    return int(found["n"]) if found else 0


def skipped_since(db: connection, since: datetime) -> dict[str, int]:
    """How many articles fetched after that moment were not read in full, by the reason in words."""
    return {found["reason"]: found["n"] for found in rows(db, "skipped_since", {"since": since})}


def save_alert(db: connection, alert: Alert, *, now: datetime) -> int:
    """Note what is to be told, or held; once for each change that is told. How many rows changed.

    What was held is told after all when it has become news.
    """
    return execute(
        db,
        "save_alert",
        {
            "subscription_id": alert.subscription_id,
            "story_id": alert.story_id,
            "told_hash": alert.told_hash,
            "before_hash": alert.before_hash,
            "kind": alert.kind,
            "urgent": alert.urgent,
            "told": as_json(alert.told) if alert.told is not None else None,
            "state": alert.state,
            "reason": alert.reason,
            "now": now,
        },
    )


def mark_urgent(db: connection, story_id: int) -> None:
    """What waits of this story is an official designation now."""
    execute(db, "mark_urgent", {"story_id": story_id})


def hold_waiting(db: connection, story_id: int, *, reason: str) -> int:
    """What waits of this story is not to be told after all; how many alerts."""
    return execute(db, "hold_waiting", {"story_id": story_id, "reason": reason})


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


def save_told(db: connection, told: Iterable[tuple[Iterable[int], Mapping[str, Any]]]) -> None:
    """What these alerts said when they were sent."""
    execute_each(db, "save_told", ({"ids": list(ids), "told": as_json(each)} for ids, each in told))


def save_held(db: connection, alert_ids: Iterable[int], *, reason: str) -> None:
    """Not to be sent after all."""
    execute(db, "save_held", {"ids": list(alert_ids), "reason": reason})


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
