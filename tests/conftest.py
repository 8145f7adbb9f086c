"""Real parts for every test: one embedded PostgreSQL a session, one fresh migrated database a test."""

from __future__ import annotations

import itertools
import os
import ssl
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from embargowatch import store
from embargowatch.local import ports, postgres

TEMPLATE = "template_of_tests"
COUNTER = itertools.count()


@contextmanager
def folder_for_postgres() -> Iterator[Path]:
    """A folder that the account PostgreSQL runs as can get to; pytest's own is for us alone."""
    with tempfile.TemporaryDirectory(prefix="embargowatch-tests-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        yield folder


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Cluster]:
    """A running PostgreSQL server with a migrated template database."""
    with folder_for_postgres() as folder:
        ready = postgres.prepare(folder, ports.free_port(54320 + os.getpid() % 997))  # others may test beside us
        child = postgres.server(ready, throwaway=True)
        try:
            postgres.wait_until_ready(ready, child)
            postgres.create_database(ready, TEMPLATE)
            with closing(store.connect(ready.url(TEMPLATE))) as template:
                store.migrate(template)
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


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    """A server's TLS context for 127.0.0.1, and the file with the certificate that a client must trust."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "server of a test")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    public, private = folder / "certificate.pem", folder / "key.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(public, private)
    return context, public
