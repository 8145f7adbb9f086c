"""Sources: what is due, and how each is doing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from psycopg2.extensions import connection

from embargowatch.store.statement import Row, as_json, execute, execute_many, row, rows
from embargowatch.types import Feed, Selectors, Tier, TurnedSource

VANISHED = "no longer in feeds.yaml"


@dataclass(frozen=True, slots=True)
class WatchedFeed:
    """A feed with how it has been doing."""

    feed: Feed
    state: str
    failures: int
    """In a row."""
    newest_at: datetime | None
    n_entries: int
    polled_at: datetime | None
    next_poll_at: datetime
    moved_from: str
    """Its address in feeds.yaml, if it has moved since."""
    retired: bool
    answer_s: tuple[float, ...] = ()
    """How long the last answers took, newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """What asking a feed once has shown. None: as before."""

    feed_id: int
    now: datetime
    next_poll_at: datetime
    state: str
    state_reason: str
    failures: int
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    newest_at: datetime | None = None
    n_entries: int | None = None
    url: str | None = None
    """Where it has moved to for good."""
    retired: bool = False
    """Whether its server says that it is gone for good."""
    seconds: float | None = None
    """How long the answer took."""
    asked: bool = True
    """Whether it was; else its host wanted to be left alone."""


def save_feeds(db: connection, feeds: Iterable[Feed], *, now: datetime) -> None:
    """Insert or update by slug; a row that a person edited stays as it is."""
    execute_many(db, "save_feeds", (_values(feed, now) for feed in feeds))


def _values(feed: Feed, now: datetime) -> tuple[Any, ...]:
    selectors = as_json(asdict(feed.selectors)) if feed.selectors else None
    return (
        feed.slug,
        feed.name,
        feed.url,
        feed.kind,
        feed.tier,
        feed.country,
        feed.language,
        feed.group,
        feed.enabled,
        feed.disabled_reason,
        selectors,
        feed.user_agent,
        feed.user_agent_reason,
        feed.unverified,
        now,
        now,
        now,
    )


def disable_vanished_feeds(db: connection, slugs: Iterable[str]) -> int:
    """Switch off the feeds that are not among ``slugs``; how many."""
    return execute(db, "disable_vanished_feeds", {"slugs": list(slugs), "reason": VANISHED})


def claim_feeds(
    db: connection,
    *,
    now: datetime,
    tiers: tuple[Tier, ...] | None,
    everything: bool,
    limit: int,
    done: Iterable[int] = (),
) -> list[int]:
    """Claim feeds that are due (with ``everything``: that were not asked since ``now``) until they are released.

    But for those that the caller is ``done`` with.
    """
    tiers_named = list(tiers) if tiers is not None else None
    params = {"now": now, "tiers": tiers_named, "everything": everything, "limit": limit, "done": list(done)}
    return [found["id"] for found in rows(db, "claim_feeds", params)]


def feeds_to_fetch(db: connection, ids: Iterable[int], *, now: datetime, everything: bool) -> list[WatchedFeed]:
    """Those of the claimed feeds that are still to be asked."""
    params = {"ids": list(ids), "now": now, "everything": everything}
    return [_watched(found) for found in rows(db, "feeds_to_fetch", params)]


def release_feeds(db: connection, ids: Iterable[int]) -> None:
    """Leave claimed feeds to others. Once for each claim."""
    execute(db, "release_feeds", {"ids": list(ids)})


def listed_feeds(db: connection) -> list[Row]:
    """Every source as `feeds list` shows it."""
    return rows(db, "listed_feeds")


def turned_feeds(db: connection, *, since: datetime) -> list[TurnedSource]:
    """The watched sources whose state began after ``since``, official ones first."""
    found = rows(db, "turned_feeds", {"since": since})
    return [TurnedSource(**{**row, "before": tuple(row["before"])}) for row in found]


def unlooked_turns(db: connection, *, since: datetime) -> tuple[list[TurnedSource], list[int]]:
    """The watched sources whose state was not looked through for the operator and began after ``since``; with the ids
    of the states that this look goes through."""
    found = rows(db, "unlooked_turns", {"since": since})
    ids = [state for row in found for state in row.pop("state_ids")]
    return [TurnedSource(**{**row, "before": tuple(row["before"])}) for row in found], ids


def save_looked_states(db: connection, ids: Iterable[int], *, now: datetime) -> None:
    """These states were looked through for the operator."""
    execute(db, "save_looked_states", {"ids": list(ids), "now": now})


def last_operator_look(db: connection) -> datetime | None:
    """When the changes of sources were last looked through for the operator."""
    found = row(db, "last_operator_look")
    return found["looked_at"] if found else None


def save_operator_look(db: connection, *, now: datetime, message_id: str = "") -> None:
    """Everything up to ``now`` was looked through; ``message_id`` is of the mail, if there was something to tell."""
    execute(db, "save_operator_look", {"now": now, "message_id": message_id})


def feed_dates(db: connection, ids: Iterable[int], *, limit: int) -> dict[int, list[datetime]]:
    """When each feed's newest entries were published, newest first."""
    return {found["id"]: found["published"] for found in rows(db, "feed_dates", {"ids": list(ids), "limit": limit})}


def save_polls(db: connection, polls: Iterable[Poll]) -> None:
    """Keep what asking some feeds has shown."""
    execute_many(db, "save_polls", ([getattr(poll, name) for name in poll.__slots__] for poll in polls))


def _watched(found: Row) -> WatchedFeed:
    feed = Feed(
        slug=found["slug"],
        name=found["name"],
        url=found["url"],
        kind=found["kind"],
        tier=found["tier"],
        country=found["country"],
        language=found["language"],
        group=found["group_name"],
        selectors=Selectors(**found["selectors"]) if found["selectors"] else None,
        user_agent=found["user_agent"],
        user_agent_reason=found["user_agent_reason"],
        unverified=found["unverified"],
        etag=found["etag"],
        last_modified=found["last_modified"],
        body_sha256=found["body_sha256"],
        first_seen=found["first_seen"],
        id=found["id"],
    )
    return WatchedFeed(
        feed,
        state=found["state"],
        failures=found["failures"],
        newest_at=found["newest_at"],
        n_entries=found["n_entries"],
        polled_at=found["polled_at"],
        next_poll_at=found["next_poll_at"],
        moved_from=found["moved_from"],
        answer_s=tuple(found["answer_s"]),
        retired=found["retired"],
    )
