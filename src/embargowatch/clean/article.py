"""The article of an entry: its page's text, or the feed's own where the page has none for us."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from embargowatch.charset import decode
from embargowatch.clean.language import language_of
from embargowatch.clean.reading import MAX_CHARS, Reading, read_html
from embargowatch.fetch.dates import EARLIEST, LATEST_AHEAD
from embargowatch.types import Article, Entry, FailureKind, Page
from embargowatch.urls import canonical
from embargowatch.web.answers import not_text


def clean(page: Page, entry: Entry, now: datetime) -> Article:
    """The article on a page. Walls, lists and empty pages give the feed's own text, marked summary_only.

    Where the feed has no text either, the article has none, and the page's own status says why. Never raises
    for anything that a page can hold; `sandbox.clean` is the same under a limit of CPU and memory.
    """
    if what := not_text("", page.body[:32]):
        return _from_feed(entry, Reading(status="not_article", reason=f"{page.final_url} is {what}"), page)
    if len(page.body) > 4 * MAX_CHARS:
        reason = f"{page.final_url} has {len(page.body):,} bytes, which is more than an article"
        return _from_feed(entry, Reading(status="too_large", reason=reason), page)
    reading = read_html(decode(page.body, page.headers.get("content-type", "")), page.final_url)
    if reading.status != "ok" and len(entry.summary) >= len(reading.text):
        return _from_feed(entry, reading, page)
    return Article(
        url=_address(reading, page, entry),
        title=reading.title or entry.title,
        text=reading.text,
        authors=reading.authors or entry.authors,
        published=_believed(reading.published, now) or entry.published,
        language=reading.language,
        status=reading.status,
        reason=reading.reason,
        entry_id=entry.id,
        page_id=page.id,
    )


def clean_failed(entry: Entry, failure_kind: FailureKind, reason: str, now: datetime) -> Article:  # noqa: ARG001 — as `clean`
    """The article of an entry whose page could not be had: the feed's own text, and why."""
    return _from_feed(entry, Reading(status="error", reason=reason or failure_kind.replace("_", " ")), None)


def _from_feed(entry: Entry, reading: Reading, page: Page | None) -> Article:
    """What the feed says, in place of a page that says nothing."""
    has_text = bool(entry.summary.strip())
    return Article(
        url=entry.url,
        title=entry.title or reading.title,
        text=entry.summary,
        authors=entry.authors,
        published=entry.published,
        language=language_of(f"{entry.title}\n{entry.summary}"),
        status="summary_only" if has_text else reading.status,
        reason=reading.reason,
        entry_id=entry.id,
        page_id=page.id if page else None,
    )


def _address(reading: Reading, page: Page, entry: Entry) -> str:
    """The address that the page gives for itself, else the one that the feed's link leads to."""
    reached = canonical(page.final_url)
    return reading.address or (reached if urlsplit(reached).path.strip("/") else "") or entry.url


def _believed(published: datetime | None, now: datetime) -> datetime | None:
    return published if published and EARLIEST <= published <= now + LATEST_AHEAD else None
