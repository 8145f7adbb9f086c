"""Which rows an export has: the view of its name for the stories that fit the filter, a batch at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from typing import Any, Literal

from psycopg2.extensions import connection

from embargowatch.export.sipri import COLUMNS, LEGACY_COLUMNS, is_order, legacy_rows, register_rows
from embargowatch.export.tables import FORMS, KINDS, Column, Table
from embargowatch.records_json import record_from_json
from embargowatch.store import exports as store
from embargowatch.store.statement import Row
from embargowatch.store.story_filter import StoryFilter, filtered_stories
from embargowatch.types import ArmsDeal

Name = Literal["arms-deals", "sanctions", "stories", "alerts", "quotes"]

Columns = Literal["sipri", "legacy", "all"]

VIEWS: dict[str, str] = {
    "arms-deals": "v_arms_deals",
    "sanctions": "v_sanctions",
    "stories": "v_stories",
    "alerts": "v_alerts",
    "quotes": "v_quotes",
}
STORIES_AT_ONCE = 200
WITH_TEXT = ("arms-deals", "sanctions", "quotes")
"""Exports that can have the articles' text."""


def chosen(
    db: connection,
    name: Name,
    asked: StoryFilter,
    *,
    form: str,
    columns: Columns | None = None,
    full_text: bool = False,
) -> Table:
    """An export by its name: of arms deals as CSV the register, unless other columns are wanted; else the view's rows.

    Raises ValueError for the older register in a form in which columns must have names.
    """
    columns = columns or ("sipri" if form == "csv" and not full_text else "all")
    if columns == "legacy" and form != "csv":
        raise ValueError("three of the older columns have no name: they can only be had as CSV")
    if name == "arms-deals" and columns != "all":
        return register(db, asked, legacy=columns == "legacy")
    return table_of(db, name, asked, full_text=full_text)


def downloaded(connect: Callable[[], connection], name: Name, asked: StoryFilter, form: str) -> Iterator[bytes]:
    """An export chunk by chunk, for an answer over the web, on a connection of its own that ends with it."""
    with closing(connect()) as db:
        store.read_at_one_moment(db)
        yield from FORMS[form](chosen(db, name, asked, form=form))


def table_of(db: connection, name: Name, asked: StoryFilter, *, full_text: bool = False) -> Table:
    """The view's rows, of the stories that fit. The connection must be in a transaction while they are read."""
    columns = tuple(Column(column, KINDS[kind]) for column, kind in store.view_columns(db, VIEWS[name]))
    if full_text and name in WITH_TEXT:
        columns = (*columns, Column("text"))
    names = [column.name for column in columns]
    return Table(columns, ([row[column] for column in names] for row in _rows(db, name, asked, full_text)))


def register(db: connection, asked: StoryFilter, *, legacy: bool = False) -> Table:
    """The arms deals that fit and are orders or deliveries, in the columns of SIPRI's trade register."""
    made = legacy_rows if legacy else register_rows
    rows = (row for deal in _orders(db, asked) for row in made(deal))
    return Table(LEGACY_COLUMNS if legacy else COLUMNS, rows)


def batches(db: connection, asked: StoryFilter) -> Iterator[list[int]]:
    """The ids of the stories that fit, some at a time, newest first."""
    found: Iterable[int] = (story_id for story_id, _ in filtered_stories(db, asked))
    remaining = iter(found)
    while batch := list(islice(remaining, STORIES_AT_ONCE)):
        yield batch


def _rows(db: connection, name: Name, asked: StoryFilter, full_text: bool) -> Iterator[Row]:
    read = _reader(db, name, full_text)
    for batch in batches(db, asked):
        yield from read(batch)
    if name == "alerts" and asked == StoryFilter(since=asked.since, until=asked.until):
        yield from store.exported_article_alerts(db, since=asked.since, until=asked.until)


def _reader(db: connection, name: Name, full_text: bool) -> Callable[[Sequence[int]], list[Row]]:
    match name:
        case "arms-deals":
            return lambda ids: store.exported_arms_deals(db, ids, full_text=full_text)
        case "sanctions":
            return lambda ids: store.exported_sanctions(db, ids, full_text=full_text)
        case "quotes":
            return lambda ids: store.exported_quotes(db, ids, full_text=full_text)
        case "stories":
            return lambda ids: store.exported_stories(db, ids)
        case "alerts":
            return lambda ids: store.exported_alerts(db, ids)


def _orders(db: connection, asked: StoryFilter) -> Iterator[ArmsDeal]:
    for batch in batches(db, asked):
        for row in store.exported_stories(db, batch):
            if row["topic"] == "arms_deals" and (deal := _deal(row["record"])) and is_order(deal):
                yield deal


def _deal(record: dict[str, Any]) -> ArmsDeal | None:
    deal = record_from_json(record)
    return deal if isinstance(deal, ArmsDeal) else None
