"""Story → Alert: developments, and who is told of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from embargowatch.types.intake import Tier
from embargowatch.types.judged import ArmsDeal, ArticleStatus, Modality, Sanction, Topic


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
class Step:
    """One step of a story's ladder: how far it came, when, and who says so."""

    stage: str
    """The record's action (sanction) or stage (deal)."""
    detail: str
    """action_detail or stage_detail; "" if nobody is so precise."""
    modality: Modality
    date: str
    """When it happened, as precisely as told; "" if nobody says."""
    first_told: datetime
    """When the first article that tells it was published, else fetched."""
    article_ids: tuple[int, ...] = ()
    official: bool = False
    """Whether an official source tells it."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the values that articles give for a field."""

    value: Any
    """As in the record's JSON."""
    article_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A field on which the articles of a story contradict each other, the value of most articles first."""

    field: str
    variants: tuple[Variant, ...]


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
    origins: int = 0
    """How many of the articles are independent: copies of one wire report count once. 0 if nobody counted."""
    steps: tuple[Step, ...] = ()
    """The stage ladder, earliest first."""
    support: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """For each field of the merged record, the ids of the articles that give its value."""
    disagreements: tuple[Disagreement, ...] = ()
    id: int | None = None


Cadence = Literal["immediate", "hourly", "daily", "weekly"]


@dataclass(frozen=True, slots=True)
class Subscription:
    """Who wants to be told what, when and how. An empty wish is met by everything; each other one has to be met.

    Weapons and categories are one wish, which only a deal can meet; measures and programs only a sanction can.
    """

    email: str
    name: str = ""
    topics: tuple[Topic, ...] = ()
    countries: tuple[str, ...] = ()
    """ISO codes of countries and bodies on either side of the record."""
    weapons: tuple[str, ...] = ()
    """Designations: "F-35" is also met by an F-35A."""
    categories: tuple[str, ...] = ()
    """Of weapons, as in ``Weapon.category``."""
    measures: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    """Names of people, companies and ships."""
    stages: tuple[str, ...] = ()
    """Actions and stages of records, or their details."""
    min_confidence: float = 0.0
    official_only: bool = False
    languages: tuple[str, ...] = ()
    cadence: Cadence = "daily"
    timezone: str = "UTC"
    """IANA."""
    hour: int | None = None
    """Of a daily or weekly digest, local; None: a daily one goes with the DAG ``daily_digest``."""
    weekday: int = 0
    """Of a weekly digest; Monday is 0."""
    quiet_from: str = ""
    """ "22:00", local; "" for no quiet hours."""
    quiet_until: str = ""
    most_per_hour: int = 30
    """Mails; what goes beyond is a digest."""
    channel: str = "email"
    address: str = ""
    """For another channel than mail: where it leads, or "env:NAME" for what that variable holds."""
    label: str = ""
    """Tells the subscriptions of one address apart."""
    secret: str = ""
    """Of the subscription's feed and of unsubscribing by one click; made by the database."""
    muted_until: datetime | None = None
    muted_stories: tuple[int, ...] = ()
    since: datetime | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A field that a subscriber was told otherwise before, in words for people."""

    field: str
    before: str
    """ "" if it was not known."""
    now: str


AlertKind = Literal["news", "change", "correction"]
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
    before_hash: str = ""
    """The same of what was told before, if anything was."""
    kind: AlertKind = "news"
    urgent: bool = False
    """An official designation: neither quiet hours nor the rate cap delay it."""
    told: Mapping[str, Any] | None = None
    """What is told, as ``alert.Told`` keeps it."""
    state: AlertState = "waiting"
    reason: str = ""
    """Why it is held (old news, before the subscription, replay) or dead (the server's words)."""
    message_id: str = ""
    attempts: int = 0
    created_at: datetime | None = None
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
    in_reply_to: str = ""
    """The Message-ID of the first mail on the same story, for one that follows."""
    unsubscribe_url: str = ""
    short: str = ""
    """The same for a chat: a few lines of plain text."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """The same for a program, as JSON values."""


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
