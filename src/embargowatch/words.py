"""Records in plain English: the words that mails, the desk and headlines share. Never more than is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from unicodedata import category

from embargowatch.lexicon import table
from embargowatch.types import ArmsDeal, Modality, Money, Sanction, Target, Topic, Weapon

TOPIC_WORDS: dict[Topic, str] = {"sanctions": "Sanctions", "arms_deals": "Arms deals"}

TIER_WORDS: dict[str, str] = {
    "official": "official source",
    "wire": "news agency",
    "trade": "trade press",
    "general": "press",
    "state": "state media",
    "research": "research",
}

ACTION_WORDS = {
    "call_for": "Called for",
    "propose": "Proposed",
    "threaten": "Threatened",
    "impose": "Imposed",
    "extend": "Extended",
    "maintain": "Kept in force",
    "ease": "Eased",
    "lift": "Lifted",
    "enforce": "Enforced",
    "evade": "Evaded",
}
ACTION_DETAIL_WORDS = {
    "designation": "Designated",
    "delisting": "Delisted",
    "general_licence": "Licence issued",
    "licence": "Licence issued",
    "waiver": "Waived",
    "exemption": "Exempted",
    "suspension": "Suspended",
    "countersanction": "Countersanctions",
}
STAGE_WORDS = {
    "proposed": "Proposed",
    "approved": "Approved",
    "signed": "Signed",
    "delivered": "Delivered",
    "blocked": "Halted",
}
STAGE_DETAIL_WORDS = {
    "interest": "Interest shown",
    "requested": "Requested",
    "offered": "Offered",
    "negotiating": "In talks",
    "selected": "Selected",
    "framework_agreement": "Framework agreed",
    "notified": "Notified",
    "licence_granted": "Licensed",
    "pledged": "Pledged",
    "contract_signed": "Signed",
    "loa_signed": "Letter of acceptance signed",
    "option_exercised": "Option exercised",
    "delivery_started": "Delivery started",
    "partly_delivered": "Partly delivered",
    "delivered": "Delivered",
    "suspended": "Suspended",
    "cancelled": "Cancelled",
    "licence_denied": "Licence denied",
    "denied": "Licence denied",
    "refused": "Refused",
    "seized": "Seized",
}
STAGES = frozenset(
    word for words in (ACTION_WORDS, ACTION_DETAIL_WORDS, STAGE_WORDS, STAGE_DETAIL_WORDS) for word in words.values()
)
MODALITY_WORDS: dict[Modality, str] = {
    "reported": "Reported as fact",
    "future": "Planned, has not happened yet",
    "hypothetical": "Hypothetical, would happen only under a condition",
    "denied": "Denied",
    "claimed": "Claimed by one side, not confirmed",
}
MONEY_KIND_WORDS = {
    "estimated_ceiling": "estimated ceiling, not a contract price",
    "contract": "contract",
    "option": "option",
    "unit": "for each one",
    "programme_total": "whole programme",
    "aid_budget": "aid budget",
    "settlement": "settlement",
    "civil_penalty": "civil penalty",
    "criminal": "criminal penalty",
    "forfeiture": "forfeiture",
}
CHANNEL_WORDS = {
    "FMS": "US Foreign Military Sale",
    "DCS": "US direct commercial sale",
    "EDA": "US excess defense articles",
    "drawdown": "US drawdown",
}
TRANSFER_WORDS = {"aid": "aid in kind", "lease_loan": "lease or loan", "licensed_production": "licensed production"}
SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "KRW": "₩", "INR": "₹", "ILS": "₪"}
SCALES = ((Decimal(10**12), "tn"), (Decimal(10**9), "bn"), (Decimal(10**6), "m"))
SHORT_NAMES = {"CD": "DR Congo", "CG": "Congo"}
DIRECTION = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Marks that turn the reading direction: in a line of ours they could make it say something else."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a record's table: what it is called, what it says, and which field carries the evidence."""

    label: str
    text: str
    field: str


def country_name(code: str) -> str:
    """ "PL" → "Poland"; a body or group that has no code stays as written."""
    return SHORT_NAMES.get(code) or _names().get(code) or one_line(code, 60)


@cache
def _names() -> dict[str, str]:
    return {row["code"]: row["name"] for name in ("countries", "bodies") for row in table(name) if row["code"]}


def country_names(codes: Iterable[str]) -> str:
    """("FR", "DE", "IT") → "France, Germany and Italy"."""
    return listed([country_name(code) for code in codes])


def listed(names: Iterable[str]) -> str:
    """("a", "b", "c") → "a, b and c"."""
    *most, last = [*names] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def few(names: Sequence[str], most: int) -> str:
    """(("a", "b", "c", "d"), 2) → "a, b and 2 more"."""
    return listed(names) if len(names) <= most else f"{', '.join(names[:most])} and {len(names) - most} more"


def stage_word(record: Sanction | ArmsDeal) -> str:
    """The stage in its detail: "Notified", "Suspended", "Delisted"; a halted deal is never just "blocked"."""
    if isinstance(record, ArmsDeal):
        return STAGE_DETAIL_WORDS.get(record.stage_detail) or STAGE_WORDS.get(record.stage) or _plain(record.stage)
    if record.action == "lift" and record.scope == "entity":
        return "Delisted"
    return ACTION_DETAIL_WORDS.get(record.action_detail) or ACTION_WORDS.get(record.action) or _plain(record.action)


def lead(record: Sanction | ArmsDeal) -> str:
    """How a headline starts: the stage, and whatever keeps it from being a fact."""
    word = stage_word(record)
    match record.modality:
        case "reported":
            return word
        case "future":
            return f"Planned, not yet {lower_first(word)}"
        case "hypothetical":
            return f"Hypothetical, not {lower_first(word)}"
        case "denied":
            return f"Denied ({lower_first(word)})"
        case "claimed":
            who = f" by {country_name(record.claimed_by)}" if record.claimed_by else ""
            return f"Claimed{who} ({lower_first(word)})"


def headline(line: str, record: Sanction | ArmsDeal, limit: int = 0) -> str:
    """A headline that says the stage in its detail, what keeps it from being a fact, and the price."""
    start, colon, rest = one_line(line).partition(": ")
    news = rest if colon and start in STAGES else one_line(line)
    if not news.casefold().startswith(f"{lead(record)}:".casefold()):
        news = f"{lead(record)}: {news}"
    price = record.value if isinstance(record, ArmsDeal) else None
    if price and money_words(price).split()[-1] not in news:
        news = f"{news}, {money_words(price)}"
    return one_line(news, limit)


def modality_words(record: Sanction | ArmsDeal) -> str:
    """ "Claimed by Russia, not confirmed"."""
    if record.modality == "claimed" and record.claimed_by:
        return f"Claimed by {country_name(record.claimed_by)}, not confirmed"
    return MODALITY_WORDS[record.modality]


def money_words(money: Money) -> str:
    """ "$3.6bn", "up to $3.6bn", "more than PLN 12m", "€2.3bn to €2.8bn"."""
    amount = _amount(money.amount, money.currency)
    if money.amount_max is not None and money.amount_max > money.amount:
        return f"{amount} to {_amount(money.amount_max, money.currency)}"
    qualifier = money.qualifier or ("up to" if money.kind == "estimated_ceiling" else "")
    return f"{qualifier} {amount}".strip()


def _amount(amount: Decimal, currency: str) -> str:
    amount = Decimal(amount)
    symbol = SYMBOLS.get(currency) or f"{currency} ".lstrip()
    for size, suffix in SCALES:
        if amount >= size:
            scaled = (amount / size).quantize(Decimal("0.01")).normalize()
            return f"{symbol}{scaled:,f}{suffix}"
    return f"{symbol}{amount.normalize():,f}"


def weapon_words(weapon: Weapon) -> str:
    """ "218 K239 Chunmoo", "up to 24 F-16, second hand"."""
    number = weapon.number_ordered if weapon.number_ordered is not None else weapon.quantity
    count = f"{number:,}" if number is not None else ""
    qualifier = weapon.quantity_qualifier if count else ""
    name = weapon.designation or weapon.description or _plain(weapon.category)
    status = _plain(weapon.status) if weapon.status not in ("", "new") else ""
    delivered = f"{weapon.number_delivered:,} delivered" if weapon.number_delivered is not None else ""
    counted = " ".join(part for part in (qualifier, count, name) if part)
    return ", ".join(part for part in (counted, status, delivered) if part)


def target_words(target: Target) -> str:
    """ "Ismail Demir (person, Turkey)"; somebody only mentioned is said to be."""
    notes = [_plain(target.type), country_names(target.countries)]
    notes.append("mentioned, not designated" if target.role == "mentioned" else "")
    notes.append(f"also {listed(target.aliases)}" if target.aliases else "")
    notes += [f"{key.upper()} {value}" for key, value in sorted(target.identifiers.items())]
    known = ", ".join(note for note in notes if note)
    return f"{target.name} ({known})" if known else target.name


def rows(record: Sanction | ArmsDeal) -> tuple[Row, ...]:
    """The record as a small table of its known fields, the most asked for first."""
    made = _sanction_rows(record) if isinstance(record, Sanction) else _deal_rows(record)
    common = (
        Row("Standing", modality_words(record), "modality"),
        Row("Date", record.date, "date"),
        Row("Official reference", record.official_ref, "official_ref"),
    )
    return tuple(row for row in (*made, *common) if row.text)


def _deal_rows(deal: ArmsDeal) -> tuple[Row, ...]:
    local = {True: "yes", False: "no", None: ""}[deal.local_production]
    return (
        Row("Stage", lead(deal), "stage"),
        Row("From", country_names(deal.suppliers), "suppliers"),
        Row("To", country_names(deal.recipients), "recipients"),
        Row("Weapons", "; ".join(weapon_words(weapon) for weapon in deal.weapons), "weapons"),
        Row("Value", _money_row(deal.value), "value"),
        Row("Kind", TRANSFER_WORDS.get(deal.transfer_type) or _plain(deal.transfer_type), "transfer_type"),
        Row("Channel", CHANNEL_WORDS.get(deal.us_channel) or deal.us_channel, "us_channel"),
        Row("Made by", listed(deal.manufacturers), "manufacturers"),
        Row("Through", country_names(deal.intermediaries), "intermediaries"),
        Row("End user", country_name(deal.end_user), "end_user"),
        Row("Made locally", local, "local_production"),
        Row("Ordered", deal.order_date, "order_date"),
        Row("Delivery", deal.delivery_years, "delivery_years"),
    )


def _sanction_rows(sanction: Sanction) -> tuple[Row, ...]:
    count = f"{sanction.n_designated:,}" if sanction.n_designated is not None else ""
    authority = sanction.authority if sanction.authority not in sanction.senders else ""
    return (
        Row("Action", lead(sanction), "action"),
        Row("By", country_names(sanction.senders), "senders"),
        Row("Authority", authority, "authority"),
        Row("Against", country_names(sanction.target_countries), "target_countries"),
        Row("Named", "; ".join(target_words(target) for target in sanction.targets), "targets"),
        Row("Number designated", count, "n_designated"),
        Row("Measures", listed(map(_plain, sanction.measures)), "measures"),
        Row("Implied", listed(map(_plain, sanction.measures_implied)), "measures_implied"),
        Row("List", sanction.list, "list"),
        Row("Programme", listed(sanction.programs), "programs"),
        Row("Licence", sanction.licence_no, "licence_no"),
        Row("Who answers", country_names(sanction.respondents), "respondents"),
        Row("Penalty", _money_row(sanction.penalty), "penalty"),
        Row("Evaded by", country_names(sanction.evaders), "evaders"),
        Row("Reason", sanction.reason, "reason"),
        Row("Announced", sanction.announced, "announced"),
        Row("Listed", sanction.listing_date, "listing_date"),
        Row("In force from", sanction.start_date, "start_date"),
        Row("In force until", sanction.end_date, "end_date"),
        Row("Wind down until", sanction.wind_down_until, "wind_down_until"),
    )


def _money_row(money: Money | None) -> str:
    if money is None:
        return ""
    kind = MONEY_KIND_WORDS.get(money.kind) or _plain(money.kind)
    return f"{money_words(money)} ({kind})" if kind else money_words(money)


def _plain(term: str) -> str:
    return term.replace("_", " ")


def lower_first(word: str) -> str:
    """ "Planned, not signed" → "planned, not signed"."""
    return word[:1].lower() + word[1:]


def moment(when: datetime | None) -> str:
    """ "23 Nov 2026, 12:00 UTC"; "unknown" for None."""
    return f"{when.astimezone(UTC):%-d %b %Y, %H:%M} UTC" if when else "unknown"


def one_line(text: str, limit: int = 0) -> str:
    """Text of strangers on one line: no control or direction-changing characters, cut at ``limit`` characters."""
    kept = "".join(" " if category(char) in ("Cc", "Zl", "Zp") else char for char in text if char not in DIRECTION)
    line = " ".join(kept.split())
    if limit and len(line) > limit:
        line = line[:limit].rsplit(" ", 1)[0].rstrip(" ,;:") or line[:limit]
        return f"{line[: limit - 1]}…"
    return line


def web_url(url: str) -> str:
    """The address if it is one of the web, or "": no other scheme ever becomes a link."""
    return url if url.lower().startswith(("http://", "https://")) and not set(url) & set(' \n\r\t"<>') else ""
