"""How long many sources take, from the network into Postgres, beside what cannot be beaten and what others do.

    ./run bench intake [--sources 100,1000,10000] [--latency S] [--connections N] [--host-delay S] [--alone]

A server on loopback (bench/newsstand/server.py) plays the sources: five a host, 20 entries each, half of them
unchanged, one in fifty an error. The product's fetch stage reads them into an embedded Postgres, feedparser and
requests in 20 threads and lemon24/reader with 20 workers read the same afterwards (not with --alone). The limit is the
largest of what latency and connections allow, the pauses that each host wants, and feedparser without its sanitizer on
every core. ``cpu_s`` is what the stage and its readers took, memory that of both and the Postgres together. The JSON
line is of 1,000 sources, or of the last number.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from embargowatch.local import ports, postgres
from newsstand.parsing import feedparser_rate, measure_parsing
from newsstand.server import A_HOST, fails, feed, unchanged

THREADS = 20
HERE = Path(__file__).parent


class Peak(threading.Thread):
    """The most memory that some processes and their children had together."""

    def __init__(self, *pids: int) -> None:
        super().__init__(daemon=True)
        self._processes = [psutil.Process(pid) for pid in pids]
        self._over = threading.Event()
        self.mb = 0.0

    def run(self) -> None:
        while not self._over.wait(0.1):
            self.mb = max(self.mb, sum(map(_family_mb, self._processes)))

    def end(self) -> float:
        self._over.set()
        self.join()
        return self.mb


def _family_mb(process: psutil.Process) -> float:
    try:
        return sum(_mb(each) for each in (process, *process.children(recursive=True)))
    except psutil.Error:
        return 0.0


def _mb(process: psutil.Process) -> float:
    """Pages that several share, such as Postgres's buffers, are divided among them."""
    try:
        memory = process.memory_full_info()
    except psutil.Error:
        return 0.0
    return float(getattr(memory, "pss", memory.uss)) / 2**20


@contextmanager
def database() -> Iterator[tuple[postgres.Cluster, int]]:
    """An embedded Postgres, and the id of its first process."""
    with tempfile.TemporaryDirectory(prefix="embargowatch-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        cluster = postgres.prepare(folder, ports.free_port(54400))
        server = postgres.server(cluster)
        try:
            postgres.wait_until_ready(cluster, server)
            yield cluster, server.pid
        finally:
            postgres.stop(server)


@contextmanager
def newsstand(sources: int, latency_s: float) -> Iterator[int]:
    """The server of the sources; its port."""
    port = ports.free_port(8090)
    command = [sys.executable, "-m", "newsstand.server", str(port), str(sources), str(latency_s)]
    with subprocess.Popen(command, env=_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        assert server.stdout.readline() == b"ready\n"
        yield port
        server.stdin.close()


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), *filter(None, sys.path)])}


def start(module: str, *arguments: object) -> subprocess.Popen[bytes]:
    """One who reads all the sources."""
    command = [sys.executable, "-m", f"newsstand.{module}", *map(str, arguments)]
    return subprocess.Popen(command, env=_environment(), stdout=subprocess.PIPE)


def told(process: subprocess.Popen[bytes]) -> dict[str, float]:
    """What it measured."""
    output, _ = process.communicate()
    assert process.returncode == 0, f"{process.args} ended with {process.returncode}"
    return dict(json.loads(output))


def limit_s(sources: int, args: argparse.Namespace, rate: float) -> tuple[float, str]:
    """The wall time that nothing can beat, and what makes it."""
    arrived = sum(20 for source in range(sources) if not fails(source) and not unchanged(source, 2))
    chain = A_HOST * args.latency + (A_HOST - 1) * args.host_delay
    limits = {
        "latency": args.latency * sources / args.connections,
        "hosts": chain,
        "feedparser": arrived / (rate * (os.cpu_count() or 1)),
    }
    name = max(limits, key=lambda each: limits[each])
    return limits[name], name


def measure(sources: int, args: argparse.Namespace, rate: float) -> dict[str, object]:
    """One row of the table."""
    limit, of = limit_s(sources, args, rate)
    row: dict[str, object] = {"sources": sources, "limit_s": round(limit, 2), "limited_by": of}
    with database() as (cluster, postgres_pid), newsstand(sources, args.latency) as port:
        postgres.create_database(cluster, "bench")
        process = start("ours", cluster.url("bench"), port, sources, args.connections, args.host_delay)
        peak = Peak(process.pid, postgres_pid)
        peak.start()
        ours = told(process)
        row |= {"wall_s": round(ours["wall_s"], 2), "first_wall_s": round(ours["first_wall_s"], 2)}
        row |= {"cpu_s": round(ours["cpu_s"], 2)}
        row |= {"wall_over_limit": round(ours["wall_s"] / limit, 2), "peak_mb": round(peak.end())}
        row |= {"read": ours["sources"], "failed": ours["failed"], "new_entries": ours["new_entries"]}
    for rival in () if args.alone else ("threads", "reader"):
        with newsstand(sources, args.latency) as port:
            theirs = told(start("rivals", rival, port, sources, THREADS))
        row |= {f"{rival}_s": round(theirs["wall_s"], 2)}
        row |= {f"{rival}_baseline_ratio": round(theirs["wall_s"] / ours["wall_s"], 2)}
    return row


def main() -> int:
    """Measure, print a table and one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", default="1000", help="how many; several numbers give the growth")
    parser.add_argument("--latency", type=float, default=0.2, help="seconds until a source answers")
    parser.add_argument("--connections", type=int, default=100, help="at most, at a time")
    parser.add_argument("--host-delay", type=float, default=0.5, help="seconds between two requests to a host")
    parser.add_argument("--alone", action="store_true", help="without the others")
    args = parser.parse_args()
    parsing = measure_parsing()
    rate = feedparser_rate([feed(source, 2) for source in range(1, 80, 2) if not fails(source)])
    print(f"feedparser without its sanitizer: {rate:.0f} of the sources' entries/s on a core\n")
    rows = [measure(int(sources), args, rate) for sources in args.sources.split(",")]
    names = list(rows[0])
    print(" ".join(f"{name:>{_width(name)}}" for name in names))
    for row in rows:
        print(" ".join(f"{row[name]!s:>{_width(name)}}" for name in names))
    chosen = next((row for row in rows if row["sources"] == 1000), rows[-1])
    print(json.dumps({**chosen, **parsing}))
    return 0


def _width(name: str) -> int:
    return max(len(name), 8)


if __name__ == "__main__":
    sys.exit(main())
