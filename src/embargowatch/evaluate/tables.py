"""The measures as a table for people."""

from __future__ import annotations

from collections.abc import Iterator

from embargowatch.evaluate.measure import SLOTS, TOPICS, Measures


def table(found: Measures) -> str:
    """Precision, recall, F1 and counts, one measure a line."""
    return "\n".join(_lines(found))


def _lines(found: Measures) -> Iterator[str]:
    yield f"{found.articles} articles, {found.missing} without a result"
    yield f"{'':26}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}{'got':>7}"
    for topic in TOPICS:
        yield _row(found, f"topic.{topic}", f"topic {topic}")
    for kind in SLOTS:
        for name in ("core", "strict", "main"):
            yield _row(found, f"{name}.{kind}", f"{name} {kind}")
        for slot in SLOTS[kind]:
            yield _row(found, f"slot.{kind}.{slot}", f"   {slot}")
        yield _row(found, f"slots.{kind}", "   all slots")
    yield f"overstated {found.overstated} of {found.told} news records ({_share(found.overstated, found.told):.1%})"
    share = _share(found.false_records, found.without_records)
    yield f"false records on {found.false_records} of {found.without_records} articles without any ({share:.1%})"


def _row(found: Measures, key: str, name: str) -> str:
    c = found.counts[key]
    return f"{name:26}{c.precision:7.3f}{c.recall:7.3f}{c.f1:7.3f}{c.gold:7}{c.guess:7}"


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def errors(found: Measures, most: int) -> str:
    """What is wrong, by article, for the first ``most`` articles that have an error."""
    chosen = list(found.wrong.items())[:most]
    return "\n".join("\n    ".join((id_, *words)) for id_, words in chosen)
