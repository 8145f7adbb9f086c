"""Pages: what the web answered, compressed, so that reading it again never fetches it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

import zstandard
from psycopg2.extensions import connection

from embargowatch.store.entries import entry_from
from embargowatch.store.statement import Row, as_json, execute, row, rows
from embargowatch.types import Entry, Failure, FailureKind, Page

LEVEL = 6
NO_ANSWER = 0


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page to be read, with what its feed says. With ``failure_kind`` it stands for a page that was not to be had."""

    page: Page
    entry: Entry
    failure_kind: FailureKind | None
    reason: str
    replayed: bool
    retries: int
    """How often it was asked for again after it had been given up."""


def save_page(db: connection, page: Page, failure: Failure | None = None, *, sha: str = "") -> int:
    """Keep a page, or the failure that stands in its place; its id."""
    saved = row(
        db,
        "save_page",
        {
            "entry_id": page.entry_id,
            "url": page.url,
            "final_url": page.final_url,
            "status": page.status,
            "headers": as_json(dict(page.headers)),
            "sha256": sha or page.sha256,
            "body_zstd": zstandard.compress(page.body, LEVEL),
            "fetched_at": page.fetched_at,
            "failure_kind": failure.kind if failure else "",
            "reason": failure.reason if failure else "",
        },
    )
    assert saved is not None  # an upsert returns its row
    return int(saved["id"])


def failure_sha256(entry: Entry, failure: Failure) -> str:
    """What tells one stand-in from another: the failure, and the feed's words that stand in."""
    return sha256("\n".join((failure.kind, failure.reason, entry.title, entry.summary)).encode()).hexdigest()


def supersede_pages(db: connection, entry_id: int, by: int) -> None:
    """Older pages of the entry need not be read any more."""
    execute(db, "supersede_pages", {"entry_id": entry_id, "id": by})


def reopen_newest_page(db: connection, entry_id: int) -> None:
    """The page is as it was, what its feed says is not: read it again."""
    execute(db, "reopen_newest_page", {"entry_id": entry_id})


def pages_to_clean(db: connection, *, limit: int) -> list[KeptPage]:
    """Claim pages to be read."""
    return [_kept(found) for found in rows(db, "pages_to_clean", {"limit": limit})]


def save_page_state(db: connection, page_id: int, state: str, reason: str = "") -> None:
    execute(db, "save_page_state", {"id": page_id, "state": state, "reason": reason})


def reopen_pages(db: connection, *, since: date, until: date) -> int:
    """Put the newest page of each entry in the range (both days in) back to be read; how many."""
    return execute(db, "reopen_pages", {"since": since, "until": until})


def pages_of_day(db: connection, day: date, *, after: int, limit: int) -> list[tuple[KeptPage, bool]]:
    """Pages that were fetched on a day, with ids above ``after``; each with whether its body was removed."""
    found = rows(db, "pages_of_day", {"day": day, "after": after, "limit": limit})
    return [(_kept(each), each["removed"]) for each in found]


def save_replayed_page(db: connection, page: Page) -> bool:
    """Keep a page of an archive; whether it is to be read, because its entry has none that is newer."""
    saved = row(
        db,
        "save_replayed_page",
        {
            "entry_id": page.entry_id,
            "url": page.url,
            "final_url": page.final_url,
            "status": page.status,
            "headers": as_json(dict(page.headers)),
            "sha256": page.sha256,
            "body_zstd": zstandard.compress(page.body, LEVEL),
            "fetched_at": page.fetched_at,
        },
    )
    assert saved is not None  # an upsert returns its row
    return bool(saved["state"] == "to_clean")


def remove_bodies(db: connection, *, before: datetime, now: datetime) -> int:
    """Let go of what pages from before then held, but for the newest of each article; how many."""
    return execute(db, "remove_bodies", {"before": before, "now": now})


def _kept(found: Row) -> KeptPage:
    page = Page(
        url=found["url"],
        final_url=found["final_url"],
        status=found["status"],
        headers=found["headers"],
        body=zstandard.decompress(bytes(found["body_zstd"])) if found["body_zstd"] else b"",
        fetched_at=found["fetched_at"],
        entry_id=found["entry_id"],
        id=found["id"],
    )
    entry = entry_from(found, found["entry_id"], found["url"])
    return KeptPage(page, entry, found["failure_kind"] or None, found["reason"], found["replayed"], found["retries"])
