"""Starting programs, and ending every process they left: each program is a session of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

END_WITHIN_S = 25.0


@dataclass(frozen=True, slots=True)
class Program:
    """A program that runs: the leader of its session, which its own children stay in."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path


def start(name: str, command: Sequence[str | Path], *, env: Mapping[str, str], log: Path) -> Program:
    """Run ``command`` in a session of its own, its output appended to ``log``."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=dict(env), start_new_session=True
        )
    return Program(name, process, log)


def end(sessions: Sequence[int]) -> None:
    """Ask every process of these sessions to end, all at once, and make those that do not."""
    _signal(_members(sessions), signal.SIGTERM)
    deadline = time.monotonic() + END_WITHIN_S
    while (left := _members(sessions)) and time.monotonic() < deadline:
        psutil.wait_procs(left, timeout=0.2)
    _signal(left, signal.SIGKILL)
    psutil.wait_procs(left, timeout=5)


def memory_mb(sessions: Sequence[int]) -> float:
    """Proportional set size of all processes of these sessions, in megabytes (Linux; elsewhere resident size)."""
    total = 0
    for process in _members(sessions):
        with suppress(psutil.Error):
            full = process.memory_full_info()
            total += getattr(full, "pss", full.rss)
    return total / 1e6


# --- The note of who runs, for `./run stop` and `./run status` from another terminal ------------------------


def note(file: Path, programs: Mapping[str, int], addresses: Mapping[str, str]) -> None:
    """Write who runs: the session of each program, and our own process as ``run``."""
    rows = {
        name: {"pid": pid, "started": psutil.Process(pid).create_time()}
        for name, pid in {"run": os.getpid(), **programs}.items()
    }
    file.write_text(json.dumps({"programs": rows, "addresses": dict(addresses)}), "utf-8")


def noted(file: Path) -> tuple[dict[str, int], dict[str, str]]:
    """The programs of the note that still run (a pid that was given to another process does not count)."""
    if not file.exists():
        return {}, {}
    content = json.loads(file.read_text("utf-8"))
    alive = {name: row["pid"] for name, row in content["programs"].items() if _is_same(row["pid"], row["started"])}
    return alive, content["addresses"]


def _is_same(pid: int, started: float) -> bool:
    try:
        return abs(psutil.Process(pid).create_time() - started) < 1.0 or bool(_members([pid]))
    except psutil.NoSuchProcess:
        return bool(_members([pid]))


def _members(sessions: Sequence[int]) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        with suppress(OSError, psutil.Error):
            if os.getsid(process.pid) in sessions and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def _signal(processes: Sequence[psutil.Process], number: signal.Signals) -> None:
    for process in processes:
        with suppress(psutil.Error):
            process.send_signal(number)
