"""One event told five times is one record with the best-filled fields; two events stay two."""

from __future__ import annotations

from collections.abc import Iterable

from embargowatch.topics.sanctions.draft import Draft, Filler
from embargowatch.types import Evidence, Sanction, Target


def merged(drafts: Iterable[Draft]) -> tuple[Sanction, ...]:
    """The document's records."""
    groups: list[list[Draft]] = []
    for draft in drafts:
        home = next((g for g in groups if _same_event(g, draft)), None)
        if home is None:
            groups.append([draft])
        else:
            home.append(draft)
    return tuple(_record(group) for group in groups)


def _same_event(group: list[Draft], draft: Draft) -> bool:
    first = group[0]
    if first.action != draft.action:
        return False
    senders = {f.value for d in group for f in d.senders}
    countries = {f.value for d in group for f in d.countries}
    if not _meet(senders, {f.value for f in draft.senders}) or not _meet(countries, {f.value for f in draft.countries}):
        return False
    if any(d.news for d in group) and draft.news:
        return True
    names = {t.name.casefold() for d in group for t, _ in d.targets}
    other = {t.name.casefold() for t, _ in draft.targets}
    if countries and {f.value for f in draft.countries}:
        return True
    return bool(names & other) or not names or not other


def _meet(one: set[str], two: set[str]) -> bool:
    return not one or not two or bool(one & two)


def _record(group: list[Draft]) -> Sanction:
    lead = next((d for d in group if d.news), group[0])
    fields: dict[str, tuple[Evidence, ...]] = {}
    senders = _union(fields, "senders", (d.senders for d in group))
    countries = _union(fields, "target_countries", (d.countries for d in group))
    measures = _union(fields, "measures", (d.measures for d in group))
    programs = _union(fields, "programs", (d.programs for d in group))
    targets: dict[str, tuple[Target, Evidence]] = {}
    for target, evidence in (pair for d in group for pair in d.targets):
        targets.setdefault(target.name.casefold(), (target, evidence))
    if targets:
        fields["targets"] = tuple(e for _, e in targets.values())
    date = next((d.date for d in (lead, *group) if d.date), None)
    if date:
        fields["date"] = (date.evidence,)
    authority = next((d.authority for d in group if d.authority), None)
    if authority:
        fields["authority"] = (authority.evidence,)
    fields["action"] = (lead.clause.evidence_of(lead.trigger.token),)
    return Sanction(
        action=lead.action,
        action_detail=lead.detail,
        senders=senders,
        authority=authority.value if authority else "",
        target_countries=countries,
        targets=tuple(t for t, _ in targets.values()),
        measures=measures,
        programs=programs,
        date=date.value if date else "",
        modality=lead.modality,
        background=not any(d.news for d in group),
        quote=lead.quote.quote,
        evidence=fields,
        confidence={"record": 0.6},
    )


def _union(fields: dict[str, tuple[Evidence, ...]], name: str, lists: Iterable[list[Filler]]) -> tuple[str, ...]:
    found: dict[str, Filler] = {}
    for filler in (f for fillers in lists for f in fillers):
        found.setdefault(filler.value, filler)
    if found:
        fields[name] = tuple(f.evidence for f in found.values())
    return tuple(found)
