"""What keeps two articles in two stories, however alike they are. Symmetric and pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from embargowatch.link.likeness import stage_of
from embargowatch.link.specifics import same_targets, targets
from embargowatch.link.units import Unit
from embargowatch.types import ArmsDeal, Sanction

LONGEST = timedelta(days=730)
"""Between the first and the last stage of a development."""
WEEK = 7
STEPS = frozenset({"impose", "extend", "ease", "lift", "enforce", "approved", "signed"})
"""What is done on a day: done again on another, it is another development."""
BEFORE = frozenset({"propose", "threaten", "call_for"})


def veto(a: Unit, b: Unit, shared: frozenset[str]) -> str:
    """Why the two can never be in one story, or ""; ``shared`` are the kinds of specific things that both have."""
    return next(_vetoes(a, b, shared), "")


def _vetoes(a: Unit, b: Unit, shared: frozenset[str]) -> Iterator[str]:
    if a.topics and b.topics and not a.topics & b.topics:
        yield "another topic"
    if a.when and b.when and abs(a.when - b.when) > LONGEST:
        yield "years apart"
    if _other_number(a, b):
        yield "another official number"
    if "number" in shared:
        return
    if _another_day(a, b):
        yield "the same step on another day"
    if _other_targets(a, b):
        yield "other named targets"
    if "copy" in shared and _other_countries(a, b):
        yield "the same form for another country"


def _other_number(a: Unit, b: Unit) -> bool:
    """Two official numbers of one issuer are two actions."""
    p, q = a.profile.references, b.profile.references
    issuers = {ref.split()[0] for ref in p} & {ref.split()[0] for ref in q}
    return bool(issuers) and not p & q


def _another_day(a: Unit, b: Unit) -> bool:
    """Whether both report the same step, and their steps were taken more than a week apart."""
    if _grows(a, b) or _grows(b, a):
        return False
    apart = [
        abs((x - y).days)
        for first in a.records
        for second in b.records
        if type(first) is type(second) and first.modality == second.modality == "reported"
        if stage_of(first) == stage_of(second) in STEPS
        if (x := _day(first, a)) and (y := _day(second, b))
    ]
    return bool(apart) and min(apart) > WEEK


def _grows(a: Unit, b: Unit) -> bool:
    """Whether one tells of what the other's measure was before it was taken."""
    before, after = ({stage_of(record) for record in one.records} for one in (a, b))
    return bool(before & BEFORE) and "impose" in after and not after & BEFORE


def _day(record: Sanction | ArmsDeal, unit: Unit) -> date | None:
    if len(record.date) == len("2026-11-23"):
        return date.fromisoformat(record.date)
    return unit.when.date() if unit.when else None


def _other_targets(a: Unit, b: Unit) -> bool:
    """Whether both name whom the measure hits, and neither names any of the other's."""
    kinds = {one.type == "person" for one in targets(a)} & {one.type == "person" for one in targets(b)}
    return bool(kinds) and not same_targets(a, b)


def _other_countries(a: Unit, b: Unit) -> bool:
    mine, others = (
        {code for record in one.records if isinstance(record, Sanction) for code in record.target_countries}
        for one in (a, b)
    )
    return bool(mine and others) and mine.isdisjoint(others)
