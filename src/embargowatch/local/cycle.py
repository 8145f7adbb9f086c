"""One full cycle by the real scheduler: the watches, the alerts they set off, the digest. Followed through REST."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

import httpx

from embargowatch.local.airflow import DAGS, AirflowFailed, Api
from embargowatch.local.telling import say

POLL_S = 0.5
START_WITHIN_S = 240.0
RUN_WITHIN_S = 3600.0
COMES_BY_ITSELF_WITHIN_S = 6.0
"""On a first start the scheduler makes the first run itself; after that the next one is due tomorrow."""
OVER = ("success", "failed", "upstream_failed", "skipped")
WATCHES = ("watch_news", "watch_official")


@dataclass(slots=True)
class Cycle:
    """The runs since ``began``, and which of their tasks were already told."""

    api: Api
    began: datetime
    check: Callable[[], None]
    """Raises when a program has ended."""
    told: set[tuple[str, str, str]] = field(default_factory=set)
    healthy: set[str] = field(default_factory=set)

    def wait_until_ready(self) -> None:
        """Return when every component is healthy and every DAG is known."""
        self._until(self._healthy, START_WITHIN_S, "Airflow did not get ready")
        self.api.login()
        self._until(self._dags_known, START_WITHIN_S, "the DAGs were not read")

    def run(self) -> int:
        """Both watches, the alerts after them, then the digest; gives the number of successful runs."""
        self._start()
        self._until(self._watched, RUN_WITHIN_S, "the watches did not finish")
        linked = max(self._linked(dag_id) for dag_id in WATCHES)
        self._until(partial(self._over, "send_alerts", linked), RUN_WITHIN_S, "send_alerts did not follow the watches")
        asked = datetime.now(UTC)
        self.api.trigger("daily_digest")
        self._until(partial(self._over, "daily_digest", asked), RUN_WITHIN_S, "daily_digest did not finish")
        return sum(run["state"] == "success" for dag_id in DAGS for run in self.api.runs(dag_id, self.began))

    def _healthy(self) -> bool:
        health = self.api.health()
        for name in sorted(health.keys() - self.healthy):
            if health[name] == "healthy":
                say(f"{name}: healthy")
                self.healthy.add(name)
        return bool(health) and self.healthy == health.keys()

    def _watched(self) -> bool:
        """Whether both watches are over; each is told about, also while the other is at work."""
        over = [self._over(dag_id, self.began) for dag_id in WATCHES]
        return all(over)

    def _dags_known(self) -> bool:
        if errors := list(self.api.import_errors()):
            raise AirflowFailed("a DAG cannot be read: " + "\n".join(errors))
        return set(DAGS) <= self.api.dag_ids()

    def _start(self) -> None:
        """Use the runs that the scheduler makes by itself on a first start, and ask for those that it does not."""
        missing = list(WATCHES)
        deadline = time.monotonic() + COMES_BY_ITSELF_WITHIN_S
        while missing and time.monotonic() < deadline:
            for dag_id in [dag_id for dag_id in missing if self.api.runs(dag_id, self.began)]:
                say(f"{dag_id}: started by its schedule")
                missing.remove(dag_id)
            time.sleep(POLL_S)
        for dag_id in missing:
            self.api.trigger(dag_id)
            say(f"{dag_id}: started by hand, its next scheduled run is not due yet")

    def _over(self, dag_id: str, since: datetime) -> bool:
        """Whether a run was queued since then, and all such have succeeded. Raises AirflowFailed for a failed one."""
        runs = self.api.runs(dag_id, since)
        for run in runs:
            self._tell(dag_id, run)
        if failed := [run["dag_run_id"] for run in runs if run["state"] == "failed"]:
            raise AirflowFailed(f"{dag_id}: {', '.join(failed)} failed; its tasks' logs in Airflow say why")
        return bool(runs) and all(run["state"] == "success" for run in runs)

    def _linked(self, dag_id: str) -> datetime:
        """When the last link task of the DAG ended: what send_alerts starts on."""
        tasks = [
            task for run in self.api.runs(dag_id, self.began) for task in self.api.tasks(dag_id, run["dag_run_id"])
        ]
        return max(datetime.fromisoformat(task["end_date"]) for task in tasks if task["task_id"] == "link")

    def _tell(self, dag_id: str, run: dict[str, Any]) -> None:
        """Say each stage once, when all its mapped copies are over."""
        copies: dict[str, list[dict[str, Any]]] = {}
        for task in self.api.tasks(dag_id, run["dag_run_id"]):
            copies.setdefault(task["task_id"], []).append(task)
        for task_id, tasks in copies.items():
            key = (dag_id, run["dag_run_id"], task_id)
            if key not in self.told and all(task["state"] in OVER for task in tasks):
                self.told.add(key)
                longest = max(task["duration"] or 0 for task in tasks)
                ended = ", ".join(f"{n} {state}" for state, n in Counter(task["state"] for task in tasks).items())
                say(f"{dag_id}: {task_id} {ended} ({longest:.1f} s)")

    def _until(self, reached: Callable[[], bool], seconds: float, otherwise: str) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.check()
            with suppress(httpx.TransportError):  # the server is starting, or busy for a moment
                if reached():
                    return
            time.sleep(POLL_S)
        raise AirflowFailed(f"{otherwise} within {seconds:.0f} s")
