"""Records → stories. One worker at a time: two would make two stories of one development."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from psycopg2.extensions import connection

from embargowatch import store
from embargowatch.link import choose, merge
from embargowatch.link.fitting import Fit, Near, against, as_decided, fits, told
from embargowatch.link.keys import keys
from embargowatch.link.units import Unit
from embargowatch.pipeline.work import BATCH, attempt_on, until_nothing_waits
from embargowatch.store import JudgedArticle, LinkedRecord, NearArticle
from embargowatch.types import ArmsDeal, Sanction, Tally, Topic

log = logging.getLogger("embargowatch.link")

TOPICS: tuple[Topic, ...] = ("arms_deals", "sanctions")
COUNTS = ("to_classify", "to_extract", "to_link", "done")
"""States in which a newer revision takes an older one's place; one that failed does not."""


def link(db: connection, *, now: datetime) -> Tally:
    """Put the records of the articles that wait into stories."""

    def batch() -> Tally | None:
        lock(db)
        articles = store.articles_to_link(db, limit=BATCH)
        if not articles:
            return None
        return sum((_link_or_say_why(db, article, now) for article in articles), Tally())

    return until_nothing_waits(db, batch)


def lock(db: connection) -> None:
    """Wait until nobody else changes stories; before any row is claimed, so that no two wait for each other."""
    store.lock(db, "stories")


def merge_again(db: connection, *, now: datetime) -> None:
    """Make the stories anew whose records a person changed; within the caller's transaction."""
    lock(db)
    _merge_changed(db, by_replay=False, now=now)


def _link_or_say_why(db: connection, article: JudgedArticle, now: datetime) -> Tally:
    failure = attempt_on(db, log, f"linking {article.url}", lambda: _link(db, article, now))
    if failure is None:
        return Tally(done=1)
    store.save_article_state(db, article.id, "failed", failure.reason)
    return Tally(failed=1)


def _link(db: connection, article: JudgedArticle, now: datetime) -> None:
    if article.newest_revision > article.revision and article.newest_state in COUNTS:
        store.save_article_state(db, article.id, "done", f"revision {article.newest_revision} counts")
        return
    if article.linked_before:
        store.unlink_older_revisions(db, article.url, article.revision)
        store.mark_stories_of_article(db, article.id)
    records: dict[Topic, list[LinkedRecord]] = {
        "sanctions": store.article_sanctions(db, article.id),
        "arms_deals": store.article_arms_deals(db, article.id),
    }
    unit = article.unit(one.record for of_topic in records.values() for one in of_topic)
    own = keys(unit)
    near = store.near_articles(db, own, article.when, url=article.url)
    if unit.key != article.content_key:
        store.save_article_profile(db, article.id, unit)
    store.save_article_keys(db, article.id, unit, own, article.when)
    for topic, linked in records.items():
        _link_topic(db, article, unit, topic, linked, near, now)
    _merge_changed(db, by_replay=article.replayed, now=now)
    store.save_article_state(db, article.id, "done", article.state_reason)


def _link_topic(
    db: connection,
    article: JudgedArticle,
    unit: Unit,
    topic: Topic,
    linked: Sequence[LinkedRecord],
    near: Sequence[NearArticle],
    now: datetime,
) -> None:
    """The article's records go where they fit; then the article itself, to the stories that it tells without one."""
    stories = [Near(one.unit, tuple(id_ for of, id_ in one.stories if of == topic)) for one in near]
    decided = store.decided_stories(db, topic, article.url) if article.decided else {}
    found = as_decided(fits(unit, stories), decided)
    tells = told(unit, found, topic)
    joined = _link_records(db, article, topic, linked, found, tells, now)
    for fit in tells:
        if fit.story_id not in joined:
            store.link_article(db, fit.story_id, article.id, why=fit.why, now=now)
    for story_id in joined[:1]:
        _bring_along(db, unit, topic, story_id, near, now)


def _bring_along(
    db: connection, unit: Unit, topic: Topic, story_id: int, near: Sequence[NearArticle], now: datetime
) -> None:
    """Articles that waited for a story: they tell what this one tells and gave no record."""
    for other in near:
        waited = not other.stories and other.state == "done"
        if waited and store.decided_stories(db, topic, other.url).get(story_id, True):
            for fit in told(other.unit, fits(other.unit, [Near(unit, (story_id,))]), topic):
                store.link_article(db, story_id, other.id, why=fit.why, now=now)


def _link_records(
    db: connection,
    article: JudgedArticle,
    topic: Topic,
    linked: Sequence[LinkedRecord],
    found: Sequence[Fit],
    tells: Sequence[Fit],
    now: datetime,
) -> list[int]:
    """The stories that the article's news is in afterwards."""
    joined = [one.story_id for one in linked if one.story_id is not None and not one.record.background]
    records = [one.record for one in linked if one.story_id is None]
    places = _places(db, article, records, found, [fit for fit in tells if fit.story_id not in joined])
    reasons = {fit.story_id: fit.why for fit in tells}
    for place, record in enumerate(records):
        assert record.id is not None  # it comes from the table
        story_id, is_new = places.get(place), place not in places
        if story_id is None:
            story_id = _new_story(db, article, record, now)
        why = reasons.get(story_id, "")
        store.link_record(db, story_id, article.id, record.id, topic, why=why, is_new=is_new, now=now)
        if not record.background:
            joined.append(story_id)
    return joined


def _places(
    db: connection,
    article: JudgedArticle,
    records: Sequence[Sanction | ArmsDeal],
    found: Sequence[Fit],
    tells: Sequence[Fit],
) -> dict[int, int]:
    """The story of each record by its place: by the records' own fields, then by what the article is like."""
    refused, near = against(found), [fit.story_id for fit in found if not fit.veto]
    candidates = {
        place: [
            one
            for one in store.candidate_stories(db, record, around=article.when, near=near, not_of=article.id)
            if record.background or one.id not in refused
        ]
        for place, record in enumerate(records)
    }
    joined = choose(records, article.when, candidates)
    free = [place for place, record in enumerate(records) if place not in joined and not record.background]
    for fit in tells:
        if free and fit.story_id not in joined.values():
            joined[free.pop(0)] = fit.story_id
    return joined


def _new_story(db: connection, article: JudgedArticle, record: Sanction | ArmsDeal, now: datetime) -> int:
    made = merge([article.telling(record)])
    story_id = store.save_story(db, made, by_replay=article.replayed, now=now)
    log.info("new story %d: %s", story_id, made.headline)
    return story_id


def _merge_changed(db: connection, *, by_replay: bool, now: datetime) -> None:
    for topic, story_id in store.stories_to_merge(db):
        told_by = store.story_sanctions if topic == "sanctions" else store.story_arms_deals
        if tellings := told_by(db, story_id):
            store.update_story(db, story_id, merge(tellings), by_replay=by_replay, now=now)
        elif not store.delete_story(db, story_id):
            store.keep_told_story(db, story_id, now=now)
