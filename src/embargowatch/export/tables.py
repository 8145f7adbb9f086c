"""Rows with typed columns, as CSV, JSON Lines or Parquet: chunk by chunk, for a file or an answer over the web."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import count, islice
from typing import IO, Any, Literal

Kind = Literal["text", "texts", "integer", "number", "decimal", "boolean", "time", "json"]
Values = Sequence[Any]

KINDS: dict[str, Kind] = {
    "text": "text",
    "text[]": "texts",
    "integer": "integer",
    "bigint": "integer",
    "real": "number",
    "numeric": "decimal",
    "boolean": "boolean",
    "timestamp with time zone": "time",
    "jsonb": "json",
}
"""By Postgres' names of types."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula (OWASP, "CSV Injection")."""
ROWS_AT_ONCE = 1000
PARQUET_DECIMALS = (38, 6)


class ExtraMissing(RuntimeError):
    """An optional library is not installed; the message says which, and how to get it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name and what is in it."""

    name: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, and rows of as many values, which may be a stream that can be read once."""

    columns: tuple[Column, ...]
    rows: Iterable[Values]


def write(table: Table, form: str, file: IO[bytes]) -> int:
    """Write a table in one of ``FORMS``; how many rows."""
    counter = count()
    rows = (row for row, _ in zip(table.rows, counter, strict=False))
    for chunk in FORMS[form](Table(table.columns, rows)):
        file.write(chunk)
    return next(counter)


def as_csv(table: Table) -> Iterator[bytes]:
    """CSV in UTF-8 with a line of names. Lists are joined by "; ", objects are JSON."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.name for column in table.columns])
    for rows in _groups(table.rows):
        for row in rows:
            writer.writerow([_cell(column.kind, value) for column, value in zip(table.columns, row, strict=True)])
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()
    yield text.getvalue().encode()


def _cell(kind: Kind, value: Any) -> object:  # noqa: PLR0911 - one return a kind of value
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat()
        case str():
            return harmless(value)
        case list() | tuple() if kind == "texts":
            return harmless("; ".join(map(str, value)))
        case list() | tuple() | dict():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return value


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula: what could be one gets an apostrophe before it."""
    return f"'{text}" if text.startswith(FORMULA) else text


def as_jsonl(table: Table) -> Iterator[bytes]:
    """One JSON object a line. Unknown is null, times are ISO 8601."""
    names = [column.name for column in table.columns]
    for rows in _groups(table.rows):
        objects = (dict(zip(names, row, strict=True)) for row in rows)
        yield "".join(json.dumps(each, ensure_ascii=False, default=plain) + "\n" for each in objects).encode()


def plain(value: Any) -> str | int | float:
    """A value that JSON has no word for. Raises TypeError for what a row cannot hold."""
    match value:
        case datetime():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case _:
            raise TypeError(f"a row cannot hold {value!r}")


def as_parquet(table: Table) -> Iterator[bytes]:
    """Parquet, a group of rows at a time. Needs pyarrow (raises ExtraMissing)."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - optional
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError as error:
        raise ExtraMissing("Parquet needs pyarrow: `.venv/bin/python -m pip install 'pyarrow>=20'`") from error
    kinds = {
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "integer": pa.int64(),
        "number": pa.float64(),
        "decimal": pa.decimal128(*PARQUET_DECIMALS),
        "boolean": pa.bool_(),
        "time": pa.timestamp("us", tz="UTC"),
        "json": pa.string(),
    }
    schema = pa.schema([(column.name, kinds[column.kind]) for column in table.columns])
    file = _Passing()
    with pq.ParquetWriter(file, schema) as writer:
        for rows in _groups(table.rows):
            arrays = [
                pa.array([_stored(column.kind, row[place]) for row in rows], schema.field(place).type)
                for place, column in enumerate(table.columns)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            yield file.taken()
    yield file.taken()


class _Passing(io.RawIOBase):
    """A file that is only written to, and hands on what was written."""

    def __init__(self) -> None:
        super().__init__()
        self.held: list[bytes] = []
        self.place = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.place

    def write(self, data: Any) -> int:
        self.held.append(bytes(data))
        self.place += len(self.held[-1])
        return len(self.held[-1])

    def taken(self) -> bytes:
        """What was written since the last time."""
        taken, self.held = b"".join(self.held), []
        return taken


def _stored(kind: Kind, value: Any) -> Any:
    match kind:
        case "json" if value is not None:
            return json.dumps(value, ensure_ascii=False)
        case "decimal" if value is not None:
            return round(Decimal(value), PARQUET_DECIMALS[1])
        case _:
            return value


def _groups(rows: Iterable[Values]) -> Iterator[list[Values]]:
    remaining = iter(rows)
    while group := list(islice(remaining, ROWS_AT_ONCE)):
        yield group


FORMS: dict[str, Callable[[Table], Iterator[bytes]]] = {"csv": as_csv, "jsonl": as_jsonl, "parquet": as_parquet}
