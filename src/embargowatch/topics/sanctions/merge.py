"""One event told five times is one record with the best-filled fields; two events stay two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from embargowatch.reading.names import find
from embargowatch.reading.syntax import conjuncts
from embargowatch.topics.sanctions.details import detailed
from embargowatch.topics.sanctions.draft import Draft, Filler
from embargowatch.topics.sanctions.identity import described
from embargowatch.topics.sanctions.telling import summary
from embargowatch.types import Evidence, Modality, Money, Sanction, Target

LONGEST_CODE = 4
"""NATO; what is longer is a name, of a group of states."""


def merged(drafts: Iterable[Draft]) -> tuple[Sanction, ...]:
    """The document's records, news first."""
    groups: list[list[Draft]] = []
    for draft in sorted(drafts, key=lambda d: not d.news):
        home = next((g for g in groups if draft.follows in g or _same_event(g, draft)), None)
        if home is None:
            if draft.follows is None:
                groups.append([draft])
        else:
            home.append(draft)
    return tuple(_record(sorted(group, key=lambda d: (not d.news, d.index))) for group in groups)


def _same_event(group: list[Draft], draft: Draft) -> bool:
    """Whether a draft tells what the group tells: the same act, parties that agree, and the same time."""
    first = group[0]
    if first.action != draft.action or draft.follows is not None or not _parties_agree(group, draft):
        return False
    if first.news and (draft.news or draft.date_is_past):
        return draft.news
    if not first.news and not draft.news and _told_apart(group, draft):
        return False
    names = {n for d in group for n in d.names}
    if names and draft.names:
        return bool(names & draft.names)
    if first.news != draft.news and (draft.names or (names and not draft.trigger.asserted) or draft.date_is_past):
        return not draft.date_is_past and not draft.names
    return _meet({d.date.value[:4] for d in group if d.date}, {draft.date.value[:4]} if draft.date else set())


def _told_apart(group: list[Draft], draft: Draft) -> bool:
    """Two listings under other laws or on other days are two events: "in 1997 as …, and in 2001 under …"."""
    if draft.trigger.kind != "verb":
        return False
    others = [d for d in group if d.trigger.kind == "verb"]
    laws = {f.value for d in others for f in d.programs}
    days = {d.date.value for d in others if d.date}
    own = {f.value for f in draft.programs}
    other_day = bool(days and draft.date) and not any(_same_day(draft.date.value, day) for day in days if draft.date)
    return other_day or bool(laws and own and not laws & own)


def _same_day(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _parties_agree(group: list[Draft], draft: Draft) -> bool:
    """Groups of states ("world powers") agree with any sender."""
    senders = {v for d in group for v in d.sending if len(v) <= LONGEST_CODE}
    countries = {v for d in group for v in d.countries_aimed}
    own = {v for v in draft.sending if len(v) <= LONGEST_CODE}
    return _meet(senders, own) and _meet(countries, draft.countries_aimed)


def _meet(one: set[str], two: set[str]) -> bool:
    return not one or not two or bool(one & two)


def _record(group: list[Draft]) -> Sanction:
    lead = next((d for d in group if d.paragraph >= 0 and d.trigger.asserted), group[0])
    fields: dict[str, tuple[Evidence, ...]] = {"action": (lead.clause.evidence_of(lead.trigger.token),)}
    targets = _targets(fields, group)
    date = _first(fields, "date", [lead.date, *(d.date for d in group)])
    authority = _first(fields, "authority", [d.authority for d in group])
    count = _count(group)
    if count:
        fields["n_designated"] = (count[1],)
    coded = [[f for f in d.senders if len(f.value) <= LONGEST_CODE] for d in group]
    senders = _union(fields, "senders", coded if any(coded) else (d.senders for d in group))
    countries = _union(fields, "target_countries", (d.countries for d in group))
    names = tuple(t.name for t in targets)
    record = Sanction(
        action=lead.action,
        action_detail=lead.detail,
        senders=senders,
        authority=authority,
        target_countries=countries,
        targets=targets,
        n_designated=count[0] if count else None,
        measures=_union(fields, "measures", (d.measures for d in group)),
        programs=_union(fields, "programs", (d.programs for d in group)),
        list=_list(fields),
        penalty=_penalty(fields, lead),
        respondents=_same_as(fields, "respondents", names if lead.action == "enforce" else ()),
        evaders=_same_as(fields, "evaders", names if lead.action == "evade" else ()),
        date=date,
        modality=_modality(group, lead),
        background=not any(d.news for d in group),
        quote=lead.clause.sentence.text,
        evidence=fields,
        confidence=_confidence(group, senders, countries, targets),
    )
    record = detailed(record, group, lead)
    return replace(record, summary=summary(record))


def _count(group: list[Draft]) -> tuple[int, Evidence] | None:
    """How many are hit, as first said; what is hit by two acts ("froze …, and barred …") is added up."""
    first = next((d for d in group if d.count), None)
    if first is None or first.count is None:
        return None
    total, evidence = first.count
    for draft in group:
        if (
            draft.index == first.index
            and draft.count is not None
            and _listed_together(draft.predicate, first.predicate)
        ):
            apart = draft.count[1].end <= evidence.start or evidence.end <= draft.count[1].start
            total += draft.count[0] if apart else 0
    return total, evidence


def _listed_together(one: Any, other: Any) -> bool:
    return one is not other and (one in conjuncts(other) or other in conjuncts(one))


def _list(fields: dict[str, tuple[Evidence, ...]]) -> str:
    """The list that a listing goes on, where one is named."""
    for evidence in fields.get("programs", ()):
        name = next((h.name for h in find(evidence.quote) if h.name.form == "list"), None)
        if name is not None:
            fields["list"] = (evidence,)
            return name.name
    return ""


def _penalty(fields: dict[str, tuple[Evidence, ...]], lead: Draft) -> Money | None:
    """The first sum in a sentence of enforcement."""
    paid = lead.clause.money[:1] if lead.action == "enforce" else ()
    for amount in paid:
        fields["penalty"] = (lead.clause.evidence(amount.start, amount.end),)
        kind = "settlement" if "settle" in lead.clause.sentence.text else "civil_penalty"
        return Money(amount.amount, amount.currency, kind, amount.amount_max, amount.qualifier)
    return None


def _same_as(fields: dict[str, tuple[Evidence, ...]], name: str, names: tuple[str, ...]) -> tuple[str, ...]:
    if names:
        fields[name] = fields["targets"]
    return names


def _modality(group: list[Draft], lead: Draft) -> Modality:
    """The weaker reading where headline and text differ."""
    told = {
        d.modality
        for d in group
        if d.follows is None and (d.news == group[0].news) and (d.trigger.asserted or d is lead)
    }
    return next((m for m in ("claimed", "future") if m in told and _told_first_as(group, m)), lead.modality)


def _told_first_as(group: list[Draft], modality: str) -> bool:
    """Whether the first sentence of the text that tells it uses this modality."""
    first = next((d for d in group if d.paragraph >= 0 and d.follows is None), group[0])
    return first.modality == modality


def _targets(fields: dict[str, tuple[Evidence, ...]], group: list[Draft]) -> tuple[Target, ...]:
    found: dict[str, tuple[Target, Evidence]] = {}
    for target, evidence in ((_described(d, t, e), e) for d in group for t, e in d.targets):
        key = target.name.casefold()
        if any(key in other.split() or key in other for other in found):
            continue
        for part in [other for other in found if _part_of(other, key)]:
            del found[part]
        found[key] = (target, evidence)
    if found:
        fields["targets"] = tuple(e for _, e in found.values())
    return tuple(t for t, _ in found.values())


def _described(draft: Draft, target: Target, evidence: Evidence) -> Target:
    """The target as its own sentence describes it; one that was named in the sentence before is left as it is."""
    sentence = draft.clause.sentence
    inside = evidence.where == sentence.where and sentence.start <= evidence.start < sentence.end
    return described(target, draft, evidence.end - sentence.start) if inside else target


def _part_of(short: str, long: str) -> bool:
    """Whether a name is only the end or the beginning of a longer one."""
    return long.endswith(" " + short) or long.startswith(short + " ")


def _first(fields: dict[str, tuple[Evidence, ...]], name: str, fillers: list[Filler | None]) -> str:
    filler = next((f for f in fillers if f), None)
    if filler is None:
        return ""
    fields[name] = (filler.evidence,)
    return filler.value


def _union(fields: dict[str, tuple[Evidence, ...]], name: str, lists: Iterable[list[Filler]]) -> tuple[str, ...]:
    found: dict[str, Filler] = {}
    for filler in (f for fillers in lists for f in fillers):
        if filler.value not in found or filler.sure > found[filler.value].sure:
            found[filler.value] = filler
    if found:
        fields[name] = tuple(f.evidence for f in found.values())
    return tuple(found)


def _confidence(
    group: list[Draft], senders: tuple[str, ...], countries: tuple[str, ...], targets: tuple[Target, ...]
) -> dict[str, float]:
    best = {
        name: max((f.sure for d in group for f in getattr(d, name)), default=0.0) for name in ("senders", "countries")
    }
    whole = (
        0.35
        + 0.2 * bool(senders)
        + 0.2 * bool(countries or targets)
        + 0.05 * min(3, len(group) - 1)
        + 0.1 * (min(best.values()) > 0.8)
    )
    scores = {"record": round(min(0.95, whole), 2), "action": 0.8}
    scores |= {"senders": best["senders"]} if senders else {}
    return scores | ({"target_countries": best["countries"]} if countries else {})
