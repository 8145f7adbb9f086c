"""Entries → pages."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from psycopg2.extensions import connection

from embargowatch import store
from embargowatch.clean.leading import leads_to
from embargowatch.fetch.schedule import severity
from embargowatch.pipeline.following import FetchMany
from embargowatch.pipeline.polls import PUT_OFF
from embargowatch.pipeline.work import BATCH, REFUSED, internal, until_nothing_waits
from embargowatch.store import WantedEntry
from embargowatch.types import Entry, Failure, Page, Request, Tally
from embargowatch.web import Web
from embargowatch.web.answers import MAX_RETRY_AFTER_S

MOST_ATTEMPTS = 3
"""To have a page; then the feed's own words stand in."""
TRY_AGAIN_AFTER = timedelta(minutes=10)
WORTH_WAITING = timedelta(hours=1)
"""Whoever has to wait longer for a page reads the feed's own words meanwhile."""

log = logging.getLogger("embargowatch.scrape")


def scrape(db: connection, web: Web | FetchMany, *, now: datetime) -> Tally:
    """Download the pages that entries wait for."""

    def batch() -> Tally | None:
        wanted = store.entries_to_scrape(db, now=now, limit=BATCH)
        return _scrape(db, web, wanted, now) if wanted else None

    return until_nothing_waits(db, batch)


def _scrape(db: connection, web: Web | FetchMany, wanted: list[WantedEntry], now: datetime) -> Tally:
    answers = _answers(web, map(_request, wanted))
    answers |= _answers(web, _further(answers))
    tally = Tally()
    for want in wanted:  # in their order, whatever came first: then the same answers make the same rows
        answer = answers[want]
        try:
            with store.item(db):
                _save_answer(db, want, answer, now)
        except REFUSED as error:
            answer = internal(f"saving {want.entry.url}", error)
            store.save_entry_state(
                db, _id(want.entry), "failed", attempts=want.attempts + 1, failure_kind="internal", reason=answer.reason
            )
        if isinstance(answer, Failure):
            log.info("%s: %s", want.entry.url, answer.reason)
        tally += Tally(failed=1) if isinstance(answer, Failure) else Tally(done=1)
    return tally


def _answers(web: Web | FetchMany, requests: Iterable[Request]) -> dict[WantedEntry, Page | Failure]:
    return {request.of: answer for request, answer in web.fetch_many(requests)}


def _further(answers: Mapping[WantedEntry, Page | Failure]) -> list[Request]:
    """Where the pages lead that only send one on; once, or they could go on for ever."""
    return [
        replace(_request(want), url=to, etag="", last_modified="")
        for want, answer in answers.items()
        if isinstance(answer, Page) and (to := leads_to(answer.body, answer.final_url))
    ]


def _request(want: WantedEntry) -> Request:
    return Request(
        want.entry.url,
        of=want,
        etag=want.etag,
        last_modified=want.last_modified,
        user_agent=want.user_agent,
        obeys_robots=True,
    )


def _save_answer(db: connection, want: WantedEntry, answer: Page | Failure, now: datetime) -> None:
    entry_id = _id(want.entry)
    match answer:
        case Page(not_modified=True):
            store.reopen_newest_page(db, entry_id)
            store.save_entry_state(db, entry_id, "scraped", attempts=0)
        case Page() as page:
            page_id = store.save_page(db, replace(page, entry_id=entry_id, url=want.entry.url))
            store.supersede_pages(db, entry_id, by=page_id)
            store.save_entry_state(db, entry_id, "scraped", attempts=0)
        case Failure() as failure:
            _save_failure(db, want, failure, now)


def _save_failure(db: connection, want: WantedEntry, failure: Failure, now: datetime) -> None:
    attempts = want.attempts + 1
    wait = _wait(failure, attempts)
    if failure.kind == PUT_OFF and (want.again or wait <= WORTH_WAITING):
        store.put_off_entry(db, _id(want.entry), until=now + wait)
        return
    final = severity(failure) != "temporary" or attempts >= MOST_ATTEMPTS or wait > WORTH_WAITING
    if final:
        page_id = store.save_page(
            db, _stand_in(want.entry, failure, now), failure, sha=store.failure_sha256(want.entry, failure)
        )
        store.supersede_pages(db, _id(want.entry), by=page_id)
    store.save_entry_state(
        db,
        _id(want.entry),
        "failed" if final else "to_scrape",
        attempts=attempts,
        failure_kind=failure.kind,
        reason=failure.reason,
        next_try_at=None if final else now + wait,
    )


def _stand_in(entry: Entry, failure: Failure, now: datetime) -> Page:
    return Page(
        url=entry.url,
        final_url=failure.final_url or entry.url,
        status=failure.status or store.NO_ANSWER,
        headers={},
        body=b"",
        fetched_at=now,
        entry_id=entry.id,
    )


def _wait(failure: Failure, attempts: int) -> timedelta:
    asked = timedelta(seconds=min(failure.retry_after or 0, MAX_RETRY_AFTER_S))
    return asked if failure.kind == PUT_OFF else max(TRY_AGAIN_AFTER * float(4 ** (attempts - 1)), asked)


def _id(entry: Entry) -> int:
    assert entry.id is not None  # it comes from the table
    return entry.id
