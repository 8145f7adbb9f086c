"""Stories: which records tell which development."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any

from psycopg2.extensions import connection

from embargowatch.accounts_json import account_from_json, account_to_json
from embargowatch.link import Candidate, Merged, Telling, parties, reach
from embargowatch.link.likeness import WINDOW
from embargowatch.link.merging import sides
from embargowatch.records_json import record_from_json, record_to_json
from embargowatch.store.records import record_from, topic_of
from embargowatch.store.statement import Row, as_json, execute, planned_rows, row, rows
from embargowatch.types import ArmsDeal, Sanction, Source, Story, Topic

CANDIDATES = 24
"""Stories that a record is compared with."""
SIDES = 4
"""Countries or bodies of a side that its stories are looked for by."""


def candidate_stories(
    db: connection,
    record: Sanction | ArmsDeal,
    *,
    around: datetime,
    near: Iterable[int],
    not_of: int,
) -> list[Candidate]:
    """Stories that a record of an article of ``around`` may tell, those that share the most parties first.

    They share both sides, a name, or any party and the days, or are among ``near``. Those that a record of the article
    ``not_of`` tells already are left out.
    """
    named, (ours, theirs), far = parties(record), sides(record), reach(record)
    pairs = [(our, their) for our in sorted(ours)[:SIDES] for their in sorted(theirs - {our})[:SIDES]]
    params = {
        "topic": topic_of(record),
        "parties": sorted(named),
        "ours": [our for our, _ in pairs],
        "theirs": [their for _, their in pairs],
        "names": sorted(named - ours - theirs),
        "at": around,
        "since": around - far,
        "until": around + far,
        "days_before": around - WINDOW,
        "days_after": around + WINDOW,
        "near": sorted(near),
        "article_id": not_of,
        "most": CANDIDATES,
    }
    return [
        Candidate(f["id"], record_from_json(f["record"]), f["background"], f["news_from"], f["news_until"])
        for f in planned_rows(db, "candidate_stories", params)
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
