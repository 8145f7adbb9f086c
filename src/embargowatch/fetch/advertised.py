"""The feeds that a page advertises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from embargowatch.fetch.plain import line
from embargowatch.urls import canonical

MOST = 20
_TYPE = re.compile(r"application/(?:rss|atom|rdf)\+xml|application/feed\+json", re.IGNORECASE)
_LINK = re.compile(r"(?:[./](?:rss|atom|rdf)|/feed|/rss\.xml|\.rss|/feeds?/[\w./-]{0,60}\.xml)/?$", re.IGNORECASE)
_WORD = re.compile(r"(?:rss|atom|json)(?: \d\.\d)?(?: feeds?)?|feeds?|subscribe \(rss\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Advertised:
    """A feed that a page names."""

    url: str
    title: str = ""


def advertised(soup: BeautifulSoup, base: str) -> tuple[Advertised, ...]:
    """The feeds that a page's head names; then those that its text links to by the name of RSS."""
    found: dict[str, Advertised] = {}
    for tag in (*_in_head(soup), *_in_text(soup)):
        url = canonical(str(tag.get("href")), base)
        if url and url != canonical(base):
            found.setdefault(url, Advertised(url, line(str(tag.get("title") or ""))[:200]))
    return tuple(found.values())[:MOST]


def _in_head(soup: BeautifulSoup) -> Iterator[Tag]:
    for link in soup.find_all("link", href=True):
        if "alternate" in (link.get("rel") or ()) and _TYPE.match(str(link.get("type") or "").strip()):
            yield link


def _in_text(soup: BeautifulSoup) -> Iterator[Tag]:
    for link in soup.find_all("a", href=True):
        path = str(link["href"]).partition("?")[0].partition("#")[0][:500]
        if _LINK.search(path) or _WORD.fullmatch(" ".join(link.get_text(" ").split())[:60]):
            yield link
