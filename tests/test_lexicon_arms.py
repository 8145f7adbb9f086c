"""The tables of weapons, makers, institutions and deals: readable, known, as large as promised, and said once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from babel import Locale

from embargowatch import lexicon
from embargowatch.reading.names import find

CATEGORIES = frozenset(
    [
        "aircraft",
        "helicopter",
        "uav",
        "air_defence",
        "missile",
        "armoured_vehicle",
        "artillery",
        "ship",
        "submarine",
        "small_arms",
        "ammunition",
        "sensor",
        "engine",
        "other",
    ]
)
STAGES = frozenset(["proposed", "approved", "signed", "delivered", "blocked", "none"])
CODES = frozenset(c for c in Locale("en").territories if len(c) == 2 and c.isalpha()) | {
    "EU",
    "UN",
    "NATO",
    "SU",
    "XK",
    "YU",
    "DD",
    "CS",
}
TABLES = sorted(path.stem for path in (lexicon.FOLDER / "en").glob("*.tsv"))


def spellings(table: str) -> list[str]:
    return [text for row in lexicon.table(table) for text in (row["name"], *lexicon.values(row["aliases"]))]


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_rows_without_stray_blanks(table: str) -> None:
    path: Path = lexicon.FOLDER / "en" / f"{table}.tsv"
    assert lexicon.table(table)
    assert [
        n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if line != line.rstrip(" ")
    ] == []


@pytest.mark.parametrize(
    ("table", "least"), [("weapons", 400), ("manufacturers", 120), ("programmes", 80), ("institutions", 150)]
)
def test_the_tables_of_names_are_as_large_as_promised_and_name_nothing_twice(table: str, least: int) -> None:
    assert len(lexicon.table(table)) >= least
    assert [name for name, count in Counter(spellings(table)).items() if count > 1] == []


def test_every_weapon_has_a_category_and_makers_that_exist() -> None:
    for row in lexicon.table("weapons"):
        assert row["category"] in CATEGORIES, row
        assert lexicon.values(row["makers"]), row
        assert set(lexicon.values(row["makers"])) <= CODES, row
        assert row["ambiguous"] in ("", "yes"), row


def test_every_weapon_noun_has_a_category_and_is_told_once() -> None:
    rows = lexicon.table("weapon_nouns")
    assert {row["category"] for row in rows} <= CATEGORIES
    assert [noun for noun, count in Counter(row["noun"].lower() for row in rows).items() if count > 1] == []


@pytest.mark.parametrize(
    ("table", "column"), [("manufacturers", "countries"), ("programmes", "countries"), ("institutions", "code")]
)
def test_every_name_leads_to_states_that_exist(table: str, column: str) -> None:
    for row in lexicon.table(table):
        assert set(lexicon.values(row[column])) <= CODES, row


def test_institutions_say_what_they_are_and_what_they_do() -> None:
    for row in lexicon.table("institutions"):
        assert row["kind"] in {"government", "ministry", "agency", "parliament", "military", "court", "coalition"}, row
        assert row["role"] in {"sanctions", "arms", "both"}, row


@pytest.mark.parametrize(
    ("table", "frames"),
    [
        ("arms_verbs", "give equip take come hold spend exclude ask seize"),
        ("arms_nouns", "give take pact seller buyer"),
    ],
)
def test_frames_and_stages_are_those_that_the_reader_knows(table: str, frames: str) -> None:
    for row in lexicon.table(table):
        assert row["frame"] in frames.split(), row
        assert row["stage"] in STAGES, row


def test_operators_set_a_known_stage_and_stand_once() -> None:
    rows = lexicon.table("arms_operators")
    assert {row["stage"] for row in rows} <= STAGES - {"none"}
    assert [word for word, count in Counter(row["word"] for row in rows).items() if count > 1] == []


def test_a_cue_stands_once_over_all_tables_and_in_lower_case() -> None:
    cues = [row for name in TABLES if name.startswith("cues") for row in lexicon.table(name)]
    assert [cue for cue, count in Counter(row["cue"] for row in cues).items() if count > 1] == []
    assert [row["cue"] for row in cues if row["cue"] != row["cue"].lower()] == []
    assert all(-1 <= float(row["weight"]) <= 1 for row in cues)


def test_traps_stand_once_and_in_lower_case() -> None:
    phrases = [row["phrase"] for row in lexicon.table("arms_traps")]
    assert len(phrases) == len(set(phrases))
    assert phrases == [phrase.lower() for phrase in phrases]


@pytest.mark.parametrize("spelling", ["S-400", "S400", "S 400", "S-400s"])
def test_a_system_is_found_however_its_number_is_written(spelling: str) -> None:
    assert [hit.name.name for hit in find(f"They bought {spelling} again.")] == ["S-400"]
