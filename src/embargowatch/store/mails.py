"""What the readers of mails do without a login."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg2.extensions import connection

from embargowatch.store.statement import execute, rows
from embargowatch.types import AlertKind


@dataclass(frozen=True, slots=True)
class ToldAlert:
    """An alert as a feed shows it."""

    id: int
    story_id: int
    told_hash: str
    before_hash: str
    kind: AlertKind
    told: dict[str, Any] | None
    """What was told, as ``alert.Told`` keeps it."""
    created_at: datetime


def told_alerts(db: connection, subscription_id: int, *, limit: int) -> list[ToldAlert]:
    """The newest alerts on stories."""
    params = {"subscription_id": subscription_id, "limit": limit}
    return [ToldAlert(**found) for found in rows(db, "told_alerts", params)]


def unsubscribe(db: connection, subscription_id: int, *, now: datetime) -> int:
    """Switch a subscription off; 0 when it was off already."""
    return execute(db, "unsubscribe", {"id": subscription_id, "now": now})
