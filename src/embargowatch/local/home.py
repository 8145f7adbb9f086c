"""The folder where a local installation keeps everything: data, secrets, ports, logs, and who is running."""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from embargowatch.local.ports import free_port, is_free
from embargowatch.settings import ROOT

PREFERRED_PORTS = {"airflow": 8080, "postgres": 54320, "newsroom": 8090, "smtp": 8025, "inbox": 8026}
KEPT_PORTS = ("newsroom",)
"""Ports that addresses in the database depend on: moving them would make every article a new one."""


class PortInUse(RuntimeError):
    """A port that must not move is taken by somebody else."""


@dataclass(frozen=True, slots=True)
class Home:
    """One installation's folder. Demo, saved pages and real news each have their own."""

    folder: Path

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def airflow(self) -> Path:
        return self.folder / "airflow"

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"

    @property
    def newsroom(self) -> Path:
        return self.folder / "newsroom"

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    @property
    def running(self) -> Path:
        """Says which processes run now; absent when none do."""
        return self.folder / "running.json"


def top() -> Path:
    """$EMBARGOWATCH_HOME, or ``.state`` in the checkout."""
    return Path(os.environ.get("EMBARGOWATCH_HOME") or ROOT / ".state").resolve()


def open_home(mode: str) -> Home:
    """The folder of one mode (demo, pages, up), made if it is not there."""
    home = Home(top() / mode)
    for folder in (home.folder, home.logs, home.airflow, home.newsroom, home.inbox):
        folder.mkdir(parents=True, exist_ok=True)
    return home


def homes() -> list[Home]:
    """Every installation that there is."""
    return [Home(folder) for folder in sorted(top().iterdir()) if folder.is_dir()] if top().is_dir() else []


def choose_ports(home: Home) -> tuple[dict[str, int], list[str]]:
    """The port of each server, as last time where they are free, and what to tell about those that moved.

    Raises PortInUse, naming the port, where one must not move.
    """
    file = home.folder / "ports.json"
    before: dict[str, int] = json.loads(file.read_text("utf-8")) if file.exists() else {}
    chosen: dict[str, int] = {}
    told: list[str] = []
    for name, preferred in PREFERRED_PORTS.items():
        wanted = before.get(name, preferred)
        if name in before and name in KEPT_PORTS and not is_free(wanted):
            raise PortInUse(
                f"port {wanted} on 127.0.0.1, where the {name} of {home.folder} lives, is in use. "
                "Stop the program that has it, or forget this installation with: ./run reset"
            )
        chosen[name] = free_port(wanted, taken=frozenset(chosen.values()))
        if chosen[name] != wanted:
            told.append(f"port {wanted} is in use: {name} takes {chosen[name]}")
    file.write_text(json.dumps(chosen), "utf-8")
    return chosen, told


def read_secrets(home: Home) -> dict[str, str]:
    """The installation's own passwords and keys: made once, readable by the owner only."""
    file = home.folder / "secrets.json"
    if not file.exists():
        made = {
            "admin": secrets.token_urlsafe(9),
            "viewer": secrets.token_urlsafe(9),
            "jwt": secrets.token_urlsafe(64),
            "fernet": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii"),
        }
        file.touch(mode=0o600)
        file.write_text(json.dumps(made), "utf-8")
    kept: dict[str, str] = json.loads(file.read_text("utf-8"))
    return kept
