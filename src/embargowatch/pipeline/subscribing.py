"""subscribers.yaml → subscriptions."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from psycopg2.extensions import connection

from embargowatch import store
from embargowatch.alert import matches_everything
from embargowatch.subscribers_file import SubscribersFileError, read_subscribers
from embargowatch.types import Subscription, Tally

log = logging.getLogger("embargowatch.alert")


def import_subscribers_file(db: connection, path: Path, *, now: datetime) -> Tally:
    """Bring the file into the table; ``failed`` counts what is wrong in it, which the desk and the log name.

    A file that is not there, or cannot be read as a whole, changes nothing: those who subscribed go on being told.
    """
    if not path.exists():
        return Tally()
    try:
        found = read_subscribers(path)
    except SubscribersFileError as error:
        log.warning("%s", error)
        with store.transaction(db):
            store.save_subscription_faults(db, [str(error)], now=now)
        return Tally(failed=1)
    for fault in found.faults:
        log.warning("%s", fault)
    for one in filter(matches_everything, found.subscriptions):
        log.info("%s is told everything: nothing narrows the subscription", one.email)
    tally = import_subscribers(db, found.subscriptions, faulty=found.faulty, now=now)
    with store.transaction(db):
        store.save_subscription_faults(db, found.faults, now=now)
    return tally + Tally(failed=len(found.faults))


def import_subscribers(
    db: connection, subscriptions: Sequence[Subscription], *, faulty: Sequence[str] = (), now: datetime
) -> Tally:
    """Bring the file's subscribers into the table: edited rows stay, vanished ones are switched off.

    An address with one subscription to a channel keeps what waits for it when its cadence changes. What ``faulty``
    addresses subscribed to before stays as it was.
    """
    places = [(one.email, one.channel, one.label) for one in subscriptions]
    with store.transaction(db):
        for one in subscriptions:
            if places.count((one.email, one.channel, one.label)) == 1:
                store.change_cadence(db, one)
            store.save_subscription(db, one, now=now)
        gone = store.disable_vanished_subscriptions(db, subscriptions, faulty)
    log.info("%d subscriptions in the file, %d no longer in it", len(subscriptions), gone)
    return Tally(done=len(subscriptions), skipped=gone)
