"""Stories → alerts: who is to be told what, and who is not, with the reason."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from psycopg2.extensions import connection

from embargowatch import store
from embargowatch.alert import Told, changes, concerns_text, held, is_urgent, matches, told_hash
from embargowatch.pipeline.work import BATCH, attempt, attempt_on, until_nothing_waits
from embargowatch.settings import Settings
from embargowatch.store import ChangedStory, LastTold, UnreadArticle
from embargowatch.types import Alert, AlertKind, Failure, Story, Subscription, Tally

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
        digests = [s for s in store.enabled_subscriptions(db) if s.cadence != "immediate"] if articles else []
        return sum((_decide_unread(db, one, digests, settings, now) for one in articles), Tally()) if articles else None

    return until_nothing_waits(db, stories) + until_nothing_waits(db, unread)


def _decide(
    db: connection, changed: ChangedStory, subscriptions: Sequence[Subscription], settings: Settings, now: datetime
) -> Tally:
    story = attempt_on(db, log, f"reading story {changed.id}", lambda: store.story(db, changed.id))
    tally = Tally()
    if isinstance(story, Failure):
        tally = sum((_save(db, story, subscription, changed.id, now) for subscription in subscriptions), tally)
    elif story is not None and (changed.correction or not story.background):
        last = store.last_told(db, changed.id)
        if is_urgent(story):
            store.mark_urgent(db, changed.id)
        for subscription in subscriptions:
            decided = attempt(
                log,
                f"deciding on story {changed.id}",
                lambda s=subscription: _alert(story, s, last.get(s.id), changed, settings),  # type: ignore[misc]  # mypy cannot infer it
            )
            tally += _save(db, decided, subscription, changed.id, now)
        if changed.withdrawn:
            store.hold_waiting(db, changed.id, reason=f"withdrawn: {changed.correction}")
    store.save_decided_story(db, changed.id)
    return tally


def _alert(
    story: Story, subscription: Subscription, last: LastTold | None, changed: ChangedStory, settings: Settings
) -> Alert | None:
    """What is to be told, or held and why; None where nothing is, or where what waits will say it anyway."""
    if last is None:
        if changed.withdrawn or not matches(subscription, story):
            return None
        kind: AlertKind = "news"
    elif changed.correction and last.reached:
        kind = "correction"
    elif last.state == "waiting" or changed.withdrawn or not _differs(last, story):
        return None
    else:  # once told, whatever becomes of it is told too, also where it is no longer what was asked for
        kind = "change"
    reason = "" if kind == "correction" else _reason(story, subscription, changed, settings)
    return Alert(
        subscription_id=subscription.id or 0,
        story_id=story.id,
        told_hash=told_hash(story),
        before_hash=last.told_hash if last else "",
        kind=kind,
        urgent=is_urgent(story),
        told=Told.of(story).to_json() | ({"correction": changed.correction} if kind == "correction" else {}),
        state="held" if reason else "waiting",
        reason=reason,
    )


def _reason(story: Story, subscription: Subscription, changed: ChangedStory, settings: Settings) -> str:
    return ONLY_REPLAY if changed.by_replay else held(story, subscription, fresh_hours=settings.fresh_hours)


def _differs(last: LastTold, story: Story) -> bool:
    if last.told is None:  # told before anybody kept what
        return last.told_hash != told_hash(story)
    return bool(changes(Told.from_json(last.told), story))


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
        if not concerns_text(subscription, article.topics, article.text):
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


def _old(article: UnreadArticle, subscription: Subscription, fresh: timedelta) -> str:
    if article.published is None:
        return ""
    if article.first_seen and article.published < article.first_seen - fresh:
        return "old: published before its source was first read"
    if subscription.since and article.published < subscription.since - fresh:
        return "old: published before the subscription began"
    return ""
