"""Alerts → mails. At least once: a claim is committed before a mail goes out, and the outcome after it.

Who holds the subscription's lock is the one that sends. Alerts found on the way while the lock is free belong to
a sender that died: they go out again with the same Message-ID, and say that they may be a repeat.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from psycopg2.extensions import connection

from embargowatch import store
from embargowatch.alert import Parcel, goes_with_daily_digest, plan
from embargowatch.channels import Channel, Down, Outcome, Refused, Sent, channel_for
from embargowatch.pipeline.telling import blind_spots
from embargowatch.pipeline.work import attempt
from embargowatch.pipeline.writing import Desk, Letter, compose, last_told, write
from embargowatch.settings import Settings
from embargowatch.types import Failure, Subscription, Tally, Unread

log = logging.getLogger("embargowatch.alert")

MOST_TRIES = 10
"""Answered with "not now", or with silence after the mail was handed over. A server that is down does not count."""
TRY_AGAIN_AFTER = timedelta(minutes=5)
MOST_PATIENCE = timedelta(hours=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Sender:
    """What one run of `send` has at hand."""

    db: connection
    mail_server: Channel
    settings: Settings
    desk: Desk
    daily_digest: bool
    down: set[str] = field(default_factory=set)
    """Ways that lead nowhere just now: what waits for them stays."""


def send(db: connection, mail_server: Channel, settings: Settings, *, now: datetime) -> Tally:
    """Send what is due: immediate alerts, one mail a story, and digests; and what could not be delivered in time."""
    return _send(db, mail_server, settings, now=now, daily_digest=False)


def send_digest(db: connection, mail_server: Channel, settings: Settings, *, now: datetime) -> Tally:
    """Send each daily subscriber who has no hour of their own one mail with all that waits."""
    return _send(db, mail_server, settings, now=now, daily_digest=True)


def _send(db: connection, mail_server: Channel, settings: Settings, *, now: datetime, daily_digest: bool) -> Tally:
    with store.transaction(db):
        to_try = store.subscriptions_to_send(db, now=now)
        blind, _ = blind_spots(db)
        desk = Desk(settings.desk_url, blind, store.skipped_since(db, now - DAY) if to_try else {}, now)
    sender = _Sender(db, mail_server, settings, desk, daily_digest)
    tally = Tally()
    for subscription_id in to_try:
        if isinstance(outcome := _send_to(sender, subscription_id), Down):
            log.warning("nobody can be told this way just now: %s", outcome.reason)
            outcome = Tally(failed=1)
        tally += outcome
    return tally


def _send_to(sender: _Sender, subscription_id: int) -> Tally | Down:
    """Everything that is due for one subscriber, unless somebody else is at it; Down when the server is."""
    db = sender.db
    with store.transaction(db):
        if not store.try_lock_subscription(db, subscription_id):
            return Tally(skipped=1)
    try:
        with store.transaction(db):
            subscription = store.subscription(db, subscription_id)
        if subscription is None or (sender.daily_digest and not goes_with_daily_digest(subscription)):
            return Tally()
        if _way(subscription) in sender.down:
            return Tally()
        return _send_due(sender, subscription, subscription_id)
    finally:
        if not db.closed:  # else the lock went with the session
            db.rollback()
            with store.transaction(db):
                store.unlock_subscription(db, subscription_id)


def _way(subscription: Subscription) -> str:
    """What is down when one of its mails cannot be handed over: the mail server is everybody's, a chat is not."""
    return "email" if subscription.channel == "email" else f"{subscription.channel} {subscription.address}"


def _send_due(sender: _Sender, subscription: Subscription, subscription_id: int) -> Tally | Down:
    db, now = sender.db, sender.desk.now
    with store.transaction(db):
        waiting = store.alerts_to_send(db, subscription_id, now=now)
        planned = plan(
            subscription,
            [one.alert for one in waiting],
            sent_last_hour=store.mails_since(db, subscription_id, now - HOUR),
            now=now,
            mail_from=sender.settings.mail_from,
            daily_digest=sender.daily_digest,
        )
        doubted = store.doubted_since(db, subscription_id, last_told(db, subscription, now))
    unread = {one.alert.id: one.unread for one in waiting if one.unread}
    held_back, tally = planned.held_back + doubted, Tally()
    for parcel in planned.parcels:
        outcome = _deliver(sender, parcel, unread, subscription, held_back)
        match outcome:
            case Down():
                sender.down.add(_way(subscription))
                return outcome
            case Sent():
                tally += Tally(done=1)
                held_back = 0  # said once
            case Refused():
                tally += Tally(failed=1)
            case None:
                tally += Tally(skipped=1)
    return tally


def _deliver(
    sender: _Sender, parcel: Parcel, unread: Mapping[int | None, Unread], subscription: Subscription, held_back: int
) -> Outcome | None:
    """Claim, write, send, save what became of it; None where nothing was new after all."""
    db = sender.db
    with store.transaction(db):
        store.claim_alerts(db, parcel.ids, parcel.message_id)
    # Only now the stories are read: whoever changes one later finds it claimed, and tells the change.
    made = compose(db, parcel, unread, subscription, sender.desk.now)
    mail = write(db, made, subscription, sender.desk, held_back) if made.parcel.alerts else None
    db.rollback()  # writing has only read
    with store.transaction(db):
        for ids, reason in made.left_out:
            store.save_held(db, ids, reason=reason)
        for ids, reason in made.unwritable:
            store.save_dead(db, ids, reason=reason)
    if mail is None or not made.parcel.alerts:
        return Refused(made.unwritable[0][1], permanent=True) if made.unwritable else None
    outcome: Outcome
    if isinstance(mail, Failure):
        outcome = Refused(mail.reason, permanent=True)
    else:
        channel = channel_for(subscription, sender.settings, sender.mail_server)
        sent = attempt(log, f"sending to {subscription.email}", lambda: channel.send(mail))
        outcome = Refused(sent.reason, permanent=False) if isinstance(sent, Failure) else sent
    with store.transaction(db):
        _save_outcome(sender, made, outcome)
    log.info("%s: %s", subscription.email, outcome)
    return outcome


def _save_outcome(sender: _Sender, made: Letter, outcome: Outcome) -> None:
    parcel = made.parcel
    match outcome:
        case Sent():
            store.save_sent(sender.db, parcel.ids, now=sender.desk.now)
            store.save_told(sender.db, made.told)
        case Refused(reason=reason, permanent=True):
            store.save_dead(sender.db, parcel.ids, reason=reason)
        case Down(reason=reason, maybe_taken=False):
            # A server that is down for days kills no alert: what waits is told when it is back.
            next_try_at = sender.desk.now + TRY_AGAIN_AFTER
            store.save_unsent(sender.db, parcel.ids, reason=reason, attempts=1, next_try_at=next_try_at)
        case Refused(reason=reason) | Down(reason=reason) if parcel.attempts >= MOST_TRIES:
            store.save_dead(sender.db, parcel.ids, reason=reason)
        case Refused(reason=reason):
            next_try_at = sender.desk.now + _patience(parcel.attempts)
            store.save_unsent(sender.db, parcel.ids, reason=reason, attempts=parcel.attempts, next_try_at=next_try_at)
        case Down(reason=reason):
            # Not at once again: each try may be another copy, and the next subscriber's turn.
            store.save_unknown(
                sender.db, parcel.ids, reason=reason, next_try_at=sender.desk.now + _patience(parcel.attempts)
            )


def _patience(attempts: int) -> timedelta:
    return min(MOST_PATIENCE, TRY_AGAIN_AFTER * float(2 ** min(attempts - 1, 10)))
