"""What an address turns out to be, for whoever wants to make a source of it."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, replace
from datetime import datetime

from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning

from embargowatch.charset import decode
from embargowatch.fetch.advertised import Advertised, advertised
from embargowatch.fetch.content import FeedContent
from embargowatch.fetch.read import read_feed
from embargowatch.fetch.rows import Proposal, propose
from embargowatch.types import Failure, Feed, FeedKind, Page

_FORMATS: tuple[tuple[str, FeedKind, re.Pattern[str]], ...] = (
    ("JSON Feed", "feed", re.compile(r"\s*\{.{0,2000}?jsonfeed\.org/version/", re.DOTALL)),
    ("sitemap index", "sitemap", re.compile(r"<(?:\w{1,20}:)?sitemapindex\b", re.IGNORECASE)),
    ("sitemap", "sitemap", re.compile(r"<(?:\w{1,20}:)?urlset\b", re.IGNORECASE)),
    ("RDF (RSS 1.0)", "feed", re.compile(r"<(?:\w{1,20}:)?RDF\b")),
    ("RSS", "feed", re.compile(r"<rss\b", re.IGNORECASE)),
    ("Atom", "feed", re.compile(r"<(?:\w{1,20}:)?feed\b")),
)
HEAD = 20_000
"""Bytes of a page that say whether it asks for consent."""
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """What one answer is."""

    format: str
    """RSS, Atom, RDF (RSS 1.0), JSON Feed, sitemap, sitemap index, page; empty for none of these."""
    kind: FeedKind
    content: FeedContent | Failure
    advertised: tuple[Advertised, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    """Of a page: where its rows may be, the likeliest first."""


def look(page: Page, now: datetime) -> Look:
    """Read an answer as what it is; of a page, see which feeds it names and which rows repeat in it."""
    text = decode(page.body, page.headers.get("content-type", ""))
    name, kind = _format(text[:4000])
    source = Feed("the source", "", page.url, kind=kind)
    if name != "page":
        return Look(name, kind, read_feed(page, source, now))
    content = read_feed(replace(page, body=page.body[:HEAD]), source, now)  # a feed parser is slow on long pages
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        soup = BeautifulSoup(text, "lxml")
    return Look(name, kind, content, advertised(soup, page.final_url), propose(soup, text, page.final_url, now))


def _format(head: str) -> tuple[str, FeedKind]:
    if _PAGE.search(head):
        return "page", "feed"
    return next(((name, kind) for name, kind, pattern in _FORMATS if pattern.search(head)), ("", "feed"))
