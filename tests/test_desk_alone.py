"""The desk without Airflow: its own login, and what each may do behind it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from fastapi.testclient import TestClient

from embargowatch import store
from embargowatch.cli import main
from embargowatch.desk.alone import create_alone
from embargowatch.desk.people import People, PeopleFileError, read_people, write_people
from embargowatch.store.desk_log import save_desk_log

PASSWORD = "twelve plain letters"
OWN = {"sec-fetch-site": "same-origin", "accept": "text/html"}


@pytest.fixture(scope="module")
def known() -> People:
    return People("0" * 64).with_person("anna", PASSWORD, editor=True).with_person("ben", PASSWORD, editor=False)


@pytest.fixture
def people(tmp_path: Path, known: People) -> Path:
    write_people(tmp_path / "people.json", known)
    return tmp_path / "people.json"


@pytest.fixture
def client(people: Path, database_url: str) -> Iterator[TestClient]:
    app = create_alone(lambda: store.connect(database_url, patience_s=0), people)
    with TestClient(app, base_url="http://desk.example", headers=OWN, follow_redirects=False) as made:
        yield made


def log_in(client: TestClient, name: str = "anna", password: str = PASSWORD, next: str = "/", **headers: str) -> Any:
    return client.post("/login", data={"name": name, "password": password, "next": next}, headers=headers)


def test_a_stranger_is_sent_to_the_login_and_then_to_the_page_they_wanted(client: TestClient) -> None:
    sent = client.get("/sources")
    assert (sent.status_code, sent.headers["location"]) == (303, "/login?next=%2Fsources")
    assert 'value="/sources"' in client.get(sent.headers["location"]).text
    assert log_in(client, next="/sources").headers["location"] == "/sources"
    assert "<bdi>anna</bdi>" in client.get("/sources").text


@pytest.mark.parametrize("next", ["https://evil.example/", "//evil.example", "/\\evil.example", "/a\nb", ""])
def test_a_login_leads_nowhere_else(client: TestClient, next: str) -> None:
    assert log_in(client, next=next).headers["location"] == "/"


@pytest.mark.parametrize(
    ("name", "password"), [("anna", "wrong"), ("nobody", PASSWORD), ("", ""), ("anna", "x" * 5000)]
)
def test_a_wrong_login_says_no_more_than_that(client: TestClient, name: str, password: str) -> None:
    refused = log_in(client, name, password)
    assert refused.status_code == 401
    assert "Name and password do not fit together." in refused.text
    assert client.get("/").status_code == 303


def test_a_login_form_of_another_site_logs_nobody_in(client: TestClient) -> None:
    assert log_in(client, **{"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.get("/").status_code == 303


def test_whoever_guesses_has_to_wait_and_keeps_nobody_else_out(client: TestClient) -> None:
    for _ in range(10):
        log_in(client, "ben", "a guess")
    assert log_in(client, "ben").status_code == 429
    assert log_in(client, "anna").status_code == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: TestClient) -> None:
    cookie = log_in(client).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_a_forged_session_is_none(client: TestClient) -> None:
    client.cookies.set("embargowatch", "eyJuYW1lIjogImFubmEifQ==.aaaa.bbbb")
    assert client.get("/").status_code == 303


def test_logging_out_ends_it(client: TestClient) -> None:
    log_in(client)
    client.post("/logout")
    assert client.get("/").status_code == 303


def test_who_is_removed_or_gets_a_new_password_is_out_at_once(client: TestClient, people: Path) -> None:
    log_in(client)
    write_people(people, read_people(people).with_person("anna", f"another {PASSWORD}", editor=True))
    assert client.get("/").status_code == 303
    log_in(client, "ben")
    write_people(people, read_people(people).without("ben"))
    assert client.get("/").status_code == 303


def test_the_file_has_no_password_in_it_and_is_its_owners_alone(people: Path) -> None:
    assert PASSWORD not in people.read_text()
    assert people.stat().st_mode & 0o077 == 0


def test_a_file_that_is_something_else_is_named(tmp_path: Path) -> None:
    (tmp_path / "people.json").write_text("[1]")
    with pytest.raises(PeopleFileError, match=r"people\.json is no file of people"):
        read_people(tmp_path / "people.json")


def test_people_are_added_listed_and_removed_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "state" / "people.json"
    command = [sys.executable, "-m", "embargowatch", "desk"]
    env = {"EMBARGOWATCH_DESK_USERS": str(path), "PYTHONPATH": str(Path(store.__file__).parents[2])}
    add = [*command, "add-user", "anna", "--editor"]
    assert subprocess.run(add, input=f"{PASSWORD}\n", env=env, text=True, check=False).returncode == 0
    assert json.loads(path.read_text())["people"]["anna"]["editor"] is True
    monkeypatch.setenv("EMBARGOWATCH_DESK_USERS", str(path))
    assert main(["desk", "users"]) == 0
    assert capsys.readouterr().out == "anna\teditor\n"
    assert main(["desk", "remove-user", "anna"]) == 0
    assert main(["desk"]) == 1
    assert "add-user" in capsys.readouterr().err


# --- the log ---------------------------------------------------------------------------------------------------------


def test_editors_read_the_log_and_readers_do_not(client: TestClient, db: Any, now: datetime) -> None:
    with db:
        save_desk_log(db, "anna", "=changed", "subscription 7", {"cadence": "daily"}, now=now)
    log_in(client, "ben")
    assert client.get("/log").status_code == client.get("/log.csv").status_code == 403
    assert 'href="/log"' not in client.get("/").text
    log_in(client, "anna")
    assert "subscription 7" in client.get("/log?subject=subscription+7").text
    assert client.get("/log.csv").text.splitlines()[1].split(",")[2:5] == ["anna", "'=changed", "subscription 7"]


@pytest.mark.parametrize(
    "statement",
    [
        "update embargowatch.desk_log set who = 'x'",
        "delete from embargowatch.desk_log",
        "truncate embargowatch.desk_log",
    ],
)
def test_the_log_only_grows(database_url: str, now: datetime, statement: str) -> None:
    with closing(store.connect(database_url)) as db:
        save_desk_log(db, "anna", "did", "it", now=now)
        with db.cursor() as cursor, pytest.raises(psycopg2.Error, match="only grows"):
            cursor.execute(statement)
