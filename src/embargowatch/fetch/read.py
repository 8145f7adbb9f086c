"""Reading a source: RSS, Atom and RDF here, JSON Feed, sitemaps and listing pages in modules of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

from embargowatch.charset import decode
from embargowatch.fetch.content import MAX_ENTRIES, FeedContent, collect
from embargowatch.fetch.dates import believed
from embargowatch.fetch.items import Item, Items
from embargowatch.fetch.json_feed import read_json_feed
from embargowatch.fetch.plain import line, plain, printable
from embargowatch.fetch.sitemap import read_sitemap
from embargowatch.fetch.wellformed import read_items
from embargowatch.types import Entry, Failure, Feed, Page
from embargowatch.urls import canonical

_LOOKS_LIKE_HTML = re.compile(r"\s*(?:<!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_CONSENT = re.compile(r"consent|cookie[- ]?wall|guce\.|before you continue|privacy settings", re.IGNORECASE)
_SITEMAP = re.compile(r"<(?:\w{1,20}:)?(?:urlset|sitemapindex)\b", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>([^<]{0,300})", re.IGNORECASE)
_MAILBOX = re.compile(r"\S+@\S+\s*\(([^()]{2,80})\)")


def read_feed(page: Page, feed: Feed, now: datetime) -> FeedContent | Failure:
    """The entries of one answer of a source, or why there are none to be had.

    An entry needs a link, and a title or a summary; it is kept without a date. A hostile feed can cost much CPU:
    `sandbox.read_feed` is the same under a limit.
    """
    text = decode(page.body, page.headers.get("content-type", ""))
    if not text.strip():
        return Failure("not_a_feed", f"{feed.slug}: {page.final_url} answered {page.status} with nothing in it")
    match feed.kind:
        case "listing":
            from embargowatch.fetch.listing import read_listing  # noqa: PLC0415 - as above

            return read_listing(text, page.final_url, feed, now)
        case "sitemap" if not _LOOKS_LIKE_HTML.match(text):
            return read_sitemap(printable(text), page.final_url, feed, now)
        case _ if text.lstrip().startswith("{"):
            return read_json_feed(printable(text), page.final_url, feed, now)
        case _:
            return _read(text, page, feed, now)


def _read(text: str, page: Page, feed: Feed, now: datetime) -> FeedContent | Failure:
    if (found := read_items(text)) is not None:
        return collect(_entries(found, page, feed, now), line(found.title))
    from embargowatch.fetch.lenient import read_leniently  # noqa: PLC0415 - start-up that everyday feeds never pay

    try:
        found, words, recognised = read_leniently(text)
    except Exception as error:  # feedparser promises none, and raises what its codecs and regular expressions raise
        reason = " ".join(str(error).split())[:200]
        return Failure("broken", f"{feed.slug}: {page.final_url} cannot be parsed: {reason}")
    if not found.items and (_LOOKS_LIKE_HTML.match(text) or not recognised):
        return _not_a_feed(text, page, feed, words)
    content = collect(_entries(found, page, feed, now), line(found.title), words)
    if words and not content.entries:
        return Failure("broken", f"{feed.slug}: {page.final_url} cannot be parsed: {words}")
    return content


def _not_a_feed(text: str, page: Page, feed: Feed, words: str) -> Failure:
    where = f"{feed.slug}: {page.final_url}"
    if _LOOKS_LIKE_HTML.match(text):
        title = _TITLE.search(text[:20_000])
        if _CONSENT.search(page.final_url) or (title and _CONSENT.search(title[1])):
            return Failure("consent_wall", f"{where} shows a consent page instead of the feed")
        return Failure("not_a_feed", f"{where} is a web page, not a feed")
    if _SITEMAP.search(text[:2000]):
        return Failure("not_a_feed", f"{where} is a sitemap: give the source `kind: sitemap`")
    if text.lstrip().startswith("<") and words:
        return Failure("broken", f"{where} cannot be parsed: {words}")
    kind = page.headers.get("content-type", "").partition(";")[0] or "of no stated type"
    return Failure("not_a_feed", f"{where} is not a feed ({kind}, begins with {text.strip()[:40]!r})")


def _entries(found: Items, page: Page, feed: Feed, now: datetime) -> Iterator[Entry | str]:
    return (_entry(item, page.final_url, feed, now) for item in found.items[:MAX_ENTRIES])


def _entry(item: Item, base: str, feed: Feed, now: datetime) -> Entry | str:
    title, summary = line(item.title), plain(max(item.texts, key=len, default=""))
    what = repr(title[:60]) if title else "an entry without title"
    if not item.link:
        return f"{feed.slug}: {what} has no link"
    if not (url := canonical(printable(item.link), base)):
        return f"{feed.slug}: {what} links to {item.link[:100]!r}, which is not a web address"
    if not title and not summary:
        return f"{feed.slug}: {url} has neither title nor summary"
    published, note = believed(item.published, item.published_at, now)
    updated, updated_note = believed(item.updated, item.updated_at, now)
    return Entry(
        url=url,
        title=title,
        summary="" if summary == title else summary,
        authors=tuple(_names(item)),
        published=published or updated,
        updated=updated,
        date_note=note or updated_note,
        feed_id=feed.id,
    )


def _names(item: Item) -> Iterator[str]:
    if mailbox := _MAILBOX.fullmatch(item.author.strip()):
        yield mailbox[1]
        return
    seen: set[str] = set()
    for name in item.authors or (item.author,):
        for part in _persons(name[:10_000]):
            if part.lower() not in seen:
                seen.add(part.lower())
                yield part


@lru_cache(maxsize=256)
def _persons(names: str) -> tuple[str, ...]:
    """Whom an author's element names; a feed has the same in many entries."""
    parts = re.split(r"\s*(?:,|;|\band\b|&)\s*", line(names))
    return tuple(part for part in parts if part and "@" not in part and len(part) < 80)
