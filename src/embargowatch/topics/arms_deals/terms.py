"""The terms of a deal: when it was ordered and will come, through whom, for which force, made where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from embargowatch import lexicon
from embargowatch.reading import Document, Parsed, syntax
from embargowatch.reading.document import evidence_of
from embargowatch.reading.roles import Actor
from embargowatch.topics.arms_deals.draft import Draft
from embargowatch.topics.arms_deals.parties import parties
from embargowatch.topics.arms_deals.weapons import Fields
from embargowatch.types import ArmsDeal

_DELIVERY = re.compile(
    r"\b(?:deliver(?:y|ies|ed|ing)?|hand(?:ed)? over|arriv(?:e|al|als)|enter service)\b[^.;:]{0,60}?"
    r"\b((?:19|20)\d\d)\b(?:\s?(?:-|–|to|and|through|until)\s?((?:19|20)\d\d)\b)?",
    re.IGNORECASE,
)
_LOCAL = re.compile(
    r"\b(?:(?:produced|built|made|manufactured|assembled) (?:locally|under licen[cs]e)|licen[cs]ed production"
    r"|(?:local|joint|co-?)[ -]?(?:production|assembly)|co-?produc(?:e|ed|ing))\b",
    re.IGNORECASE,
)
_ORDERED = re.compile(r"\b(?:ordered|signed|contracted)\b[^.;:,]{0,40}?\b((?:19|20)\d\d)\b", re.IGNORECASE)
SERVICES = lexicon.group("arms_services")


def terms_of(document: Document, fields: Fields, group: list[Draft], deal: ArmsDeal) -> ArmsDeal:
    """The deal with the terms that its own sentences state; each gets its evidence in ``fields``."""
    clauses = list({d.clause.sentence.index: d.clause for d in group}.values())
    local = _first(fields, "local_production", clauses, _LOCAL)
    return replace(
        deal,
        intermediaries=_intermediaries(document, fields, group, deal),
        end_user=_end_user(fields, clauses),
        local_production=True if local else None,
        order_date=_order_date(fields, clauses, deal),
        delivery_years=_years(_first(fields, "delivery_years", clauses, _DELIVERY)),
    )


def _first(fields: Fields, name: str, clauses: list[Parsed], words: re.Pattern[str]) -> re.Match[str] | None:
    for clause in clauses:
        if found := words.search(clause.sentence.text):
            fields[name] = (clause.evidence(found.start(), found.end()),)
            return found
    return None


def _years(found: re.Match[str] | None) -> str:
    """ "2027", or "2027-2030" for a span."""
    return "-".join(year for year in found.groups() if year) if found else ""


def _order_date(fields: Fields, clauses: list[Parsed], deal: ArmsDeal) -> str:
    """When it was signed: the date of a signed deal, else the year that the words of an order name."""
    if deal.stage == "signed" and deal.date:
        fields["order_date"] = fields["date"]
        return deal.date
    if deal.stage not in ("signed", "delivered"):
        return ""
    found = _first(fields, "order_date", clauses, _ORDERED)
    return found[1] if found else ""


def _intermediaries(document: Document, fields: Fields, group: list[Draft], deal: ArmsDeal) -> tuple[str, ...]:
    """Who is named after "through" or "via" and is no side of the deal."""
    sides = {*deal.suppliers, *deal.recipients}
    found = [a for d in group for a in _through(document, d) if a.code not in sides]
    if found:
        fields["intermediaries"] = tuple(evidence_of(a.mention) for a in found)
    return tuple(dict.fromkeys(a.code for a in found))


def _through(document: Document, draft: Draft) -> Iterator[Actor]:
    for word in (draft.trigger, *(g.head for g in draft.goods if g.place is None)):
        yield from parties(document, draft.clause, syntax.under(word, "through", "via"))


def _end_user(fields: Fields, clauses: list[Parsed]) -> str:
    """The force or service that a deal is for: "12 helicopters for the Polish navy"."""
    for clause in clauses:
        for token in clause.doc:
            if token.dep_ == "pobj" and token.head.lower_ == "for" and token.lower_ in SERVICES:
                first, last = syntax.phrase(token)
                while first < last and clause.doc[first].pos_ in ("DET", "PRON"):
                    first += 1
                fields["end_user"] = (clause.evidence_of(clause.doc[first], clause.doc[last]),)
                return str(clause.doc[first : last + 1].text)
    return ""
