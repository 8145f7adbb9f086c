"""What the markup of a feed says about one entry, whichever parser read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Item:
    """One entry as written: texts may hold markup, links may be relative, dates may be anything."""

    title: str = ""
    texts: tuple[str, ...] = ()
    """The summary and the contents."""
    link: str = ""
    author: str = ""
    """The last one, as a whole."""
    authors: tuple[str, ...] = ()
    """The names, one for each element."""
    published: str = ""
    published_at: datetime | None = None
    """As the parser reads it, in UTC."""
    updated: str = ""
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """The items of a feed, in its order, and the feed's own title."""

    title: str
    items: tuple[Item, ...]
