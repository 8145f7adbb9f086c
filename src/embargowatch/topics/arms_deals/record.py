"""From the drafts of one deal to its record, every field with the words it was read from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from embargowatch.reading import Document, Mention
from embargowatch.reading.document import evidence_of
from embargowatch.reading.roles import Actor
from embargowatch.reading.sentences import Where
from embargowatch.topics.arms_deals.doers import doers
from embargowatch.topics.arms_deals.draft import Draft
from embargowatch.topics.arms_deals.parties import parties
from embargowatch.topics.arms_deals.summing import summary
from embargowatch.topics.arms_deals.terms import terms_of
from embargowatch.topics.arms_deals.values import value_of
from embargowatch.topics.arms_deals.weapons import Fields, weapons_of
from embargowatch.types import ArmsDeal, Evidence

ORDER = ("proposed", "approved", "signed", "delivered", "blocked")


def record_of(document: Document, group: list[Draft], *, alone: bool = False) -> ArmsDeal:
    """The deal that these drafts tell together."""
    lead = _lead(group)
    fields: Fields = {"stage": (lead.clause.evidence_of(lead.stage.token),)}
    suppliers = _codes(fields, "suppliers", (d.suppliers for d in _by_trust(group, lead)))
    recipients = _codes(fields, "recipients", (d.recipients for d in _by_trust(group, lead)))
    suppliers = tuple(c for c in suppliers if c not in recipients) or suppliers
    suppliers, recipients = _of_its_time(document, suppliers), _of_its_time(document, recipients)
    makers = _makers(document, fields, group)
    weapons = weapons_of(document, fields, group)
    transfer = _transfer(group, lead, has_weapons=bool(weapons), has_money=any(d.money is not None for d in group))
    worth = value_of(document, group, lead, transfer, alone=alone)
    if worth is not None:
        fields["value"] = (worth[1],)
    dated = max(
        (d for d in group if d.date is not None and d.stage.stage == lead.stage.stage), key=_precision, default=None
    )
    if dated is not None and dated.date is not None:
        fields["date"] = (dated.clause.evidence(dated.date.start, dated.date.end),)
    if transfer:
        fields["transfer_type"] = (lead.clause.evidence_of(lead.trigger),)
    channel = _channel(fields, group, suppliers)
    quote = lead.clause.whole
    deal = ArmsDeal(
        stage=lead.stage.stage, stage_detail=_detail(document, lead, channel),
        suppliers=suppliers, recipients=recipients,
        manufacturers=makers, weapons=weapons, value=worth[0] if worth else None, transfer_type=transfer,
        us_channel=channel,
        claimed_by=_claimed_by(document, fields, lead),
        official_ref=_official_ref(document, fields, channel),
        modality=lead.stage.modality, background=not any(d.news for d in group),
        date=dated.date.iso if dated is not None and dated.date is not None else "", quote=quote.quote, evidence=fields,
        confidence=_confidence(fields, group, lead),
    )  # fmt: skip
    deal = terms_of(document, fields, group, deal)
    return replace(deal, summary=summary(deal))


SURE = {"direct": 0.9, "demonym": 0.8, "apposition": 0.8, "pronoun": 0.55}
"""How far a party is to be believed, by how it was found."""
FIELDS_SURE = {"stage": 0.75, "weapons": 0.85, "manufacturers": 0.8, "value": 0.75, "date": 0.7, "transfer_type": 0.6}


def _confidence(fields: Fields, group: list[Draft], lead: Draft) -> dict[str, float]:
    """By field, and for the record its weakest party; what several sentences tell is believed more."""
    sure = {name: value for name, value in FIELDS_SURE.items() if name in fields}
    for name in ("suppliers", "recipients"):
        actors = next((a for d in _by_trust(group, lead) if (a := getattr(d, name))), ())
        if actors:
            sure[name] = min(SURE.get(a.how, 0.5) for a in actors)
    parties_sure = min((sure.get(name, 0.4) for name in ("suppliers", "recipients")), default=0.4)
    modal = 0.1 * (lead.stage.modality != "reported")
    return sure | {"record": round(min(0.95, parties_sure * 0.9 + 0.05 * min(3, len(group) - 1) - modal), 2)}


def _lead(group: list[Draft]) -> Draft:
    """The draft whose stage the record takes: of the news the one told first; titles yield to the text."""
    news = [d for d in group if d.news] or group
    whole = [d for d in news if d.suppliers and d.recipients] or news
    told = [d for d in whole if d.paragraph >= 0] or whole
    settled = [d for d in told if d.stage.stage != "proposed" or d.stage.detail] or told
    return next((d for d in settled if d.stage.detail and d.stage.stage == settled[0].stage.stage), settled[0])


SOVIET_UNTIL = date(1991, 12, 26)


def _of_its_time(document: Document, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Moscow stood for the Soviet Union as long as there was one."""
    if document.published is None or document.published >= SOVIET_UNTIL:
        return codes
    return tuple(dict.fromkeys("SU" if code == "RU" else code for code in codes))


def _precision(draft: Draft) -> int:
    return len(draft.date.iso) if draft.date is not None else 0


def _by_trust(group: list[Draft], lead: Draft) -> list[Draft]:
    return [lead, *(d for d in group if d is not lead)]


def _codes(fields: Fields, name: str, lists: Iterable[tuple[Actor, ...]]) -> tuple[str, ...]:
    """The parties of the first draft that names any: others only repeat or blur them."""
    for actors in lists:
        if actors:
            fields[name] = tuple(evidence_of(a.mention) for a in actors)
            return tuple(dict.fromkeys(a.code for a in actors))
    return ()


def _makers(document: Document, fields: Fields, group: list[Draft]) -> tuple[str, ...]:
    """Makers named in the deal's sentences; else the only maker of the supplier's that the article names."""
    givers = {code for d in group for code in d.givers}
    found: dict[str, Mention] = {}
    for mention in (m for d in group for m in d.makers if not givers or givers & set(m.codes)):
        found.setdefault(mention.name, mention)
    if not found and givers:
        elsewhere = [m for m in _manufacturers(document) if set(m.codes) <= givers]
        found = {m.name: m for m in reversed(elsewhere)} if len({m.name for m in elsewhere}) == 1 else {}
    if found:
        fields["manufacturers"] = tuple(evidence_of(m) for m in found.values())
    return tuple(m.text for m in found.values())


def _manufacturers(document: Document) -> list[Mention]:
    """Every maker of arms that title and text name, without reading them."""
    article = document.article
    texts: dict[Where, str] = {"title": article.title, "text": article.text}
    return [
        Mention(
            "manufacturer", h.name.name, h.name.codes, "", texts[where][h.start : h.end], where, h.start, h.end, -1, -1
        )
        for where, h in document.first_hits
        if h.name.kind == "manufacturer" and not h.name.ambiguous
    ]  # fmt: skip


CHANNELS = (
    ("FMS", re.compile(r"\bforeign military sales?\b|\bFMS\b", re.IGNORECASE)),
    ("DCS", re.compile(r"\bdirect commercial sales?\b|\bDCS\b", re.IGNORECASE)),
    ("EDA", re.compile(r"\bexcess defen[cs]e articles?\b|\bEDA\b", re.IGNORECASE)),
    ("drawdown", re.compile(r"\bdrawdown\b", re.IGNORECASE)),
)


def _channel(fields: Fields, group: list[Draft], suppliers: tuple[str, ...]) -> str:
    """By which American way the weapons go, where a sentence of the deal says so."""
    if suppliers != ("US",):
        return ""
    for channel, words in CHANNELS:
        for draft in group:
            if found := words.search(draft.clause.sentence.text):
                fields["us_channel"] = (draft.clause.evidence(found.start(), found.end()),)
                return channel
    return ""


_NOTIFIED = re.compile(r"\bnotif(?:y|ying|ied|ication)\b", re.IGNORECASE)


def _detail(document: Document, lead: Draft, channel: str) -> str:
    """A sale that Congress is told of is "notified"."""
    noticed = lead.stage.stage == "approved" and channel == "FMS" and _NOTIFIED.search(document.article.text)
    return "notified" if noticed else lead.stage.detail


_TRANSMITTAL = re.compile(r"\bTransmittal No\. ?(\d\d-\w{2,4})")


def _official_ref(document: Document, fields: Fields, channel: str) -> str:
    """The transmittal number of a notice to Congress."""
    found = _TRANSMITTAL.search(document.article.text) if channel == "FMS" else None
    if found is None:
        return ""
    fields["official_ref"] = (Evidence("text", found.start(), found.end(), found.group()),)
    return f"Transmittal No. {found[1]}"


def _claimed_by(document: Document, fields: Fields, lead: Draft) -> str:
    """Whose word it is, as a code or as named."""
    if lead.stage.modality != "claimed" or lead.stage.claim is None:
        return ""
    claimants = parties(document, lead.clause, doers(lead.stage.claim))
    if not claimants:
        return ""
    fields["claimed_by"] = (evidence_of(claimants[0].mention),)
    return claimants[0].code


_AS_AID = re.compile(r"\bas (?:military |security )?(?:aid|assistance|a gift)\b|\bdonat", re.IGNORECASE)


def _transfer(group: list[Draft], lead: Draft, *, has_weapons: bool, has_money: bool) -> str:
    kinds = {g.category for d in group for g in d.goods if not g.designation}
    if any(_AS_AID.search(d.clause.sentence.text) for d in group if d.paragraph < 3):
        kinds.add("aid")
    if not has_weapons and ("financing" in kinds or ("aid" in kinds and has_money)):
        return "financing"
    if "aid" in kinds:
        return "aid"
    return lead.transfer or next((d.transfer for d in group if d.transfer), "")
