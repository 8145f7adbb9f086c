"""FollowTheMoney: who is sanctioned, who is only named, ids that stay, and entities that the model knows."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

import desk_seed
from embargowatch import cli
from embargowatch.export.ftm import entities_of, target_id
from embargowatch.records_json import record_to_json
from embargowatch.types import Sanction, Target

VESSEL = Target("Selka", "vessel", "designated", identifiers={"imo": "9123456"}, countries=("PA",))
PERSON = Target(
    "Pável Arkonin", "person", "designated", identifiers={"birth_date": "3 March 1971"}, countries=("SU", "RU")
)
MENTIONED = Target("Orrin Marine FZE", "company", "mentioned", aliases=("Orrin",))
LISTED = Sanction(
    action="impose",
    action_detail="designation",
    senders=("EU",),
    authority="Council of the EU",
    targets=(VESSEL, PERSON, MENTIONED, Target("shipping", "sector", "designated")),
    measures=("asset_freeze",),
    date="2026-11",
    quote="The Council listed the Selka and its master.",
)


def entities(record: Sanction, now: Any) -> list[dict[str, Any]]:
    columns = record_to_json(record)
    row = {
        **columns, "story_id": 7, "url": "https://council.example/1", "title": "Two listings", "revision": 1,
        "outlet": "Council notices", "published": now, "fetched_at": now, "language": "en", "page_sha256": "ab",
        "text": None,
    }  # fmt: skip
    return list(entities_of({"id": 7, "record": columns}, [row]))


def by_schema(found: list[dict[str, Any]], schema: str) -> list[dict[str, Any]]:
    return [entity["properties"] for entity in found if entity["schema"] == schema]


def test_who_is_designated_has_a_sanction_and_who_is_mentioned_a_documentation_only(now):
    found = entities(LISTED, now)

    assert {p["entity"][0] for p in by_schema(found, "Sanction")} == {target_id(VESSEL), target_id(PERSON)}
    assert {p["entity"][0] for p in by_schema(found, "Documentation")} == {
        target_id(VESSEL), target_id(PERSON), target_id(MENTIONED),
    }  # fmt: skip
    assert by_schema(found, "Sanction")[0] == {
        "entity": [target_id(VESSEL)], "authority": ["Council of the EU"], "country": ["eu"],
        "provisions": ["asset_freeze"], "status": ["designated"], "date": ["2026-11"],
        "sourceUrl": ["https://council.example/1"],
    }  # fmt: skip
    assert by_schema(found, "Vessel")[0]["imoNumber"] == ["9123456"]
    assert by_schema(found, "Person")[0]["country"] == ["suhh", "ru"]
    assert by_schema(found, "Person")[0]["birthDate"] == ["1971-03-03"]
    assert not any("topics" in entity["properties"] for entity in found)


@pytest.mark.parametrize(
    "changes",
    [{"modality": "claimed"}, {"modality": "future"}, {"action": "threaten"}, {"action": "evade"}, {"action": "ease"}],
)
def test_what_is_no_fact_or_no_listing_makes_no_sanction(changes, now):
    found = entities(replace(LISTED, **changes), now)

    assert by_schema(found, "Sanction") == []
    assert len(by_schema(found, "Documentation")) == 3


def test_a_delisting_ends_on_its_day(now):
    found = entities(replace(LISTED, action="lift", action_detail="delisting", date="2026-11-23"), now)

    assert {(p["status"][0], p["endDate"][0]) for p in by_schema(found, "Sanction")} == {("delisted", "2026-11-23")}


def test_an_entity_has_the_same_id_however_it_is_written_and_another_by_another_number():
    assert target_id(replace(PERSON, name="PAVEL ARKONIN", role="mentioned")) == target_id(PERSON)
    assert target_id(replace(PERSON, identifiers={"birth_date": "1971-03-03"})) == target_id(PERSON)
    assert target_id(replace(VESSEL, identifiers={"imo": "9999999"})) != target_id(VESSEL)
    assert target_id(replace(VESSEL, type="company", identifiers={})) != target_id(replace(VESSEL, identifiers={}))


@pytest.fixture
def exported(database_url: str, db: Any, now: Any, tmp_path: Any, monkeypatch: Any, capsys: Any) -> Any:
    """Runs `embargowatch export ftm` on the seeded stories; the entities."""
    desk_seed.fill(db, now)
    monkeypatch.setenv("EMBARGOWATCH_DATABASE_URL", database_url)

    def export(*words: str) -> list[dict[str, Any]]:
        assert cli.main(["export", "ftm", str(tmp_path / "out.json"), *words]) == 0, capsys.readouterr().err
        return [json.loads(line) for line in (tmp_path / "out.json").read_text(encoding="utf-8").splitlines()]

    return export


def test_the_export_is_a_line_an_entity_and_the_same_every_time(exported):
    found = exported()

    assert {entity["schema"] for entity in found} == {
        "Article", "Company", "Documentation", "Person", "Sanction", "Vessel",
    }  # fmt: skip
    assert found == exported()
    assert not any("bodyText" in entity["properties"] for entity in found)
    assert any("bodyText" in entity["properties"] for entity in exported("--full-text"))


def test_every_entity_is_of_the_model(exported, now):
    pytest.importorskip("followthemoney")
    from embargowatch.export.ftm import _validator

    assert exported("--validate", "--full-text")
    check = _validator()
    for entity in entities(replace(LISTED, reason="war", programs=("CAATSA",), official_ref="(EU) 2026/1"), now):
        check(entity)
    with pytest.raises(ValueError, match="no imoNumber"):
        check({"id": "a", "schema": "Airplane", "properties": {"imoNumber": ["9123456"]}})
    with pytest.raises(ValueError, match="country"):
        check({"id": "a", "schema": "Person", "properties": {"name": ["A"], "country": ["nato"]}})


def test_without_the_library_the_check_says_what_to_install(exported, monkeypatch, capsys, tmp_path):
    monkeypatch.setitem(__import__("sys").modules, "followthemoney", None)

    assert cli.main(["export", "ftm", str(tmp_path / "x"), "--validate"]) == 1
    assert "pip install 'followthemoney==3.8.2'" in capsys.readouterr().err
