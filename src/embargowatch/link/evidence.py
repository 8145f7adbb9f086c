"""Whether two articles tell one development: what speaks for it, what against, and what rules it out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from embargowatch.link.copies import copied
from embargowatch.link.likeness import likeness
from embargowatch.link.sharing import covered, same_amount, same_name, same_system, shared
from embargowatch.link.specifics import specifics
from embargowatch.link.times import days_apart
from embargowatch.link.units import Unit
from embargowatch.link.vetoes import veto

WEIGHTS: Mapping[str, float] = {
    "one": -0.9,
    "words": 1.65,
    "lead": 1.23,
    "rare_in_leads": 3.64,
    "covered_least": 2.36,
    "covered_most": 2.74,
    "countries": 2.65,
    "countries_apart": 0.0,
    "systems": 1.77,
    "systems_apart": -1.81,
    "no_systems": 0.33,
    "names": -0.01,
    "names_apart": -2.76,
    "numbers": 1.52,
    "numbers_apart": -0.54,
    "amounts": 0.68,
    "amounts_apart": -1.62,
    "other_countries_and_figures": -14.0,
    "other_systems_and_figures": -5.0,
    "time": -0.25,
    "long_ago": -1.0,
    "countries_systems": -0.21,
    "countries_words": 3.4,
    "countries_names": 0.24,
    "records_agree": 2.01,
    "records_contradict": -1.79,
    "copy": 4.0,
    "reference": 3.0,
}
"""Logistic weights, learned from the open events, the demo's articles and pairs of real articles that are months apart
(told as if they were not); those of time, copies, official numbers and of
what contradicts twice are set. Above 0: one development rather than
two."""
ALIKE, AT_ONCE = 3.5, 2.0
"""Score and days: so much in common within them is one development, though nothing in it has a name."""
A_THEME = -1.0
"""The most that words, countries and figures say for two articles that share nothing specific."""
TWICE = 0.6
"""How far apart in two respects is a contradiction, however alike the words are: the same seller, another buyer."""
MONTH = 30


@dataclass(frozen=True, slots=True)
class Relation:
    """What two articles have to do with each other."""

    score: float
    """Above 0: one development, the more the surer."""
    veto: str = ""
    """Why they can never be in one story."""


def relation(a: Unit, b: Unit) -> Relation:
    """The same whichever of the two comes first."""
    shared_things = specifics(a, b)
    if reason := veto(a, b, shared_things):
        return Relation(-9.0, reason)
    score = sum(WEIGHTS[name] * much for name, much in features(a, b).items())
    told_at_once = score >= ALIKE and a.when is not None and b.when is not None and days_apart(a, b) <= AT_ONCE
    return Relation(score if shared_things or told_at_once else min(score, A_THEME))


def features(a: Unit, b: Unit) -> dict[str, float]:
    """What the weights are for."""
    p, q = a.vectors, b.vectors
    words, countries, systems = (
        shared(p.words, q.words),
        shared(p.countries, q.countries),
        shared(p.systems, q.systems, same_system),
    )
    names = shared(p.names, q.names, same_name)
    numbers, amounts = shared(p.numbers, q.numbers), shared(p.amounts, q.amounts, same_amount)
    covers = covered(p.lead, q.words), covered(q.lead, p.words)
    agreed, contradicted = record_likeness(a, b)
    figures = min((each.apart for each in (numbers, amounts) if each.known), default=0.0)
    return {
        "one": 1.0,
        "words": words.alike,
        "lead": shared(p.lead, q.lead).alike,
        "rare_in_leads": min(1.0, sum(w**3 for word, w in p.lead.weights.items() if word in q.lead.weights) / 4),
        "covered_least": min(covers),
        "covered_most": max(covers),
        "countries": countries.alike,
        "countries_apart": countries.apart,
        "systems": systems.alike,
        "systems_apart": systems.apart,
        "no_systems": float(not systems.known),
        "names": names.alike,
        "names_apart": names.apart if names.known else 0.5,
        "numbers": numbers.alike,
        "numbers_apart": numbers.apart if numbers.known else 0.5,
        "amounts": amounts.alike,
        "amounts_apart": amounts.apart,
        "other_countries_and_figures": float((countries.apart - countries.alike) * figures > TWICE),
        "other_systems_and_figures": float((systems.apart - systems.alike) * figures > TWICE),
        "time": math.log1p(days_apart(a, b)),
        "long_ago": math.log(max(1.0, days_apart(a, b) / MONTH)),
        "countries_systems": countries.alike * systems.alike,
        "countries_words": countries.alike * min(1.0, 3 * words.alike),
        "countries_names": countries.alike * names.alike,
        "records_agree": min(1.0, agreed / 4),
        "records_contradict": float(contradicted),
        "copy": float(copied(a.signature, b.signature, days_apart(a, b))),
        "reference": float(bool(a.profile.references & b.profile.references)),
    }


def why(a: Unit, b: Unit) -> str:
    """What two articles share, in words: for whoever asks why they are in one story."""
    if copied(a.signature, b.signature, days_apart(a, b)):
        return "nearly the same text"
    return "; ".join(_shared(a, b)) or "alike in their words"


def record_likeness(a: Unit, b: Unit) -> tuple[float, bool]:
    """How much the most alike of their records agree, and whether both have records of which none agree."""
    scores = [likeness(x, y) for x in a.records for y in b.records if type(x) is type(y)]
    return max(scores, default=0.0), bool(scores) and not any(scores)


def _shared(a: Unit, b: Unit) -> Iterator[str]:
    p, q = a.profile, b.profile
    for what, x, y in (
        ("number", p.references, q.references),
        ("system", p.systems, q.systems),
        ("name", p.names, q.names),
        ("sum", p.amounts, q.amounts),
        ("figure", p.numbers, q.numbers),
        ("country", p.countries, q.countries),
    ):
        if both := sorted(set(x) & set(y)):
            yield f"{what} {', '.join(both[:4])}"
