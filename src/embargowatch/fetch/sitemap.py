"""News sitemaps (sitemaps.org with Google's news extension), and the indexes that list them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

from lxml import etree

from embargowatch.fetch.content import MAX_ENTRIES, FeedContent, collect
from embargowatch.fetch.dates import believed, parse
from embargowatch.fetch.plain import line
from embargowatch.types import Entry, Failure, Feed
from embargowatch.urls import canonical, site

MOST_SITEMAPS = 5
"""Of an index: those that changed last. A large site lists every month since it began."""
_EARLIEST = datetime(1, 1, 1, tzinfo=UTC)

Element = etree._Element


def read_sitemap(text: str, url: str, feed: Feed, now: datetime) -> FeedContent | Failure:
    """The news of a sitemap as entries; of an index, in ``more``, the sitemaps to read for them."""
    where = f"{feed.slug}: {url}"
    if "<!ENTITY" in text:
        return Failure("broken", f"{where} is refused: a sitemap has no reason to define entities")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, encoding="utf-8")
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        return Failure("broken", f"{where} cannot be parsed: {' '.join(str(error).split())[:200]}")
    if root is None:
        return Failure("broken", f"{where} cannot be parsed: it is not XML")
    match _name(root):
        case "sitemapindex":
            return _index(root, url, where)
        case "urlset":
            return _news(root, url, feed, where, now, _note(parser))
        case _:
            return Failure("not_a_feed", f"{where} is not a sitemap")


def _index(root: Element, url: str, where: str) -> FeedContent | Failure:
    listed = [(_child(each, "loc"), parse(_child(each, "lastmod")) or _EARLIEST) for each in _named(root, "sitemap")]
    # Those that say that they are news come first: the others are mostly of pages.
    newest = sorted(listed, key=lambda each: ("news" in each[0].lower(), each[1]), reverse=True)
    links = dict.fromkeys(link for loc, _ in newest if (link := canonical(loc, url)) and site(link) == site(url))
    if not links:
        return Failure("not_a_feed", f"{where} is a sitemap index that lists no sitemap of its own site")
    return FeedContent((), more=tuple(islice(links, MOST_SITEMAPS)))


def _news(root: Element, url: str, feed: Feed, where: str, now: datetime, note: str) -> FeedContent | Failure:
    rows = list(islice(_named(root, "url"), MAX_ENTRIES))
    if rows and not any(_news_of(row) is not None for row in rows):
        return Failure("not_a_feed", f"{where} is a sitemap of pages, without news: it says no title and no date")
    return collect((_entry(row, url, feed, now) for row in rows), note=note)


def _entry(row: Element, base: str, feed: Feed, now: datetime) -> Entry | str:
    news = _news_of(row)
    url = canonical(_child(row, "loc"), base)
    title = line(_child(news, "title")) if news is not None else ""
    if not url:
        return f"{feed.slug}: {title[:60]!r} has no link"
    if not title:
        return f"{feed.slug}: {url} has no title"
    published, note = believed(_child(news, "publication_date"), None, now)
    updated, updated_note = believed(_child(row, "lastmod"), None, now)
    return Entry(
        url, title, published=published, updated=updated, date_note=note or updated_note, feed_id=feed.id
    )  # fmt: skip


def _news_of(row: Element) -> Element | None:
    return next(_named(row, "news"), None)


def _named(parent: Element, name: str) -> Iterator[Element]:
    """The children of a name, whatever their namespace: it is often misspelt."""
    return (child for child in parent if _name(child) == name)


def _child(parent: Element | None, name: str) -> str:
    found = next(_named(parent, name), None) if parent is not None else None
    return "" if found is None else " ".join("".join(map(str, found.itertext())).split())[:2000]


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _note(parser: etree.XMLParser) -> str:
    errors = list(parser.error_log)
    return f"{errors[0].message} (line {errors[0].line})"[:200] if errors else ""
