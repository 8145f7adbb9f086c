"""What a subscriber was told of a story, and what has changed since: field by field, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from embargowatch.alert.names import same_name
from embargowatch.alert.wishes import confirmed, fold, folded_all
from embargowatch.link.names import same_weapon
from embargowatch.records_json import record_from_json, record_to_json
from embargowatch.types import ArmsDeal, Change, Money, Sanction, Story, Target, Weapon
from embargowatch.words import (
    country_names,
    lead,
    listed,
    modality_words,
    money_words,
    plain,
    rows,
    stage_word,
    weapon_words,
)

NEAR, ROUNDED = Decimal("0.02"), Decimal("0.1")
"""Outlets round: within the first share two amounts are one; within the second if one may be the other rounded."""
UNKNOWN = "?"
AS_TOLD = "as we told it"


@dataclass(frozen=True, slots=True)
class Told:
    """What a subscriber was told of a story: what later news is compared with."""

    record: Sanction | ArmsDeal
    confirmed: bool
    withdrawn: bool = False
    """Whether they were told that nothing is left of it."""

    @classmethod
    def of(cls, story: Story) -> Told:
        return cls(story.record, confirmed(story), withdrawn=not story.sources)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Told:
        return cls(record_from_json(kept["record"]), kept["confirmed"], kept.get("withdrawn", False))

    def to_json(self) -> dict[str, Any]:
        record = record_to_json(self.record)
        return {
            "confirmed": self.confirmed,
            "withdrawn": self.withdrawn,
            "record": {**record, "evidence": {}, "quote": ""},
        }


def changes(before: Told, story: Story) -> tuple[Change, ...]:
    """What a subscriber who was told ``before`` has to be told now, field by field; empty when it is no news.

    A value that is no longer known is no news: another article was merged in that does not say it.
    """
    if before.withdrawn:
        return (Change("record", "withdrawn", "told again"),) if story.sources else ()
    old, new = before.record, story.record
    found = [
        _stage_change(old, new),
        _change("confirmation", "", "confirmed by an official source" if confirmed(story) else "", before.confirmed),
    ]
    match old, new:
        case Sanction(), Sanction():
            found += _sanction_changes(old, new)
        case ArmsDeal(), ArmsDeal():
            found += _deal_changes(old, new)
    return tuple(change for change in found if change)


def corrections(before: Told | None, story: Story, reason: str) -> tuple[Change, ...]:
    """What somebody who was told ``before`` has to know since a person refused or corrected a record of the story."""
    if not story.sources:
        return (Change("record", AS_TOLD, f"withdrawn: {reason}"),)
    old = {row.label: row.text for row in rows(before.record)} if before else {}
    new = {row.label: row.text for row in rows(story.record)} if before else {}
    differ = [label for label in {**old, **new} if old.get(label, "") != new.get(label, "")]
    fields = [Change(label.lower(), old.get(label, ""), new.get(label, "") or "not known") for label in differ]
    return (Change("record", AS_TOLD, f"corrected: {reason}"), *fields)


def _stage_change(old: Sanction | ArmsDeal, new: Sanction | ArmsDeal) -> Change | None:
    same = (stage_word(old), old.modality) == (stage_word(new), new.modality)
    if same:
        return None
    if stage_word(old) == stage_word(new):
        return Change("standing", modality_words(old), modality_words(new))
    return Change("stage", lead(old), lead(new))


def _sanction_changes(old: Sanction, new: Sanction) -> list[Change | None]:
    return [
        _codes("by", old.senders, new.senders),
        _codes("against", old.target_countries, new.target_countries),
        _targets(old.targets, new.targets),
        _terms("measures", old.measures, new.measures),
        _codes("who answers", old.respondents, new.respondents),
        _codes("evaded by", old.evaders, new.evaders),
        _money("penalty", old.penalty, new.penalty),
    ]


def _deal_changes(old: ArmsDeal, new: ArmsDeal) -> list[Change | None]:
    return [
        _codes("from", old.suppliers, new.suppliers),
        _codes("to", old.recipients, new.recipients),
        *_weapons(old.weapons, new.weapons),
        _money("value", old.value, new.value),
    ]


def _change(field: str, before: str, now: str, known: bool) -> Change | None:
    return Change(field, before, now) if now and not known else None


def _codes(field: str, old: Sequence[str], new: Sequence[str]) -> Change | None:
    return _change(field, country_names(old), country_names(new), folded_all(new) <= folded_all(old))


def _terms(field: str, old: Sequence[str], new: Sequence[str]) -> Change | None:
    return _change(field, listed(map(plain, old)), listed(map(plain, new)), set(new) <= set(old))


def _targets(old: Iterable[Target], new: Iterable[Target]) -> Change | None:
    known, named = designated(old), designated(new)
    fresh = [target.name for target in named if not any(_one_target(target, other) for other in known)]
    before = f"{len(known):,} named" if len(known) > 3 else listed(target.name for target in known)
    return Change("named", before, listed(fresh)) if fresh else None


def designated(targets: Iterable[Target]) -> list[Target]:
    return [target for target in targets if target.role != "mentioned"]


def _one_target(a: Target, b: Target) -> bool:
    kind = a.type or b.type
    return any(same_name(x, y, kind) for x in (a.name, *a.aliases) for y in (b.name, *b.aliases))


def _weapons(old: Sequence[Weapon], new: Sequence[Weapon]) -> list[Change | None]:
    found: list[Change | None] = []
    for weapon in new:
        same = [w for w in old if same_weapon(w, weapon) or fold(w.designation) == fold(weapon.designation)]
        known = next((w for w in same if number_of(w) is not None), same[0] if same else None)
        if known is None:
            found.append(Change("weapons", listed(map(weapon_words, old)), weapon_words(weapon)))
        elif (number := number_of(weapon)) is not None and _far(number_of(known), number, about=_about(known, weapon)):
            field = "quantity" if len(new) == 1 else f"quantity of {weapon.designation or plain(weapon.category)}"
            found.append(Change(field, _count(known), _count(weapon)))
    return found


def number_of(weapon: Weapon) -> int | None:
    return weapon.number_ordered if weapon.number_ordered is not None else weapon.quantity


def _about(*weapons: Weapon) -> bool:
    return any(weapon.quantity_qualifier or weapon.is_estimate for weapon in weapons)


def _far(old: int | None, new: int, *, about: bool) -> bool:
    if old is None:
        return True
    return not _one_amount(Decimal(old), Decimal(new)) if about else old != new


def _count(weapon: Weapon) -> str:
    number = number_of(weapon)
    return f"{weapon.quantity_qualifier} {number:,}".strip() if number is not None else UNKNOWN


def _money(field: str, old: Money | None, new: Money | None) -> Change | None:
    if new is None:
        return None
    same = old is not None and (old.currency, old.kind or new.kind) == (new.currency, new.kind or old.kind)
    if old and same and _one_amount(old.amount, new.amount):
        return None
    return Change(field, money_words(old) if old else UNKNOWN, money_words(new))


def _one_amount(a: Decimal, b: Decimal) -> bool:
    """$3.55bn and $3.6bn are one price, $1.25bn and $1.3bn too; $3.5bn and $3.6bn are two."""
    apart, most = abs(a - b), max(abs(a), abs(b))
    if apart <= most * NEAR:
        return True
    last_digit = max(int(each.normalize().as_tuple().exponent) for each in (a, b))
    return apart <= most * ROUNDED and apart <= Decimal(10) ** last_digit / 2
