"""Who did what on the desk, and when; the table takes new lines only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from psycopg2.extensions import connection

from embargowatch.store.statement import Row, as_json, execute, rows


def save_desk_log(
    db: connection, who: str, did: str, subject: str, detail: Mapping[str, Any] | None = None, *, now: datetime
) -> None:
    """Note what somebody did, in the transaction in which it is done."""
    params = {"who": who, "did": did, "subject": subject, "detail": as_json(detail or {}), "now": now}
    execute(db, "save_desk_log", params)


def desk_log(db: connection, *, subject: str = "", before: int | None = None, limit: int | None = None) -> list[Row]:
    """``id``, ``at``, ``who``, ``did``, ``subject``, ``detail``, newest first; of one subject, or of all."""
    return rows(db, "desk_log", {"subject": subject, "before_id": before, "limit": limit})
