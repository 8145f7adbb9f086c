"""How every stage works: claim a batch, do it, save it in one transaction, until nothing waits."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

import psycopg2
from psycopg2.errors import ProgramLimitExceeded
from psycopg2.extensions import connection

from embargowatch import store
from embargowatch.types import Failure, Tally

BATCH = 20
"""Of items claimed, worked and saved together: what a killed worker loses."""

REFUSED = (psycopg2.DataError, psycopg2.IntegrityError, ProgramLimitExceeded, ValueError, OverflowError)
"""What Postgres answers to one item that it will not store; anything else is a broken world."""

T = TypeVar("T")


def until_nothing_waits(db: connection, batch: Callable[[], Tally | None]) -> Tally:
    """Run ``batch``, a transaction each time, until it finds nothing and answers None."""
    tally = Tally()
    while True:
        with store.transaction(db):
            did = batch()
        if did is None:
            return tally
        tally += did


def attempt(log: logging.Logger, what: str, work: Callable[[], T]) -> T | Failure:
    """Do one item's pure work; an exception becomes that item's failure, in its words."""
    try:
        return work()
    except (
        Exception
    ) as error:  # text from the web finds every gap in a parser: it costs this item, is stored and logged
        log.exception("%s failed", what)
        return internal(what, error)


def attempt_on(db: connection, log: logging.Logger, what: str, work: Callable[[], T]) -> T | Failure:
    """Do one item's work on the database; an exception undoes it and becomes its failure. A broken world stays one."""
    try:
        with store.item(db):
            return work()
    except psycopg2.Error as error:
        if not isinstance(error, REFUSED):
            raise
        failure = internal(what, error)
    except Exception as error:  # as in `attempt`: else one record would stop the stage, run after run
        log.exception("%s failed", what)
        failure = internal(what, error)
    return failure


def internal(what: str, error: Exception) -> Failure:
    """An exception as the failure of one item."""
    words = " ".join(str(error).split())[:500]
    return Failure("internal", f"{what}: {type(error).__name__}: {words}")
