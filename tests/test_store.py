"""The store: statements in files, migrations applied once, a connection that explains itself."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest

from embargowatch import store
from embargowatch.store.statement import FOLDER, text_of
from line import rows

NOT_STATEMENTS = {
    "connect", "content_sha256", "entry_from", "failure_sha256", "item", "migrate", "record_from", "text_sha256",
    "topic_of", "transaction",
}  # fmt: skip


def test_every_statement_has_a_function_of_its_name_and_every_function_a_statement():
    modules = {module.name for module in iter_modules(store.__path__)} - {"statement"}
    functions = {name for module in modules for name in public_functions(f"embargowatch.store.{module}")}
    assert functions - NOT_STATEMENTS == {path.stem for path in FOLDER.glob("*.sql")}


def public_functions(module: str) -> set[str]:
    functions = inspect.getmembers(import_module(module), inspect.isfunction)
    return {name for name, f in functions if f.__module__ == module and not name.startswith("_")}


def test_a_database_that_has_every_migration_is_left_as_it_is(db):
    assert store.migrate(db) == []


def write_migrations(folder: Path, **statements: str) -> Path:
    for name, text in statements.items():
        (folder / f"{name.removeprefix('_')}.sql").write_text(text)
    return folder


def test_migrations_are_applied_in_the_order_of_their_numbers_and_once_each(db, tmp_path):
    folder = write_migrations(tmp_path, _0008_second="insert into a values (1)", _0007_first="create table a (n int)")

    assert store.migrate(db, folder) == ["0007_first", "0008_second"]
    assert store.migrate(db, folder) == []
    assert rows(db, "select n from a") == [(1,)]


def test_a_migration_that_was_edited_after_it_was_applied_is_refused_by_name(db, tmp_path):
    store.migrate(db, write_migrations(tmp_path, _0007_table="create table a (n int)"))

    write_migrations(tmp_path, _0007_table="create table a (n bigint)", _0008_more="create table b (n int)")
    with pytest.raises(store.MigrationEdited, match=r"0007_table\.sql was edited"):
        store.migrate(db, tmp_path)

    assert rows(db, "select to_regclass('b')") == [(None,)]


def test_a_migration_that_fails_leaves_nothing_behind(db, tmp_path):
    folder = write_migrations(tmp_path, _0007_good="create table a (n int)", _0008_bad="create tabel b (n int)")

    with pytest.raises(Exception, match="tabel"):
        store.migrate(db, folder)

    assert rows(db, "select to_regclass('a')") == [(None,)]
    assert rows(db, "select count(*) from embargowatch.migrations where version like '000[78]%%'") == [(0,)]


def test_two_that_migrate_at_once_wait_for_each_other(db, database_url, tmp_path):
    folder = write_migrations(tmp_path, _0007_table="create table a (n int)")
    applied: list[list[str]] = []

    def migrate() -> None:
        mine = store.connect(database_url)
        applied.append(store.migrate(mine, folder))
        mine.close()

    threads = [threading.Thread(target=migrate) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(applied) == [[], [], [], ["0007_table"]]


# --- asking with an index -----------------------------------------------------------------------------

ASKED = {"now": "2026-11-23", "limit": 20, "article_id": 7}


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        ("entries_to_scrape", "entries_next_try_at_idx"),
        ("pages_to_clean", "pages_id_idx"),
        ("articles_to_classify", "articles_waiting"),
        ("articles_to_extract", "articles_waiting"),
        ("articles_to_link", "articles_waiting"),
        ("articles_to_tell", "articles_to_tell"),
        ("stories_to_tell", "stories_id_idx"),
        ("delete_evidence", "evidence_arms_deal_id_idx"),
    ],
)
def test_what_waits_is_found_by_an_index_made_for_it(db, statement, index):
    with db.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")  # a table without rows is else simply read
        cursor.execute(f"explain {text_of(statement)}", ASKED)
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert f" {index} " in plan


def test_a_batch_is_not_made_by_ranking_everything_that_waits(db, now):
    rows(
        db,
        "insert into embargowatch.entries (url, seen_at, next_try_at)"
        " select 'https://h' || n %% 50 || '.example/' || n, %s, %s from generate_series(1, 5000) n returning 1",
        now,
        now,
    )
    with db.cursor() as cursor:
        cursor.execute(f"explain (analyze, format json) {text_of('entries_to_scrape')}", ASKED | {"now": now})
        ((found,),) = cursor.fetchall()
    (ranked,) = (node for node in nodes(found[0]["Plan"]) if node["Node Type"] == "WindowAgg")
    assert ranked["Actual Rows"] == 2000


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A plan's nodes, it first."""
    yield plan
    for child in plan.get("Plans", ()):
        yield from nodes(child)
