"""Who may read: a role that sees the documented views and nothing else, and tokens that are kept as hashes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest

import desk_seed
from embargowatch import cli
from embargowatch.settings import ROOT
from embargowatch.store import readers
from embargowatch.store.exports import view_columns
from line import rows

VIEWS = ("v_stories", "v_sanctions", "v_arms_deals", "v_quotes", "v_alerts")
ROLE = 'odd "reader"'


@pytest.fixture
def reader(db: Any, database_url: str) -> Iterator[str]:
    """A role that may log in and was granted nothing; the URL it connects with."""
    with db, db.cursor() as cursor:
        cursor.execute('create role "odd ""reader""" login password \'secret\'')
    host = re.sub(r"//[^@]*@", "//odd%20%22reader%22:secret@", database_url)
    yield host
    with db, db.cursor() as cursor:
        cursor.execute('drop owned by "odd ""reader"""')
        cursor.execute('drop role "odd ""reader"""')


@pytest.fixture
def ours(database_url: str, monkeypatch: Any) -> None:
    """The command line's database is the test's."""
    monkeypatch.setenv("EMBARGOWATCH_DATABASE_URL", database_url)


def documented() -> dict[str, list[tuple[str, str]]]:
    """The views of docs/sql.md, each with its columns' names and types."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in (ROOT / "docs" / "sql.md").read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"## (v_\w+)$", line):
            found[heading[1]] = []
        elif found and (cells := re.match(r"\| (\w+) \| ([^|]+) \|", line)) and cells[1] != "column":
            found[list(found)[-1]].append((cells[1], cells[2]))
    return found


def test_every_column_of_the_views_is_documented_and_every_documented_one_is_there(db):
    assert documented() == {view: view_columns(db, view) for view in VIEWS}


def test_a_reader_sees_the_views_and_nothing_else(db, now, reader, ours, capsys):
    desk_seed.fill(db, now)
    assert cli.main(["grant-reader", ROLE]) == 0
    assert capsys.readouterr().out.count("\n") == 1 + len(VIEWS)

    theirs = psycopg2.connect(reader)
    for view in VIEWS:
        assert rows(theirs, f"select count(*) > 0 from embargowatch.{view}") == [(True,)]
    tables = [
        name
        for (name,) in rows(
            db,
            "select relname from pg_class where relnamespace = 'embargowatch'::regnamespace and relkind in ('r', 'v')",
        )
    ]
    for table in set(tables) - set(VIEWS):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            rows(theirs, f"select * from embargowatch.{table} limit 1")
    for statement in (
        "delete from embargowatch.v_stories",
        "update embargowatch.stories set headline = ''",
        "create table embargowatch.mine (n int)",
    ):
        with pytest.raises(psycopg2.Error):
            rows(theirs, statement)
    theirs.close()


def test_the_statements_may_be_printed_for_somebody_else(db, reader, ours, capsys):
    assert cli.main(["grant-reader", ROLE, "--print"]) == 0

    printed = capsys.readouterr().out
    assert 'grant select on embargowatch.v_quotes to "odd ""reader""";' in printed
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        rows(psycopg2.connect(reader), "select * from embargowatch.v_stories")


def test_a_role_that_is_not_there_is_said(ours, db, capsys):
    assert cli.main(["grant-reader", "nobody_of_this_name"]) == 1
    assert "there is no role 'nobody_of_this_name'" in capsys.readouterr().err


def test_a_token_is_shown_once_and_kept_as_a_hash(db, ours, capsys):
    assert cli.main(["token", "add", "newsroom"]) == 0
    token = capsys.readouterr().out.strip()

    assert readers.holder_of_token(db, token) == "newsroom"
    assert readers.holder_of_token(db, f"{token}x") is None
    assert token not in str(rows(db, "select * from embargowatch.api_tokens"))
    assert cli.main(["token", "add", "newsroom"]) == 1
    assert "has a token already" in capsys.readouterr().err


def test_a_revoked_token_is_no_longer_good_and_its_name_is_free(db, ours, capsys):
    cli.main(["token", "add", "newsroom"])
    first = capsys.readouterr().out.strip()
    assert cli.main(["token", "revoke", "newsroom"]) == 0
    assert readers.holder_of_token(db, first) is None
    assert cli.main(["token", "revoke", "newsroom"]) == 1
    capsys.readouterr()

    assert cli.main(["token", "list"]) == 0
    assert "revoked" in capsys.readouterr().out
    cli.main(["token", "add", "newsroom"])
    second = capsys.readouterr().out.strip()
    db.rollback()
    assert readers.holder_of_token(db, second) == "newsroom"
    assert readers.holder_of_token(db, first) is None


def test_the_documented_views_are_those_that_are_granted(db):
    granted = [statement for statement in readers.reader_grants(db, "x") if " on embargowatch." in statement]

    assert {re.search(r"embargowatch\.(\w+)", statement)[1] for statement in granted} == set(VIEWS)
