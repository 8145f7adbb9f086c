"""What linking keeps of articles: what each names, and the keys by which they find each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from psycopg2.extensions import connection

from embargowatch.link.keys import AFTER, BEFORE
from embargowatch.link.profile import Profile, profile_from_json
from embargowatch.link.units import Unit
from embargowatch.records_json import record_from_json, record_to_json
from embargowatch.store.statement import Row, as_json, execute, planned_rows
from embargowatch.types import Topic

NEAREST = 12
"""Articles that a new one is compared with: those that share the most keys."""
LEFT_OUT = ("evidence", "quote", "summary", "confidence")


@dataclass(frozen=True, slots=True)
class NearArticle:
    """An article that may tell the same, and the stories that it tells."""

    id: int
    url: str
    state: str
    unit: Unit
    stories: tuple[tuple[Topic, int], ...]


def save_article_profile(db: connection, article_id: int, unit: Unit) -> None:
    """Keep what an article names, in place of what was kept of it before; others find it when its keys are saved."""
    profile = {field.name: getattr(unit.profile, field.name) for field in fields(Profile)}
    params = {
        "article_id": article_id,
        "key": unit.key,
        "when": unit.when,
        "profile": as_json({**profile, "references": sorted(unit.profile.references)}),
        "signature": list(unit.signature),
        "credit": unit.credit,
    }
    execute(db, "save_article_profile", params)


def save_article_keys(db: connection, article_id: int, unit: Unit, own: Sequence[int], at: datetime) -> None:
    """Its news, and ``own`` keys, by which others find an article that was published, or else fetched, at ``at``."""
    params = {
        "article_id": article_id,
        "topics": sorted(unit.topics),
        "records": as_json([_short(record_to_json(record)) for record in unit.records]),
        "keys": list(own),
        "at": at,
    }
    execute(db, "save_article_keys", params)


def near_articles(db: connection, own: Sequence[int], at: datetime, *, url: str) -> list[NearArticle]:
    """The articles that share the most of these keys with one that was published, or else fetched, at ``at``."""
    params = {"keys": list(own), "at": at, "before": BEFORE, "after": AFTER, "url": url, "most": NEAREST}
    return [_near(found) for found in planned_rows(db, "near_articles", params)]


def _near(found: Row) -> NearArticle:
    told = [story.split() for story in found["stories"]]
    return NearArticle(
        found["article_id"],
        found["url"],
        found["state"],
        _unit(found),
        tuple((topic, int(story_id)) for topic, story_id in told),
    )  # the topics are those of stories


def _unit(found: Row) -> Unit:
    return Unit(
        key=found["content_key"],
        when=found["published"],
        topics=frozenset(found["topics"]),
        profile=profile_from_json(found["profile"]),
        signature=tuple(found["signature"]),
        credit=found["credit"],
        records=tuple(record_from_json(record) for record in found["records"]),
    )


def _short(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in LEFT_OUT and value not in (None, [], {})}
