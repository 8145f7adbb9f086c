"""What a person says of a record: its story is made anew, and who was told of it gets a correction.

The next `decide` writes the corrections, the next `send` sends them.
"""

from __future__ import annotations

from datetime import datetime

from psycopg2.extensions import connection

from embargowatch import store
from embargowatch.pipeline.linking import lock, merge_again
from embargowatch.types import ArmsDeal, Sanction, Topic


def reject_record(db: connection, topic: Topic, record_id: int, *, by: str, reason: str, now: datetime) -> bool:
    """It tells its story no more; False for one that is not there, or was rejected before."""
    reject = store.reject_sanction if topic == "sanctions" else store.reject_arms_deal
    with store.transaction(db):
        lock(db)
        found = reject(db, record_id, by=by, reason=reason, now=now)
        merge_again(db, now=now)
    return bool(found)


def correct_record(
    db: connection, record_id: int, record: Sanction | ArmsDeal, *, by: str, reason: str, now: datetime
) -> bool:
    """It counts as the person says it is; False for one that is not there."""
    with store.transaction(db):
        lock(db)
        if isinstance(record, Sanction):
            found = store.correct_sanction(db, record_id, record, by=by, reason=reason)
        else:
            found = store.correct_arms_deal(db, record_id, record, by=by, reason=reason)
        merge_again(db, now=now)
    return bool(found)
