"""Pages → articles."""

from __future__ import annotations

import logging
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta

from psycopg2.extensions import connection

from embargowatch import store
from embargowatch.clean import clean_failed
from embargowatch.clean.revisions import alike, same_reading
from embargowatch.pipeline.work import BATCH, REFUSED, attempt, internal, until_nothing_waits
from embargowatch.sandbox import Sandbox
from embargowatch.store import KeptPage, SavedRevision
from embargowatch.types import Article, Failure, Tally

RETRY_AFTER = (timedelta(hours=6), timedelta(days=1), timedelta(days=3))
"""A page that failed or is a wall is asked for again this long after each time it was given up."""
READABLE = ("ok", "summary_only")

log = logging.getLogger("embargowatch.clean")


def clean(db: connection, *, now: datetime, sandbox: Sandbox | None = None) -> Tally:
    """Make articles out of the pages that wait. ``sandbox`` is one to go on using; else it has its own."""
    with nullcontext(sandbox) if sandbox else Sandbox() as reader:

        def batch() -> Tally | None:
            kept = store.pages_to_clean(db, limit=BATCH)
            return _clean(db, reader, kept, now) if kept else None

        return until_nothing_waits(db, batch)


def _clean(db: connection, sandbox: Sandbox, kept: list[KeptPage], now: datetime) -> Tally:
    read = [(page, *_read(db, sandbox, page, now)) for page in kept]
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
            unsaved = _save_article(db, article, kept, now)
            store.save_page_state(db, page_id, "cleaned", failure.reason if failure else unsaved)
            if not kept.replayed:
                store.save_entry_retry(db, _entry_id(kept), _retry_at(kept, article, now))
    except REFUSED as error:
        store.save_page_state(db, page_id, "failed", internal(f"saving the article of {kept.page.url}", error).reason)
        return Tally(failed=1)
    return Tally(done=1)


def _read(db: connection, sandbox: Sandbox, kept: KeptPage, now: datetime) -> tuple[Article | None, Failure | None]:
    """The article of a page; where the page cannot be read, the feed's own words."""
    failure: Failure | None = None
    if kept.failure_kind is None:
        read = attempt(log, f"reading {kept.page.url}", lambda: sandbox.clean(kept.page, kept.entry, now))
        if isinstance(read, Article):
            return _placed(db, read, kept), None
        failure = read
    kind, reason = (failure.kind, failure.reason) if failure else (kept.failure_kind or "internal", kept.reason)
    stood_in = attempt(
        log, f"reading the feed's words for {kept.page.url}", lambda: clean_failed(kept.entry, kind, reason, now)
    )
    if isinstance(stood_in, Article):
        return _placed(db, stood_in, kept), failure
    return None, stood_in


def _placed(db: connection, article: Article, kept: KeptPage) -> Article:
    """The article with its page, under the address that it was saved under before, else the one that its page names."""
    known = store.address_of_entry(db, _entry_id(kept))
    return replace(article, entry_id=kept.page.entry_id, page_id=kept.page.id, url=known or article.url)


def _retry_at(kept: KeptPage, article: Article, now: datetime) -> datetime | None:
    """When a page that did not give its article is asked for again; None: it did, or that cannot help any more."""
    hopeless = kept.failure_kind and Failure(kept.failure_kind, kept.reason, kept.page.status or None).permanent
    if article.status == "ok" or hopeless or kept.retries >= len(RETRY_AFTER):
        return None
    return now + RETRY_AFTER[kept.retries]


def _save_article(db: connection, article: Article, kept: KeptPage, now: datetime) -> str:
    """Save it unless it is what we have; why it was not saved, or ""."""
    state, state_reason = _state(article)
    while True:
        newest = store.newest_article(db, article.url)
        if newest and _another(newest, article, kept):
            article = replace(article, url=kept.entry.url)
            continue
        if newest and _nothing_new(newest, article):
            if kept.replayed:
                store.reread_article(db, newest.id, article, state=state, state_reason=state_reason)
            return f"the same text as revision {newest.revision}"
        if newest and newest.status == "ok" and article.status != "ok" and newest.page_id != article.page_id:
            return f"revision {newest.revision} stays, because this reading is {article.status}: {article.reason}"
        numbered = replace(article, revision=newest.revision + 1 if newest else 1)
        saved = store.save_article(
            db, numbered, state=state, state_reason=state_reason, replayed=kept.replayed, now=now
        )
        if saved is not None:
            return ""
        # Another worker has just saved this revision of the same article: look again.


def _another(newest: SavedRevision, article: Article, kept: KeptPage) -> bool:
    """Whether something else is at the address that the page names: some templates name the same one on every page."""
    if newest.entry_id == article.entry_id or article.url == kept.entry.url:
        return False
    return not alike(newest.title, newest.text, article.title, article.text)


def _nothing_new(newest: SavedRevision, article: Article) -> bool:
    if newest.status != "ok" and article.status == "ok":  # now it is the page's own
        return False
    return same_reading(newest.title, newest.text, article.title, article.text)


def _state(article: Article) -> tuple[str, str]:
    if article.status in READABLE and (article.text.strip() or article.title.strip()):
        return "to_classify", ""
    return "unreadable", article.reason or f"nothing to read ({article.status})"


def _entry_id(kept: KeptPage) -> int:
    assert kept.page.entry_id is not None  # it comes from the table
    return kept.page.entry_id


def _page_id(kept: KeptPage) -> int:
    assert kept.page.id is not None  # it comes from the table
    return kept.page.id
