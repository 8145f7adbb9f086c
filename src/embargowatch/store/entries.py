"""Entries: one row a canonical URL, whichever feeds carry it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from psycopg2.extensions import connection

from embargowatch.store.statement import Row, execute, execute_many, row, rows, rows_for
from embargowatch.types import Entry


@dataclass(frozen=True, slots=True)
class WantedEntry:
    """An entry whose page is to be fetched, with what the last page said for a conditional request."""

    entry: Entry
    attempts: int
    etag: str
    last_modified: str
    user_agent: str
    again: bool
    """Whether it had its turn before, and is asked for once more by the schedule."""


def content_sha256(entry: Entry) -> str:
    """Hash of what a feed says: when it changes, the page may have changed."""
    said = [entry.title, entry.summary, entry.updated.isoformat() if entry.updated else ""]
    return sha256(json.dumps(said).encode()).hexdigest()


def known_entries(db: connection, entries: Iterable[Entry]) -> dict[tuple[str, int], str]:
    """By URL and feed id: the hash of how the feed has told the entry before."""
    asked = ((e.url, e.feed_id) for e in entries)
    return {(found["url"], found["feed_id"]): found["content_sha256"] for found in rows_for(db, "known_entries", asked)}


def save_entries(db: connection, entries: Iterable[Entry], *, now: datetime) -> None:
    """Insert those whose URL is not there yet."""
    first = {entry.url: entry for entry in reversed(list(entries))}
    execute_many(
        db,
        "save_entries",
        (
            (e.url, e.title, e.summary, list(e.authors), e.published, e.updated, e.date_note, now, now)
            for _, e in sorted(first.items())
        ),
    )


def save_replayed_entry(db: connection, entry: Entry, *, now: datetime) -> int:
    """The id of an archive's entry; inserted as one whose page is there if its URL is not known yet."""
    saved = row(
        db,
        "save_replayed_entry",
        {
            "url": entry.url,
            "title": entry.title,
            "summary": entry.summary,
            "authors": list(entry.authors),
            "published": entry.published,
            "updated": entry.updated,
            "now": now,
        },
    )
    assert saved is not None  # an upsert returns its row
    return int(saved["id"])


def changed_entries(db: connection, entries: Iterable[Entry]) -> list[int]:
    """Ids of those that their feed tells differently than before, locked until the transaction ends."""
    asked = ((e.url, e.feed_id, content_sha256(e)) for e in entries)
    return [found["id"] for found in rows_for(db, "changed_entries", asked)]


def update_entries(db: connection, entries: Iterable[Entry], *, now: datetime) -> None:
    """Take over what a feed tells differently now, and ask for the page again."""
    execute_many(db, "update_entries", (_update(entry, now) for entry in entries))


def _update(entry: Entry, now: datetime) -> tuple[Any, ...]:
    return (
        entry.url,
        entry.feed_id,
        content_sha256(entry),
        entry.title,
        entry.summary,
        list(entry.authors),
        entry.published,
        entry.updated,
        entry.date_note,
        now,
    )


def save_entry_feeds(db: connection, entries: Iterable[Entry], *, now: datetime) -> None:
    """Note which feed carries which entry, and how it tells it."""
    execute_many(db, "save_entry_feeds", ((e.url, e.feed_id, now, content_sha256(e)) for e in entries))


def entries_to_scrape(db: connection, *, now: datetime, limit: int) -> list[WantedEntry]:
    """Claim entries whose page is to be fetched."""
    return [
        WantedEntry(
            entry_from(found, found["id"], found["url"]),
            found["attempts"],
            found["etag"],
            found["last_modified"],
            found["user_agent"],
            found["again"],
        )
        for found in rows(db, "entries_to_scrape", {"now": now, "limit": limit})
    ]


def save_entry_state(
    db: connection,
    entry_id: int,
    state: str,
    *,
    attempts: int,
    failure_kind: str = "",
    reason: str = "",
    next_try_at: datetime | None = None,
) -> None:
    execute(
        db,
        "save_entry_state",
        {
            "id": entry_id,
            "state": state,
            "attempts": attempts,
            "failure_kind": failure_kind,
            "reason": reason,
            "next_try_at": next_try_at,
        },
    )


def put_off_entry(db: connection, entry_id: int, *, until: datetime) -> None:
    """The entry's page was not asked for, and is asked for then."""
    execute(db, "put_off_entry", {"id": entry_id, "until": until})


def save_entry_retry(db: connection, entry_id: int, retry_at: datetime | None) -> None:
    """When the entry's page is asked for again; None: not again."""
    execute(db, "save_entry_retry", {"id": entry_id, "retry_at": retry_at})


def entry_from(found: Row, entry_id: int, url: str) -> Entry:
    """The entry in a row that has its columns among others."""
    return Entry(
        url=url,
        title=found["title"],
        summary=found["summary"],
        authors=tuple(found["authors"]),
        published=found["published"],
        updated=found["updated"],
        date_note=found["date_note"],
        id=entry_id,
    )
