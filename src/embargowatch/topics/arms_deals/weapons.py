"""The weapons of a deal: one entry for each system or noun, with what its words say of number, state and kind."""

from __future__ import annotations

from dataclasses import replace

from embargowatch import lexicon
from embargowatch.reading import Document
from embargowatch.topics.arms_deals.draft import Draft
from embargowatch.topics.arms_deals.goods import Good
from embargowatch.types import Evidence, Weapon

Fields = dict[str, tuple[Evidence, ...]]
Told = tuple[Draft, Good]
SIPRI = {
    "aircraft": "Aircraft",
    "helicopter": "Aircraft",
    "uav": "Aircraft",
    "air_defence": "Air defence systems",
    "missile": "Missiles",
    "armoured_vehicle": "Armoured vehicles",
    "artillery": "Artillery",
    "ship": "Ships",
    "submarine": "Ships",
    "sensor": "Sensors",
    "engine": "Engines",
    "other": "Other",
}
"""Our categories in the words of SIPRI's Arms Transfers Database."""
ESTIMATES = lexicon.group("arms_estimates")
USED, RENEWED, NEW = (lexicon.group(f"arms_{name}") for name in ("second_hand", "modernized", "new"))
BEFORE = 4
"""Words before a weapon that may say in what state it is."""


def weapons_of(document: Document, fields: Fields, group: list[Draft]) -> tuple[Weapon, ...]:
    """One weapon for each system or noun; a common noun gives way to a system of its kind."""
    goods: dict[str, list[Told]] = {}
    for draft, good in ((d, g) for d in group for g in d.weapons):
        goods.setdefault(good.canonical or _singular(good.designation), []).append((draft, good))
    named = {told[0][1].category for told in goods.values() if told[0][1].named}
    kept = [told for told in goods.values() if _tells_more(told[0][1], named, alone=len(goods) == 1)]
    if kept:
        fields["weapons"] = tuple(_words_of(document, *_fullest(told)) for told in kept)
    return tuple(_weapon(told) for told in kept)


def _tells_more(good: Good, named: set[str], *, alone: bool) -> bool:
    general = good.category in named or (good.category == "other" and not alone)
    return good.named or (good.designation.lower() != "arms" and not general)


def _fullest(told: list[Told]) -> Told:
    """The longer name ("Bayraktar TB2" before "Bayraktar") with whichever number is known."""
    draft, good = told[0]
    for other, new in told[1:]:
        if len(new.designation) > len(good.designation) and good.named and new.place is None:
            draft, good = other, replace(new, number=good.number or new.number)
        else:
            good = replace(good, number=good.number or new.number)
    return draft, good


def _weapon(told: list[Told]) -> Weapon:
    draft, good = _fullest(told)
    number = good.number
    return Weapon(
        good.designation,
        good.category,
        description=_description(draft, good),
        quantity=number.value if number else None,
        quantity_qualifier=number.qualifier if number else "",
        quantity_max=number.most if number else None,
        number_ordered=_number(told, "signed"),
        number_delivered=_number(told, "delivered"),
        is_estimate=number is not None and (number.qualifier in ESTIMATES or number.most is not None),
        status=_status(told),
        sipri_category=SIPRI.get(good.category, ""),
    )


def _number(told: list[Told], stage: str) -> int | None:
    """How many by the sentences that tell this stage as a fact."""
    facts = (g.number for d, g in told if g.number and d.stage.stage == stage and d.stage.modality == "reported")
    return next((number.value for number in facts), None)


def _description(draft: Draft, good: Good) -> str:
    """The nouns that follow a name and say more: of "Patriot air defence batteries" the last three words."""
    if good.place is not None or not good.named or not 0 < good.head.i - good.last <= BEFORE:
        return ""
    return str(draft.clause.doc[good.last + 1 : good.head.i + 1].text)


def _status(told: list[Told]) -> str:
    """In the words right before the weapon: used, modernised or new; nothing where they do not say it."""
    for draft, good in told:
        if good.place is None:
            words = {t.lower_ for t in draft.clause.doc[max(0, good.first - BEFORE) : good.first]}
            for status, cues in (("second_hand_modernized", RENEWED), ("second_hand", USED), ("new", NEW)):
                if words & cues:
                    return status
    return ""


def _words_of(document: Document, draft: Draft, good: Good) -> Evidence:
    if good.place is None:
        return draft.clause.evidence_of(draft.clause.doc[good.first], draft.clause.doc[good.last])
    text = document.article.title if good.place.where == "title" else document.article.text
    return Evidence(good.place.where, good.place.start, good.place.end, text[good.place.start : good.place.end])


def _singular(words: str) -> str:
    low = words.lower()
    return low[:-1] if low.endswith("s") else low
