"""Feeds as they really come, by feedparser: whatever `wellformed` leaves."""

from __future__ import annotations

import io
import re
from typing import Any

import feedparser

from embargowatch.fetch.content import MAX_ENTRIES
from embargowatch.fetch.dates import from_struct
from embargowatch.fetch.items import Item, Items
from embargowatch.fetch.plain import printable

_CHARREF = re.compile(r"&#(?:0*(\d{1,9})|x0*([0-9a-f]{1,8}));", re.IGNORECASE)


def read_leniently(text: str) -> tuple[Items, str, bool]:
    """The items of a feed, feedparser's complaint on one line, and whether it knows the format. May raise anything."""
    parsed = _parse(text)
    words = " ".join(str(parsed.get("bozo_exception") or "").split())[:200] if parsed.bozo else ""
    items = tuple(map(_item, parsed.entries[:MAX_ENTRIES]))
    return Items(_text(parsed.feed, "title"), items), words, bool(parsed.version)


def _parse(text: str) -> Any:
    return feedparser.parse(
        io.BytesIO(_CHARREF.sub(_possible, printable(text)).encode()),
        # No content-location: `canonical` makes links absolute, and feedparser would do it for every element.
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,  # the text is cleaned afterwards anyway, and this is 3 to 4 times faster
        resolve_relative_uris=False,
    )


def _possible(reference: re.Match[str]) -> str:
    """A character reference, or nothing where there is no such character: feedparser stops at those."""
    code = int(reference[1]) if reference[1] else int(reference[2], 16)
    return reference[0] if code in (9, 10, 13) or 32 <= code < 0xD800 or 0xDFFF < code < 0x110000 else ""


def _item(raw: Any) -> Item:
    contents = (str(each.get("value") or "") for each in dict.get(raw, "content") or ())
    authors = (_text(each, "name") for each in dict.get(raw, "authors") or () if isinstance(each, dict))
    return Item(
        title=_text(raw, "title"),
        texts=(_text(raw, "summary"), *contents),
        link=_link(raw),
        author=_text(raw, "author"),
        authors=tuple(authors),
        published=_text(raw, "published"),
        published_at=from_struct(dict.get(raw, "published_parsed")),
        updated=_text(raw, "updated"),
        updated_at=from_struct(dict.get(raw, "updated_parsed")),
    )


def _text(raw: Any, name: str) -> str:
    # dict.get: feedparser's own look-up passes "published" off as "updated".
    value = dict.get(raw, name)
    return value if isinstance(value, str) else ""


def _link(raw: Any) -> str:
    if link := _text(raw, "feedburner_origlink") or _text(raw, "link"):
        return link
    for link in dict.get(raw, "links") or ():
        if link.get("rel") in (None, "alternate") and link.get("href"):
            return str(link["href"])
    identifier = _text(raw, "id")
    return identifier if identifier.startswith(("http://", "https://")) else ""
