"""Entries → pages → articles."""

from __future__ import annotations

import logging
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta

from psycopg2.extensions import connection

from embargowatch import store
from embargowatch.clean import clean_failed
from embargowatch.pipeline.following import FetchMany
from embargowatch.pipeline.work import BATCH, REFUSED, attempt, internal, until_nothing_waits
from embargowatch.sandbox import Sandbox
from embargowatch.store import KeptPage, WantedEntry
from embargowatch.types import Article, Entry, Failure, Page, Request, Tally
from embargowatch.web import Web

MOST_ATTEMPTS = 3
"""To have a page; then the feed's own words stand in."""
TRY_AGAIN_AFTER = timedelta(minutes=10)
MOST_RETRY_AFTER = timedelta(days=1)
READABLE = ("ok", "summary_only")

scrape_log = logging.getLogger("embargowatch.scrape")
clean_log = logging.getLogger("embargowatch.clean")


def scrape(db: connection, web: Web | FetchMany, *, now: datetime) -> Tally:
    """Download the pages that entries wait for."""

    def batch() -> Tally | None:
        wanted = store.entries_to_scrape(db, now=now, limit=BATCH)
        return _scrape(db, web, wanted, now) if wanted else None

    return until_nothing_waits(db, batch)


def _scrape(db: connection, web: Web | FetchMany, wanted: list[WantedEntry], now: datetime) -> Tally:
    answers = {request.of: answer for request, answer in web.fetch_many(map(_request, wanted))}
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
            scrape_log.info("%s: %s", want.entry.url, answer.reason)
        tally += Tally(failed=1) if isinstance(answer, Failure) else Tally(done=1)
    return tally


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
    final = failure.permanent or attempts >= MOST_ATTEMPTS
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
        next_try_at=None if final else now + _patience(failure, attempts),
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


def _patience(failure: Failure, attempts: int) -> timedelta:
    asked = timedelta(seconds=min(failure.retry_after or 0, 1e6))
    return max(TRY_AGAIN_AFTER * float(4 ** (attempts - 1)), min(asked, MOST_RETRY_AFTER))


def clean(db: connection, *, now: datetime, sandbox: Sandbox | None = None) -> Tally:
    """Make articles out of the pages that wait. ``sandbox`` is one to go on using; else it has its own."""
    with nullcontext(sandbox) if sandbox else Sandbox() as reader:

        def batch() -> Tally | None:
            kept = store.pages_to_clean(db, limit=BATCH)
            return _clean(db, reader, kept, now) if kept else None

        return until_nothing_waits(db, batch)


def _clean(db: connection, sandbox: Sandbox, kept: list[KeptPage], now: datetime) -> Tally:
    read = [(page, *_read(sandbox, page, now)) for page in kept]
    # In the order of their URLs: two workers with the same article wait for each other and do not lock up.
    read.sort(key=lambda one: one[1].url if one[1] else "")
    return sum((_save_reading(db, page, article, failure, now) for page, article, failure in read), Tally())


def _save_reading(
    db: connection, kept: KeptPage, article: Article | None, failure: Failure | None, now: datetime
) -> Tally:
    page_id = _page_id(kept)
    if article is None:
        store.save_page_state(db, page_id, "failed", failure.reason if failure else "")
        return Tally(failed=1)
    try:
        with store.item(db):
            unsaved = _save_article(db, article, replayed=kept.replayed, now=now)
            store.save_page_state(db, page_id, "cleaned", failure.reason if failure else unsaved)
    except REFUSED as error:
        store.save_page_state(db, page_id, "failed", internal(f"saving the article of {kept.page.url}", error).reason)
        return Tally(failed=1)
    return Tally(done=1)


def _read(sandbox: Sandbox, kept: KeptPage, now: datetime) -> tuple[Article | None, Failure | None]:
    """The article of a page; where the page cannot be read, the feed's own words."""
    failure: Failure | None = None
    if kept.failure_kind is None:
        read = attempt(clean_log, f"reading {kept.page.url}", lambda: sandbox.clean(kept.page, kept.entry, now))
        if isinstance(read, Article):
            return _placed(read, kept), None
        failure = read
    kind, reason = (failure.kind, failure.reason) if failure else (kept.failure_kind or "internal", kept.reason)
    stood_in = attempt(
        clean_log, f"reading the feed's words for {kept.page.url}", lambda: clean_failed(kept.entry, kind, reason, now)
    )
    if isinstance(stood_in, Article):
        return _placed(stood_in, kept), failure
    return None, stood_in


def _placed(article: Article, kept: KeptPage) -> Article:
    return replace(article, entry_id=kept.page.entry_id, page_id=kept.page.id)


def _save_article(db: connection, article: Article, *, replayed: bool, now: datetime) -> str:
    """Save it unless it is what we have; why it was not saved, or ""."""
    state, state_reason = _state(article)
    while True:
        newest = store.newest_article(db, article.url)
        if newest and newest.text_sha256 == store.text_sha256(article):
            if replayed:
                store.reread_article(db, newest.id, article, state=state, state_reason=state_reason)
            return f"the same text as revision {newest.revision}"
        if newest and newest.status == "ok" and article.status != "ok" and newest.page_id != article.page_id:
            return f"revision {newest.revision} stays, because this reading is {article.status}: {article.reason}"
        revision = newest.revision + 1 if newest else 1
        numbered = replace(article, revision=revision)
        saved = store.save_article(db, numbered, state=state, state_reason=state_reason, replayed=replayed, now=now)
        if saved is not None:
            return ""
        # Another worker has just saved this revision of the same article: look again.


def _state(article: Article) -> tuple[str, str]:
    if article.status in READABLE and (article.text.strip() or article.title.strip()):
        return "to_classify", ""
    return "unreadable", article.reason or f"nothing to read ({article.status})"


def _id(entry: Entry) -> int:
    assert entry.id is not None  # it comes from the table
    return entry.id


def _page_id(kept: KeptPage) -> int:
    assert kept.page.id is not None  # it comes from the table
    return kept.page.id
