"""What the report at the end of a cycle reads."""

from __future__ import annotations

from typing import Any

from psycopg2.extensions import connection

from embargowatch.store.statement import rows


def stories_to_report(db: connection) -> list[dict[str, Any]]:
    """``topic``, ``headline``, ``stage``, ``background``, ``record``, ``urls`` and ``outlets`` of each story."""
    return rows(db, "stories_to_report")


def records_to_report(db: connection) -> int:
    """How many records tell stories."""
    n: int = rows(db, "records_to_report")[0]["n"]
    return n


def failures_to_report(db: connection) -> list[dict[str, Any]]:
    """``url``, ``kind`` and ``reason`` of each entry whose page could not be had."""
    return rows(db, "failures_to_report")


def articles_to_report(db: connection) -> list[dict[str, Any]]:
    """How many (``n``) articles of each ``status`` and ``reason``."""
    return rows(db, "articles_to_report")


def feeds_to_report(db: connection) -> list[dict[str, Any]]:
    """``slug``, ``state`` and ``state_reason`` of each enabled feed that is not well."""
    return rows(db, "feeds_to_report")


def unfinished_to_report(db: connection) -> list[dict[str, Any]]:
    """``url`` of each entry that is neither an article nor given up with a reason."""
    return rows(db, "unfinished_to_report")
