"""OPML 2.0, the format in which feed readers exchange their lists. Groups are outlines around the sources' outlines.

What OPML has no word for (slug, kind, tier, …) is kept in attributes of a namespace of our own, so that a list that
goes out and comes back is the same list.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby
from typing import Any, get_args
from unicodedata import normalize
from urllib.parse import urlsplit

from lxml import etree

from embargowatch.fetch.plain import line
from embargowatch.types import Feed, FeedKind, Selectors, Tier
from embargowatch.web.addresses import bad_url

NAMESPACE = "urn:embargowatch:opml"
MOST_SOURCES = 5000
_WORDS = ("slug", "kind", "tier", "country", "disabled_reason", "user_agent", "user_agent_reason", "unverified")
_COUNTRY = re.compile(r"[A-Z]{2}|NATO")
_LANGUAGE = re.compile(r"[a-z]{2}")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

Element = etree._Element


class OpmlError(ValueError):
    """The file is not OPML: {why}."""


def write_opml(feeds: Iterable[Feed], title: str = "Embargo Watch") -> bytes:
    """The sources as OPML 2.0, in their order."""
    root = etree.Element("opml", {"version": "2.0"}, nsmap={"ew": NAMESPACE})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for group, members in groupby(feeds, key=lambda feed: feed.group):
        parent = etree.SubElement(body, "outline", {"text": group, "title": group}) if group else body
        for feed in members:
            etree.SubElement(parent, "outline", _attributes(feed))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def read_opml(data: bytes) -> tuple[list[Feed], list[str]]:
    """The sources of an OPML file, and why others were left out. An outline of no source is a group.

    Raises OpmlError. Nothing that the file says is believed: entities are refused, nothing is loaded.
    """
    if b"<!ENTITY" in data:
        raise OpmlError("it defines entities, which a list of sources has no use for")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=False, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise OpmlError(f"it is not XML ({' '.join(str(error).split())[:200]})") from error
    dtd: Any = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(dtd.iterentities()):  # in UTF-16, say
        raise OpmlError("it defines entities, which a list of sources has no use for")
    if root.tag != "opml":
        raise OpmlError(f"it begins with <{str(root.tag)[:60]}>")
    feeds: list[Feed] = []
    faults: list[str] = []
    taken: set[str] = set()
    urls: set[str] = set()
    for outline, group in _sources(root):
        feed = _feed(outline, group, taken)
        if isinstance(feed, str):
            faults.append(feed)
        elif feed.url in urls:
            faults.append(f"{feed.name}: {feed.url} is there more than once")
        elif len(feeds) == MOST_SOURCES:
            faults.append(f"{feed.name}: there are more than {MOST_SOURCES} sources")
        else:
            taken.add(feed.slug)
            urls.add(feed.url)
            feeds.append(feed)
    return feeds, faults


def slug_of(name: str, url: str, taken: Iterable[str] = ()) -> str:
    """A slug that is not taken, made from the name, or else from the host."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    host = (urlsplit(url).hostname or "source").removeprefix("www.")
    words = "-".join(re.findall(r"[a-z0-9]+", plain)) or "-".join(re.findall(r"[a-z0-9]+", host)) or "source"
    slug = words[:50].strip("-")
    known = set(taken)
    return next(each for each in (slug, *(f"{slug}-{n}" for n in range(2, 10_000))) if each not in known)


def _attributes(feed: Feed) -> dict[str, str]:
    is_feed = feed.kind == "feed"
    values = {"text": feed.name, "title": feed.name, "type": "rss" if is_feed else "link"}
    values["xmlUrl" if is_feed else "url"] = feed.url  # other programs cannot read a listing as a feed
    values |= {"language": feed.language} if feed.language else {}
    ours = {name: str(getattr(feed, name)) for name in _WORDS if getattr(feed, name)}
    ours |= {} if feed.enabled else {"enabled": "false"}
    ours |= {"selectors": json.dumps(asdict(feed.selectors))} if feed.selectors else {}
    return values | {f"{{{NAMESPACE}}}{name}": value for name, value in ours.items()}


def _sources(root: Element) -> Iterator[tuple[Element, str]]:
    """The outlines with an address, each with the name of the group around it."""
    waiting = [(child, "") for child in reversed(root.findall("body/outline"))]
    while waiting:
        outline, group = waiting.pop()
        if outline.get("xmlUrl") or (outline.get("url") and outline.get(f"{{{NAMESPACE}}}kind")):
            yield outline, group
        inner = line(outline.get("text") or outline.get("title") or "")[:60] or group
        waiting += [(child, inner) for child in reversed(outline.findall("outline"))]


def _feed(outline: Element, group: str, taken: set[str]) -> Feed | str:
    url = (outline.get("xmlUrl") or outline.get("url") or "").strip()
    name = line(outline.get("title") or outline.get("text") or "")[:200] or url
    if fault := bad_url(url):
        return f"{name}: {fault}"
    ours = {word: outline.get(f"{{{NAMESPACE}}}{word}") or "" for word in (*_WORDS, "enabled", "selectors")}
    kind: FeedKind = next((each for each in get_args(FeedKind) if each == ours["kind"]), "feed")
    tier: Tier = next((each for each in get_args(Tier) if each == ours["tier"]), "general")
    slug = ours["slug"] if _SLUG.fullmatch(ours["slug"]) and ours["slug"] not in taken else slug_of(name, url, taken)
    selectors = _selectors(ours["selectors"])
    agent = line(ours["user_agent"])
    enabled = ours["enabled"] != "false" and (kind != "listing" or selectors is not None)
    return Feed(
        slug=slug[:60],
        name=name,
        url=url,
        kind=kind,
        tier=tier,
        country=ours["country"] if _COUNTRY.fullmatch(ours["country"]) else "",
        language=language if _LANGUAGE.fullmatch(language := outline.get("language") or "") else "",
        group=group,
        enabled=enabled,
        disabled_reason="" if enabled else line(ours["disabled_reason"]) or "switched off where it was imported from",
        selectors=selectors,
        user_agent=agent,
        user_agent_reason=line(ours["user_agent_reason"]) or ("as it was imported" if agent else ""),
        unverified=line(ours["unverified"]),
    )


def _selectors(written: str) -> Selectors | None:
    try:
        values: Any = json.loads(written) if written else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict) or not isinstance(values.get("row"), str) or not values["row"]:
        return None
    words = {
        name: value for name in ("row", "link", "title", "date", "next") if isinstance(value := values.get(name), str)
    }
    pages = values.get("pages")
    return Selectors(**words, pages=pages if isinstance(pages, int) and 1 <= pages <= 20 else 3)
