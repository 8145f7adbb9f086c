"""The lexicon's files are what the code takes them for."""

import re

import pytest

from embargowatch import lexicon
from embargowatch.reading.names import find, gazetteer

ACTIONS = {"call_for", "propose", "threaten", "impose", "extend", "maintain", "ease", "lift", "enforce", "evade"}
MEASURES = {
    "asset_freeze", "travel_ban", "arms_embargo", "arms_restrictions", "export_control", "import_restrictions",
    "financial_restrictions", "investment_ban", "services_ban", "sectoral_sanctions", "transportation_restrictions",
    "aid_suspension", "debarment", "prohibition_to_satisfy_claims", "listing", "trade_embargo", "oil_and_gas", "other",
}  # fmt: skip
CODE = re.compile(r"[A-Z]{2}|NATO")
FILES = sorted(path.stem for path in (lexicon.FOLDER / "en").glob("*.tsv"))


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_a_table_whose_rows_are_filled(name):
    rows = lexicon.table(name)
    assert rows
    assert all(next(iter(row.values())) for row in rows)


def test_countries_are_iso_codes_and_no_name_stands_for_two():
    owners = {}
    for row in lexicon.table("countries"):
        assert CODE.fullmatch(row["code"])
        for text in (row["name"], *lexicon.values(row["aliases"]), *lexicon.values(row["places"])):
            assert owners.setdefault(text, row["code"]) == row["code"], text


@pytest.mark.parametrize(
    ("table", "column"), [("programmes", "aims_at"), ("leaders", "country"), ("programmes", "countries")]
)
def test_columns_of_codes_hold_codes(table, column):
    codes = [code for row in lexicon.table(table) for code in lexicon.values(row[column])]
    assert codes
    assert all(CODE.fullmatch(code) for code in codes)


def test_measures_and_actions_are_the_records_words():
    assert {row["measure"] for row in lexicon.table("measures")} <= MEASURES
    assert {row["action"] for row in lexicon.table("sanction_verbs")} <= ACTIONS
    assert {row["action"] for row in lexicon.table("sanction_acts")} <= ACTIONS


def test_phrases_that_are_sought_in_lower_case_are_written_so():
    for table, column in (("measures", "phrase"), ("traps", "phrase"), ("cues", "cue")):
        assert all(row[column] == row[column].lower() for row in lexicon.table(table))


def test_a_cue_is_listed_once():
    cues = [row["cue"] for path in FILES if path.startswith("cues") for row in lexicon.table(path)]
    assert sorted(set(cues)) == sorted(cues)


def test_there_are_as_many_names_as_promised():
    assert len(lexicon.table("programmes")) >= 80
    assert len(lexicon.table("institutions")) >= 150
    assert len(gazetteer()[1]) > 3000


@pytest.mark.parametrize(
    ("text", "code"),
    [("Iranians", "IR"), ("Tehran", "IR"), ("the White House", "US"), ("NATO", "NATO"), ("Kyiv", "UA"), ("OFAC", "US")],
)
def test_a_name_leads_to_its_state(text, code):
    assert [hit.name.codes for hit in find(f"{text} said so")] == [(code,)]


def test_a_name_inside_a_word_is_no_name():
    assert not find("Iranianness and unUSed")


def test_an_unknown_group_of_words_is_an_error():
    with pytest.raises(KeyError):
        lexicon.group("no such group")


def test_a_row_with_too_many_cells_names_its_line(tmp_path, monkeypatch):
    folder = tmp_path / "xx"
    folder.mkdir()
    (folder / "bad.tsv").write_text("# a comment\na\tb\n1\t2\t3\n", encoding="utf-8")
    monkeypatch.setattr(lexicon, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"bad.tsv:3 has 3 cells for 2 columns"):
        lexicon.table("bad", "xx")
