"""Records: sanctions and arms deals in typed columns, each with the passages that carry its fields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from psycopg2.extensions import connection

from embargowatch.records_json import fingerprint, record_from_json, record_to_json
from embargowatch.store.statement import Row, as_json, execute, execute_many, row, rows
from embargowatch.types import ArmsDeal, Sanction, Topic

JSON_COLUMNS = ("targets", "weapons", "penalty", "value", "confidence")


@dataclass(frozen=True, slots=True)
class LinkedRecord:
    """A record, and the story it tells (None: not put into one yet)."""

    record: Sanction | ArmsDeal
    story_id: int | None


def topic_of(record: Sanction | ArmsDeal) -> Topic:
    return "sanctions" if isinstance(record, Sanction) else "arms_deals"


def save_sanction(db: connection, article_id: int, record: Sanction) -> int:
    """Insert or update by article and fingerprint; its id."""
    saved = row(db, "save_sanction", _columns(article_id, record))
    assert saved is not None  # an upsert returns its row
    return int(saved["id"])


def save_arms_deal(db: connection, article_id: int, record: ArmsDeal) -> int:
    """Insert or update by article and fingerprint; its id."""
    saved = row(db, "save_arms_deal", _columns(article_id, record))
    assert saved is not None  # an upsert returns its row
    return int(saved["id"])


def save_evidence(db: connection, record_id: int, record: Sanction | ArmsDeal) -> None:
    sanction_id, arms_deal_id = (record_id, None) if isinstance(record, Sanction) else (None, record_id)
    execute_many(
        db,
        "save_evidence",
        (
            (sanction_id, arms_deal_id, field, position, span.where, span.start, span.end, span.quote)
            for field, spans in record.evidence.items()
            for position, span in enumerate(spans)
        ),
    )


def delete_evidence(db: connection, article_id: int) -> None:
    """Forget the passages of all records of an article, before new ones are saved."""
    execute(db, "delete_evidence", {"article_id": article_id})


def delete_gone_sanctions(db: connection, article_id: int, kept: Iterable[int]) -> int:
    """Delete the article's sanctions that are not ``kept``; the stories they told are to be merged again."""
    return execute(db, "delete_gone_sanctions", {"article_id": article_id, "kept": list(kept)})


def delete_gone_arms_deals(db: connection, article_id: int, kept: Iterable[int]) -> int:
    """Delete the article's deals that are not ``kept``; the stories they told are to be merged again."""
    return execute(db, "delete_gone_arms_deals", {"article_id": article_id, "kept": list(kept)})


def article_sanctions(db: connection, article_id: int) -> list[LinkedRecord]:
    return [_linked(found, "sanction") for found in rows(db, "article_sanctions", {"id": article_id})]


def article_arms_deals(db: connection, article_id: int) -> list[LinkedRecord]:
    return [_linked(found, "arms_deal") for found in rows(db, "article_arms_deals", {"id": article_id})]


def reject_sanction(db: connection, record_id: int, *, by: str, reason: str, now: datetime) -> int:
    """A person says that it is wrong: it tells its story no more. 0 for one that is not there, or rejected already."""
    return _count(db, "reject_sanction", {"id": record_id, "by": by, "reason": reason, "now": now})


def reject_arms_deal(db: connection, record_id: int, *, by: str, reason: str, now: datetime) -> int:
    """A person says that it is wrong: it tells its story no more. 0 for one that is not there, or rejected already."""
    return _count(db, "reject_arms_deal", {"id": record_id, "by": by, "reason": reason, "now": now})


def correct_sanction(db: connection, record_id: int, record: Sanction, *, by: str, reason: str) -> int:
    """As a person says it is; a rejected one counts again. 0 for one that is not there."""
    corrected = as_json(record_to_json(record))
    return _count(db, "correct_sanction", {"id": record_id, "corrected": corrected, "by": by, "reason": reason})


def correct_arms_deal(db: connection, record_id: int, record: ArmsDeal, *, by: str, reason: str) -> int:
    """As a person says it is; a rejected one counts again. 0 for one that is not there."""
    corrected = as_json(record_to_json(record))
    return _count(db, "correct_arms_deal", {"id": record_id, "corrected": corrected, "by": by, "reason": reason})


def records_of_story(db: connection, story_id: int) -> list[Row]:
    """The records that tell a story, also those that a person rejected."""
    return rows(db, "records_of_story", {"story_id": story_id})


def _count(db: connection, name: str, params: dict[str, Any]) -> int:
    found = row(db, name, params)
    return int(found["n"]) if found else 0


def _linked(found: Row, kind: str) -> LinkedRecord:
    return LinkedRecord(record_from(found, kind), found["story_id"])


def record_from(found: Row, kind: str) -> Sanction | ArmsDeal:
    """The record in a row of its table; evidence comes along if the row has it as JSON."""
    if found.get("corrected"):  # by a person
        found = {**found["corrected"], "id": found["id"], "article_id": found["article_id"]}
    known = {name: value if value != "" else None for name, value in found.items()}
    return replace(record_from_json({**known, "type": kind}), id=found["id"], article_id=found["article_id"])


def _columns(article_id: int, record: Sanction | ArmsDeal) -> dict[str, Any]:
    columns = record_to_json(record)
    for name, value in columns.items():
        if name in JSON_COLUMNS:
            columns[name] = as_json(value) if value is not None else None
        elif isinstance(getattr(record, name, None), str):
            columns[name] = getattr(record, name)
    return {**columns, "article_id": article_id, "fingerprint": fingerprint(record)}
