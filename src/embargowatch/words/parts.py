"""The parts of a record in words: its stage, its money, weapons and targets."""

from __future__ import annotations

from decimal import Decimal

from embargowatch.types import ArmsDeal, Money, Sanction, Target, Weapon
from embargowatch.words.lines import listed, lower_first, one_line, plain
from embargowatch.words.terms import (
    ACTION_DETAIL_WORDS,
    ACTION_WORDS,
    MODALITY_WORDS,
    STAGE_DETAIL_WORDS,
    STAGE_WORDS,
    STAGES,
    country_name,
    country_names,
)

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "KRW": "₩", "INR": "₹", "ILS": "₪"}
SCALES = ((Decimal(10**12), "tn"), (Decimal(10**9), "bn"), (Decimal(10**6), "m"))


def stage_word(record: Sanction | ArmsDeal) -> str:
    """The stage in its detail: "Notified", "Suspended", "Delisted"; a halted deal is never just "blocked"."""
    if isinstance(record, ArmsDeal):
        return STAGE_DETAIL_WORDS.get(record.stage_detail) or STAGE_WORDS.get(record.stage) or plain(record.stage)
    if record.action == "lift" and record.scope == "entity":
        return "Delisted"
    return ACTION_DETAIL_WORDS.get(record.action_detail) or ACTION_WORDS.get(record.action) or plain(record.action)


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
    name = weapon.designation or weapon.description or plain(weapon.category)
    status = plain(weapon.status) if weapon.status not in ("", "new") else ""
    partly = weapon.number_delivered is not None and weapon.number_delivered != number
    delivered = f"{weapon.number_delivered:,} delivered" if partly else ""
    counted = " ".join(part for part in (qualifier, count, name) if part)
    return ", ".join(part for part in (counted, status, delivered) if part)


def target_words(target: Target) -> str:
    """ "Ismail Demir (person, Turkey)"; somebody only mentioned is said to be."""
    notes = [plain(target.type), country_names(target.countries)]
    notes.append("mentioned, not designated" if target.role == "mentioned" else "")
    notes.append(f"also {listed(target.aliases)}" if target.aliases else "")
    notes += [f"{key.upper()} {value}" for key, value in sorted(target.identifiers.items())]
    known = ", ".join(note for note in notes if note)
    return f"{target.name} ({known})" if known else target.name
