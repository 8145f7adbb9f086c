"""Rows with typed columns, written as CSV, JSON Lines or Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import islice
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


def write_csv(table: Table, file: IO[bytes]) -> int:
    """CSV in UTF-8 with a line of names; how many rows. Lists are joined by "; ", objects are JSON."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([column.name for column in table.columns])
    n = 0
    for n, row in enumerate(table.rows, 1):  # noqa: B007 - the count is what is wanted
        writer.writerow([_cell(column.kind, value) for column, value in zip(table.columns, row, strict=True)])
    text.detach()
    return n


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


def write_jsonl(table: Table, file: IO[bytes]) -> int:
    """One JSON object a line; how many. Unknown is null, times are ISO 8601."""
    names = [column.name for column in table.columns]
    n = 0
    for n, row in enumerate(table.rows, 1):  # noqa: B007 - the count is what is wanted
        line = json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=plain)
        file.write(line.encode() + b"\n")
    return n


def plain(value: Any) -> str | int | float:
    """A value that JSON has no word for. Raises TypeError for what a row cannot hold."""
    match value:
        case datetime():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case _:
            raise TypeError(f"a row cannot hold {value!r}")


def write_parquet(table: Table, file: IO[bytes]) -> int:
    """Parquet, a group of rows at a time; how many rows. Needs pyarrow (raises ExtraMissing)."""
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
    n = 0
    with pq.ParquetWriter(file, schema) as writer:
        for rows in _groups(table.rows):
            arrays = [
                pa.array([_stored(column.kind, row[place]) for row in rows], schema.field(place).type)
                for place, column in enumerate(table.columns)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            n += len(rows)
    return n


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


WRITERS: dict[str, Callable[[Table, IO[bytes]], int]] = {
    "csv": write_csv,
    "jsonl": write_jsonl,
    "parquet": write_parquet,
}
