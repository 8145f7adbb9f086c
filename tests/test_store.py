"""The store: statements in files, migrations applied once, a connection that explains itself."""

from __future__ import annotations

import inspect
from importlib import import_module
from pkgutil import iter_modules

from embargowatch import store
from embargowatch.store.statement import FOLDER

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
