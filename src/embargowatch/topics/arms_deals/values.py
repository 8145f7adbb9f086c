"""What a deal is worth: the sum in its own sentences, or one that the article says of it nearby."""

from __future__ import annotations

import re
from decimal import Decimal

from embargowatch import lexicon
from embargowatch.reading import Document
from embargowatch.reading.money import Amount, amounts
from embargowatch.reading.sentences import Sentence
from embargowatch.topics.arms_deals.draft import LEAST, Draft
from embargowatch.types import Evidence, Money

NEAR = 4
"""Sentences after the deal that may say what it is worth."""
_PACTS = "|".join(lexicon.group("arms_worth_pacts"))
_WORTH = re.compile(
    rf"\b(?:{'|'.join(lexicon.group('arms_worth'))}|(?:{_PACTS}) (?:is |was )?(?:worth|of|for)"
    rf"|(?:dollar|euro|pound|crore|won|yen)s? (?:{_PACTS}))\b",
    re.IGNORECASE,
)


def value_of(
    document: Document, group: list[Draft], lead: Draft, transfer: str, *, alone: bool
) -> tuple[Money, Evidence] | None:
    """The deal's money with its evidence. Only when the deal is the article's one news (``alone``) do sentences
    count that name no party of it."""
    holder = next((d for d in (lead, *group) if d.money is not None), None)
    if holder is not None and holder.money is not None:
        evidence = holder.clause.evidence(holder.money.start, holder.money.end)
        return _money(holder.money, lead, transfer, holder.clause.sentence.text), evidence
    if not alone:
        return None
    for sentence in _nearby(document, lead):
        found = [a for a in amounts(sentence.text) if a.amount >= LEAST]
        if found and _WORTH.search(sentence.text):
            first = found[0]
            start = sentence.start + first.start
            quote = sentence.text[first.start : first.end]
            return _money(first, lead, transfer, sentence.text), Evidence(
                sentence.where, start, start + len(quote), quote
            )
    return None


def _nearby(document: Document, lead: Draft) -> list[Sentence]:
    """The sentences just after the deal, then title and first paragraph."""
    here = lead.clause.sentence
    after = [s for s in document.sentences if here.index < s.index <= here.index + NEAR and s.where == "text"]
    top = [s for s in document.sentences if s.where == "title" or s.paragraph == 0]
    return [*after, *top]


def _money(amount: Amount, lead: Draft, transfer: str, text: str) -> Money:
    kind = _said(text, amount) or _kind(lead, transfer)
    return Money(Decimal(amount.amount), amount.currency, kind, amount.amount_max, amount.qualifier)


_EACH = re.compile(r"\s*(?:each\b|apiece\b|per (?:unit|piece|aircraft|jet|tank|missile|helicopter)\b)", re.IGNORECASE)
_TOTAL = re.compile(r"\b(?:programme|program|project) (?:worth|valued at|costing|of)\s*$", re.IGNORECASE)
_OPTION = re.compile(r"\boptions? (?:worth|valued at|of|for)\s*$", re.IGNORECASE)


def _said(text: str, amount: Amount) -> str:
    """What the words right beside a sum say it is the price of."""
    if _EACH.match(text, amount.end):
        return "unit"
    before = text[max(0, amount.start - 40) : amount.start]
    return "option" if _OPTION.search(before) else "programme_total" if _TOTAL.search(before) else ""


def _kind(lead: Draft, transfer: str) -> str:
    if transfer in ("aid", "financing"):
        return "aid_budget"
    if lead.stage.stage in ("signed", "delivered"):
        return "contract"
    return "estimated_ceiling" if lead.stage.stage == "approved" and "US" in lead.givers else ""
