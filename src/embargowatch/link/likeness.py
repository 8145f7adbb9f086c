"""Whether a record tells the same development as a story: nothing contradicts, and enough agrees."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from embargowatch.link.names import folded, same_party, same_target, same_weapon
from embargowatch.types import ArmsDeal, Money, Sanction, Target, Weapon

WINDOW = timedelta(days=14)
"""Between two reports of one development."""
GROWTH = {"arms_deals": timedelta(days=540), "sanctions": timedelta(days=60)}
"""Between two stages of one development."""
MEMORY = timedelta(days=3650)
"""How far back a background record may find its story."""

ENOUGH = 2.0
"""Both sides agree, or one side and what it is about."""
SURE = 3.0
"""Both sides and what it is about: needed across stages and years."""

TRACKS = {
    "call_for": "toward",
    "propose": "toward",
    "threaten": "toward",
    "impose": "toward",
    "extend": "keep",
    "maintain": "keep",
    "ease": "undo",
    "lift": "undo",
    "enforce": "enforce",
    "evade": "evade",
}
"""What is one development as it grows: a threat becomes a measure, but a measure and its end are two."""
KINDS_OF_TRANSFER = {"illicit": "illicit", "financing": "financing"}
VAGUE_MEASURES = {"listing", "other", ""}
ROUNDING = Decimal("1.25")
"""Outlets round: two amounts or numbers within this factor are one."""
DAYS_APART = 7


def likeness(record: Sanction | ArmsDeal, other: Sanction | ArmsDeal) -> float:
    """How much agrees between two records; 0 when anything contradicts."""
    match record, other:
        case Sanction(), Sanction():
            return _like_sanction(record, other)
        case ArmsDeal(), ArmsDeal():
            return _like_deal(record, other)
        case _:
            return 0.0


def belongs(
    record: Sanction | ArmsDeal,
    when: datetime,
    other: Sanction | ArmsDeal,
    news_from: datetime,
    news_until: datetime,
) -> float:
    """How well a record of an article of ``when`` fits a story; 0 when it is another one.

    The longer ago the story's news, the more has to agree.
    """
    score = likeness(record, other)
    apart = max(news_from - when, when - news_until, timedelta(0))
    if score < ENOUGH or apart > reach(record):
        return 0.0
    if apart <= WINDOW and stage_of(record) == stage_of(other):
        return score
    if score < SURE:
        return 0.0
    grows = stage_of(record) != stage_of(other) and apart <= _growth(record)
    return score if grows or record.background or apart <= WINDOW else 0.0


def reach(record: Sanction | ArmsDeal) -> timedelta:
    """How far from its article a record's story can be."""
    return MEMORY if record.background else _growth(record)


def stage_of(record: Sanction | ArmsDeal) -> str:
    return record.action if isinstance(record, Sanction) else record.stage


def _growth(record: Sanction | ArmsDeal) -> timedelta:
    return GROWTH["sanctions" if isinstance(record, Sanction) else "arms_deals"]


def _like_sanction(a: Sanction, b: Sanction) -> float:
    senders, countries = same_party(a.senders, b.senders), same_party(a.target_countries, b.target_countries)
    named = _same_targets(a.targets, b.targets)
    measures = same_party(set(a.measures) - VAGUE_MEASURES, set(b.measures) - VAGUE_MEASURES)
    doers = same_party((*a.respondents, *a.evaders), (*b.respondents, *b.evaders))
    reference = _same_text(a.official_ref, b.official_ref)
    contradicted = (
        TRACKS.get(a.action) != TRACKS.get(b.action)
        or False in (senders, countries, named, doers, reference, _same_text(a.licence_no, b.licence_no))
        or (measures is False and not named)
        or _money_differs(a.penalty, b.penalty)
        or (a.action == b.action and _counts_differ(a.n_designated, b.n_designated))
        or _dates_differ(a.date, b.date, same_stage=a.action == b.action)
    )
    if contradicted:
        return 0.0
    return (
        1.0 * bool(senders)
        + 1.0 * bool(countries)
        + 1.5 * bool(named)
        + 1.5 * bool(doers)
        + 0.5 * bool(measures)
        + 0.5 * bool(same_party(a.programs, b.programs))
        + 3.0 * bool(reference)
    )


def _like_deal(a: ArmsDeal, b: ArmsDeal) -> float:
    suppliers, recipients = same_party(a.suppliers, b.suppliers), same_party(a.recipients, b.recipients)
    weapons = _same_weapons(a.weapons, b.weapons)
    reference = _same_text(a.official_ref, b.official_ref)
    same_stage = a.stage == b.stage
    contradicted = (
        False in (suppliers, recipients, weapons)
        or (same_stage and reference is False)
        or _kind_of_transfer(a) != _kind_of_transfer(b)
        or (same_stage and _money_differs(a.value, b.value))
        or (same_stage and _quantities_differ(a.weapons, b.weapons))
        or _dates_differ(a.date, b.date, same_stage=same_stage)
    )
    if contradicted:
        return 0.0
    return (
        1.0 * bool(suppliers)
        + 1.0 * bool(recipients)
        + 1.5 * bool(weapons)
        + 1.0 * bool(same_party(a.manufacturers, b.manufacturers))
        + 0.5 * bool(a.value and b.value and not _money_differs(a.value, b.value))
        + 3.0 * bool(reference)
    )


def _same_targets(a: Iterable[Target], b: Iterable[Target]) -> bool | None:
    named_a, named_b = _named(a), _named(b)
    # One outlet names the people of a round and another its companies: that is no contradiction.
    pairs = [(x, y) for x in named_a for y in named_b if (x.type == "person") == (y.type == "person")]
    return any(same_target(x, y) for x, y in pairs) if pairs else None


def _named(targets: Iterable[Target]) -> list[Target]:
    return [target for target in targets if target.role != "mentioned" and target.type not in ("sector", "group")]


def _same_weapons(a: Iterable[Weapon], b: Iterable[Weapon]) -> bool | None:
    compared = [same_weapon(x, y) for x in a for y in b]
    if True in compared:
        return True
    return None if None in compared or not compared else False


def _quantities_differ(a: Iterable[Weapon], b: Iterable[Weapon]) -> bool:
    return any(
        _number_differs(x.number_ordered or x.quantity, y.number_ordered or y.quantity, about=_about(x) or _about(y))
        for x in a
        for y in b
        if same_weapon(x, y)
    )


def _about(weapon: Weapon) -> bool:
    return bool(weapon.quantity_qualifier) or weapon.is_estimate


def _number_differs(a: int | None, b: int | None, *, about: bool = False) -> bool:
    if not a or not b:
        return False
    return max(a, b) > min(a, b) * ROUNDING if about else a != b


def _counts_differ(a: int | None, b: int | None) -> bool:
    """Outlets count people, or people and companies, of one round."""
    return bool(a and b and max(a, b) > 2 * min(a, b))


def _money_differs(a: Money | None, b: Money | None) -> bool:
    if a is None or b is None or a.currency != b.currency or not a.amount or not b.amount:
        return False
    most_a, most_b = a.amount_max or a.amount, b.amount_max or b.amount
    return max(a.amount, b.amount) > min(most_a, most_b) * ROUNDING


def _kind_of_transfer(deal: ArmsDeal) -> str:
    return KINDS_OF_TRANSFER.get(deal.transfer_type, "")


def _same_text(a: str, b: str) -> bool | None:
    return "".join(folded(a).split()) == "".join(folded(b).split()) if a and b else None


def _dates_differ(a: str, b: str, *, same_stage: bool) -> bool:
    """Whether two dates of any precision cannot be of one development."""
    if not a or not b:
        return False
    if not same_stage:
        return abs(int(a[:4]) - int(b[:4])) > 2
    if len(a) < 10 or len(b) < 10:
        shared = min(len(a), len(b))
        return a[:shared] != b[:shared]
    return abs(datetime.fromisoformat(a[:10]) - datetime.fromisoformat(b[:10])) > timedelta(days=DAYS_APART)
