"""JSON Feed, versions 1 and 1.1 (jsonfeed.org): a feed that is a JSON object."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from embargowatch.fetch.content import MAX_ENTRIES, FeedContent, collect
from embargowatch.fetch.dates import believed
from embargowatch.fetch.plain import line, plain
from embargowatch.types import Entry, Failure, Feed
from embargowatch.urls import canonical

VERSION = "jsonfeed.org/version/"


def read_json_feed(text: str, url: str, feed: Feed, now: datetime) -> FeedContent | Failure:
    """The items of a JSON Feed as entries; a JSON text that is none is not a feed."""
    where = f"{feed.slug}: {url}"
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError) as error:  # RecursionError: nested deeper than anything honest
        return Failure("broken", f"{where} cannot be parsed: it begins like JSON, but {' '.join(str(error).split())}")
    if not isinstance(parsed, dict) or VERSION not in _text(parsed, "version"):
        return Failure("not_a_feed", f"{where} is not a feed: it is JSON without the version of a JSON Feed")
    items = parsed.get("items")
    if not isinstance(items, list):
        return Failure("broken", f"{where} cannot be parsed: its `items` are not a list")
    return collect((_entry(item, url, feed, now) for item in items[:MAX_ENTRIES]), line(_text(parsed, "title")))


def _entry(item: Any, base: str, feed: Feed, now: datetime) -> Entry | str:
    if not isinstance(item, dict):
        return f"{feed.slug}: an item is not an object"
    title, summary = line(_text(item, "title")), _summary(item)
    what = repr(title[:60]) if title else "an item without title"
    link = _link(item)
    if not link:
        return f"{feed.slug}: {what} has no link"
    if not (url := canonical(link, base)):
        return f"{feed.slug}: {what} links to {link[:100]!r}, which is not a web address"
    if not title and not summary:
        return f"{feed.slug}: {url} has neither title nor summary"
    published, note = believed(_text(item, "date_published"), None, now)
    updated, updated_note = believed(_text(item, "date_modified"), None, now)
    return Entry(
        url=url,
        title=title,
        summary="" if summary == title else summary,
        authors=tuple(dict.fromkeys(_authors(item))),
        published=published or updated,
        updated=updated,
        date_note=note or updated_note,
        feed_id=feed.id,
    )


def _link(item: dict[str, Any]) -> str:
    identifier = _text(item, "id")
    named = _text(item, "url") or _text(item, "external_url")
    return named or (identifier if identifier.startswith(("http://", "https://")) else "")


def _summary(item: dict[str, Any]) -> str:
    html, text, short = (_text(item, name) for name in ("content_html", "content_text", "summary"))
    return plain(max(html, text, short, key=len))


def _authors(item: dict[str, Any]) -> Iterator[str]:
    """Version 1.1 has a list, version 1 one author."""
    named = item.get("authors")
    for author in named[:20] if isinstance(named, list) else [item.get("author")]:
        if isinstance(author, dict) and (name := line(_text(author, "name"))[:80]):
            yield name


def _text(values: dict[str, Any], name: str) -> str:
    value = values.get(name)
    return value.strip() if isinstance(value, str) else ""
