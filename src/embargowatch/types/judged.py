"""Article → Verdict → Record: what a person would read, and what it tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal

Topic = Literal["sanctions", "arms_deals"]
Modality = Literal["reported", "future", "hypothetical", "denied", "claimed"]
ArticleStatus = Literal[
    "ok", "summary_only", "consent_wall", "bot_wall", "paywall", "not_article", "too_large", "error"
]


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
