"""What linking keeps of articles: what each names, and the keys by which they find each other."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from psycopg2.extensions import connection

from embargowatch.link.keys import AFTER, BEFORE, keys
from embargowatch.link.profile import Profile
from embargowatch.link.units import Unit
from embargowatch.records_json import record_from_json, record_to_json
from embargowatch.store.statement import Row, as_json, execute, execute_many, rows
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
    """Keep the unit of an article, in place of what was kept of it before."""
    params = {
        "article_id": article_id,
        "key": unit.key,
        "when": unit.when,
        "topics": sorted(unit.topics),
        "profile": as_json({**asdict(unit.profile), "references": sorted(unit.profile.references)}),
        "signature": list(unit.signature),
        "credit": unit.credit,
        "records": as_json([_short(record_to_json(record)) for record in unit.records]),
    }
    execute(db, "save_article_profile", params)


def delete_article_keys(db: connection, article_id: int) -> None:
    """Forget the keys of an article, before new ones are saved."""
    execute(db, "delete_article_keys", {"article_id": article_id})


def save_article_keys(db: connection, article_id: int, unit: Unit, at: datetime) -> None:
    """The keys by which others find an article that was published, or else fetched, at ``at``."""
    execute_many(db, "save_article_keys", ((key, at, article_id) for key in keys(unit)))


def near_articles(db: connection, unit: Unit, at: datetime, *, url: str) -> list[NearArticle]:
    """The articles that share the most keys with one that was published, or else fetched, at ``at``."""
    params = {"keys": list(keys(unit)), "at": at, "before": BEFORE, "after": AFTER, "url": url, "most": NEAREST}
    return [_near(found) for found in rows(db, "near_articles", params)]


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
    profile = Profile(**{**found["profile"], "references": frozenset(found["profile"]["references"])})
    return Unit(
        key=found["content_key"],
        when=found["published"],
        topics=frozenset(found["topics"]),
        profile=profile,
        signature=tuple(found["signature"]),
        credit=found["credit"],
        records=tuple(record_from_json(record) for record in found["records"]),
    )


def _short(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in LEFT_OUT and value not in (None, [], {})}
