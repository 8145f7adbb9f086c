"""What leaves for other tools: the rows of the views, for the stories that are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from psycopg2.extensions import connection

from embargowatch.store.statement import Row, execute, row, rows, streamed


def read_at_one_moment(db: connection) -> None:
    """All that the transaction reads is as it was when it began, and it writes nothing; before its first statement."""
    execute(db, "read_at_one_moment")


def view_columns(db: connection, view: str) -> list[tuple[str, str]]:
    """Name and Postgres' type of each column of a view, or of a table; none if there is no such view."""
    return [(found["name"], found["type"]) for found in rows(db, "view_columns", {"view": view})]


def exported_stories(db: connection, story_ids: Sequence[int]) -> list[Row]:
    return rows(db, "exported_stories", {"story_ids": list(story_ids)})


def exported_sanctions(db: connection, story_ids: Sequence[int], *, full_text: bool = False) -> list[Row]:
    return rows(db, "exported_sanctions", {"story_ids": list(story_ids), "full_text": full_text})


def exported_arms_deals(db: connection, story_ids: Sequence[int], *, full_text: bool = False) -> list[Row]:
    return rows(db, "exported_arms_deals", {"story_ids": list(story_ids), "full_text": full_text})


def exported_quotes(db: connection, story_ids: Sequence[int], *, full_text: bool = False) -> list[Row]:
    return rows(db, "exported_quotes", {"story_ids": list(story_ids), "full_text": full_text})


def exported_alerts(db: connection, story_ids: Sequence[int]) -> list[Row]:
    return rows(db, "exported_alerts", {"story_ids": list(story_ids)})


def exported_article_alerts(db: connection, *, since: date | None, until: date | None) -> Iterator[Row]:
    """The alerts of articles that gave no record, streamed."""
    return streamed(db, "exported_article_alerts", {"since": since, "until": until})


def story_changes(db: connection, after: tuple[int, int], *, limit: int) -> list[Row]:
    """``story_id``, ``changed_in`` (transaction), ``changed_at`` of the stories that changed after the cursor.

    The cursor is the transaction and story of the last change that was read; (0, 0) is the beginning.
    """
    return rows(db, "story_changes", {"changed_in": str(after[0]), "story_id": after[1], "limit": limit})


def cursor_is_ahead(db: connection, changed_in: int) -> bool:
    """Whether a cursor of changes is of another server, or from before a restore: then it says nothing here."""
    found = row(db, "cursor_is_ahead", {"changed_in": str(changed_in)})
    return bool(found and found["ahead"])


def dossier_records(db: connection, story_id: int, *, moment: datetime) -> list[Row]:
    """The records that told a story before a moment, each with its article, page, outlet and passages."""
    return rows(db, "dossier_records", {"story_id": story_id, "moment": moment})


def blind_at(db: connection, *, moment: datetime) -> list[Row]:
    """``name``, ``tier``, ``state``, ``since`` of the sources that gave us nothing at a moment."""
    return rows(db, "blind_at", {"moment": moment})
