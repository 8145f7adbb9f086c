"""What leaves for other tools: the register's columns, no formulas in cells, every format, nothing held at once."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import desk_seed
from embargowatch import cli, lexicon, store
from embargowatch.export import sipri
from embargowatch.export.streams import VIEWS, downloaded, table_of
from embargowatch.export.tables import FORMS, ROWS_AT_ONCE, Column, Table, harmless, write
from embargowatch.store.story_filter import StoryFilter
from embargowatch.types import ArmsDeal, Money, Weapon

DEAL = ArmsDeal(
    stage="signed",
    stage_detail="contract_signed",
    suppliers=("KR",),
    recipients=("TR",),
    weapons=(Weapon("K9", "artillery", quantity=24, sipri_category="Artillery", status="second_hand_modernized"),),
    value=Money(Decimal(410_000_000), "USD", "contract"),
    order_date="2026-11-22",
    delivery_years="2028-2030",
    local_production=True,
)

DELIVERED = {"stage": "delivered", "stage_detail": "delivered", "delivery_years": "2025"}


@pytest.fixture
def exported(database_url: str, db: Any, now: Any, tmp_path: Path, monkeypatch: Any, capsys: Any) -> Any:
    """Runs `embargowatch export` on the seeded stories; the file's bytes."""
    desk_seed.fill(db, now)
    monkeypatch.setenv("EMBARGOWATCH_DATABASE_URL", database_url)

    def export(*words: str, name: str = "out.csv") -> bytes:
        assert cli.main(["export", words[0], str(tmp_path / name), *words[1:]]) == 0, capsys.readouterr().err
        return (tmp_path / name).read_bytes()

    return export


def lines(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode())))


def test_the_register_has_the_columns_of_sipris_and_one_row_a_delivery_year():
    names = [column.name for column in sipri.COLUMNS]
    rows = [dict(zip(names, row, strict=True)) for row in sipri.register_rows(DEAL)]

    assert names == [
        "SIPRI AT Database ID", "Supplier", "Recipient", "Designation", "Description", "Armament category",
        "Order date", "Order date is estimate", "Numbers delivered", "Numbers delivered is estimate", "Delivery year",
        "Delivery year is estimate", "Status", "SIPRI estimate", "TIV deal unit", "TIV delivery values",
        "Local production",
    ]  # fmt: skip
    assert [row["Delivery year"] for row in rows] == [2028, 2029, 2030]
    assert rows[0] | {"Delivery year": None} == {
        **dict.fromkeys(names),
        "Supplier": "South Korea",
        "Recipient": "Turkiye",
        "Designation": "K9",
        "Description": "",
        "Armament category": "Artillery",
        "Order date": 2026,
        "Order date is estimate": "No",
        "Delivery year is estimate": "Yes",
        "Status": "Second hand but modernized",
        "Local production": "Yes",
    }


def test_the_older_register_has_the_number_ordered_and_its_nameless_columns():
    names = [column.name for column in sipri.LEGACY_COLUMNS]
    (row,) = sipri.legacy_rows(replace(DEAL, weapons=(replace(DEAL.weapons[0], is_estimate=True),)))

    assert len(names) == 16
    assert [place for place, name in enumerate(names) if not name] == [3, 5, 9]
    assert row[:6] == ("Turkiye", "South Korea", 2026, None, 24, "?")
    assert row[6:13] == (
        "K9", "", None, None, "2028; 2029; 2030", "Second hand but modernized",
        "$410m deal; produced in recipient country; delivery planned 2028-2030",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "number", "year"),
    [
        (DELIVERED | {"delivery_years": "", "date": "2026-03"}, 24, 2026),
        (DELIVERED, 24, 2025),
        (DELIVERED | {"stage_detail": "partly_delivered"}, None, 2025),
        (DELIVERED | {"suppliers": ("KR", "US")}, None, 2025),
        ({"delivery_years": ""}, None, None),
    ],
)  # fmt: skip
def test_a_number_is_delivered_only_where_it_is_known_to_be(changes, number, year):
    rows = [dict(zip(sipri.COLUMNS, row, strict=True)) for row in sipri.register_rows(replace(DEAL, **changes))]

    assert {row[Column("Numbers delivered", "integer")] for row in rows} == {number}
    assert {row[Column("Delivery year", "integer")] for row in rows} == {year}


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({}, True),
        ({"stage": "delivered"}, True),
        ({"stage": "approved"}, False),
        ({"stage": "blocked"}, False),
        ({"modality": "claimed"}, False),
        ({"modality": "future"}, False),
        ({"transfer_type": "financing"}, False),
    ],
)
def test_only_orders_and_deliveries_told_as_facts_are_in_the_register(changes, counts):
    assert sipri.is_order(replace(DEAL, **changes)) is counts


def test_sipris_spellings_are_for_parties_that_we_know():
    tables = (("countries", "code"), ("bodies", "name"), ("bodies", "code"))
    known = {row[key] for name, key in tables for row in lexicon.table(name)}

    assert {row["name"] for row in lexicon.table("sipri_names")} <= known
    assert sipri.sipri_name("CI") == "Cote d'Ivoire"
    assert sipri.sipri_name("PL") == "Poland"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(text):
    file = io.BytesIO()
    columns = (Column("a"), Column("b", "texts"), Column("c", "integer"))
    assert write(Table(columns, [(text, [text], -5)]), "csv", file) == 1

    (row,) = list(csv.reader(io.StringIO(file.getvalue().decode(), newline="")))[1:]
    assert row == [f"'{text}", f"'{text}", "-5"]
    assert harmless("K-9 = good") == "K-9 = good"


def test_arms_deals_are_the_register_as_csv_and_every_record_otherwise(exported):
    register = lines(exported("arms-deals"))
    records = [json.loads(line) for line in exported("arms-deals", name="out.jsonl").splitlines()]

    assert [(row["Supplier"], row["Recipient"], row["Delivery year"]) for row in register] == [
        ("South Korea", "Poland", str(year)) for year in (2028, 2029, 2030, 2031)
    ]
    assert {row["stage"] for row in records} == {"signed", "delivered"}
    assert records[0]["amount"] == 3_600_000_000
    assert exported("arms-deals", "--legacy").startswith(b"Recipient,Supplier,Year of order,,Number ordered,,")


def test_every_export_has_the_columns_of_its_view_in_every_format(exported, db):
    for name, view in VIEWS.items():
        if name == "arms-deals":
            continue
        columns = [column for column, _ in store.exports.view_columns(db, view)]
        rows = lines(exported(name))
        objects = [json.loads(line) for line in exported(name, name="out.jsonl").splitlines()]
        parquet = pq.read_table(io.BytesIO(exported(name, name="out.parquet")))

        assert rows
        assert list(rows[0]) == list(objects[0]) == parquet.column_names == columns
        assert len(rows) == len(objects) == parquet.num_rows


def test_parquet_keeps_numbers_times_and_lists(exported):
    rows = pq.read_table(io.BytesIO(exported("stories", "--stage", "signed", name="out.parquet"))).to_pylist()

    assert rows[0]["amount"] == Decimal(3_600_000_000)
    assert rows[0]["categories"] == ["artillery"]
    assert rows[0]["last_seen"].isoformat() == "2026-11-23T10:00:00+00:00"


def test_the_text_of_articles_leaves_only_when_it_is_asked_for(exported):
    asked = ("--topic", "arms_deals", "--stage", "signed")
    for name in ("arms-deals", "quotes"):
        without = exported(name, *asked, name="out.jsonl")
        assert b"no questions" not in without
        assert "text" not in json.loads(without.splitlines()[0])
        assert b"took no questions" in exported(name, *asked, "--full-text", name="out.jsonl")


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_what_is_written_is_handed_on_before_the_rest_is_read(form):
    read: list[int] = []

    def rows() -> Iterator[tuple[int, str]]:
        for n in range(3 * ROWS_AT_ONCE):
            read.append(n)
            yield n, "word"

    chunks = FORMS[form](Table((Column("n", "integer"), Column("text")), rows()))
    first = next(chunks)
    assert first
    assert len(read) == ROWS_AT_ONCE
    whole = io.BytesIO(first + b"".join(chunks))
    if form == "parquet":
        assert pq.read_table(whole).column("n").to_pylist() == read
    else:
        assert whole.getvalue().count(b"\n") == len(read) + (form == "csv")


def test_a_download_is_the_command_s_file(exported, database_url):
    for name in VIEWS:
        chunks = downloaded(lambda: store.connect(database_url), name, StoryFilter(topic="arms_deals"), "csv")
        assert b"".join(chunks) == exported(name, "--topic", "arms_deals")


def test_nothing_found_is_still_a_file(tmp_path):
    for form in FORMS:
        with (tmp_path / form).open("wb") as file:
            assert write(Table((Column("a"),), ()), form, file) == 0
    assert (tmp_path / "csv").read_bytes() == b"a\r\n"
    assert pq.read_table(tmp_path / "parquet").column_names == ["a"]


def test_the_filter_is_for_every_export(exported):
    assert {row["action"] for row in lines(exported("sanctions", "--official"))} == {"impose"}
    assert {row["field"] for row in lines(exported("quotes", "--target", "orrin"))} == {
        "senders",
        "targets",
        "measures",
    }
    assert lines(exported("stories", "--since", "2026-11-24")) == []
    assert {row["state"] for row in lines(exported("alerts", "--topic", "sanctions"))} == {"waiting", "sent"}


def test_what_a_person_rejected_does_not_leave(exported, db):
    with db, db.cursor() as cursor:
        cursor.execute("update embargowatch.sanctions set rejected_at = now() where action = 'impose'")

    assert {row["action"] for row in lines(exported("sanctions"))} == {"lift"}
    assert b"asset freeze" not in exported("quotes")


def test_what_is_missing_is_said(exported, monkeypatch, capsys, tmp_path):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)

    assert cli.main(["export", "stories", str(tmp_path / "x.parquet")]) == 1
    assert "pip install 'pyarrow" in capsys.readouterr().err
    assert list(tmp_path.glob("x.parquet*")) == []
    assert cli.main(["export", "arms-deals", "--legacy", "--format", "jsonl", str(tmp_path / "x")]) == 1
    assert "only be had as CSV" in capsys.readouterr().err


def test_stories_are_read_in_batches_at_one_moment(db, now, monkeypatch):
    desk_seed.fill(db, now)
    asked: list[int] = []
    read = store.exports.exported_stories

    def counted(db: Any, story_ids: Any) -> Any:
        asked.append(len(story_ids))
        return read(db, story_ids)

    monkeypatch.setattr("embargowatch.export.streams.STORIES_AT_ONCE", 3)
    monkeypatch.setattr("embargowatch.export.streams.store.exported_stories", counted)
    rows = iter(table_of(db, "stories", StoryFilter()).rows)
    next(rows)
    assert asked == [3]
    assert len(list(rows)) == 3
    assert asked == [3, 1]
