"""What else the sentences of a record say: how far it reaches, until when, why, by which number, who claims it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from embargowatch import lexicon
from embargowatch.reading import Parsed
from embargowatch.topics.sanctions.draft import Draft
from embargowatch.types import Evidence, Sanction

Fields = dict[str, tuple[Evidence, ...]]
ITEMS = frozenset({"export_control", "import_restrictions", "arms_embargo", "arms_restrictions", "oil_and_gas"})
UNTIL = re.compile(r"\b(?:until|through|expires?(?: on)?|expiring(?: on)?|runs? to|up to)\s(?:\w+\s){0,2}$", re.I)
FROM = re.compile(
    r"\b(?:takes? effect|took effect|enters? into force|entered into force|effective|starting)\b[^.;]{0,25}$", re.I
)
WIND_DOWN = re.compile(r"\b(?:(?:wind(?:ing)?|wound)[- ]down|wind(?:ing)? up)\b", re.I)
REASON = re.compile(
    r"\s((?:for (?!(?:the (?:first|second|third|[A-Z])|a (?:year|month|further)|example|instance|one year|six months|"
    r"now)\b)"
    r"(?:having |being |acting |allegedly |their |his |her |its |the )?[a-z][\w’'-]+|over|because|in response to|"
    r"in retaliation for|as punishment for|in protest at)\s[^;]{4,220})"
)
REFERENCE = re.compile(
    r"\b(?:Council (?:Implementing )?(?:Decision|Regulation) \((?:CFSP|EU)\) (?:No\.? )?\d{4}/\d{1,4}|"
    r"(?:Implementing )?Regulation \(EU\) (?:No\.? )?\d{1,4}/\d{1,4}|S/RES/\d{1,4} \(\d{4}\)|\d{2} FR \d{3,6}|"
    r"[Cc]ase (?:No\.? )?[\w:-]*\d{3,}[\w-]*)"
)
LICENCE = re.compile(r"\b(?:[Gg]eneral [Ll]icen[sc]e|GL)s?\s(?:\(GL\)\s|No\.?\s)?(\d{1,3}[A-Z]?)\b")


def detailed(record: Sanction, group: list[Draft], lead: Draft) -> Sanction:
    """The record with what its sentences say beyond who does what to whom; each with its evidence."""
    fields: Fields = dict(record.evidence)
    record = replace(record, **_scope(record, fields))
    record = replace(record, **_dates(record, group, fields), **_reason(lead, fields), **_references(group, fields))
    record = replace(record, **_implied(record, fields), **_claim(record, lead, fields))
    return replace(record, evidence=fields)


def _scope(record: Sanction, fields: Fields) -> dict[str, Any]:
    """Whether it hits named people and bodies, a sector, goods, or a whole country."""
    kinds = {t.type for t in record.targets}
    if record.targets and kinds == {"sector"}:
        scope, by = "sector", "targets"
    elif record.targets or record.n_designated or "listing" in record.measures:
        scope, by = "entity", next(n for n in ("targets", "n_designated", "measures") if n in fields)
    elif record.measures and set(record.measures) <= ITEMS:
        scope, by = "item", "measures"
    elif record.target_countries:
        scope, by = "programme", "target_countries"
    else:
        return {}
    fields["scope"] = fields[by]
    return {"scope": scope}


def _dates(record: Sanction, group: list[Draft], fields: Fields) -> dict[str, Any]:
    found: dict[str, str] = {}
    for name, iso, evidence in (row for draft in group for row in _dated(draft.clause)):
        if name not in found:
            found[name], fields[name] = iso, (evidence,)
    if record.date and record.action in ("impose", "lift", "extend", "ease") and record.modality == "reported":
        name = "listing_date" if record.action_detail == "designation" else "announced"
        found[name], fields[name] = record.date, fields["date"]
    return found


def _dated(clause: Parsed) -> Iterator[tuple[str, str, Evidence]]:
    text = clause.sentence.text
    for when in clause.dates:
        before = text[max(0, when.start - 60) : when.start]
        if not when.iso:
            continue
        if UNTIL.search(before):
            name = "wind_down_until" if WIND_DOWN.search(text) else "end_date"
            yield name, when.iso, clause.evidence(when.start, when.end)
        elif FROM.search(before):
            yield "start_date", when.iso, clause.evidence(when.start, when.end)


def _reason(lead: Draft, fields: Fields) -> dict[str, Any]:
    """Why, in the words of the sentence that carries the record, from after the act."""
    text = lead.clause.sentence.text
    found = REASON.search(text, lead.trigger.token.idx)
    if found is None:
        return {}
    end = found.end(1) if found.end(1) == len(text) else text.rfind(" ", 0, found.end(1))
    evidence = lead.clause.evidence(found.start(1), found.start(1) + len(text[found.start(1) : end].rstrip(' ,.”"')))
    fields["reason"] = (evidence,)
    return {"reason": evidence.quote}


def _references(group: list[Draft], fields: Fields) -> dict[str, Any]:
    """The number of a decision or a case, and that of a licence."""
    found: dict[str, str] = {}
    for draft in group:
        text = draft.clause.sentence.text
        for name, pattern, part in (("official_ref", REFERENCE, 0), ("licence_no", LICENCE, 1)):
            m = pattern.search(text)
            if m is None or name in found or (name == "licence_no" and draft.action not in ("ease", "extend")):
                continue
            found[name], fields[name] = m[part], (draft.clause.evidence(m.start(), m.end()),)
    return found


def _implied(record: Sanction, fields: Fields) -> dict[str, Any]:
    """What the listing means by law and the text does not state."""
    if record.action != "impose" or "listing" not in record.measures:
        return {}
    named = {*record.programs, record.list}
    rows = [row for row in lexicon.table("implied_measures") if row["sender"] in record.senders]
    fitting = [row for row in rows if row["list"] in named] or [row for row in rows if not row["list"]]
    implied = dict.fromkeys(m for row in fitting for m in lexicon.values(row["measures"]) if m not in record.measures)
    if implied:
        fields["measures_implied"] = fields["measures"]
    return {"measures_implied": tuple(implied)}


def _claim(record: Sanction, lead: Draft, fields: Fields) -> dict[str, Any]:
    if record.modality != "claimed" or lead.claimed_by is None:
        return {}
    fields["claimed_by"] = (lead.claimed_by.evidence,)
    return {"claimed_by": lead.claimed_by.value}
