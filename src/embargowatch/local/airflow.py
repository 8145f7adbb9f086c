"""Airflow on one machine: its environment, its programs, and what its REST API tells.

The programs are those of ``airflow standalone``, started by ourselves because standalone cannot be told to keep
its log servers off the outer interfaces (nothing here listens anywhere but on 127.0.0.1).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from typing import Any

import httpx

from embargowatch.local.home import Home
from embargowatch.settings import ROOT

PROGRAMS: Mapping[str, Sequence[str]] = {"api-server": ("api-server",), "dag-processor": ("dag-processor",)}
SCHEDULING: Mapping[str, Sequence[str]] = {
    "scheduler": ("scheduler", "--skip-serve-logs"),
    "triggerer": ("triggerer", "--skip-serve-logs"),
}
"""Started when the API answers: a task that cannot reach it fails, and is tried again only after its delay."""
DAGS = ("watch_news", "watch_official", "send_alerts", "daily_digest", "replay")


class AirflowFailed(RuntimeError):
    """A program of Airflow ended or did not get ready; the message names its log."""


def environment(home: Home, ports: Mapping[str, int], secrets: Mapping[str, str], metadata_url: str) -> dict[str, str]:
    """The environment of every Airflow program: loopback only, its metadata in Postgres, no call home."""
    base = f"http://127.0.0.1:{ports['airflow']}"
    passwords = home.airflow / "passwords.json"
    passwords.touch(mode=0o600)
    passwords.write_text(json.dumps({name: secrets[name] for name in ("admin", "viewer")}), "utf-8")
    ours = {
        "AIRFLOW_HOME": str(home.airflow),
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(ports["airflow"]),
        "AIRFLOW__API__BASE_URL": base,
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API__INSTANCE_NAME": "Embargo Watch",
        "AIRFLOW__API_AUTH__JWT_SECRET": secrets["jwt"],
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{base}/execution/",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__FERNET_KEY": secrets["fernet"],
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PARALLELISM": os.environ.get("AIRFLOW__CORE__PARALLELISM", "4"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(passwords),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "admin:admin,viewer:viewer",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": metadata_url.replace("postgresql://", "postgresql+psycopg2://"),
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        "PYTHONUNBUFFERED": "1",
    }
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW__")}
    return {**inherited, **ours}


def command(*words: str) -> list[str]:
    """The command line of an Airflow program in our own environment."""
    return [sys.executable, "-m", "airflow", *words]


def migrate(home: Home, env: Mapping[str, str]) -> bool:
    """Bring Airflow's own tables up to date; False if this version already did so there. Raises AirflowFailed."""
    place = sha256(env["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"].encode()).hexdigest()[:12]
    done = home.airflow / f"migrated-{version('apache-airflow')}-{place}"
    if done.exists():
        return False
    log = home.logs / "airflow-migrate.log"
    with log.open("ab") as output:
        result = subprocess.run(command("db", "migrate"), env=dict(env), stdout=output, stderr=output, check=False)
    if result.returncode:
        raise AirflowFailed(f"`airflow db migrate` failed; read {log}")
    done.touch()
    return True


@dataclass(slots=True)
class Api:
    """Airflow's REST API, as the admin."""

    base: str
    user: str
    password: str
    _client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self._client = httpx.Client(base_url=self.base, timeout=30, trust_env=False)

    def health(self) -> dict[str, str]:
        """Each component's state ("healthy", …); empty while nothing answers."""
        try:
            answer = self._client.get("/api/v2/monitor/health")
            answer.raise_for_status()
        except httpx.HTTPError:
            return {}
        return {name: part.get("status") or "starting" for name, part in answer.json().items() if part}

    def login(self) -> None:
        """Take a token; call once the server is healthy."""
        answer = self._client.post("/auth/token", json={"username": self.user, "password": self.password})
        answer.raise_for_status()
        self._client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def dag_ids(self) -> set[str]:
        """The DAGs that the scheduler knows."""
        return {dag["dag_id"] for dag in self._get("/api/v2/dags?limit=100")["dags"]}

    def import_errors(self) -> Iterator[str]:
        """What went wrong while the DAG files were read."""
        for error in self._get("/api/v2/importErrors")["import_errors"]:
            yield f"{error['filename']}: {error['stack_trace']}"

    def runs(self, dag_id: str, since: datetime) -> list[dict[str, Any]]:
        """The DAG's runs that were queued at or after ``since``, oldest first."""
        page = self._get(f"/api/v2/dags/{dag_id}/dagRuns?order_by=-id&limit=50")["dag_runs"]
        return [run for run in reversed(page) if datetime.fromisoformat(run["queued_at"] or run["run_after"]) >= since]

    def trigger(self, dag_id: str) -> None:
        """Start a run now."""
        self._client.post(f"/api/v2/dags/{dag_id}/dagRuns", json={"logical_date": None}).raise_for_status()

    def tasks(self, dag_id: str, run_id: str) -> list[dict[str, Any]]:
        """The task instances of a run, mapped copies each for itself."""
        found: list[dict[str, Any]] = self._get(f"/api/v2/dags/{dag_id}/dagRuns/{run_id}/taskInstances?limit=100")[
            "task_instances"
        ]
        return found

    def _get(self, path: str) -> Any:
        answer = self._client.get(path)
        answer.raise_for_status()
        return answer.json()
