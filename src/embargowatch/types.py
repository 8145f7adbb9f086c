"""The eight nouns, as plain values: what one stage hands to the next.

    Feed ─fetch→ Entry ─scrape→ Page ─clean→ Article ─classify→ Verdict ─extract→ Record ─link→ Story ─alert→ Alert

``id`` is the row's id in Postgres, or None for a value that is not stored yet. All datetimes carry a
time zone and are UTC. Text offsets count code points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any, Literal

FeedKind = Literal["feed", "sitemap", "listing"]
Tier = Literal["official", "wire", "trade", "general", "state", "research"]
Topic = Literal["sanctions", "arms_deals"]
Modality = Literal["reported", "future", "hypothetical", "denied", "claimed"]
ArticleStatus = Literal[
    "ok", "summary_only", "consent_wall", "bot_wall", "paywall", "not_article", "too_large", "error"
]


# --- Feed → Entry -------------------------------------------------------------------------------------


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


# --- HTTP ---------------------------------------------------------------------------------------------


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


# --- Article → Verdict --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Article:
    """What a person would read. An edit is a new revision of the same URL."""

    url: str
    title: str
    text: str
    """Paragraphs separated by an empty line; empty unless status is ok or summary_only."""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    language: str = ""
    status: ArticleStatus = "ok"
    reason: str = ""
    """Why the status is not ok."""
    revision: int = 1
    entry_id: int | None = None
    page_id: int | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an article is about a topic, and the words that say so."""

    topic: Topic
    relevant: bool
    score: float
    because: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


# --- Record -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that carries a field: code-point offsets into the article's title or text."""

    where: Literal["title", "text"]
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in full units. For "more than" and ranges it is the lower bound."""

    amount: Decimal
    currency: str
    """ISO 4217."""
    kind: str = ""
    """Deal: estimated_ceiling, contract, option, unit, programme_total, aid_budget.
    Penalty: settlement, civil_penalty, criminal, forfeiture."""
    amount_max: Decimal | None = None
    qualifier: str = ""
    """As written: "more than", "up to", "about"."""


@dataclass(frozen=True, slots=True)
class Target:
    """Somebody or something that a sanction names."""

    name: str
    type: str = ""
    """person, company, organisation, vessel, aircraft, sector, group."""
    role: str = ""
    """designated, owner (of somebody designated), mentioned."""
    aliases: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)
    linked_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weapon:
    """A weapon or family as written, in a deal."""

    designation: str
    category: str = ""
    """aircraft, helicopter, uav, air_defence, missile, armoured_vehicle, artillery, ship, submarine,
    small_arms, ammunition, sensor, engine, other."""
    description: str = ""
    quantity: int | None = None
    """For a range or "more than" the lower bound."""
    quantity_qualifier: str = ""
    quantity_max: int | None = None
    number_ordered: int | None = None
    number_delivered: int | None = None
    is_estimate: bool = False
    status: str = ""
    """new, second_hand, second_hand_modernized."""
    sipri_category: str = ""
    """SIPRI's word for the category; empty for what SIPRI does not count (small arms, ammunition)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What both kinds of record have. Every filled field has evidence under its name."""

    modality: Modality = "reported"
    claimed_by: str = ""
    background: bool = False
    date: str = ""
    """ISO 8601 with its own precision: "2017-04" is a month."""
    official_ref: str = ""
    summary: str = ""
    """One plain sentence made from the fields."""
    quote: str = ""
    """The passage that carries the record."""
    evidence: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)
    confidence: Mapping[str, float] = field(default_factory=dict)
    """By field name, and "record" for the whole; 0 to 1."""
    article_id: int | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sanction(Record):
    """Who takes which measure against whom (OpenSanctions, FollowTheMoney and GSDB terms)."""

    action: str
    """call_for, propose, threaten, impose, extend, maintain, ease, lift, enforce, evade."""
    action_detail: str = ""
    licence_no: str = ""
    senders: tuple[str, ...] = ()
    authority: str = ""
    target_countries: tuple[str, ...] = ()
    scope: str = ""
    """programme, sector, entity, item."""
    targets: tuple[Target, ...] = ()
    n_designated: int | None = None
    measures: tuple[str, ...] = ()
    measures_implied: tuple[str, ...] = ()
    list: str = ""
    programs: tuple[str, ...] = ()
    announced: str = ""
    listing_date: str = ""
    start_date: str = ""
    end_date: str = ""
    wind_down_until: str = ""
    respondents: tuple[str, ...] = ()
    penalty: Money | None = None
    evaders: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmsDeal(Record):
    """Which weapons go from whom to whom, and how far that is (SIPRI's terms)."""

    stage: str
    """proposed, approved, signed, delivered, blocked."""
    stage_detail: str = ""
    suppliers: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    manufacturers: tuple[str, ...] = ()
    intermediaries: tuple[str, ...] = ()
    end_user: str = ""
    weapons: tuple[Weapon, ...] = ()
    value: Money | None = None
    transfer_type: str = ""
    """sale, aid, financing, lease_loan, licensed_production, retransfer, illicit."""
    us_channel: str = ""
    """FMS, DCS, EDA, drawdown."""
    local_production: bool | None = None
    order_date: str = ""
    delivery_years: str = ""


# --- Story → Alert ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """One article that tells a story: what a mail or the desk shows as its origin."""

    article_id: int
    outlet: str
    tier: Tier
    url: str
    title: str
    published: datetime | None
    fetched_at: datetime
    quote: str
    """The passage that carries the record in this article."""
    status: ArticleStatus = "ok"
    language: str = ""
    source_first_seen: datetime | None = None
    """When the earliest of the feeds that carry the article was first seen."""
    replayed: bool = False
    """Whether the article was judged again by `replay`: then it is no news."""


@dataclass(frozen=True, slots=True)
class Story:
    """The development that records from one or many outlets report."""

    topic: Topic
    headline: str
    """One line that says the news: "Signed: Poland orders 218 K239 Chunmoo from South Korea"."""
    stage: str
    """The furthest action (sanction) or stage (deal) of its records."""
    record: Sanction | ArmsDeal
    """The merged record: the best-filled fields of its records."""
    first_seen: datetime
    last_seen: datetime
    published: datetime | None = None
    """When the earliest of its articles was published."""
    background: bool = False
    """Whether every record is background: then nobody is told."""
    sources: tuple[Source, ...] = ()
    id: int | None = None


Cadence = Literal["immediate", "daily"]


@dataclass(frozen=True, slots=True)
class Subscription:
    """Who wants to be told what. Empty topics or countries mean all of them."""

    email: str
    name: str = ""
    topics: tuple[Topic, ...] = ()
    countries: tuple[str, ...] = ()
    """ISO codes on either side of the record."""
    cadence: Cadence = "daily"
    channel: str = "email"
    since: datetime | None = None
    id: int | None = None


AlertState = Literal["waiting", "sending", "sent", "held", "dead"]


@dataclass(frozen=True, slots=True)
class Alert:
    """A change of a story told to a subscriber by a channel."""

    subscription_id: int
    story_id: int | None
    article_id: int | None = None
    """Set instead of story_id for an on-topic article that gave no record ("not read by the machine")."""
    told_hash: str = ""
    """Hash of what is told: stage, confirmation, key fields, names; not wording or date."""
    state: AlertState = "waiting"
    reason: str = ""
    """Why it is held (old news, before the subscription, replay) or dead (the server's words)."""
    message_id: str = ""
    attempts: int = 0
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Mail:
    """A rendered message, ready for a channel."""

    to: str
    subject: str
    text: str
    html: str
    message_id: str
    maybe_repeat: bool = False


@dataclass(frozen=True, slots=True)
class BlindSource:
    """A source that cannot be read just now: what a mail and the desk lead with."""

    name: str
    state: str
    reason: str
    since: datetime
    stands_for: int = 1
    """How many sources, when most cannot be reached at once."""


@dataclass(frozen=True, slots=True)
class TurnedSource:
    """A source whose state has changed, or many that did so at once."""

    name: str
    url: str
    state: str
    reason: str
    since: datetime
    before: tuple[str, ...] = ()
    """The states it had since it was last told of, oldest first."""


@dataclass(frozen=True, slots=True)
class Unread:
    """An article on a topic that gave no record: a person has to read it."""

    article_id: int
    topic: Topic
    outlet: str
    url: str
    title: str
    published: datetime | None
    fetched_at: datetime
    reason: str = ""
    """Why the machine could not read it: summary only, a paywall, no record found."""


@dataclass(slots=True)
class Tally:
    """What a stage did: the only thing that goes through XCom."""

    done: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.done + other.done, self.failed + other.failed, self.skipped + other.skipped)
