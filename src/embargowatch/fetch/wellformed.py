"""The feeds that most sources write: well-formed RSS, RDF or Atom of which the meaning of every element is known.

feedparser decides what each element means, and takes half a millisecond an entry to say so. lxml reads the same in a
thirtieth of the time; this is the part of feedparser's rules that such feeds need. Whatever goes beyond it (a doctype,
an unknown name, markup that is not escaped, a date in another form) makes the whole feed feedparser's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from lxml import etree

from embargowatch.fetch.dates import in_full
from embargowatch.fetch.items import Item, Items
from embargowatch.fetch.vocabulary import (
    ATOM,
    CONTENT,
    DC,
    FEEDBURNER,
    RDF,
    RSS1,
    WITH_PARTS,
    in_base,
    without_meaning,
)

_XML = "{http://www.w3.org/XML/1998/namespace}"
_PLAIN_TYPES = frozenset({"text", "html", "text/plain", "text/html"})
_HTML_TYPES = frozenset({"html", "xhtml", "text/html", "application/xhtml+xml"})
_DECLARATION = re.compile(r"""<\?xml version=["']1\.0["'][^>]{0,80}\?>""")


class _Unknown(Exception):
    """Something in the feed is left to feedparser."""


def read_items(text: str) -> Items | None:
    """The items of a feed, or None when it is not for this reader."""
    if "<!DOCTYPE" in text:
        return None
    head = _DECLARATION.match(text)
    # The text is decoded already, whatever its declaration says.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        return _read(etree.fromstring(text[head.end() if head else 0 :].encode(), parser))
    except (etree.XMLSyntaxError, UnicodeEncodeError, _Unknown):
        return None


def _read(root: etree._Element) -> Items:
    match root.tag:
        case "rss":
            head = parent = root.find("channel")
            item, title = "item", "title"
        case tag if tag == f"{{{RDF}}}RDF":
            head, parent = root.find(f"{{{RSS1}}}channel"), root
            item, title = f"{{{RSS1}}}item", f"{{{RSS1}}}title"
        case tag if tag == f"{{{ATOM}}}feed":
            head = parent = root
            item, title = f"{{{ATOM}}}entry", f"{{{ATOM}}}title"
        case _:
            raise _Unknown
    if head is None or parent is None or len(titles := head.findall(title)) != 1:
        raise _Unknown
    for element in (root, head):
        _only(element, _ON_CONTAINERS)
    items = parent.findall(item)
    if len(items) != sum(1 for _ in root.iter(*_ITEMS)):  # some are elsewhere
        raise _Unknown
    return Items(_markup(titles[0]), tuple(map(_item, items)))


class _Told:
    """An item while it is read."""

    __slots__ = (
        "authors",
        "contents",
        "dates",
        "description",
        "has_guid",
        "id",
        "link",
        "links",
        "origin",
        "persons",
        "title",
    )

    def __init__(self) -> None:
        self.title: str | None = None
        self.description: str | None = None
        self.contents: list[str] = []
        self.link: str | None = None
        self.links: list[str] = []
        self.id = ""
        self.has_guid = False
        self.origin = ""
        self.authors: list[tuple[str, str]] = []
        self.persons = False
        self.dates: dict[str, str] = {}


def _item(element: etree._Element) -> Item:
    _only(element, _ON_CONTAINERS)
    told = _Told()
    told.id = element.get(f"{{{RDF}}}about", "")
    for child in element:
        if (reader := _FIELDS.get(child.tag)) is not None:
            reader(told, child)
        elif not _harmless(child):
            raise _Unknown
    if len(told.authors) > 1 and any("@" in author for author, _ in told.authors):
        raise _Unknown
    published, updated = told.dates.get("published", ""), told.dates.get("updated", "")
    return Item(
        title=told.title or "",
        texts=tuple(told.contents if told.description is None else [told.description, *told.contents]),
        link=told.origin or told.link or next(iter(told.links), "") or _as_link(told.id),
        author=told.authors[-1][0] if told.authors else "",
        authors=tuple(name for _, name in told.authors),
        published=published,
        published_at=_moment(published),
        updated=updated,
        updated_at=_moment(updated),
    )


def _as_link(identifier: str) -> str:
    return identifier if identifier.startswith(("http://", "https://")) else ""


# --- One function for each kind of field --------------------------------------------------------------


def _title(told: _Told, element: etree._Element) -> None:
    if told.title is not None:
        raise _Unknown
    told.title = _markup(element)


def _description(told: _Told, element: etree._Element) -> None:
    if told.description is not None:
        raise _Unknown
    told.description = _markup(element)


def _content(told: _Told, element: etree._Element) -> None:
    told.contents.append(_markup(element))


def _link(told: _Told, element: etree._Element) -> None:
    _only(element, _ON_LINKS)
    href = element.get("href")
    if href is None:
        link = re.sub("&([A-Za-z0-9_]+);", r"&\g<1>", _text(element, _ON_LINKS).replace("&amp;", "&"))
        told.link = _no_empty_host(link)
        told.links += [link] if link and _alternate(element) else []
        return
    if len(element):
        raise _Unknown
    if _alternate(element):
        told.links.append(_no_empty_host(href))
        if element.get("type", "text/html").lower() in _HTML_TYPES:
            told.link = href


def _alternate(element: etree._Element) -> bool:
    return element.get("rel", "alternate").lower() == "alternate"


def _guid(told: _Told, element: etree._Element) -> None:
    if told.has_guid:
        raise _Unknown
    told.has_guid = True
    told.id = _no_empty_host(_text(element, _ON_GUIDS))
    if element.get("isPermaLink", "true") == "true" and told.link is None:
        told.link = told.id


def _origin(told: _Told, element: etree._Element) -> None:
    told.origin = _text(element)


def _author(told: _Told, element: etree._Element) -> None:
    """A name, or an Atom person. What holds an address is taken apart by feedparser."""
    if told.authors and told.persons != bool(len(element)):
        raise _Unknown
    told.persons = bool(len(element))
    if not told.persons:
        author = name = _text(element)
    else:
        parts = {child.tag: (child.text or "").strip() for child in element if child.tag in _PERSON and not len(child)}
        if len(parts) != len(element):
            raise _Unknown
        name, email = parts.get(f"{{{ATOM}}}name", ""), parts.get(f"{{{ATOM}}}email", "")
        author = f"{name} ({email})" if name and email else name or email
    if "@" in name and not _MAILBOX.fullmatch(name):
        raise _Unknown
    told.authors.append((author, name))


_MAILBOX = re.compile(r"\S+@\S+\s*\([^()@]{2,80}\)")
_PERSON = frozenset(f"{{{ATOM}}}{name}" for name in ("name", "email", "uri"))


def _date(name: str) -> Callable[[_Told, etree._Element], None]:
    def read(told: _Told, element: etree._Element) -> None:
        if name in told.dates:
            raise _Unknown
        told.dates[name] = _text(element)

    return read


_FIELDS: dict[str, Callable[[_Told, etree._Element], None]] = {
    **dict.fromkeys(in_base("title"), _title),
    **dict.fromkeys(in_base("description", "summary"), _description),
    **dict.fromkeys((*in_base("content"), f"{{{CONTENT}}}encoded"), _content),
    **dict.fromkeys(in_base("link"), _link),
    **dict.fromkeys(in_base("guid", "id"), _guid),
    **dict.fromkeys((*in_base("author"), f"{{{DC}}}creator"), _author),
    **dict.fromkeys(in_base("pubDate", "published"), _date("published")),
    **dict.fromkeys((*in_base("updated"), f"{{{DC}}}date"), _date("updated")),
    f"{{{FEEDBURNER}}}origLink": _origin,
}
_ITEMS = (*in_base("item"), *in_base("entry"))


def _harmless(element: etree._Element) -> bool:
    if not len(element):
        return element.tag in WITH_PARTS or without_meaning(element.tag, element.prefix)
    return element.tag in WITH_PARTS or all(without_meaning(part.tag, part.prefix) for part in element.iter())


# --- Texts and dates ----------------------------------------------------------------------------------

_NONE: frozenset[str] = frozenset()
_ON_CONTAINERS = frozenset({"version", f"{{{RDF}}}about", f"{_XML}lang"})
_ON_TEXTS = frozenset({"type", f"{_XML}lang", f"{_XML}base"})
_ON_LINKS = frozenset({"href", "rel", "type", "title", "hreflang", "length", f"{_XML}lang"})
_ON_GUIDS = frozenset({"isPermaLink"})
_C1 = re.compile("[\x80-\x9f]")


def _only(element: etree._Element, known: frozenset[str]) -> None:
    if not known.issuperset(element.keys()):
        raise _Unknown


def _markup(element: etree._Element) -> str:
    if element.get("type", "text").lower() not in _PLAIN_TYPES:
        raise _Unknown
    return _text(element, _ON_TEXTS)


def _text(element: etree._Element, attributes: frozenset[str] = _NONE) -> str:
    """An element's text as feedparser gives it: no space around it, no UTF-8 that was taken for Latin-1."""
    _only(element, attributes)
    if len(element):
        raise _Unknown
    text = (element.text or "").strip()
    if text.isascii():
        return text
    with suppress(UnicodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    return _C1.sub(lambda found: found[0].encode("latin-1").decode("cp1252", "replace"), text)


def _no_empty_host(link: str) -> str:
    if "///" in link:  # feedparser mends these
        raise _Unknown
    return link


def _moment(written: str) -> datetime | None:
    if not written:
        return None
    if (moment := in_full(written)) is None:
        raise _Unknown
    return moment
