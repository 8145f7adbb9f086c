"""Runs the statements of ``sql/``: one file, one statement, one function of the same name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from itertools import count
from types import NoneType
from typing import Any
from weakref import WeakKeyDictionary

from psycopg2.extensions import connection, cursor
from psycopg2.extras import Json, execute_batch, execute_values

from embargowatch.settings import ROOT

FOLDER = ROOT / "sql"
PAGE_SIZE = 500
REPLACEMENT = "�"

PARAMETER = re.compile(r"%\((\w+)\)s")

_streams = count(1)
_prepared: WeakKeyDictionary[connection, set[str]] = WeakKeyDictionary()
_WITHOUT_TEXT = frozenset({NoneType, bool, int, float, bytes, datetime, date})

Params = Mapping[str, Any]
Row = dict[str, Any]


@cache
def text_of(name: str) -> str:
    """The statement in ``sql/<name>.sql``."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def execute(db: connection, name: str, params: Params | None = None) -> int:
    """Run a statement for its effect; how many rows it touched."""
    with db.cursor() as cursor:
        cursor.execute(text_of(name), _storable(params or {}))
        return cursor.rowcount


def rows(db: connection, name: str, params: Params | None = None) -> list[Row]:
    """All rows of a statement, each as a dict."""
    with db.cursor() as cursor:
        cursor.execute(text_of(name), _storable(params or {}))
        return _named(cursor, cursor.fetchall())


def planned_rows(db: connection, name: str, params: Params) -> list[Row]:
    """As `rows`, of a statement that the server plans once a session: planning many joins costs more than running them.

    Each parameter is given once. No ``select *``, whose columns a migration may change meanwhile.
    """
    text, names = _numbered(name)
    prepared = _prepared.setdefault(db, set())
    with db.cursor() as cursor:
        if name not in prepared:
            cursor.execute(f"prepare {name} as {text}")
            prepared.add(name)
        given = _storable([params[each] for each in names])
        cursor.execute(f"execute {name} ({', '.join(['%s'] * len(names))})", given)
        return _named(cursor, cursor.fetchall()) if cursor.description else []


@cache
def _numbered(name: str) -> tuple[str, tuple[str, ...]]:
    """The statement with $1, $2, … for its parameters, and their names in that order."""
    names = tuple(dict.fromkeys(PARAMETER.findall(text_of(name))))
    text = PARAMETER.sub(lambda match: f"${names.index(match[1]) + 1}", text_of(name))
    return text.replace("%%", "%"), names


def streamed(db: connection, name: str, params: Params | None = None) -> Iterator[Row]:
    """The rows of a statement one by one, of which the server keeps what was not read yet; within a transaction.

    Other statements may run on the connection in between.
    """
    with db.cursor(name=f"streamed_{name}_{next(_streams)}") as cursor:
        cursor.itersize = PAGE_SIZE
        cursor.execute(text_of(name), _storable(params or {}))
        for found in cursor:
            yield _named(cursor, [found])[0]


def row(db: connection, name: str, params: Params | None = None) -> Row | None:
    """The first row, or None."""
    found = rows(db, name, params)
    return found[0] if found else None


def execute_many(db: connection, name: str, values: Iterable[Sequence[Any]]) -> None:
    """A bulk write: ``values %s`` in the statement becomes as many rows as there are."""
    if listed := [_storable(value) for value in values]:
        with db.cursor() as cursor:
            execute_values(cursor, text_of(name), listed, page_size=PAGE_SIZE)


def execute_each(db: connection, name: str, params: Iterable[Params]) -> None:
    """Run a statement once for each of the parameters, many of them in one exchange with the server."""
    if listed := [_storable(each) for each in params]:
        with db.cursor() as cursor:
            execute_batch(cursor, text_of(name), listed, page_size=PAGE_SIZE)


def rows_for(db: connection, name: str, values: Iterable[Sequence[Any]]) -> list[Row]:
    """All rows of a statement that asks with many values at once."""
    if not (listed := [_storable(value) for value in values]):
        return []
    with db.cursor() as cursor:
        return _named(cursor, execute_values(cursor, text_of(name), listed, page_size=PAGE_SIZE, fetch=True))


def literal(words: str) -> str:
    """Words that stand for themselves in a pattern of `like`."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _named(cursor: cursor, found: Iterable[Sequence[Any]]) -> list[Row]:
    """Rows as dicts. psycopg2's own cursor for it costs more than the query."""
    names = [column.name for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found]


def as_json(value: Any) -> Json:
    """A value for a jsonb column."""
    return Json(_storable(value))


def _storable(value: Any) -> Any:
    """Text from the web may hold NUL or half a surrogate pair, which Postgres refuses; offsets stay as they are."""
    if (kind := type(value)) in _WITHOUT_TEXT:
        return value
    if kind is str:
        return _storable_text(value)
    if isinstance(value, list | tuple):
        # Most of what is stored is one of these two; a call for each value of each row would cost more than the row.
        return kind(
            [
                item if type(item) in _WITHOUT_TEXT or (type(item) is str and _is_plain(item)) else _storable(item)
                for item in value
            ]
        )
    if isinstance(value, Mapping):
        return {_storable(key): _storable(item) for key, item in value.items()}
    return value


def _is_plain(text: str) -> bool:
    return text.isascii() and "\0" not in text


def _storable_text(text: str) -> str:
    if _is_plain(text):
        return text
    return "".join(REPLACEMENT if char == "\0" or "\ud800" <= char <= "\udfff" else char for char in text)
