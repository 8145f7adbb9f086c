"""Stories: which records tell which development."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from psycopg2.extensions import connection

from embargowatch.accounts_json import account_from_json, account_to_json
from embargowatch.link import Candidate, Merged, Telling
from embargowatch.records_json import record_from_json, record_to_json
from embargowatch.store.records import record_from
from embargowatch.store.statement import Row, as_json, execute, row, rows
from embargowatch.types import Source, Story, Topic


def candidate_stories(
    db: connection,
    topic: Topic,
    parties: Iterable[str],
    *,
    around: datetime,
    before: timedelta,
    after: timedelta,
    not_of: int,
) -> list[Candidate]:
    """Stories of the topic that share a party and have news from ``around - before`` to ``around + after``.

    Those that a record of the article ``not_of`` tells already are left out.
    """
    params = {
        "topic": topic,
        "parties": sorted(parties),
        "since": around - before,
        "until": around + after,
        "article_id": not_of,
    }
    return [
        Candidate(f["id"], record_from_json(f["record"]), f["background"], f["news_from"], f["news_until"])
        for f in rows(db, "candidate_stories", params)
    ]


def stories_to_merge(db: connection) -> list[tuple[Topic, int]]:
    """Claim stories whose records have changed."""
    return [(found["topic"], found["id"]) for found in rows(db, "stories_to_merge")]


def story_sanctions(db: connection, story_id: int) -> list[Telling]:
    return [_story_record(found, "sanction") for found in rows(db, "story_sanctions", {"story_id": story_id})]


def story_arms_deals(db: connection, story_id: int) -> list[Telling]:
    return [_story_record(found, "arms_deal") for found in rows(db, "story_arms_deals", {"story_id": story_id})]


def save_story(db: connection, story: Merged, *, by_replay: bool, now: datetime) -> int:
    """Insert a new story; its id."""
    saved = row(db, "save_story", {**_columns(story), "by_replay": by_replay, "now": now})
    assert saved is not None  # an insert returns its row
    return int(saved["id"])


def update_story(db: connection, story_id: int, story: Merged, *, by_replay: bool, now: datetime) -> None:
    """Take over the merged record; when it says something else now, the story is to be told."""
    execute(db, "update_story", {**_columns(story), "id": story_id, "by_replay": by_replay, "now": now})


def delete_story(db: connection, story_id: int) -> int:
    """Delete a story that nothing tells any more, unless somebody was told of it; how many."""
    return execute(db, "delete_story", {"id": story_id})


def keep_told_story(db: connection, story_id: int, *, now: datetime) -> None:
    """A story that nothing tells any more and somebody was told of: it stays as it was.

    It is told again only as withdrawn, where a person refused its records.
    """
    execute(db, "keep_told_story", {"id": story_id, "now": now})


def link_article(db: connection, story_id: int, article_id: int, *, why: str, now: datetime) -> None:
    """Note that an article without a record of its own tells a story, and what it has in common with it."""
    execute(db, "link_article", {"story_id": story_id, "article_id": article_id, "why": why, "now": now})


def link_record(
    db: connection,
    story_id: int,
    article_id: int,
    record_id: int,
    topic: Topic,
    *,
    why: str = "",
    is_new: bool = False,
    now: datetime,
) -> None:
    """Note that a record tells a story, and why it was taken for that one. ``is_new``: it was made of this record."""
    params = {
        "story_id": story_id,
        "article_id": article_id,
        "sanction_id": record_id if topic == "sanctions" else None,
        "arms_deal_id": record_id if topic == "arms_deals" else None,
        "why": why,
        "is_new": is_new,
        "now": now,
    }
    execute(db, "link_record", params)


def mark_stories_of_article(db: connection, article_id: int) -> None:
    """The stories that the article tells are to be merged again."""
    execute(db, "mark_stories_of_article", {"article_id": article_id})


def unlink_older_revisions(db: connection, url: str, revision: int) -> int:
    """Only the newest revision of an article counts; how many records no longer do."""
    return execute(db, "unlink_older_revisions", {"url": url, "revision": revision})


def story(db: connection, story_id: int) -> Story | None:
    """The story with its sources, or None."""
    found = row(db, "story", {"id": story_id})
    if found is None:
        return None
    known = {"record": record_from_json(found["record"]), **account_from_json(found)}
    return Story(**found | known, sources=story_sources(db, story_id))


def stories_since(db: connection, since: datetime, *, limit: int) -> list[int]:
    """Ids of the stories that were first seen after that moment, newest first."""
    return [found["id"] for found in rows(db, "stories_since", {"since": since, "limit": limit})]


def story_sources(db: connection, story_id: int) -> tuple[Source, ...]:
    """The articles that tell the story, earliest first."""
    return tuple(Source(**found) for found in rows(db, "story_sources", {"story_id": story_id}))


def _story_record(found: Row, kind: str) -> Telling:
    return Telling(
        record_from(found, kind), found["url"], found["published"], found["created_at"], found["replayed"],
        found["official"], found["credit"], tuple(found["signature"]),
    )  # fmt: skip


def _columns(story: Merged) -> dict[str, Any]:
    return {
        **{field.name: getattr(story, field.name) for field in fields(story)},
        "record": as_json(record_to_json(story.record)),
        "parties": list(story.parties),
        **{name: as_json(value) for name, value in account_to_json(story).items()},
    }
