"""Records → stories. One worker at a time for each topic: two would make two stories of one development."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from psycopg2.extensions import connection

from embargowatch import store
from embargowatch.link import Candidate, choose, merge, parties, reach
from embargowatch.pipeline.work import BATCH, attempt_on, until_nothing_waits
from embargowatch.store import JudgedArticle, LinkedRecord
from embargowatch.types import ArmsDeal, Sanction, Tally, Topic

log = logging.getLogger("embargowatch.link")

TOPICS: tuple[Topic, ...] = ("arms_deals", "sanctions")
"""In the order in which they are locked."""
COUNTS = ("to_classify", "to_extract", "to_link", "done")
"""States in which a newer revision takes an older one's place; one that failed does not."""


def link(db: connection, *, now: datetime) -> Tally:
    """Put the records of the articles that wait into stories."""

    def batch() -> Tally | None:
        articles = store.articles_to_link(db, limit=BATCH)
        if not articles:
            return None
        for topic in TOPICS:
            store.lock(db, f"link {topic}")
        return sum((_link_or_say_why(db, article, now) for article in articles), Tally())

    return until_nothing_waits(db, batch)


def merge_again(db: connection, *, now: datetime) -> None:
    """Make the stories anew whose records a person changed; within the caller's transaction."""
    for topic in TOPICS:
        store.lock(db, f"link {topic}")
        _merge_changed(db, topic, by_replay=False, now=now)


def _link_or_say_why(db: connection, article: JudgedArticle, now: datetime) -> Tally:
    failure = attempt_on(db, log, f"linking {article.url}", lambda: _link(db, article, now))
    if failure is None:
        return Tally(done=1)
    store.save_article_state(db, article.id, "failed", failure.reason)
    return Tally(failed=1)


def _link(db: connection, article: JudgedArticle, now: datetime) -> None:
    newest = store.newest_article(db, article.url)
    if newest and newest.revision > article.revision and newest.state in COUNTS:
        store.save_article_state(db, article.id, "done", f"revision {newest.revision} counts")
        return
    store.unlink_older_revisions(db, article.url, article.revision)
    store.mark_stories_of_article(db, article.id)
    for topic, records in (
        ("sanctions", store.article_sanctions(db, article.id)),
        ("arms_deals", store.article_arms_deals(db, article.id)),
    ):
        _link_records(db, article, topic, records, now)  # type: ignore[arg-type]  # the tuple's strings are topics
    for topic in TOPICS:
        _merge_changed(db, topic, by_replay=article.replayed, now=now)
    store.save_article_state(db, article.id, "done", article.state_reason)


def _link_records(
    db: connection, article: JudgedArticle, topic: Topic, linked: Sequence[LinkedRecord], now: datetime
) -> None:
    when = article.published or article.created_at
    records = [one.record for one in linked if one.story_id is None]
    candidates = {place: _candidates(db, article, topic, record, when) for place, record in enumerate(records)}
    joined = choose(records, when, candidates)
    for place, record in enumerate(records):
        story_id = joined.get(place) or _new_story(db, article, record, now)
        assert record.id is not None  # it comes from the table
        store.link_record(db, story_id, article.id, record.id, topic, now=now)


def _candidates(
    db: connection, article: JudgedArticle, topic: Topic, record: Sanction | ArmsDeal, when: datetime
) -> list[Candidate]:
    around = reach(record)
    return store.candidate_stories(
        db, topic, parties(record), around=when, before=around, after=around, not_of=article.id
    )


def _new_story(db: connection, article: JudgedArticle, record: Sanction | ArmsDeal, now: datetime) -> int:
    made = merge([article.telling(record)])
    story_id = store.save_story(db, made, by_replay=article.replayed, now=now)
    log.info("new story %d: %s", story_id, made.headline)
    return story_id


def _merge_changed(db: connection, topic: Topic, *, by_replay: bool, now: datetime) -> None:
    for story_id in store.stories_to_merge(db, topic):
        told_by = store.story_sanctions if topic == "sanctions" else store.story_arms_deals
        if tellings := told_by(db, story_id):
            store.update_story(db, story_id, merge(tellings), by_replay=by_replay, now=now)
        elif not store.delete_story(db, story_id):
            store.keep_told_story(db, story_id, now=now)
