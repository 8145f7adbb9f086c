"""Alerts → mails. At least once: a claim is committed before a mail goes out, and the outcome after it.

Who holds the subscription's lock is the one that sends. Alerts found on the way while the lock is free belong to
a sender that died: they go out again with the same Message-ID, and say that they may be a repeat.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from psycopg2.extensions import connection

from embargowatch import store
from embargowatch.alert import message_id
from embargowatch.channels import Channel, Down, Outcome, Refused, Sent
from embargowatch.mail import render_digest, render_story_mail
from embargowatch.pipeline.telling import blind_spots, turned_since
from embargowatch.pipeline.work import attempt
from embargowatch.settings import Settings
from embargowatch.store import WaitingAlert
from embargowatch.types import BlindSource, Failure, Mail, Subscription, Tally

log = logging.getLogger("embargowatch.alert")

MOST_TRIES = 10
"""Answered with "not now", or with silence after the mail was handed over. A server that is down does not count."""
TRY_AGAIN_AFTER = timedelta(minutes=5)
MOST_PATIENCE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Parcel:
    """Alerts that go out in one mail."""

    alerts: tuple[WaitingAlert, ...]
    message_id: str
    repeat: bool

    @property
    def ids(self) -> list[int]:
        return [waiting.alert.id for waiting in self.alerts if waiting.alert.id is not None]

    @property
    def attempts(self) -> int:
        return max(waiting.alert.attempts for waiting in self.alerts) + 1


@dataclass(frozen=True, slots=True)
class _Sender:
    """What one run of `send` has at hand."""

    db: connection
    channel: Channel
    desk_url: str
    mail_from: str
    blind: Sequence[BlindSource]
    now: datetime


def send(db: connection, channel: Channel, settings: Settings, *, now: datetime) -> Tally:
    """Send the immediate alerts that wait, one mail a story; and the digests that could not be delivered in time."""
    return _send(db, channel, settings, now=now, digests=False)


def send_digest(db: connection, channel: Channel, settings: Settings, *, now: datetime) -> Tally:
    """Send each daily subscriber one mail with all that waits."""
    return _send(db, channel, settings, now=now, digests=True)


def _send(db: connection, channel: Channel, settings: Settings, *, now: datetime, digests: bool) -> Tally:
    with store.transaction(db):
        blind, _ = blind_spots(db)
        due = store.subscriptions_to_send(db, "daily" if digests else "immediate", late=not digests, now=now)
    sender = _Sender(db, channel, settings.desk_url, settings.mail_from, blind, now)
    tally = Tally()
    for subscription_id in due:
        if isinstance(outcome := _send_to(sender, subscription_id), Down):
            log.warning("nobody can be told just now: %s", outcome.reason)
            return tally + Tally(failed=1)
        tally += outcome
    return tally


def _send_to(sender: _Sender, subscription_id: int) -> Tally | Down:
    """Everything that waits for one subscriber, unless somebody else is at it; Down when the server is."""
    db = sender.db
    with store.transaction(db):
        if not store.try_lock_subscription(db, subscription_id):
            return Tally(skipped=1)
    try:
        with store.transaction(db):
            subscription = store.subscription(db, subscription_id)
            waiting = store.alerts_to_send(db, subscription_id, now=sender.now)
        if subscription is None:
            return Tally()
        tally = Tally()
        for parcel in _parcels(waiting, subscription, sender.mail_from):
            outcome = _deliver(sender, parcel, subscription)
            if isinstance(outcome, Down):
                return outcome
            tally += Tally(done=1) if isinstance(outcome, Sent) else Tally(failed=1)
        return tally
    finally:
        if not db.closed:  # else the lock went with the session
            db.rollback()
            with store.transaction(db):
                store.unlock_subscription(db, subscription_id)


def _parcels(waiting: Sequence[WaitingAlert], subscription: Subscription, mail_from: str) -> Iterator[_Parcel]:
    """What a dead sender had under way as it was; then one mail a story, or one digest."""
    under_way = [one for one in waiting if one.alert.state == "sending"]
    for known_id, repeated in groupby(under_way, key=lambda one: one.alert.message_id):
        yield _Parcel(tuple(repeated), known_id, repeat=True)
    fresh = sorted((one for one in waiting if one.alert.state == "waiting"), key=lambda one: one.alert.id or 0)
    if subscription.cadence == "daily":
        if fresh:
            told = [f"alert {one.alert.id}" for one in fresh]
            yield _Parcel(tuple(fresh), message_id(subscription, told, mail_from), repeat=False)
        return
    # What waits twice for one story is told once; articles that were not read share a mail.
    for _, same in groupby(sorted(fresh, key=lambda o: o.alert.story_id or 0), key=lambda o: o.alert.story_id):
        alerts = tuple(same)
        told = [f"story {a.alert.story_id} article {a.alert.article_id} {a.alert.told_hash}" for a in alerts]
        yield _Parcel(alerts, message_id(subscription, told, mail_from), repeat=False)


def _deliver(sender: _Sender, parcel: _Parcel, subscription: Subscription) -> Outcome:
    db = sender.db
    with store.transaction(db):
        store.claim_alerts(db, parcel.ids, parcel.message_id)
    mail = attempt(log, f"writing to {subscription.email}", lambda: _mail(sender, parcel, subscription))
    db.rollback()  # writing has only read
    outcome: Outcome
    if isinstance(mail, Failure):
        outcome = Refused(mail.reason, permanent=True)
    else:
        sent = attempt(log, f"sending to {subscription.email}", lambda: sender.channel.send(mail))
        outcome = Refused(sent.reason, permanent=False) if isinstance(sent, Failure) else sent
    with store.transaction(db):
        _save_outcome(sender, parcel, outcome)
    log.info("%s: %s", subscription.email, outcome)
    return outcome


def _mail(sender: _Sender, parcel: _Parcel, subscription: Subscription) -> Mail:
    ids = dict.fromkeys(one.alert.story_id for one in parcel.alerts if one.alert.story_id is not None)
    stories = [story for story_id in ids if (story := store.story(sender.db, story_id))]
    unread = [one.unread for one in parcel.alerts if one.unread]
    if subscription.cadence == "immediate" and len(stories) == 1 and not unread:
        return render_story_mail(
            stories[0],
            subscription,
            blind=sender.blind,
            now=sender.now,
            desk_url=sender.desk_url,
            message_id=parcel.message_id,
            maybe_repeat=parcel.repeat,
        )
    return render_digest(
        stories,
        unread,
        subscription,
        blind=sender.blind,
        now=sender.now,
        desk_url=sender.desk_url,
        message_id=parcel.message_id,
        maybe_repeat=parcel.repeat,
        turned=turned_since(sender.db, _last_told(sender, subscription)) if subscription.cadence == "daily" else (),
    )


def _last_told(sender: _Sender, subscription: Subscription) -> datetime:
    """When this subscriber last heard of us: from then on a change is new."""
    told = store.last_sent(sender.db, subscription.id) if subscription.id is not None else None
    return told or subscription.since or sender.now - timedelta(days=1)


def _save_outcome(sender: _Sender, parcel: _Parcel, outcome: Outcome) -> None:
    match outcome:
        case Sent():
            store.save_sent(sender.db, parcel.ids, now=sender.now)
        case Refused(reason=reason, permanent=True):
            store.save_dead(sender.db, parcel.ids, reason=reason)
        case Down(reason=reason, maybe_taken=False):
            # A server that is down for days kills no alert: what waits is told when it is back.
            next_try_at = sender.now + TRY_AGAIN_AFTER
            store.save_unsent(sender.db, parcel.ids, reason=reason, attempts=1, next_try_at=next_try_at)
        case Refused(reason=reason) | Down(reason=reason) if parcel.attempts >= MOST_TRIES:
            store.save_dead(sender.db, parcel.ids, reason=reason)
        case Refused(reason=reason):
            next_try_at = sender.now + _patience(parcel.attempts)
            store.save_unsent(sender.db, parcel.ids, reason=reason, attempts=parcel.attempts, next_try_at=next_try_at)
        case Down(reason=reason):
            # Not at once again: each try may be another copy, and the next subscriber's turn.
            store.save_unknown(
                sender.db, parcel.ids, reason=reason, next_try_at=sender.now + _patience(parcel.attempts)
            )


def _patience(attempts: int) -> timedelta:
    return min(MOST_PATIENCE, TRY_AGAIN_AFTER * float(2 ** min(attempts - 1, 10)))
