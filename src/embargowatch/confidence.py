"""How far a record and each of its fields is to be believed: signals of the reading → a share that is right.

The weights are trained on labelled articles (``./run train confidence``); of a hundred records that say 70 % about
seventy should be right. What the topics themselves say of a record is one signal among others.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import cache
from math import exp, log1p
from pathlib import Path

from embargowatch.types import ArmsDeal, Sanction

WEIGHTS = Path(__file__).parent / "lexicon" / "en" / "confidence.json"
"""record or field → signal → weight on the logistic scale; the signal "" is always 1."""

CORE = {"sanction": ("action", "senders", "target_countries"), "arms_deal": ("stage", "suppliers", "recipients")}
JUDGED = {
    "sanction": ("action", "senders", "target_countries", "targets", "measures", "programs"),
    "arms_deal": ("stage", "suppliers", "recipients", "manufacturers", "weapons", "value", "transfer_type"),
}
"""Fields that labels have; every other field goes by what these have in common."""
LEAD = 400
"""Code points of the text that are its lead."""
QUOTATION = frozenset('"“”«»')
LEAST, MOST = 0.02, 0.98
Signals = Mapping[str, float]
Weights = Mapping[str, Mapping[str, float]]
Records = Sequence[Sanction | ArmsDeal]


def with_confidence(record: Sanction | ArmsDeal, among: Records) -> Sanction | ArmsDeal:
    """The record with calibrated confidence for itself ("record") and every filled field that has evidence."""
    weights = trained()
    sure = {"record": probability(weights["record"], record_signals(record, among))}
    sure |= {
        name: probability(weights["field"], field_signals(record, name, sure["record"])) for name in filled(record)
    }
    return replace(record, confidence={name: round(value, 2) for name, value in sure.items()})


@cache
def trained() -> Weights:
    """The weights as ``./run train confidence`` stored them."""
    found: Weights = json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"]
    return found


def probability(weights: Signals, signals: Signals) -> float:
    """The logistic of the weighted sum; a signal without a weight says nothing."""
    total = weights.get("", 0.0) + sum(weights.get(name, 0.0) * value for name, value in signals.items())
    return min(MOST, max(LEAST, 1 / (1 + exp(-total))))


def kind_of(record: Sanction | ArmsDeal) -> str:
    return "sanction" if isinstance(record, Sanction) else "arms_deal"


def filled(record: Sanction | ArmsDeal) -> Iterator[str]:
    """Names of the filled fields that have evidence, in the order of the type."""
    return (f.name for f in fields(record) if record.evidence.get(f.name) and getattr(record, f.name))


def record_signals(record: Sanction | ArmsDeal, among: Records) -> dict[str, float]:
    """What is known of a record as a whole, beside the article's other records."""
    kind = kind_of(record)
    what, who, whom = CORE[kind]
    same = [other for other in among if kind_of(other) == kind]
    carrying = record.evidence.get(what, ())
    parties = [name for name in (who, whom) if getattr(record, name)]
    return {
        "own": record.confidence.get("record", 0.5),
        "arms deal": float(kind == "arms_deal"),
        "both parties": float(len(parties) == 2),
        "no party": float(not parties),
        "parties from elsewhere": sum(_elsewhere(record, name) for name in parties) / 2,
        "value or maker": float(isinstance(record, ArmsDeal) and bool(record.value or record.manufacturers)),
        "filled": len(list(filled(record))) / 8,
        "dated": float(bool(record.date)),
        "background": float(record.background),
        "not reported": float(record.modality != "reported"),
        "in title": float(any(span.where == "title" for name in CORE[kind] for span in record.evidence.get(name, ()))),
        "in lead": float(any(span.where == "title" or span.start < LEAD for span in carrying)),
        "in quotes": float(bool(QUOTATION & set(record.quote))),
        "among many": log1p(max(0, len(same) - 1)) / 3,
        str(getattr(record, what)): 1.0,
    }


def field_signals(record: Sanction | ArmsDeal, name: str, sure: float) -> dict[str, float]:
    """What is known of a field; ``sure`` is how far its record is believed."""
    spans = record.evidence.get(name, ())
    value = getattr(record, name)
    said = record.confidence.get(name)
    return {
        "record": sure,
        "own": 0.5 if said is None else said,
        "elsewhere": _elsewhere(record, name),
        "in title": float(any(span.where == "title" for span in spans)),
        "arms deal": float(kind_of(record) == "arms_deal"),
        "several": log1p(max(0, len(value) - 1)) / 3 if isinstance(value, tuple) else 0.0,
        "background": float(record.background),
        name: 1.0,
    }


def _elsewhere(record: Sanction | ArmsDeal, name: str) -> float:
    """Whether the field was filled from outside the passage that carries the record."""
    return float(all(span.quote not in record.quote for span in record.evidence.get(name, ())))
