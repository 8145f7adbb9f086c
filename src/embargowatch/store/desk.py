"""What the desk reads, and the blind spots that mails lead with. Nothing here writes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from psycopg2.extensions import connection

from embargowatch.store.statement import Row, row, rows
from embargowatch.types import BlindSource

TROUBLES = 200
UNDELIVERED = 200
AROUND = 500
"""Characters of text before and after a quote."""


def desk_story(db: connection, story_id: int) -> Row | None:
    return row(db, "desk_story", {"story_id": story_id})


def desk_story_counts(db: connection) -> dict[str, int]:
    """How many stories each topic has."""
    return {found["topic"]: found["n"] for found in rows(db, "desk_story_counts")}


def desk_story_records(db: connection, story_ids: Sequence[int]) -> list[Row]:
    """The records that tell these stories, each with its article, outlet and evidence; official ones first.

    ``text`` is the article's text around the record's quote, from code point ``text_start`` on.
    """
    return rows(db, "desk_story_records", {"story_ids": list(story_ids), "around": AROUND})


def desk_sources(db: connection) -> list[Row]:
    return rows(db, "desk_sources")


def desk_feed_states(db: connection) -> dict[int, list[Row]]:
    """By feed id: its last states before the present one, newest first."""
    found = rows(db, "desk_feed_states")
    return {feed_id: list(states) for feed_id, states in groupby(found, key=lambda row: row["feed_id"])}


def desk_blind_sources(db: connection) -> tuple[BlindSource, ...]:
    """The watched sources that give us nothing just now, official ones first."""
    return tuple(BlindSource(**found) for found in rows(db, "desk_blind_sources"))


def desk_source_counts(db: connection) -> Row:
    """``watched`` (how many) and ``polled_at`` (when any was last asked)."""
    return row(db, "desk_source_counts") or {"watched": 0, "polled_at": None}


def desk_article_counts(db: connection) -> list[Row]:
    """``status``, ``state``, ``n``."""
    return rows(db, "desk_article_counts")


def desk_troubles(db: connection, *, limit: int = TROUBLES) -> list[Row]:
    """Items that could not be read as they should, newest first; ``n`` is how many there are in all."""
    return rows(db, "desk_troubles", {"limit": limit})


def desk_alert_counts(db: connection) -> dict[str, int]:
    """How many alerts are in each state."""
    return {found["state"]: found["n"] for found in rows(db, "desk_alert_counts")}


def desk_undelivered(db: connection, *, limit: int = UNDELIVERED) -> list[Row]:
    """Mails given up on, then those that wait for another try."""
    return rows(db, "desk_undelivered", {"limit": limit})
