"""Pages out of the archive, pages of other archives into it, and what is let go."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice

from psycopg2.extensions import connection

from embargowatch import store
from embargowatch.pipeline.work import BATCH, REFUSED, internal
from embargowatch.settings import Settings
from embargowatch.types import Tally
from embargowatch.urls import canonical
from embargowatch.warc import Archived, LeftOut
from embargowatch.web.addresses import bad_url

HOSTS_KEPT = timedelta(days=30)

log = logging.getLogger("embargowatch.archive")


def archived(db: connection, day: date) -> Iterator[Archived]:
    """What was fetched on a day (UTC), in the order of its ids; a few at a time are in memory."""
    after = 0
    while found := store.pages_of_day(db, day, after=after, limit=BATCH):
        for kept, removed in found:
            yield Archived(kept.page, kept.entry, kept.reason if kept.failure_kind else "", removed)
        after = found[-1][0].page.id or 0


def replay_pages(db: connection, pages: Iterable[Archived | LeftOut], *, now: datetime) -> Tally:
    """Keep an archive's pages as pages to clean; what follows tells nobody, and fetches nothing.

    A page whose entry has a newer one is kept and not read.
    """
    tally = Tally()
    waiting = iter(pages)
    while batch := list(islice(waiting, BATCH)):
        with store.transaction(db):
            tally = sum((_replay(db, each, now) for each in batch), tally)
    return tally


def _replay(db: connection, each: Archived | LeftOut, now: datetime) -> Tally:
    if isinstance(each, LeftOut):
        log.info("left out: %s", each.reason)
        return Tally(skipped=1)
    url = canonical(each.page.url)
    if fault := bad_url(each.page.url) or ("" if url else f"{each.page.url[:200]!r} is not a web address"):
        log.info("left out: %s", fault)
        return Tally(skipped=1)
    try:
        with store.item(db):
            entry_id = store.save_replayed_entry(db, replace(each.entry, url=url), now=now)
            read = store.save_replayed_page(db, replace(each.page, url=url, entry_id=entry_id))
    except REFUSED as error:
        log.warning("%s", internal(f"keeping {url[:200]}", error).reason)
        return Tally(failed=1)
    return Tally(done=1) if read else Tally(skipped=1)


def forget(db: connection, settings: Settings, *, now: datetime) -> Tally:
    """Let go of what old pages held, as the settings say, and of hosts that nobody asked for a month.

    Articles stay, and each can still be read again. The tally counts pages.
    """
    with store.transaction(db):
        store.forget_hosts(db, before=now - HOSTS_KEPT)
        store.forget_robots(db, before=now - HOSTS_KEPT)
    if not settings.keep_pages_days:
        return Tally()
    with store.transaction(db):
        removed = store.remove_bodies(db, before=now - timedelta(days=settings.keep_pages_days), now=now)
    log.info("what %d pages held is let go", removed)
    return Tally(done=removed)
