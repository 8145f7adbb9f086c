"""The DAGs as Airflow reads them: what each promises in the web UI, and that reading them costs nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]

DESCRIBE = """
import json, sys
sys.path.insert(0, sys.argv[1])
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(sys.argv[1])
print(json.dumps({
    "errors": bag.import_errors,
    "loaded": sorted({"spacy", "trafilatura", "feedparser", "embargowatch"} & set(sys.modules)),
    "dags": {
        dag.dag_id: {
            "doc": dag.doc_md or "",
            "tags": sorted(dag.tags),
            "catchup": dag.catchup,
            "max_active_runs": dag.max_active_runs,
            "timetable": type(dag.timetable).__name__,
            "schedule": getattr(getattr(dag.timetable, "timetable", dag.timetable), "expression", None),
            "timezone": str(getattr(getattr(dag.timetable, "timetable", dag.timetable), "timezone", "")),
            "params": {
                name: {**dag.params.get_param(name).schema, "description": dag.params.get_param(name).description}
                for name in dag.params
            },
            "tasks": {
                task.task_id: {
                    "after": sorted(task.upstream_task_ids),
                    "owner": task.owner,
                    "retries": task.retries,
                    "backoff": task.retry_exponential_backoff,
                    "mapped": task.is_mapped,
                    "doc": task.doc_md or (task.partial_kwargs.get("doc_md") if task.is_mapped else "") or "",
                }
                for task in dag.tasks
            },
        }
        for dag in bag.dags.values()
    },
}))
"""


def describe(home: Path, **environ: str) -> dict[str, Any]:
    """What Airflow makes of the DAG files, with no database and no connection there to be reached."""
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "ERROR",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/airflow.db",
        **environ,
    }
    done = subprocess.run(
        [sys.executable, "-c", DESCRIBE, ROOT / "dags"], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return describe(tmp_path_factory.mktemp("airflow"))


def test_every_dag_file_is_read_without_an_error(described: dict[str, Any]) -> None:
    assert described["errors"] == {}
    assert set(described["dags"]) == {"watch_news", "watch_official", "send_alerts", "daily_digest", "replay"}


def test_reading_the_dags_loads_none_of_the_package_nor_what_it_needs(described: dict[str, Any]) -> None:
    assert described["loaded"] == []


def test_every_dag_says_what_it_is_for_and_is_tagged(described: dict[str, Any]) -> None:
    for dag_id, dag in described["dags"].items():
        assert dag["doc"].strip().startswith("###"), dag_id
        assert "embargowatch" in dag["tags"], dag_id


def test_no_dag_catches_up_or_overtakes_itself(described: dict[str, Any]) -> None:
    for dag_id, dag in described["dags"].items():
        assert dag["catchup"] is False, dag_id
        assert dag["max_active_runs"] == 1, dag_id


def test_every_task_has_an_owner_and_retries_with_backoff(described: dict[str, Any]) -> None:
    for dag_id, dag in described["dags"].items():
        for task_id, task in dag["tasks"].items():
            assert task["owner"] == "embargowatch", (dag_id, task_id)
            assert task["retries"] == 3, (dag_id, task_id)
            assert task["backoff"] == 2.0, (dag_id, task_id)


@pytest.mark.parametrize("dag_id", ["watch_news", "watch_official"])
def test_a_watch_is_the_line_from_feeds_to_stories(described: dict[str, Any], dag_id: str) -> None:
    tasks = described["dags"][dag_id]["tasks"]
    line = ["import_sources", "fetch", "scrape", "clean", "classify", "extract", "link"]
    assert list(tasks) == line
    for before, after in pairwise(line):
        assert tasks[after]["after"] == [before]


def test_stages_are_mapped_over_workers_and_the_linking_is_one(described: dict[str, Any]) -> None:
    tasks = described["dags"]["watch_news"]["tasks"]
    assert {name for name, task in tasks.items() if task["mapped"]} == {
        "fetch",
        "scrape",
        "clean",
        "classify",
        "extract",
    }


def test_the_news_is_watched_daily_at_six_and_the_official_sources_hourly(described: dict[str, Any]) -> None:
    assert described["dags"]["watch_news"]["schedule"] == "0 6 * * *"
    assert described["dags"]["watch_official"]["schedule"] == "15 * * * *"
    assert described["dags"]["daily_digest"]["schedule"] == "0 7 * * *"


def test_once_a_day_the_operator_is_told_and_old_pages_are_let_go(described: dict[str, Any]) -> None:
    assert {"send_digest", "tell_operator", "forget"} <= set(described["dags"]["daily_digest"]["tasks"])


def test_alerts_follow_the_stories_and_a_timer(described: dict[str, Any]) -> None:
    assert described["dags"]["send_alerts"]["timetable"] == "AssetOrTimeSchedule"


def test_one_setting_changes_each_schedule(tmp_path: Path) -> None:
    changed = describe(
        tmp_path,
        EMBARGOWATCH_SCHEDULE="30 4 * * 1",
        EMBARGOWATCH_OFFICIAL_SCHEDULE="*/10 * * * *",
        EMBARGOWATCH_DIGEST_SCHEDULE="0 18 * * *",
        EMBARGOWATCH_OPERATOR="operator@example.org",
        AIRFLOW__CORE__DEFAULT_TIMEZONE="Asia/Tokyo",
    )
    assert changed["errors"] == {}
    assert changed["dags"]["watch_news"]["schedule"] == "30 4 * * 1"
    assert changed["dags"]["watch_official"]["schedule"] == "*/10 * * * *"
    assert changed["dags"]["daily_digest"]["schedule"] == "0 18 * * *"
    assert {dag["timezone"] for dag in changed["dags"].values() if dag["schedule"]} == {"UTC"}


def test_a_replay_describes_its_parameters(described: dict[str, Any]) -> None:
    params = described["dags"]["replay"]["params"]
    assert set(params) == {"since", "until", "stage"}
    assert all(schema["description"] and schema["title"] for schema in params.values())
    assert params["stage"]["enum"] == ["classify", "clean"]


def test_the_package_never_imports_airflow() -> None:
    importing = [
        path.name
        for path in (ROOT / "src").rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if line.strip().startswith(("import airflow", "from airflow"))
    ]
    assert importing == []
