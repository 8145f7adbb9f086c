"""Stories → alerts: who is to be told what, and who is not, with the reason."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from psycopg2.extensions import connection

from embargowatch import store
from embargowatch.alert import held, matches, names_any, told_hash
from embargowatch.pipeline.work import BATCH, attempt, attempt_on, until_nothing_waits
from embargowatch.settings import Settings
from embargowatch.store import ChangedStory, UnreadArticle
from embargowatch.types import Alert, Failure, Story, Subscription, Tally

log = logging.getLogger("embargowatch.alert")

ONLY_REPLAY = "replay: only articles that were judged again changed it"
UNREAD = "not read by the machine"
UNDECIDED = "undecided"


def decide(db: connection, settings: Settings, *, now: datetime) -> Tally:
    """Decide for what changed who is to be told. ``done`` counts things that are told, ``skipped`` those held."""

    def stories() -> Tally | None:
        changed = store.stories_to_tell(db, limit=BATCH)
        subscriptions = store.enabled_subscriptions(db) if changed else []
        return sum((_decide(db, one, subscriptions, settings, now) for one in changed), Tally()) if changed else None

    def unread() -> Tally | None:
        articles = store.articles_to_tell(db, limit=BATCH)
        daily = [s for s in store.enabled_subscriptions(db) if s.cadence == "daily"] if articles else []
        return sum((_decide_unread(db, one, daily, settings, now) for one in articles), Tally()) if articles else None

    return until_nothing_waits(db, stories) + until_nothing_waits(db, unread)


def _decide(
    db: connection, changed: ChangedStory, subscriptions: Sequence[Subscription], settings: Settings, now: datetime
) -> Tally:
    story = attempt_on(db, log, f"reading story {changed.id}", lambda: store.story(db, changed.id))
    tally = Tally()
    if isinstance(story, Failure):
        tally = sum((_save(db, story, subscription, changed.id, now) for subscription in subscriptions), tally)
    elif story is not None and not story.background:
        for subscription in subscriptions:
            decided = attempt(
                log,
                f"deciding on story {changed.id}",
                lambda s=subscription: _alert(story, s, changed.by_replay, settings),  # type: ignore[misc]  # mypy cannot infer it
            )
            tally += _save(db, decided, subscription, changed.id, now)
    store.save_decided_story(db, changed.id)
    return tally


def _alert(story: Story, subscription: Subscription, by_replay: bool, settings: Settings) -> Alert | None:
    if not matches(subscription, story):
        return None
    reason = ONLY_REPLAY if by_replay else held(story, subscription, fresh_hours=settings.fresh_hours)
    return Alert(
        subscription_id=subscription.id or 0,
        story_id=story.id,
        told_hash=told_hash(story),
        state="held" if reason else "waiting",
        reason=reason,
    )


def _save(
    db: connection, decided: Alert | Failure | None, subscription: Subscription, story_id: int, now: datetime
) -> Tally:
    match decided:
        case None:
            return Tally()
        case Failure():  # on the desk, so that it is not lost without a word
            dead = Alert(subscription.id or 0, story_id, told_hash=UNDECIDED, state="dead", reason=decided.reason)
            store.save_alert(db, dead, now=now)
            return Tally(failed=1)
        case Alert():
            changed = store.save_alert(db, decided, now=now)
            return Tally(skipped=changed) if decided.state == "held" else Tally(done=changed)


def _decide_unread(
    db: connection, article: UnreadArticle, subscriptions: Sequence[Subscription], settings: Settings, now: datetime
) -> Tally:
    tally = Tally()
    for subscription in subscriptions:
        if not _concerns(subscription, article):
            continue
        reason = _old(article, subscription, timedelta(hours=settings.fresh_hours))
        alert = Alert(
            subscription_id=subscription.id or 0,
            story_id=None,
            article_id=article.id,
            told_hash=UNREAD,
            state="held" if reason else "waiting",
            reason=reason,
        )
        changed = store.save_unread_alert(db, alert, url=article.url, now=now)
        tally += Tally(skipped=changed) if reason else Tally(done=changed)
    store.save_decided_article(db, article.id)
    return tally


def _concerns(subscription: Subscription, article: UnreadArticle) -> bool:
    """By topic, and by a country that is named: there is no record that says more."""
    if subscription.topics and not set(subscription.topics) & set(article.topics):
        return False
    return not subscription.countries or names_any(subscription.countries, article.text)


def _old(article: UnreadArticle, subscription: Subscription, fresh: timedelta) -> str:
    if article.published is None:
        return ""
    if article.first_seen and article.published < article.first_seen - fresh:
        return "old: published before its source was first read"
    if subscription.since and article.published < subscription.since - fresh:
        return "old: published before the subscription began"
    return ""
