"""What we know before we read: names, words and their frames, as data files in one folder a language.

Every file is a table of tab-separated columns. Lines that start with ``#`` are comments, the first other
line names the columns. A cell that holds several values separates them by ``|``. ``tests/test_lexicon.py``
holds every file to its columns and to its vocabulary.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent

Row = dict[str, str]


@cache
def table(name: str, language: str = "en") -> tuple[Row, ...]:
    """The rows of ``lexicon/<language>/<name>.tsv`` by column name; short rows are filled with "".

    Raises FileNotFoundError for a table that is not there and ValueError for a row with too many cells.
    """
    path = FOLDER / language / f"{name}.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [(n, line) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    columns = kept[0][1].split("\t")
    return tuple(_row(columns, line.split("\t"), f"{path.name}:{n}") for n, line in kept[1:])


def _row(columns: list[str], cells: list[str], where: str) -> Row:
    if len(cells) > len(columns):
        raise ValueError(f"{where} has {len(cells)} cells for {len(columns)} columns")
    cells = [cell.strip() for cell in cells] + [""] * (len(columns) - len(cells))
    return dict(zip(columns, cells, strict=True))


def values(cell: str) -> tuple[str, ...]:
    """The values of a cell: ``"US|USA"`` is ``("US", "USA")``, ``""`` is ``()``."""
    return tuple(part for piece in cell.split("|") if (part := piece.strip()))


@cache
def group(name: str, language: str = "en") -> frozenset[str]:
    """A closed set of words by its name in the ``*word_groups.tsv``. Raises KeyError for a name that is not there."""
    return _groups(language)[name]


@cache
def _groups(language: str) -> dict[str, frozenset[str]]:
    tables = sorted(path.stem for path in (FOLDER / language).glob("*word_groups.tsv"))
    return {row["group"]: frozenset(values(row["words"])) for name in tables for row in table(name, language)}


@cache
def words(name: str, language: str = "en") -> frozenset[str]:
    """The first column of a table, as a set."""
    return frozenset(next(iter(row.values())) for row in table(name, language))
