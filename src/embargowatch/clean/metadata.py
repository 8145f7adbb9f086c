"""Title, date, authors, language of a page: one pass over what publishers say in JSON-LD, meta tags and markup."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from embargowatch.clean.jsonld import LinkedArticle, read_jsonld
from embargowatch.clean.titles import choose_title, plain_key
from embargowatch.fetch.dates import parse
from embargowatch.urls import canonical, same_site, site

_TITLE_METAS = ("og:title", "twitter:title", "title", "dc.title", "parsely-title", "sailthru.title")
_SITE_METAS = ("og:site_name", "application-name", "twitter:site")
_DATE_METAS = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "datepublished",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "pubdate",
    "publish-date",
    "publishdate",
    "publication_date",
    "date",
    "article.published",
)
_CHANGE_METAS = ("last-modified", "article:modified_time", "og:updated_time", "datemodified")
_AUTHOR_METAS = (
    "author",
    "article:author",
    "parsely-author",
    "dc.creator",
    "sailthru.author",
    "byl",
    "dcterms.creator",
)
_BYLINE = re.compile(r"(?:^|[\s_-])(?:byline|author|auteur|autor|autore|författare)(?:[\s_-]|$|name)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class About:
    """What a page says about its article."""

    title: str = ""
    titles: tuple[str, ...] = ()
    """Every candidate, for finding repetitions."""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    language: str = ""
    description: str = ""
    body: str = ""
    """The publisher's own articleBody, where it is given."""
    free: bool | None = None
    """isAccessibleForFree."""
    is_article: bool = False
    """Whether the page says that it is an article."""
    address: str = ""
    """The one that the page gives for itself, on its own site."""


@dataclass(frozen=True, slots=True)
class _Found:
    metas: dict[str, list[str]]
    heads: list[str]
    title: str
    micro: dict[str, list[str]]
    times: list[str]
    bylines: list[str]


def read_metadata(tree: HtmlElement, url: str = "") -> About:
    """What the page says about its article; the candidates are weighed against each other."""
    linked = read_jsonld(tree)
    found = _one_pass(tree)
    titles = tuple(dict.fromkeys(_titles(linked, found)))
    return About(
        title=_title(linked, found, url),
        titles=titles,
        authors=tuple(_authors(linked, found, url)),
        published=_published(linked, found),
        language=(tree.get("lang") or next(iter(found.metas["og:locale"]), "")),
        description=next(iter(found.metas["og:description"] or found.metas["description"]), ""),
        body=linked.body,
        free=linked.free,
        is_article=linked.is_article or "article" in " ".join(found.metas["og:type"]).lower(),
        address=_address(tree, found, url),
    )


def _one_pass(tree: HtmlElement) -> _Found:
    found = _Found(defaultdict(list), [], "", defaultdict(list), [], [])
    title = ""
    for element in tree.iter("meta", "h1", "title", "time", "a", "span", "div", "p", "address"):
        match element.tag:
            case "meta":
                content = " ".join((element.get("content") or "").split())
                for attribute in ("property", "name", "itemprop"):
                    if content and (name := element.get(attribute)):
                        found.metas[name.lower()].append(content)
            case "h1":
                if words := _words(element):
                    found.heads.append(words)
            case "title":
                if not title and element.getparent() is not None and element.getparent().tag != "svg":
                    title = _words(element)
            case "time":
                found.times.append(element.get("datetime") or _words(element))
        if (prop := element.get("itemprop")) and element.tag != "meta":
            value = element.get("content") or element.get("datetime") or _words(element)
            found.micro[prop.lower()].append(value[:300])
        elif element.get("rel") == "author" or _BYLINE.search(element.get("class") or ""):
            found.bylines.append(_words(element)[:200])
    return _Found(found.metas, found.heads, title, found.micro, found.times, found.bylines)


def _address(tree: HtmlElement, found: _Found, url: str) -> str:
    """rel=canonical, else og:url: an article's own, on the page's site. Some templates name the front page in all."""
    links = [link.get("href") or "" for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower()]
    for link in (*links[:1], *found.metas["og:url"][:1]):
        address = canonical(link, url) if link.strip() else ""
        if address and same_site(address, url) and urlsplit(address).path.strip("/"):
            return address
    return ""


def _words(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext())[:2000].split())


# --- Title --------------------------------------------------------------------------------------------


def _title(linked: LinkedArticle, found: _Found, url: str) -> str:
    social = next((found.metas[name][0] for name in _TITLE_METAS if found.metas[name]), "")
    names = _site_names(linked, found, url)
    return choose_title(linked.headline, next(iter(found.heads), ""), social, found.title, names)


def _site_names(linked: LinkedArticle, found: _Found, url: str) -> list[str]:
    host = site(url)
    given = (text for name in _SITE_METAS for text in found.metas[name])
    return [name for name in (host, host.rpartition(".")[0], linked.publisher, *given) if name]


def _titles(linked: LinkedArticle, found: _Found) -> Iterator[str]:
    yield from (title for title in (linked.headline, found.title) if title)
    for name in _TITLE_METAS:
        yield from found.metas[name][:1]
    yield from found.heads[:3]


# --- Date ---------------------------------------------------------------------------------------------


def _published(linked: LinkedArticle, found: _Found) -> datetime | None:
    for written in _dates(linked, found):
        if (moment := parse(written.strip())) is not None and moment.year >= 1990:
            return moment
    return None


def _dates(linked: LinkedArticle, found: _Found) -> Iterator[str]:
    yield linked.published
    for name in _DATE_METAS:
        yield from found.metas[name][:1]
    yield from found.micro["datepublished"][:1]
    yield from found.times[:2]
    for name in _CHANGE_METAS:
        yield from found.metas[name][:1]
    yield linked.modified


# --- Authors ------------------------------------------------------------------------------------------


def _authors(linked: LinkedArticle, found: _Found, url: str) -> list[str]:
    """The names of the first source that has any; one that only names the publisher gives way to people elsewhere."""
    stated = (list(linked.authors), *(found.metas[name] for name in _AUTHOR_METAS), found.micro["author"])
    site_keys = {plain_key(name) for name in _site_names(linked, found, url)}
    the_publisher: list[str] = []
    for source in stated:
        names = _names(source)
        if any(not _is_publisher(plain_key(name), site_keys) for name in names):
            return names
        the_publisher = the_publisher or names
    return the_publisher or _names(found.bylines)


def _names(source: list[str]) -> list[str]:
    return list(dict.fromkeys(name for text in source[:10] for name in names_in(text)))


def _is_publisher(name: str, site_keys: set[str]) -> bool:
    return any(name in key or (key in name and len(name) < len(key) + 12) for key in site_keys if len(key) > 2)


def names_in(text: str) -> list[str]:
    """The people's names in a byline."""
    text = re.sub(r"^\s*(?:written\s+)?(?:by|von|par|por|di|da|door|av|af)\s*:?\s+", "", text, flags=re.IGNORECASE)
    if "http" in text or "@" in text or len(text) > 200:
        return []
    parts = (
        part.strip(" .,:-|")
        for part in re.split(r"\s*(?:[;,|/&]|\band\b|\bund\b|\bet\b|\by\b|\bog\b|\boch\b)\s*", text)
    )
    return [part for part in parts if 2 < len(part) <= 60 and not re.search(r"[\d():]", part)]
