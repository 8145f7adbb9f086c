"""Feed → Entry → Page: what is watched, what it says, and what the web answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

FeedKind = Literal["feed", "sitemap", "listing"]
Tier = Literal["official", "wire", "trade", "general", "state", "research"]


@dataclass(frozen=True, slots=True)
class Selectors:
    """Where the rows of a listing page are (CSS selectors); link, title and date are looked up in a row."""

    row: str
    link: str = "a"
    title: str = "a"
    date: str = ""
    next: str = ""
    """The link to the page with older rows, looked up in the page; empty: only the first page is read."""
    pages: int = 3
    """The most that are read at once, where there is a ``next``."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A source that is watched. A feed's identity is its slug."""

    slug: str
    name: str
    url: str
    kind: FeedKind = "feed"
    tier: Tier = "general"
    country: str = ""
    """ISO 3166-1 alpha-2 of the publisher, or EU, UN, NATO."""
    language: str = ""
    """ISO 639-1; empty when the source writes in several."""
    group: str = ""
    enabled: bool = True
    disabled_reason: str = ""
    selectors: Selectors | None = None
    user_agent: str = ""
    """Overrides the setting for a source that refuses it."""
    user_agent_reason: str = ""
    unverified: str = ""
    """Why nobody knows yet whether it works as it stands here; said until its first good answer."""
    etag: str = ""
    last_modified: str = ""
    body_sha256: str = ""
    first_seen: datetime | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says about one article. An entry's identity is its canonical URL."""

    url: str
    title: str = ""
    summary: str = ""
    """Plain text: the feed's summary, or the full text where the feed has it."""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    date_note: str = ""
    """Why the feed's own date was not believed (future, 1970, unreadable), or that it had no zone."""
    feed_id: int | None = None
    id: int | None = None

    def __reduce__(self) -> tuple[type[Entry], tuple[Any, ...]]:
        """Pickled as its fields alone: thousands come out of the reader's process, and dataclasses pickle slowly."""
        return Entry, tuple(getattr(self, name) for name in self.__slots__)


@dataclass(frozen=True, slots=True)
class Request:
    """One GET. ``of`` is what it is for (a Feed or an Entry), handed back untouched."""

    url: str
    of: Any = None
    etag: str = ""
    last_modified: str = ""
    user_agent: str = ""
    obeys_robots: bool = False
    """Whether the site's robots.txt is asked first: for pages that nobody offered to machines, unlike feeds."""


@dataclass(frozen=True, slots=True)
class Page:
    """What the web answered for one URL, decompressed, at most the allowed size."""

    url: str
    """What was asked for."""
    final_url: str
    """Where the redirects ended."""
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    fetched_at: datetime
    moved_to: str = ""
    """Where redirects led that are all permanent (301, 308): the address to use from now on."""
    entry_id: int | None = None
    id: int | None = None
    seconds: float = 0.0
    """From the request to the last byte."""

    @property
    def not_modified(self) -> bool:
        return self.status == 304

    @property
    def sha256(self) -> str:
        return sha256(self.body).hexdigest()


FailureKind = Literal[
    "unreachable",  # DNS, TLS, connection refused, timeout
    "private_address",  # leads inside a network
    "bad_url",  # not http(s), credentials, a port that is not allowed
    "redirects",  # too many, or a loop
    "http_status",  # 4xx, 5xx
    "too_large",  # bytes or decompressed bytes
    "not_a_feed",  # the feed's answer is something else
    "broken",  # the feed's answer cannot be parsed
    "consent_wall",  # the answer asks for consent instead
    "not_html",  # the page's answer is a PDF, an image, …
    "robots",  # the site's robots.txt refuses it, for now if there is a retry_after
    "put_off",  # not asked at all, because the host wants to be left alone for longer than we wait
    "internal",  # our own fault, with the exception's words
]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why one item could not be had. A value, not an exception: it costs that item only."""

    kind: FailureKind
    reason: str
    """One sentence for a person, naming the item."""
    status: int | None = None
    retry_after: float | None = None
    """Seconds, as the server asked for."""
    final_url: str = ""

    @property
    def permanent(self) -> bool:
        """Whether trying again cannot help (without somebody changing something)."""
        if self.kind == "http_status":
            return self.status in (404, 410)
        if self.kind == "robots":
            return self.retry_after is None
        return self.kind in ("private_address", "bad_url", "not_html", "too_large")


@dataclass(frozen=True, slots=True)
class Turn:
    """Whether a host may be asked now."""

    ours: bool
    free_in_s: float = 0.0
    """How long it wants to be left alone; 0 when only somebody else is asking it just now."""
    slowness: int = 0
    reason: str = ""
    """Why it is slowed down."""


@dataclass(frozen=True, slots=True)
class Pause:
    """How a host is to be treated after an answer."""

    seconds: float
    slowness: int = 0
    """How many times its delay is doubled."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Robots:
    """What an origin's robots.txt comes to."""

    verdict: Literal["rules", "allowed", "refused"]
    body: str = ""
    reason: str = ""
    """Why nothing may be fetched just now."""
    good_for_s: float = 0.0
