"""Stories put together and taken apart by a person; linking never undoes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from psycopg2.extensions import connection

from embargowatch import store
from embargowatch.link import merge
from embargowatch.pipeline.linking import lock, merge_again
from embargowatch.store import StoryDecision
from embargowatch.types import Story


def merge_stories(db: connection, kept: int, gone: int, *, by: str, now: datetime) -> None:
    """Two stories are one: the first one's number stays. Raises ValueError when there are no two of one topic."""
    with store.transaction(db):
        lock(db)
        first, second = _story(db, kept), _story(db, gone)
        if kept == gone or first.topic != second.topic:
            raise ValueError(f"stories {kept} and {gone} are not two of one topic")
        decision = StoryDecision("merge", first.topic, _urls(first), _urls(second), by)
        store.save_story_decision(db, decision, now=now)
        store.unite_stories(db, kept=kept, gone=gone)
        merge_again(db, now=now)


def split_story(db: connection, story_id: int, urls: Sequence[str], *, by: str, now: datetime) -> int:
    """Take articles out of a story into one of their own; its number. Raises ValueError when nothing would be left."""
    with store.transaction(db):
        lock(db)
        story = _story(db, story_id)
        rest = tuple(url for url in _urls(story) if url not in urls)
        if not rest or not set(urls) <= set(_urls(story)):
            raise ValueError(f"story {story_id} needs to keep an article, and to have those that leave it")
        told_by = store.story_sanctions if story.topic == "sanctions" else store.story_arms_deals
        leaving = [telling for telling in told_by(db, story_id) if telling.url in urls]
        if not leaving:
            raise ValueError("none of these articles has a record of its own")
        made = store.save_story(db, merge(leaving), by_replay=False, now=now)
        store.save_story_decision(db, StoryDecision("split", story.topic, tuple(urls), rest, by), now=now)
        store.move_articles(db, urls, out_of=story_id, into=made)
        merge_again(db, now=now)
        return made


def _story(db: connection, story_id: int) -> Story:
    if (story := store.story(db, story_id)) is None:
        raise ValueError(f"there is no story {story_id}")
    return story


def _urls(story: Story) -> tuple[str, ...]:
    return tuple(source.url for source in story.sources)
