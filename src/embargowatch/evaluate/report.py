"""A labelled set measured: as a whole, by source kind, by language, with intervals and error classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from embargowatch.evaluate.confusion import Confusions, confusions, largest
from embargowatch.evaluate.intervals import SHARES, Interval, intervals
from embargowatch.evaluate.measure import SLOTS, TOPICS, Measures, measure_article, total
from embargowatch.evaluate.sets import LabelledSet, Row, kind_of, language_of

MAIN = (
    *(f"topic.{topic}" for topic in TOPICS),
    *(f"{name}.{kind}" for kind in SLOTS for name in ("core", "strict", "main", "slots")),
)
"""The measures that are shown with an interval, and for each group."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is said of a set."""

    name: str
    whole: Measures
    intervals: Mapping[str, Interval]
    """95 % interval of each of MAIN and SHARES."""
    groups: Mapping[str, Mapping[str, Measures]]
    """"source kind" and "language" → value → measures; a grouping that is not known for any article is left out."""
    confused: Confusions


def report(found: LabelledSet, results: Mapping[str, Row], official: Sequence[str] = ()) -> Report:
    """Measure a set against its results by id."""
    parts = [measure_article(label, results.get(label["id"], {})) for label in found.labels]
    articles = [found.articles.get(label["id"], {}) for label in found.labels]
    kinds = [kind_of(label, a, official) for label, a in zip(found.labels, articles, strict=True)]
    languages = [language_of(label, a) for label, a in zip(found.labels, articles, strict=True)]
    grouped = {"source kind": _grouped(kinds, parts), "language": _grouped(languages, parts)}
    return Report(
        name=found.name,
        whole=total(parts),
        intervals=intervals(parts, [*MAIN, *SHARES]),
        groups={name: groups for name, groups in grouped.items() if set(groups) != {"unknown"}},
        confused=confusions(found.labels, results),
    )


def _grouped(values: Sequence[str], parts: Sequence[Measures]) -> dict[str, Measures]:
    names = sorted({value or "unknown" for value in values})
    return {n: total(p for v, p in zip(values, parts, strict=True) if (v or "unknown") == n) for n in names}


def share(found: Measures, name: str) -> float:
    """One of SHARES; 0 of 0 is 0."""
    part, whole = (getattr(found, field) for field in SHARES[name])
    return part / whole if whole else 0.0


def as_json(said: Report) -> dict[str, Any]:
    """The report as plain values."""
    groups = {name: {value: _numbers(m) for value, m in found.items()} for name, found in said.groups.items()}
    return {
        "set": said.name,
        **_numbers(said.whole),
        "intervals": {key: [round(low, 4), round(high, 4)] for key, (low, high) in said.intervals.items()},
        "groups": groups,
        "confusions": {name: dict(rows) for name, _, rows in largest(said.confused)},
    }


def _numbers(found: Measures) -> dict[str, Any]:
    counts = {
        key: {"p": round(c.precision, 4), "r": round(c.recall, 4), "f1": round(c.f1, 4), "gold": c.gold, "got": c.guess}
        for key, c in found.counts.items()
    }
    shares = {name: round(share(found, name), 4) for name in SHARES}
    return {"articles": found.articles, "missing": found.missing, "measures": counts, **shares}
