"""What the head of every page says: how much is watched, and what cannot be seen."""

from __future__ import annotations

from typing import Any

from psycopg2.extensions import connection

from embargowatch.health import seen_as_one
from embargowatch.store import desk as store


def seen(db: connection) -> dict[str, Any]:
    """``blind`` and ``watching`` of every page."""
    watching = store.desk_source_counts(db)
    return {"blind": seen_as_one(store.desk_blind_sources(db), watching["watched"]), "watching": watching}
