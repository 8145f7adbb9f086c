"""What a source's answer holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain, pairwise
from statistics import median

from embargowatch.types import Entry

MAX_ENTRIES = 10_000
"""Of one answer."""


@dataclass(frozen=True, slots=True)
class FeedContent:
    """The entries of one answer, in its order, each URL once."""

    entries: tuple[Entry, ...]
    title: str = ""
    newest: datetime | None = None
    """Of the entries' dates that were believed."""
    dropped: tuple[str, ...] = ()
    """Why entries were left out, one sentence each."""
    note: str = ""
    """What was wrong with the answer although its entries could be read."""
    more: tuple[str, ...] = ()
    """Addresses that hold more of it, in order: a listing's next page, the sitemaps of an index."""

    @property
    def median_gap(self) -> timedelta | None:
        """The source's own rhythm: the median time between two entries; None for fewer than three dates."""
        dates = sorted({entry.published for entry in self.entries if entry.published})
        if len(dates) < 3:
            return None
        return timedelta(seconds=median((b - a).total_seconds() for a, b in pairwise(dates)))


def collect(found: Iterable[Entry | str], title: str = "", note: str = "", more: tuple[str, ...] = ()) -> FeedContent:
    """Content out of entries and the reasons of those that were left out.

    A URL that comes twice is one entry: the first, with what only the second knows.
    """
    entries: dict[str, Entry] = {}
    dropped: list[str] = []
    for each in found:
        match each:
            case str():
                dropped.append(each)
            case Entry(url=url) if url in entries:
                entries[url] = _merged(entries[url], each)
                dropped.append(f"{url} is listed more than once")
            case Entry(url=url):
                entries[url] = each
    dates = [date for entry in entries.values() if (date := entry.updated or entry.published)]
    return FeedContent(tuple(entries.values()), title, max(dates, default=None), tuple(dropped), note, more)


def together(parts: Sequence[FeedContent]) -> FeedContent:
    """What a source said on several pages, as one content; the first page gives its title."""
    said: Iterator[Entry | str] = chain.from_iterable((*part.entries, *part.dropped) for part in parts)
    whole = collect(
        said,
        parts[0].title,
        "; ".join(dict.fromkeys(part.note for part in parts if part.note)),
    )
    return replace(whole, entries=whole.entries[:MAX_ENTRIES])


def _merged(first: Entry, second: Entry) -> Entry:
    return replace(
        first,
        title=first.title or second.title,
        summary=max(first.summary, second.summary, key=len),
        published=first.published or second.published,
        updated=first.updated or second.updated,
    )
