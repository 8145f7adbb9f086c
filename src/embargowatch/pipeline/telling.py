"""What people are told of the sources: which cannot be read, and which turned for the worse; an outage as one."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from psycopg2.extensions import connection

from embargowatch import store
from embargowatch.channels import Channel, Sent
from embargowatch.health import beside, seen_as_one, turned_worse
from embargowatch.mail import render_operator_mail
from embargowatch.settings import Settings
from embargowatch.types import BlindSource, Mail, Tally, TurnedSource

log = logging.getLogger("embargowatch.alert")

FIRST_LOOK = timedelta(days=1)
"""How far back the operator is told of when nothing was looked through before; later, how long before the last look a
turn may have begun that was only written down after it."""


def blind_spots(db: connection) -> tuple[tuple[BlindSource, ...], int]:
    """The sources that cannot be read, and how many are watched."""
    watched: int = store.desk_source_counts(db)["watched"]
    return seen_as_one(store.desk_blind_sources(db), watched), watched


def turned_since(db: connection, since: datetime) -> tuple[TurnedSource, ...]:
    """The sources that turned for the worse after ``since``."""
    return _worse(db, store.turned_feeds(db, since=since))


def _worse(db: connection, changed: Sequence[TurnedSource]) -> tuple[TurnedSource, ...]:
    blind, watched = blind_spots(db)
    briefly = [replace(each, reason=beside(each.url, each.reason)) for each in changed]
    return turned_worse(briefly, blind, watched)


def tell_operator(db: connection, channel: Channel, settings: Settings, *, now: datetime) -> Tally:
    """Mail the operator what turned for the worse since the last look; nothing did: no mail.

    A mail that cannot be sent is tried again by the next run, with what is new by then.
    """
    if not settings.operator:
        return Tally(skipped=1)
    with store.transaction(db):
        store.lock(db, "tell_operator")
        since = store.last_operator_look(db) or now
        changed, looked = store.unlooked_turns(db, since=since - FIRST_LOOK)
        turned = _worse(db, changed)
        mail = _mail(db, turned, settings, since, now) if turned else None
        if mail and not isinstance(outcome := channel.send(mail), Sent):
            log.warning("the operator cannot be told just now: %s", outcome.reason)
            store.save_operator_look(db, now=since)  # where the next look begins, if this was the first
            return Tally(failed=1)
        store.save_looked_states(db, looked, now=now)
        store.save_operator_look(db, now=now, message_id=mail.message_id if mail else "")
        return Tally(done=1) if mail else Tally(skipped=1)


def _mail(db: connection, turned: Sequence[TurnedSource], settings: Settings, since: datetime, now: datetime) -> Mail:
    blind, watched = blind_spots(db)
    domain = settings.mail_from.rpartition("@")[2].strip("> ") or "localhost"
    return render_operator_mail(
        turned,
        blind=blind,
        watched=watched,
        operator=settings.operator,
        now=now,
        desk_url=settings.desk_url,
        # Of the look before: a mail that went out although we do not know it is recognised as the same.
        message_id=f"<{sha256(f'operator {since.isoformat()}'.encode()).hexdigest()[:32]}@{domain}>",
    )
