"""Real parts for every test: one embedded PostgreSQL a session, one fresh migrated database a test."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from embargowatch import store
from embargowatch.local import ports, postgres

TEMPLATE = "template_of_tests"
COUNTER = itertools.count()


def open_to_the_server(folder: Path) -> None:
    """Let the account that PostgreSQL runs as (not root) get to a folder that pytest made for us alone."""
    for part in (folder, *folder.parents):
        if part.stat().st_uid == os.geteuid() and part != Path("/"):
            part.chmod(part.stat().st_mode | 0o011)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[postgres.Cluster]:
    """A running PostgreSQL server with a migrated template database."""
    folder = tmp_path_factory.mktemp("postgres")
    open_to_the_server(folder)
    ready = postgres.prepare(folder, ports.free_port(54320))
    child = postgres.server(ready)
    try:
        postgres.wait_until_ready(ready, child)
        postgres.create_database(ready, TEMPLATE)
        with_template = store.connect(ready.url(TEMPLATE))
        store.migrate(with_template)
        with_template.close()
        yield ready
    finally:
        postgres.stop(child)


@pytest.fixture
def make_database(cluster: postgres.Cluster) -> Iterator[Callable[[], str]]:
    """Makes databases like the template; gives their URL; drops them after the test."""
    made: list[str] = []
    admin = psycopg2.connect(cluster.url("postgres"))
    admin.autocommit = True

    def make() -> str:
        name = f"test_{os.getpid()}_{next(COUNTER)}"
        with admin.cursor() as cursor:
            cursor.execute(f'create database "{name}" template "{TEMPLATE}"')
        made.append(name)
        return cluster.url(name)

    yield make
    with admin.cursor() as cursor:
        for name in made:
            cursor.execute(f'drop database if exists "{name}" with (force)')
    admin.close()


@pytest.fixture
def database_url(make_database: Callable[[], str]) -> str:
    """The URL of a fresh database with every migration applied."""
    return make_database()


@pytest.fixture
def db(database_url: str) -> Iterator[Any]:
    """A connection to a fresh database with every migration applied."""
    connection = store.connect(database_url)
    yield connection
    connection.close()


@pytest.fixture
def now() -> datetime:
    """The time it is in the tests."""
    return datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
