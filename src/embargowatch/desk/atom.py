"""A subscription's alerts as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from unicodedata import category
from uuid import UUID, uuid5

from lxml import etree

NAMESPACE = "http://www.w3.org/2005/Atom"
IDS = UUID("7c0d3a7e-54a2-5a51-8d7b-9a9f8f0c7f0e")
"""Of this product, so that ids of feeds and entries are the same wherever and whenever they are made."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One alert."""

    id: str
    """What tells it from every other alert of its feed, whenever it is shown."""
    title: str
    html: str
    topic: str
    updated: datetime
    url: str


def atom(title: str, *, feed_id: str, url: str, desk_url: str, updated: datetime, entries: Sequence[Entry]) -> bytes:
    """The feed; ``feed_id`` is no secret, the address it is had at is one."""
    feed = etree.Element(f"{{{NAMESPACE}}}feed", nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # the stubs know no default namespace
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", "en")
    _add(feed, "id", uuid5(IDS, feed_id).urn)
    _add(feed, "title", title)
    _add(feed, "updated", updated.isoformat())
    _add(_add(feed, "author"), "name", "Embargo Watch")
    _add(feed, "generator", "Embargo Watch")
    _add(feed, "link", rel="self", type="application/atom+xml", href=url)
    _add(feed, "link", rel="alternate", type="text/html", href=desk_url)
    for one in entries:
        made = _add(feed, "entry")
        _add(made, "id", uuid5(IDS, f"{feed_id} {one.id}").urn)
        _add(made, "title", one.title, type="text")
        _add(made, "updated", one.updated.isoformat())
        _add(made, "published", one.updated.isoformat())
        _add(made, "link", rel="alternate", type="text/html", href=one.url)
        _add(made, "category", term=one.topic)
        _add(made, "content", one.html, type="html")
    return bytes(etree.tostring(feed, xml_declaration=True, encoding="utf-8"))


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", {key: _plain(value) for key, value in attributes.items()})
    made.text = _plain(text) or None
    return made


def _plain(text: str) -> str:
    """Without what XML cannot hold."""
    kept = (char for char in text if category(char) not in ("Cc", "Cs") or char in "\n\t")
    return "".join(char for char in kept if char not in "\ufffe\uffff")
