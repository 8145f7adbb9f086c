"""Migrations: numbered files in ``sql/migrations``, applied once each, in order, never edited afterwards."""

from __future__ import annotations

import logging
from hashlib import sha256
from pathlib import Path

from psycopg2.extensions import connection

from embargowatch.store.session import lock, transaction
from embargowatch.store.statement import FOLDER, execute, rows

log = logging.getLogger("embargowatch.store")


class MigrationEdited(RuntimeError):
    """A migration that this database already has was edited; write a new one with the next number instead."""


def migrate(db: connection, folder: Path = FOLDER / "migrations") -> list[str]:
    """Apply the migrations that the database does not have yet, all or none; their names.

    Raises MigrationEdited. Two at once wait for each other.
    """
    with transaction(db):
        lock(db, "migrate")
        create_schema(db)
        create_migrations(db)
        applied = {found["version"]: found["sha256"] for found in applied_migrations(db)}
        return [path.stem for path in sorted(folder.glob("[0-9]*.sql")) if _apply(db, path, applied)]


def _apply(db: connection, path: Path, applied: dict[str, str]) -> bool:
    statements = path.read_text(encoding="utf-8")
    digest = sha256(statements.encode()).hexdigest()
    known = applied.get(path.stem)
    if known == digest:
        return False
    if known is not None:
        raise MigrationEdited(
            f"{path.name} was edited after this database had applied it. Put it back as it was, and write what is "
            "new as a migration with the next number. (Before a release: drop the database and migrate anew.)"
        )
    log.info("applying migration %s", path.name)
    with db.cursor() as cursor:
        cursor.execute(statements)
    save_migration(db, path.stem, digest)
    return True


def create_schema(db: connection) -> None:
    execute(db, "create_schema")


def create_migrations(db: connection) -> None:
    execute(db, "create_migrations")


def applied_migrations(db: connection) -> list[dict[str, str]]:
    """``version`` and ``sha256`` of each."""
    return rows(db, "applied_migrations")


def save_migration(db: connection, version: str, digest: str) -> None:
    execute(db, "save_migration", {"version": version, "sha256": digest})
