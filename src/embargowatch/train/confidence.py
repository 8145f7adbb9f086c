"""Confidence: which of the records and fields that are read in labelled articles are right, and what tells so."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from embargowatch import confidence
from embargowatch.cli.analyze import article_of
from embargowatch.evaluate.measure import core_agrees, fillers, overlap, paired
from embargowatch.evaluate.sets import LabelledSet, Row
from embargowatch.extract import stated
from embargowatch.records_json import record_to_json
from embargowatch.train.logistic import (
    Numbers,
    bins,
    brier,
    calibration_error,
    cross_validated,
    fit,
    matrix,
)

RAW = 0.5
"""What a field is taken to say that the topic gives no confidence for."""
Record = Any


@dataclass(frozen=True, slots=True)
class Example:
    """A record, or one filler of a field, of an article; ``own`` is what the topic itself says of it."""

    article: str
    record: Record
    among: Sequence[Record]
    right: float
    own: float
    field: str = ""


@dataclass(frozen=True, slots=True)
class Trained:
    """Weights of one kind of thing, and how good they are on articles that they were not trained on."""

    weights: Mapping[str, float]
    right: Numbers
    before: Numbers
    after: Numbers
    """What is said of each example before and after, cross-validated."""

    @property
    def numbers(self) -> dict[str, float]:
        """Brier score and expected calibration error, before and after."""
        return {
            "examples": len(self.right),
            "right": round(float(self.right.mean()), 3),
            "brier_before": round(brier(self.before, self.right), 4),
            "brier_after": round(brier(self.after, self.right), 4),
            "calibration_error_before": round(calibration_error(self.before, self.right), 4),
            "calibration_error_after": round(calibration_error(self.after, self.right), 4),
        }

    @property
    def plot(self) -> dict[str, list[tuple[float, float, int]]]:
        return {"before": bins(self.before, self.right), "after": bins(self.after, self.right)}


def train(sets: Iterable[LabelledSet]) -> dict[str, Trained]:
    """The models for "record" and "field"."""
    records: list[Example] = []
    parts: list[Example] = []
    for found in sets:
        for label in found.labels:
            of_records, of_fields = examples(label, found.articles[label["id"]])
            records += of_records
            parts += of_fields
    whole = _trained(records, [confidence.record_signals(e.record, e.among) for e in records])
    sure = {id(e.record): float(said) for e, said in zip(records, whole.after, strict=True)}
    signals = [confidence.field_signals(e.record, e.field, sure[id(e.record)]) for e in parts]
    return {"record": whole, "field": _trained(parts, signals)}


def _trained(found: Sequence[Example], signals: Sequence[Mapping[str, float]]) -> Trained:
    names, values = matrix(signals)
    right = np.array([e.right for e in found])
    after = cross_validated(values, right, [e.article for e in found])
    weights = {name: round(float(w), 3) for name, w in zip(names, fit(values, right), strict=True)}
    return Trained(weights, right, np.array([e.own for e in found]), after)


def examples(label: Row, article: Row) -> tuple[list[Example], list[Example]]:
    """The article's records and their fields: right is a record whose core agrees with its pair's, and a filler that
    its pair has; what has no pair is wrong."""
    among = stated(article_of(dict(article)))
    rows = [{**record_to_json(record), "number": number} for number, record in enumerate(among)]
    pairs, _, spurious = paired(label, {"records": rows})
    gold = {guess["number"]: gold for gold, guess in pairs} | {guess["number"]: None for guess in spurious}
    records, parts = [], []
    for number, pair in sorted(gold.items()):
        record, row = among[number], rows[number]
        agrees = float(pair is not None and core_agrees(pair, row))
        records.append(Example(label["id"], record, among, agrees, record.confidence.get("record", RAW)))
        for name, right in _fields(pair, row):
            parts.append(Example(label["id"], record, among, right, record.confidence.get(name, RAW), name))
    return records, parts


def _fields(gold: Row | None, row: Row) -> Iterator[tuple[str, float]]:
    for name in confidence.JUDGED[row["type"]]:
        if name == "transfer_type":
            if row.get(name) and (gold is None or gold.get(name)):
                yield name, float(gold is not None and gold[name] == row[name])
            continue
        given = len(fillers(row, name))
        hits = overlap(gold, row)[name][0] if gold is not None else 0
        yield from ((name, float(n < hits)) for n in range(given))


def store(found: Mapping[str, Trained], path: Path = confidence.WEIGHTS) -> None:
    """Weights and what they were measured at, as JSON that can be read and compared."""
    data = {
        "measured": {kind: trained.numbers for kind, trained in found.items()},
        "weights": {kind: trained.weights for kind, trained in found.items()},
    }
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
