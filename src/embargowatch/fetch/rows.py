"""Selectors for a listing page, proposed from the rows that repeat in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from statistics import mean

from bs4 import BeautifulSoup, Tag
from soupsieve import escape

from embargowatch.fetch.content import FeedContent
from embargowatch.fetch.dates import EARLIEST, parse
from embargowatch.fetch.listing import read_listing
from embargowatch.types import Entry, Feed, Selectors
from embargowatch.urls import canonical

PREVIEW = 10
FEWEST_ROWS = 3
MOST_ROWS = 100
MOST_LINKS = 600
MOST_CANDIDATES = 40
LEVELS = 6
"""How far above a link its row may be."""
SHARE = 0.6
"""Of the rows, in which a link or a date must be found."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_FURNITURE = frozenset(("nav", "header", "footer", "aside", "form"))
_ROWS = frozenset(("li", "article", "tr", "section", "dt"))
_TOP = frozenset(("body", "html", "[document]"))
_FOR_SCRIPTS = re.compile(r"(?:^|[-_])(?:odd|even|first|last|active|js)(?:$|[-_])|\d{2,}", re.IGNORECASE)
_LIKE_A_DATE = re.compile(r"\d{4}|\d[-/.]\d")
_NEXT = ("a[rel~=next]", ".pager__item--next a", "a.next", "li.next a", "a.pagination__next", "a[aria-label*=ext]")

_Shared = dict[tuple[int, str], set[str]]
"""By parent and tag: the classes that its children of this tag share."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Selectors that could be right, with what they give."""

    selectors: Selectors
    rows: int
    preview: tuple[Entry, ...]
    """The first ten."""
    next: str = ""
    """A selector for older rows, for whoever wants them."""


def propose(soup: BeautifulSoup, html: str, url: str, now: datetime, most: int = 3) -> tuple[Proposal, ...]:
    """The likeliest rows of a page, at most ``most``, each telling of other links than those before it."""
    scored = sorted(((_score(rows, url), row, rows) for row, rows in _candidates(soup)), key=lambda s: -s[0])
    proposals: list[Proposal] = []
    told: set[str] = set()
    for score, row, rows in scored:
        if score <= scored[0][0] / 10 or len(proposals) == most:
            break
        links = {canonical(str(link["href"]), url) for each in rows if (link := _main_link(each))}
        if len(links - told) < FEWEST_ROWS:
            continue
        selectors = Selectors(row, *_within(rows))
        content = read_listing(html, url, Feed("preview", "", url, kind="listing", selectors=selectors), now)
        if isinstance(content, FeedContent) and len(content.entries) >= FEWEST_ROWS:
            told |= links
            proposals.append(Proposal(selectors, len(content.entries), content.entries[:PREVIEW], _next(soup)))
    return tuple(proposals)


# --- Rows ---------------------------------------------------------------------------------------------


def _candidates(soup: BeautifulSoup) -> Iterator[tuple[str, list[Tag]]]:
    """Selectors of what stands around several links, and what they match."""
    counted: Counter[str] = Counter()
    shared: _Shared = {}
    for link in islice(filter(_tells, soup.find_all("a", href=True)), MOST_LINKS):
        around = [_selector(each, shared) for each in _around(link)]
        counted.update(
            list(dict.fromkeys(filter(None, reversed(around))))
        )  # of equals, what is further out comes first
    for selector, n in counted.most_common(MOST_CANDIDATES):
        if n >= FEWEST_ROWS and len(rows := soup.select(selector, limit=MOST_ROWS)) >= FEWEST_ROWS:
            yield selector, rows


def _tells(link: Tag) -> bool:
    """Whether a link could be an article's: it has words, or stands in a table."""
    return len(_words(link)) >= 15 or link.find_parent("td") is not None


def _around(link: Tag) -> Iterator[Tag]:
    for each in islice((link, *link.parents), LEVELS + 1):
        if each.name in _TOP:
            return
        yield each


def _selector(element: Tag, shared: _Shared) -> str:
    """The element by what it shares with its like: classes, or else its place in a parent that has some."""
    if classes := _shared_classes(element, shared):
        return f"{element.name}{classes}"
    path = element.name
    for parent in islice(element.parents, 3):
        if parent.name in _TOP:
            break
        if named := _own_name(parent):
            return f"{named} > {path}"
        path = f"{parent.name} > {path}"
    return path if element.name in ("tr", "article") else ""


def _shared_classes(element: Tag, shared: _Shared) -> str:
    key = (id(element.parent), element.name)
    if key not in shared:
        like = element.parent.find_all(element.name, recursive=False, limit=MOST_ROWS) if element.parent else [element]
        shared[key] = set.intersection(*({*(each.get("class") or ())} for each in like))
    return "".join(f".{escape(name)}" for name in element.get("class") or () if name in shared[key] and _lasting(name))


def _own_name(element: Tag) -> str:
    identifier = str(element.get("id") or "")
    if identifier and _lasting(identifier):
        return f"#{escape(identifier)}"
    classes = "".join(f".{escape(name)}" for name in element.get("class") or () if _lasting(name))
    return f"{element.name}{classes}" if classes else ""


def _lasting(name: str) -> bool:
    return len(name) < 60 and not _FOR_SCRIPTS.search(name)


def _score(rows: Sequence[Tag], url: str) -> float:
    """How much like a list of articles; 0 when it is none."""
    links = [link for row in rows if (link := _main_link(row))]
    told = {canonical(str(link["href"]), url) for link in links} - {""}
    if len(told) < max(FEWEST_ROWS, SHARE * len(rows)):
        return 0.0
    titles = mean(min(len(_title_of(row)), 80) for row in rows)
    crowd = mean(len({str(a["href"]) for a in (row, *row.find_all("a", href=True)) if a.get("href")}) for row in rows)
    dated = sum(bool(_dates_in(row)) for row in rows[:20]) / min(len(rows), 20)
    furniture = sum(row.find_parent(_FURNITURE) is not None for row in rows[:20]) > 10
    like_rows = 1.2 if rows[0].name in _ROWS else 1.0
    return min(len(told), 30) * titles * (0.5 + dated) * like_rows * (0.1 if furniture else 1.0) / max(crowd, 1.0)


# --- Inside a row -------------------------------------------------------------------------------------


def _within(rows: Sequence[Tag]) -> tuple[str, str, str]:
    """The selectors of link, title and date."""
    link = _best(rows, _link_selectors(rows), lambda found, row: found is _main_link(row)) or "a"
    title = _best(rows, _title_selectors(rows), lambda found, row: _words(found) == _title_of(row)) or link
    date = _best(rows, _date_selectors(rows), lambda found, _: _is_date(found))
    return link, title, date


def _best(rows: Sequence[Tag], selectors: Iterable[str], right: Callable[[Tag, Tag], bool]) -> str:
    """The selector that is right in most rows, the first of equals; "" when none is in enough of them."""
    best, most = "", SHARE * len(rows) - 0.5
    for selector in dict.fromkeys(selectors):
        n = sum((found := row.select_one(selector)) is not None and right(found, row) for row in rows)
        if n > most:
            best, most = selector, n
    return best


def _link_selectors(rows: Sequence[Tag]) -> Iterator[str]:
    yield "a"
    for row in rows[:5]:
        link = _main_link(row)
        if link is not None and link is not row:
            yield from (f"{parent.name} a" for parent in link.parents if parent.name in _HEADINGS)
            yield from _selectors_of(link)


def _title_selectors(rows: Sequence[Tag]) -> Iterator[str]:
    yield "a"
    for row in rows[:5]:
        yield from (heading.name for heading in row.find_all(_HEADINGS))
        yield from (f"td:nth-of-type({n})" for n, _ in enumerate(row.find_all("td", recursive=False), 1))


def _date_selectors(rows: Sequence[Tag]) -> Iterator[str]:
    yield "time"
    for row in rows[:5]:
        for found in _dates_in(row):
            yield from _selectors_of(found)


def _selectors_of(element: Tag) -> Iterator[str]:
    names = [name for name in element.get("class") or () if _lasting(name)]
    yield from (f".{escape(name)}" for name in names)
    if element.name == "td" and element.parent:
        place = element.parent.find_all("td", recursive=False).index(element) + 1
        yield f"td:nth-of-type({place})"
    elif element.parent and (parent := _own_name(element.parent)):
        yield f"{parent} > {element.name}"
    yield element.name


def _main_link(row: Tag) -> Tag | None:
    """The link that a row is about: of its heading, or else the one with the most words."""
    if row.name == "a" and row.get("href"):
        return row
    for heading in row.find_all(_HEADINGS):
        link = heading.find("a", href=True) or heading.find_parent("a", href=True)
        if isinstance(link, Tag):
            return link
    return max(row.find_all("a", href=True), key=lambda link: len(_words(link)), default=None)


def _title_of(row: Tag) -> str:
    heading = next((words for heading in row.find_all(_HEADINGS) if (words := _words(heading))), "")
    link = _main_link(row)
    title = heading or (_words(link) if link else "")
    if row.name == "tr" and len(title) < 15:  # the link is a date or "PDF", the words are in a cell of their own
        return max([title, *(_words(cell) for cell in row.find_all("td"))], key=len)
    return title


def _dates_in(row: Tag) -> list[Tag]:
    return [tag for tag in islice(row.find_all(True), 60) if _is_date(tag)]


def _is_date(tag: Tag) -> bool:
    written = str(tag.get("datetime") or "") or _words(tag)
    if not 6 <= len(written) <= 40 or not _LIKE_A_DATE.search(written):
        return False
    moment = parse(written)
    return moment is not None and moment >= EARLIEST


def _next(soup: BeautifulSoup) -> str:
    link = soup.select_one(", ".join(_NEXT))
    return next((selector for selector in _NEXT if link in soup.select(selector)), "") if link else ""


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())
