"""Reports as tables: for a terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from embargowatch.evaluate.confusion import largest
from embargowatch.evaluate.intervals import SHARES
from embargowatch.evaluate.measure import SLOTS, TOPICS, Measures
from embargowatch.evaluate.report import MAIN, Report, share

WORDS = {"sanction": "sanctions", "arms_deal": "arms deals", "arms_deals": "arms deals"}
SHARE_WORDS = {"overstated": "overstated news records", "false_records": "articles with a false record"}
MOST_KINDS, MOST_CLASSES = 20, 5
"""Of the error classes that are shown."""


@dataclass(frozen=True, slots=True)
class Table:
    """A heading, the columns' names, rows of cells."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(said: Report) -> Iterator[Table]:
    """Whole, by source kind, by language, error classes."""
    yield Table(
        f"{said.name}: {said.whole.articles} articles, {said.whole.missing} without a result",
        ("measure", "precision", "recall", "F1", "95 % interval", "labelled", "found"),
        tuple(_whole(said)),
    )
    for name, groups in said.groups.items():
        if len(groups) > 1 or name == "source kind":
            yield _by(name, groups)
    confused = largest(said.confused)[:MOST_KINDS]
    if confused:
        rows = tuple((_words(name), str(count), _most(classes)) for name, count, classes in confused)
        yield Table("what is wrong, largest class first", ("error", "count", "most frequent"), rows)


def _most(classes: Sequence[tuple[str, int]]) -> str:
    return "; ".join(f"{what} ({count})" for what, count in classes[:MOST_CLASSES])


def _whole(said: Report) -> Iterator[tuple[str, ...]]:
    for topic in TOPICS:
        yield _row(said, f"topic.{topic}", f"topic {_words(topic)}")
    for kind in SLOTS:
        for name in ("core", "strict", "main", "slots"):
            yield _row(said, f"{name}.{kind}", f"{'all slots' if name == 'slots' else name} {_words(kind)}")
        for slot in SLOTS[kind]:
            yield _row(said, f"slot.{kind}.{slot}", f"· {_words(slot)}")
    for name, (part, whole) in SHARES.items():
        counts = (str(getattr(said.whole, whole)), str(getattr(said.whole, part)))
        yield (SHARE_WORDS[name], "", "", _percent(share(said.whole, name)), _interval(said, name), *counts)


def _row(said: Report, key: str, name: str) -> tuple[str, ...]:
    c = said.whole.counts[key]
    numbers = (f"{c.precision:.3f}", f"{c.recall:.3f}", f"{c.f1:.3f}")
    return (name, *numbers, _interval(said, key), str(c.gold), str(c.guess))


def _interval(said: Report, key: str) -> str:
    if key not in said.intervals:
        return ""
    low, high = said.intervals[key]
    return f"{_percent(low)} to {_percent(high)}" if key in SHARES else f"{low:.2f} to {high:.2f}"


def _by(name: str, groups: Mapping[str, Measures]) -> Table:
    columns = ("F1", *(f"{value} ({found.articles})" for value, found in groups.items()))
    rows = [(_measure_words(key), *(_f1(found, key) for found in groups.values())) for key in MAIN]
    rows += [(SHARE_WORDS[key], *(_percent(share(found, key)) for found in groups.values())) for key in SHARES]
    return Table(f"by {name} (number of articles; in brackets the number of labels)", columns, tuple(rows))


def _f1(found: Measures, key: str) -> str:
    c = found.counts[key]
    return f"{c.f1:.3f} ({c.gold})" if c.gold or c.guess else "–"


def _measure_words(key: str) -> str:
    name, _, kind = key.partition(".")
    return f"{'all slots' if name == 'slots' else name} {_words(kind)}"


def _words(term: str) -> str:
    return WORDS.get(term, term).replace("_", " ")


def _percent(part: float) -> str:
    return f"{part:.1%}"


def as_text(table: Table) -> str:
    """Columns under each other; the last of an error table may be long."""
    cells = (table.columns, *table.rows)
    last = len(table.columns) - 1
    widths = [max(len(row[i]) for row in cells) for i in range(last)]
    numeric = table.columns[-1] != "most frequent"
    lines = (_aligned(row, widths, max(len(r[last]) for r in cells) if numeric else 0) for row in cells)
    return "\n".join([f"## {table.title}", *lines])


def _aligned(row: Sequence[str], widths: Sequence[int], last: int) -> str:
    first, *others = row[:-1]
    middle = "".join(f"  {cell:>{width}}" for cell, width in zip(others, widths[1:], strict=True))
    return f"{first:{widths[0]}}{middle}  {row[-1]:>{last}}" if last else f"{first:{widths[0]}}{middle}  {row[-1]}"


def as_markdown(table: Table, level: int = 3) -> str:
    """The same with pipes; what a name could do to the markup is taken from it."""
    rule = "|".join([" --- ", *([" ---: "] * (len(table.columns) - 1))])
    if table.columns[-1] == "most frequent":
        rule = " --- | ---: | --- "
    title = table.title[:1].upper() + table.title[1:]
    return "\n".join([f"{'#' * level} {title}", "", _piped(table.columns), f"|{rule}|", *map(_piped, table.rows)])


def _piped(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "/").replace("<", "‹").replace("`", "'") for cell in cells) + " |"


def errors(found: Measures, most: int) -> str:
    """What is wrong with the first articles that something is wrong with."""
    lines = [f"{id_}\n    " + "\n    ".join(said) for id_, said in list(found.wrong.items())[:most]]
    return "\n".join(lines)
