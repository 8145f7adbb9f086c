"""One machine: ports, secrets, programs and the embedded PostgreSQL, with the real parts."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg2
import pytest

import conftest
from embargowatch.local import airflow, ports, postgres, processes
from embargowatch.local.home import Home, PortInUse, choose_ports, read_secrets


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def listen(port: int) -> socket.socket:
    server = socket.create_server(("127.0.0.1", port))
    server.listen()
    return server


def test_a_taken_port_is_passed_over() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = server.getsockname()[1]
        assert not ports.is_free(taken)
        assert ports.free_port(taken) > taken


def test_the_same_ports_are_chosen_again(home: Home) -> None:
    first, _ = choose_ports(home)
    again, told = choose_ports(home)
    assert again == first
    assert told == []


def test_a_port_that_moves_is_named(home: Home) -> None:
    first, _ = choose_ports(home)
    with listen(first["inbox"]):
        moved, told = choose_ports(home)
    assert moved["inbox"] != first["inbox"]
    assert told == [f"port {first['inbox']} is in use: inbox takes {moved['inbox']}"]


def test_the_newsroom_keeps_its_port_or_says_who_must_go(home: Home) -> None:
    first, _ = choose_ports(home)
    with listen(first["newsroom"]), pytest.raises(PortInUse, match=f"port {first['newsroom']}.*newsroom"):
        choose_ports(home)


def test_secrets_are_made_once_and_kept_from_others(home: Home) -> None:
    made = read_secrets(home)
    assert read_secrets(home) == made
    assert (home.folder / "secrets.json").stat().st_mode & 0o077 == 0
    assert len(made["jwt"]) >= 64


def test_airflows_tables_are_made_once_in_each_database_that_is_named(home: Home, tmp_path: Path) -> None:
    (tmp_path / "airflow.py").write_text("import sys; print(*sys.argv[1:])")  # stands in: the real one takes long
    for folder in (home.airflow, home.logs):
        folder.mkdir()

    def migrate(url: str) -> bool:
        return airflow.migrate(home, {"PYTHONPATH": str(tmp_path), "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": url})

    assert [migrate("postgresql://ours"), migrate("postgresql://ours"), migrate("postgresql://theirs")] == [
        True, False, True,
    ]  # fmt: skip


def test_ending_a_program_ends_its_children_too(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    os.mkfifo(ready)
    code = (
        "import os, subprocess; sleep = subprocess.Popen(['sleep', '600']); "
        f"file = open({str(ready)!r}, 'w'); file.write(f'{{os.getpid()}} {{sleep.pid}}'); file.close(); input()"
    )
    parent = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]], stdin=subprocess.PIPE)"
    program = processes.start(
        "family", [sys.executable, "-c", parent, code], env=dict(os.environ), log=tmp_path / "log"
    )
    # Told by themselves: psutil compares when processes began, which jumps where the clock is set.
    pids = [program.process.pid, *map(int, ready.read_text().split())]
    family = [psutil.Process(pid) for pid in pids]
    assert all(alive(member) for member in family)
    processes.end([program.process.pid])
    program.process.wait()
    assert not [member for member in family if alive(member)]


def alive(process: psutil.Process) -> bool:
    """A zombie whose new parent has not looked yet is over."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_the_note_forgets_programs_that_have_ended(tmp_path: Path) -> None:
    program = processes.start("brief", ["sleep", "600"], env=dict(os.environ), log=tmp_path / "log")
    processes.note(tmp_path / "running.json", {"brief": program.process.pid}, {"desk": "http://127.0.0.1:1"})
    assert set(processes.noted(tmp_path / "running.json")[0]) == {"run", "brief"}
    processes.end([program.process.pid])
    program.process.wait()
    assert set(processes.noted(tmp_path / "running.json")[0]) == {"run"}


@pytest.fixture
def folder() -> Iterator[Path]:
    with conftest.folder_for_postgres() as made:
        yield made


def test_postgres_keeps_its_data_over_a_restart(folder: Path) -> None:
    port = ports.free_port(54500)
    for round_ in range(2):
        cluster = postgres.prepare(folder, port)
        server = postgres.server(cluster)
        try:
            postgres.wait_until_ready(cluster, server)
            postgres.create_database(cluster, "kept")
            with psycopg2.connect(cluster.url("kept")) as db, db.cursor() as cursor:
                cursor.execute("create table if not exists rounds (n integer)")
                cursor.execute("insert into rounds values (%s)", (round_,))
                cursor.execute("select count(*) from rounds")
                assert cursor.fetchone() == (round_ + 1,)
            db.close()
        finally:
            postgres.stop(server)


def test_postgres_wants_the_password(cluster: postgres.Cluster) -> None:
    with pytest.raises(psycopg2.OperationalError, match="password"):
        psycopg2.connect(cluster.url("postgres").replace(cluster.password, "guess"))


def test_postgres_listens_on_loopback_only(cluster: postgres.Cluster) -> None:
    listening = {
        connection.laddr.ip
        for connection in psutil.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN and connection.laddr.port == cluster.port
    }
    assert listening == {"127.0.0.1"}


def test_a_postgres_that_cannot_start_says_what_it_wrote(folder: Path, cluster: postgres.Cluster) -> None:
    """Its port is taken by the server of the other tests."""
    second = postgres.prepare(folder, cluster.port)
    server = postgres.server(second)
    server.wait()
    with pytest.raises(postgres.PostgresWouldNotStart, match="Address already in use"):
        postgres.wait_until_ready(second, server)
