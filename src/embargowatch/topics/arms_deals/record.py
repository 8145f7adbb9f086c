"""From the drafts of one deal to its record, every field with the words it was read from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from embargowatch.reading import Document, Mention
from embargowatch.reading.document import evidence_of
from embargowatch.reading.roles import Actor
from embargowatch.topics.arms_deals.draft import Draft
from embargowatch.topics.arms_deals.goods import Good
from embargowatch.types import ArmsDeal, Evidence, Money, Weapon

ORDER = ("proposed", "approved", "signed", "delivered", "blocked")
Fields = dict[str, tuple[Evidence, ...]]


def record_of(document: Document, group: list[Draft]) -> ArmsDeal:
    """The deal that these drafts tell together."""
    lead = _lead(group)
    fields: Fields = {"stage": (lead.clause.evidence_of(lead.stage.token),)}
    suppliers = _codes(fields, "suppliers", (d.suppliers for d in _by_trust(group, lead)))
    recipients = _codes(fields, "recipients", (d.recipients for d in _by_trust(group, lead)))
    suppliers = tuple(c for c in suppliers if c not in recipients) or suppliers
    makers = _makers(fields, group)
    weapons = _weapons(document, fields, group)
    money = next((d for d in (lead, *group) if d.money is not None), None)
    transfer = _transfer(group, lead, has_weapons=bool(weapons), has_money=money is not None)
    value = _value(fields, money, lead, transfer)
    date = max(
        (d for d in group if d.date is not None and d.stage.stage == lead.stage.stage), key=_precision, default=None
    )
    if date is not None and date.date is not None:
        fields["date"] = (date.clause.evidence(date.date.start, date.date.end),)
    if transfer:
        fields["transfer_type"] = (lead.clause.evidence_of(lead.trigger),)
    channel = _channel(fields, group, suppliers)
    quote = lead.clause.whole
    return ArmsDeal(
        stage=lead.stage.stage, stage_detail=lead.stage.detail, suppliers=suppliers, recipients=recipients,
        manufacturers=makers, weapons=weapons, value=value, transfer_type=transfer,
        us_channel=channel,
        modality=lead.stage.modality, background=not any(d.news for d in group),
        date=date.date.iso if date is not None and date.date is not None else "", quote=quote.quote, evidence=fields,
        confidence={"record": 0.6 + 0.1 * bool(suppliers and recipients) + 0.1 * bool(weapons)},
    )  # fmt: skip


def _lead(group: list[Draft]) -> Draft:
    """The draft whose stage the record takes: of the news the one told first; titles yield to the text that spells them out."""
    news = [d for d in group if d.news] or group
    whole = [d for d in news if d.suppliers and d.recipients] or news
    return next((d for d in whole if d.stage.detail and d.stage.stage == whole[0].stage.stage), whole[0])


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


def _makers(fields: Fields, group: list[Draft]) -> tuple[str, ...]:
    givers = {code for d in group for code in d.givers}
    found: dict[str, Mention] = {}
    for mention in (m for d in group for m in d.makers if not givers or givers & set(m.codes)):
        found.setdefault(mention.name, mention)
    if found:
        fields["manufacturers"] = tuple(evidence_of(m) for m in found.values())
    return tuple(m.text for m in found.values())


def _weapons(document: Document, fields: Fields, group: list[Draft]) -> tuple[Weapon, ...]:
    """One weapon for each system or noun; a common noun gives way to a system of its kind."""
    goods: dict[str, tuple[Draft, Good]] = {}
    for draft, good in ((d, g) for d in group for g in d.weapons):
        key = good.canonical or _singular(good.designation)
        kept = goods.get(key)
        if kept is None or kept[1].number is None and good.number is not None:
            goods[key] = (draft, good)
    named = {g.category for _, g in goods.values() if g.named}
    kept_goods = [
        (d, g)
        for d, g in goods.values()
        if g.named or not (g.category in named or (g.category == "other" and len(goods) > 1))
    ]
    if kept_goods:
        fields["weapons"] = tuple(_words_of(document, d, g) for d, g in kept_goods)
    return tuple(
        Weapon(
            g.designation,
            g.category,
            quantity=g.number.value if g.number else None,
            quantity_qualifier=g.number.qualifier if g.number else "",
        )
        for _, g in kept_goods
    )


def _words_of(document: Document, draft: Draft, good: Good) -> Evidence:
    if good.place is None:
        return draft.clause.evidence_of(draft.clause.doc[good.first], draft.clause.doc[good.last])
    text = document.article.title if good.place.where == "title" else document.article.text
    return Evidence(good.place.where, good.place.start, good.place.end, text[good.place.start : good.place.end])


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


def _singular(words: str) -> str:
    low = words.lower()
    return low[:-1] if low.endswith("s") else low


def _transfer(group: list[Draft], lead: Draft, *, has_weapons: bool, has_money: bool) -> str:
    kinds = {g.category for d in group for g in d.goods if not g.designation}
    if not has_weapons and ("financing" in kinds or ("aid" in kinds and has_money)):
        return "financing"
    if "aid" in kinds:
        return "aid"
    return lead.transfer or next((d.transfer for d in group if d.transfer), "")


def _value(fields: Fields, holder: Draft | None, lead: Draft, transfer: str) -> Money | None:
    if holder is None or holder.money is None:
        return None
    amount = holder.money
    fields["value"] = (holder.clause.evidence(amount.start, amount.end),)
    kind = (
        "aid_budget"
        if transfer in ("aid", "financing")
        else "contract"
        if lead.stage.stage in ("signed", "delivered")
        else ""
    )
    if lead.stage.stage in ("approved", "proposed") and not kind:
        kind = "estimated_ceiling" if "US" in lead.givers else ""
    return Money(Decimal(amount.amount), amount.currency, kind, amount.amount_max, amount.qualifier)
