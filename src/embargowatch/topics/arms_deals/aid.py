"""Military aid that names no weapon: "security assistance", "an aid package", "$500 million in military financing"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from embargowatch.reading import Parsed
from embargowatch.topics.arms_deals.goods import Good

AID = re.compile(
    r"\b(?:(?:military|security|defen[cs]e|lethal|non-?lethal|wartime|weapons?|arms)(?:[ -](?:and|or|economic|humanitarian|financial|related)){0,3}[ -]"
    r"(?:aid|assistance|support|help|packages?|financing|funding)(?:[ -](?:package|packages|programme|program|funding|bill))?"
    r"|foreign military financing|aid packages?|security cooperation|military cooperation|\barms\b(?= (?:sales?|deals?|exports?|deliver|shipments?|supplies|trade|transfers?))"
    r"|(?:defen[cs]e|arms|weapons?|military) (?:sales?|deals?|exports?|trade|transfers?|shipments?|deliver(?:y|ies)|supplies|contracts?|purchases?|procurement|orders?))\b",
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
