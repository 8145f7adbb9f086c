"""Military aid that names no weapon: "security assistance", "an aid package", "$500 million in military financing"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from embargowatch import lexicon
from embargowatch.reading import Parsed
from embargowatch.topics.arms_deals.goods import Good


def _any(group: str) -> str:
    return "|".join(sorted(map(re.escape, lexicon.group(group)), key=len, reverse=True))


AID = re.compile(
    rf"\b(?:(?:{_any('arms_aid_kinds')})(?:[ -](?:{_any('arms_aid_links')})){{0,3}}[ -](?:{_any('arms_aid_heads')})"
    rf"(?:[ -](?:{_any('arms_aid_tails')}))?"
    rf"|{_any('arms_aid_phrases')}"
    rf"|\barms\b(?= (?:{_any('arms_trade_heads')}))"
    rf"|(?:{_any('arms_trade_kinds')}) (?:{_any('arms_trade_heads')}))\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"financing|funding", re.IGNORECASE)


def aid_in(clause: Parsed) -> Iterator[Good]:
    """Goods without a designation, one for each phrase of military aid or of arms trade in general."""
    for m in AID.finditer(clause.sentence.text):
        span = clause.doc.char_span(m.start(), m.end(), alignment_mode="expand")
        if (
            span is None
            or not len(span)
            or clause.mention_at(span[-1], ("institution", "programme", "body")) is not None
        ):
            continue
        head = next((t for t in reversed(list(span)) if t.pos_ in ("NOUN", "PROPN")), span[-1])
        category = (
            "financing"
            if _MONEY.search(m.group())
            else "trade"
            if not re.search(r"aid|assist|support|help|package|coop", m.group(), re.I)
            else "aid"
        )
        yield Good("", category, False, head, span.start, span.end - 1)
