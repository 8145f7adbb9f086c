"""What a person put together or took apart, and what official sources told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from psycopg2.extensions import connection

from embargowatch.store.statement import Row, execute, rows
from embargowatch.types import Topic


@dataclass(frozen=True, slots=True)
class StoryDecision:
    """Articles, by their addresses, that a person put into one story or into two."""

    kind: Literal["merge", "split"]
    topic: Topic
    urls: tuple[str, ...]
    others: tuple[str, ...]
    decided_by: str


def save_story_decision(db: connection, decision: StoryDecision, *, now: datetime) -> None:
    params = {
        "kind": decision.kind,
        "topic": decision.topic,
        "urls": list(decision.urls),
        "others": list(decision.others),
        "decided_by": decision.decided_by,
        "now": now,
    }
    execute(db, "save_story_decision", params)


def decided_stories(db: connection, topic: Topic, url: str) -> dict[int, bool]:
    """Stories that a person said this article belongs in (True) or does not (False), by id."""
    return {found["story_id"]: found["belongs"] for found in rows(db, "decided_stories", {"topic": topic, "url": url})}


def unite_stories(db: connection, *, kept: int, gone: int) -> None:
    """Everything that told the one tells the other, also what people were told."""
    execute(db, "unite_stories", {"kept": kept, "gone": gone})


def move_articles(db: connection, urls: Sequence[str], *, out_of: int, into: int) -> None:
    """What these articles tell of one story they tell of another."""
    execute(db, "move_articles", {"urls": list(urls), "out_of": out_of, "into": into})


def official_check(db: connection) -> list[Row]:
    """For each official item of the last seven days, when somebody was told of it or why nobody was."""
    return rows(db, "official_check")


def unconfirmed_stories(db: connection) -> list[Row]:
    """News of the last thirty days that no official source has told, and for how long."""
    return rows(db, "unconfirmed_stories")


def reasons_of_story(db: connection, story_id: int) -> dict[int, str]:
    """Why each of the story's articles is in it, by the article's id; "" where its record's fields said so."""
    return {found["article_id"]: found["why"] for found in rows(db, "reasons_of_story", {"story_id": story_id})}
