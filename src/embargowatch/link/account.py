"""Who says what in a story: which articles support a field, where they disagree, and how far it came when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from embargowatch.link.copies import COPY, likeness
from embargowatch.link.likeness import stage_of
from embargowatch.link.names import same_party, same_target, same_weapon
from embargowatch.link.telling import Telling
from embargowatch.records_json import record_to_json
from embargowatch.types import ArmsDeal, Disagreement, Money, Sanction, Step, Variant

TOLD_APART = ("value", "penalty", "quantity", "n_designated", "date")
"""Fields of which the values are kept side by side where articles contradict each other."""
NOT_FIELDS = {"modality", "background", "evidence", "confidence", "quote", "summary", "article_id", "id", "claimed_by"}
NEARLY = 1.03
"""Two amounts within this factor are one, rounded otherwise."""


def support(record: Sanction | ArmsDeal, tellings: Sequence[Telling]) -> dict[str, tuple[int, ...]]:
    """For each field of the merged record that is known, the articles that give its value."""
    names = [field.name for field in fields(record) if field.name not in NOT_FIELDS and getattr(record, field.name)]
    found = {
        name: _ids(t for t in tellings if _gives(getattr(t.record, name), getattr(record, name))) for name in names
    }
    return {name: ids for name, ids in found.items() if ids}


def disagreements(record: Sanction | ArmsDeal, tellings: Sequence[Telling]) -> tuple[Disagreement, ...]:
    """Fields on which those that tell of the same step contradict each other, the value of most articles first."""
    peers = [t for t in tellings if stage_of(t.record) == stage_of(record) and t.record.modality == record.modality]
    found = ((name, _variants(name, peers)) for name in TOLD_APART)
    return tuple(Disagreement(name, variants) for name, variants in found if len(variants) > 1)


def steps(tellings: Sequence[Telling]) -> tuple[Step, ...]:
    """The stage ladder: each step that is told, by when it was first told."""
    by_step: dict[tuple[str, str, str], list[Telling]] = {}
    for telling in tellings:
        record = telling.record
        detail = record.action_detail if isinstance(record, Sanction) else record.stage_detail
        by_step.setdefault((stage_of(record), detail, record.modality), []).append(telling)
    found = [_step(key, told) for key, told in by_step.items()]
    return tuple(sorted(found, key=lambda step: (step.first_told, step.date, step.stage, step.detail, step.modality)))


def origins(tellings: Sequence[Telling]) -> int:
    """How many of the articles are independent: copies of one report, and reports with one credit line, count once."""
    groups: list[list[Telling]] = []
    for telling in {t.url: t for t in tellings}.values():
        same = [group for group in groups if any(_one_origin(telling, other) for other in group)]
        groups = [group for group in groups if group not in same]
        groups.append([telling, *(other for group in same for other in group)])
    return len(groups)


def _one_origin(a: Telling, b: Telling) -> bool:
    return (bool(a.credit) and a.credit == b.credit) or likeness(a.signature, b.signature) >= COPY


def _step(key: tuple[str, str, str], told: Sequence[Telling]) -> Step:
    stage, detail, modality = key
    days = [t.record.date for t in told if t.record.date]
    return Step(
        stage=stage,
        detail=detail,
        modality=modality,  # type: ignore[arg-type]  # it is the record's
        date=max(days, key=lambda day: (days.count(day), len(day), day)) if days else "",
        first_told=min(t.when for t in told),
        article_ids=_ids(told),
        official=any(t.official for t in told),
    )


def _variants(name: str, tellings: Sequence[Telling]) -> tuple[Variant, ...]:
    groups: list[tuple[Any, list[Telling]]] = []
    for telling in tellings:
        value = _value(name, telling.record)
        if not value:
            continue
        home = next((told for known, told in groups if _gives(value, known)), None)
        if home is None:
            groups.append((value, [telling]))
        else:
            home.append(telling)
    found = [Variant(_json(name, value, told[0]), _ids(told)) for value, told in groups]
    return tuple(sorted(found, key=lambda v: (-len(v.article_ids), str(v.value))))


def _value(name: str, record: Sanction | ArmsDeal) -> Any:
    if name != "quantity":
        return getattr(record, name, None)
    weapons = record.weapons if isinstance(record, ArmsDeal) else ()
    return next((w.number_ordered or w.quantity for w in weapons if w.number_ordered or w.quantity), None)


def _json(name: str, value: Any, telling: Telling) -> Any:
    return value if name == "quantity" else record_to_json(telling.record)[name]


def _gives(told: Any, merged: Any) -> bool:
    """Whether an article's value is the story's, rounded or shortened as outlets do."""
    if not told:
        return False
    match told, merged:
        case Money(), Money():
            few, many = sorted((told.amount, merged.amount))
            return told.currency == merged.currency and bool(few) and float(many) <= float(few) * NEARLY
        case str(), str():
            return told == merged or merged.startswith(told) or told.startswith(merged)
        case tuple(), tuple():
            return _overlap(told, merged)
        case _:
            return bool(told == merged)


def _overlap(told: tuple[Any, ...], merged: tuple[Any, ...]) -> bool:
    if isinstance(told[0], str):
        return same_party(told, merged) is True
    if hasattr(told[0], "designation"):
        return any(same_weapon(x, y) is True or x == y for x in told for y in merged)
    return any(same_target(x, y) for x in told for y in merged)


def _ids(tellings: Iterable[Telling]) -> tuple[int, ...]:
    return tuple(sorted({telling.article_id for telling in tellings}))
