"""Listing pages: the rows that a page repeats, found by CSS selectors."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import datetime

from bs4 import BeautifulSoup, Tag, XMLParsedAsHTMLWarning
from soupsieve import SelectorSyntaxError

from embargowatch.fetch.content import FeedContent, collect
from embargowatch.fetch.dates import check, parse
from embargowatch.fetch.plain import printable
from embargowatch.types import Entry, Failure, Feed, Selectors
from embargowatch.urls import canonical, site

MAX_ROWS = 1000


def read_listing(html: str, url: str, feed: Feed, now: datetime) -> FeedContent | Failure:
    """The rows of a listing page as entries; a page on which no row matches is broken: it has changed."""
    if feed.selectors is None:
        return Failure("broken", f"{feed.slug}: a listing page needs `selectors` in feeds.yaml, and has none")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)  # then no row matches, and that is said
        soup = BeautifulSoup(html, "lxml")
    try:
        rows = soup.select(feed.selectors.row, limit=MAX_ROWS)
        more = _next(soup, feed.selectors, url)
        content = collect(_entries(rows, feed.selectors, url, feed, now), _title(soup), more=more)
    except SelectorSyntaxError as error:
        return Failure("broken", f"{feed.slug}: a selector in feeds.yaml cannot be read: {str(error).splitlines()[0]}")
    if not rows:
        return Failure("broken", f"{feed.slug}: nothing on {url} matches the row selector {feed.selectors.row!r}")
    return content


def _next(soup: BeautifulSoup, selectors: Selectors, base: str) -> tuple[str, ...]:
    """The page with older rows: of the same site, else a page could send us anywhere."""
    link = soup.select_one(selectors.next) if selectors.next else None
    href = str(link.get("href") or "") if link else ""
    url = canonical(href, base) if href and not href.startswith("#") else ""
    return (url,) if url and site(url) == site(base) and url != canonical(base) else ()


def _entries(rows: list[Tag], selectors: Selectors, base: str, feed: Feed, now: datetime) -> Iterator[Entry | str]:
    for row in rows:
        link = row if row.name == "a" and row.get("href") else row.select_one(selectors.link)
        href = str(link.get("href") or "") if link else ""
        title = _words(row.select_one(selectors.title) or link)
        url = canonical(href, base) if href else ""
        if not url:
            yield f"{feed.slug}: the row {title[:60]!r} has no link"
        elif not title:
            yield f"{feed.slug}: the row of {url} has no title"
        else:
            published, note = _date(row, selectors, feed, now)
            yield Entry(url, title, published=published, date_note=note, feed_id=feed.id)


def _date(row: Tag, selectors: Selectors, feed: Feed, now: datetime) -> tuple[datetime | None, str]:
    cell = row.select_one(selectors.date) if selectors.date else row.select_one("time")
    if cell is None:
        return None, ""
    written = str(cell.get("datetime") or _words(cell))[:60]
    moment = parse(written, day_first=feed.country != "US")
    if moment is None:
        return None, f"the date {written!r} cannot be read" if written else ""
    return check(moment, written, now)


def _words(tag: Tag | None) -> str:
    return printable(" ".join(tag.get_text(" ").split()))[:1000] if tag else ""


def _title(soup: BeautifulSoup) -> str:
    return _words(soup.title)
