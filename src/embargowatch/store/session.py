"""A connection to the records, and what holds a transaction together."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from psycopg2.extensions import connection, parse_dsn

from embargowatch.store.statement import execute, row

log = logging.getLogger("embargowatch.store")

CONNECT_TIMEOUT_S = 10
NOT_READY_YET = ("starting up", "not yet accepting connections", "connection refused")
RETRY_EVERY_S = 0.5


class DatabaseUnavailable(RuntimeError):
    """The database could not be reached; the message names host and database, never the password."""


def connect(url: str, *, patience_s: float = 10.0, durable: bool = True) -> connection:
    """A connection in UTC. A server that is only starting is waited for, at most ``patience_s`` seconds.

    Without ``durable`` a commit is not waited for: what the last second wrote is lost if the server's machine dies.

    Raises DatabaseUnavailable.
    """
    if not url:
        raise DatabaseUnavailable("no database is named: set EMBARGOWATCH_DATABASE_URL")
    deadline = time.monotonic() + patience_s
    while True:
        try:
            return psycopg2.connect(
                url,
                connect_timeout=CONNECT_TIMEOUT_S,
                application_name="embargowatch",
                options="-c timezone=UTC" if durable else "-c timezone=UTC -c synchronous_commit=off",
            )
        except psycopg2.OperationalError as error:
            words = " ".join(str(error).split())
            if time.monotonic() > deadline or not any(sign in words.lower() for sign in NOT_READY_YET):
                raise DatabaseUnavailable(f"cannot reach the database {_place(url)}: {words}") from error
            log.info("waiting for the database %s: %s", _place(url), words)
            time.sleep(RETRY_EVERY_S)
        except psycopg2.ProgrammingError:
            # Not chained: its words repeat the URL, and with it the password.
            raise DatabaseUnavailable("the database's URL cannot be read: see EMBARGOWATCH_DATABASE_URL") from None


@contextmanager
def transaction(db: connection) -> Iterator[None]:
    """All or nothing, like ``with db:``; but when the database went away, that is the exception one sees."""
    try:
        yield
    except BaseException:
        if not db.closed:
            db.rollback()
        raise
    db.commit()


@contextmanager
def item(db: connection) -> Iterator[None]:
    """One item within a batch's transaction: an exception undoes the item, not the batch."""
    savepoint(db)
    try:
        yield
    except BaseException:
        if not db.closed:
            rollback_to_savepoint(db)
        raise
    finally:
        if not db.closed:
            release_savepoint(db)


def savepoint(db: connection) -> None:
    execute(db, "savepoint")


def rollback_to_savepoint(db: connection) -> None:
    execute(db, "rollback_to_savepoint")


def release_savepoint(db: connection) -> None:
    execute(db, "release_savepoint")


def lock(db: connection, name: str) -> None:
    """Wait for the lock of this name and hold it until the transaction ends."""
    execute(db, "lock", {"name": name})


def try_lock_subscription(db: connection, subscription_id: int) -> bool:
    """Whether this session is now the one that sends to the subscription; held until unlocked or the session ends."""
    found = row(db, "try_lock_subscription", {"subscription_id": subscription_id})
    return bool(found and found["locked"])


def unlock_subscription(db: connection, subscription_id: int) -> None:
    execute(db, "unlock_subscription", {"subscription_id": subscription_id})


def _place(url: str) -> str:
    known = parse_dsn(url)
    return f"{known.get('dbname', '?')} at {known.get('host', 'the local socket')}:{known.get('port', '5432')}"
