"""The JSON API on a real Postgres: who may read, pages without gaps, changes that nobody misses, no 5xx."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import psycopg2
import pytest
import schemathesis
from fastapi import FastAPI, HTTPException
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

import desk_seed
from embargowatch import store
from embargowatch.desk import create_app
from embargowatch.local import postgres
from embargowatch.store import readers
from line import rows

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
API = "/embargowatch/api/v1"
CHECKS = [not_a_server_error, response_schema_conformance, content_type_conformance]
MANY = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def filled(cluster: postgres.Cluster) -> tuple[str, dict[str, int], str]:
    """The URL of a seeded database, its stories' ids, and a token."""
    postgres.create_database(cluster, "api_of_tests")
    with closing(store.connect(cluster.url("api_of_tests"))) as db:
        store.migrate(db)
        ids = desk_seed.fill(db, NOW)
        token = readers.save_api_token(db, "tests", now=NOW)
        db.commit()
        return cluster.url("api_of_tests"), ids, token


def served(url: str) -> FastAPI:
    """The desk behind a login that lets nobody in, below a prefix as Airflow has it."""

    def nobody() -> None:
        raise HTTPException(401)

    outer = FastAPI()
    outer.mount("/embargowatch", create_app(lambda: store.connect(url, patience_s=0), nobody))
    return outer


@pytest.fixture(scope="module")
def client(filled: tuple[str, dict[str, int], str]) -> Iterator[TestClient]:
    """Asks with the token."""
    url, _, token = filled
    with TestClient(served(url), headers={"Authorization": f"Bearer {token}"}, raise_server_exceptions=False) as made:
        yield made


def read(client: TestClient, path: str, **query: Any) -> Any:
    answer = client.get(f"{API}/{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("path", ["stories", "stories/1", "records", "changes"])
@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic dGVzdHM6dGVzdHM="}])
def test_without_a_good_token_there_is_nothing(filled, path, header):
    answer = TestClient(served(filled[0])).get(f"{API}/{path}", headers=header)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert set(answer.json()) == {"detail"}


def test_the_token_opens_the_api_and_not_the_desk(client):
    assert client.get(f"{API}/stories").status_code == 200
    assert client.get("/embargowatch/").status_code == 401


def test_stories_come_newest_first_and_page_by_page(client, filled):
    everything = read(client, "stories")
    ids, cursor = [], None
    while True:
        page = read(client, "stories", limit=1, **({"cursor": cursor} if cursor else {}))
        ids += [story["id"] for story in page["stories"]]
        if (cursor := page["next"]) is None:
            break

    newest_first = [filled[1][name] for name in ("listing", "deal", "plan", "mischief")]
    assert ids == [story["id"] for story in everything["stories"]] == newest_first
    assert everything["next"] is None


def test_the_filter_is_the_desks(client, filled):
    assert [s["id"] for s in read(client, "stories", official=True)["stories"]] == [filled[1]["listing"]]
    assert [s["id"] for s in read(client, "stories", modality=["future", "claimed"], topic="sanctions")["stories"]] == [
        filled[1]["plan"]
    ]
    for wrong in ({"topic": "tariffs"}, {"limit": 0}, {"cursor": "x"}, {"colour": "red"}, {"since": "yesterday"}):
        assert client.get(f"{API}/stories", params=wrong).status_code == 422


def test_a_story_has_its_records_and_the_words_that_carry_them(client, filled):
    whole = read(client, f"stories/{filled[1]['deal']}")

    assert whole["story"]["amount"] == 3_600_000_000
    assert {record["outlet"] for record in whole["records"]} == {"Meridian Wire", "Harbour Courier", "Defence Ledger"}
    assert {"field": "value", "quote": "3.6 billion dollars"}.items() <= next(
        quote for quote in whole["quotes"] if quote["field"] == "value"
    ).items()
    assert not any("text" in record for record in whole["records"])
    assert client.get(f"{API}/stories/99999").status_code == 404


def test_records_are_those_of_the_stories_that_fit(client):
    found = read(client, "records", topic="arms_deals")["records"]

    assert [record["record_type"] for record in found] == ["arms_deal"] * 4
    assert {record["stage"] for record in found} == {"signed", "delivered"}


def test_who_follows_the_changes_sees_each_once(db, database_url, now):
    ids = desk_seed.fill(db, now)
    token = readers.save_api_token(db, "follower", now=now)
    db.commit()
    client = TestClient(served(database_url), headers={"Authorization": f"Bearer {token}"})

    first = read(client, "changes", limit=3)
    rest = read(client, "changes", since=first["next"])
    assert (len(first["changes"]), first["more"]) == (3, True)
    assert (len(rest["changes"]), rest["more"]) == (1, False)
    assert read(client, "changes", since=rest["next"]) == {"changes": [], "next": rest["next"], "more": False}

    with db, db.cursor() as cursor:
        cursor.execute("update embargowatch.stories set headline = 'New' where id = %s", [ids["plan"]])
        cursor.execute("delete from embargowatch.stories where id = %s", [ids["deal"]])
    changed = {change["story_id"]: change["story"] for change in read(client, "changes", since=rest["next"])["changes"]}
    assert changed[ids["deal"]] is None
    assert changed[ids["plan"]]["headline"] == "New"
    assert len(changed) == 2


def test_a_change_that_commits_late_is_not_missed(db, database_url, now):
    """The earlier transaction ends last: until then what came after it waits too."""
    ids = desk_seed.fill(db, now)
    token = readers.save_api_token(db, "follower", now=now)
    db.commit()
    client = TestClient(served(database_url), headers={"Authorization": f"Bearer {token}"})
    begun = read(client, "changes")["next"]
    slow = psycopg2.connect(database_url)
    change(slow, ids["deal"])
    with db:
        change(db, ids["plan"])

    waiting = read(client, "changes", since=begun)
    slow.commit()
    then = read(client, "changes", since=waiting["next"])
    slow.close()

    assert waiting["changes"] == []
    assert [c["story_id"] for c in then["changes"]] == [ids["deal"], ids["plan"]]


def change(db: Any, story_id: int) -> None:
    with db.cursor() as cursor:
        cursor.execute("update embargowatch.stories set headline = headline || '!' where id = %s", [story_id])


def test_a_cursor_of_another_server_is_told_to_begin_anew(client):
    assert client.get(f"{API}/changes", params={"since": "999999999999-1"}).status_code == 410


def test_a_database_that_is_down_is_said(filled):
    answer = TestClient(served(filled[0].replace("api_of_tests", "not_there")), raise_server_exceptions=False).get(
        f"{API}/stories", headers={"Authorization": "Bearer x"}
    )

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")


def test_nothing_can_be_written(filled, client):
    before = rows(psycopg2.connect(filled[0]), "select count(*) from embargowatch.stories")
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert client.request(method, f"{API}/stories/1").status_code == 405
    assert rows(psycopg2.connect(filled[0]), "select count(*) from embargowatch.stories") == before


def test_whatever_is_asked_the_answer_is_as_described_and_no_5xx(filled):
    url, _, token = filled
    described = schemathesis.openapi.from_asgi(f"{API}/openapi.json", served(url))
    operations = [found.ok() for found in described.get_all_operations()]
    assert {operation.path for operation in operations} >= {"/stories", "/stories/{story_id}", "/records", "/changes"}
    answered: dict[str, set[int]] = {operation.path: set() for operation in operations}

    for operation in operations:

        @MANY
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case) -> None:
            answer = case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=CHECKS)
            answered[operation.path].add(answer.status_code)  # noqa: B023 - called within this turn

        ask()
    assert all(answered.values())
    assert 200 in answered["/stories"] & answered["/records"] & answered["/changes"], answered
