"""The modes of a local installation, each one function."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from embargowatch import store
from embargowatch.demo import check
from embargowatch.local import postgres, processes, report
from embargowatch.local.airflow import AirflowFailed
from embargowatch.local.cycle import Cycle
from embargowatch.local.home import Home, homes, open_home
from embargowatch.local.household import Household, Plan, running
from embargowatch.local.telling import say
from embargowatch.settings import ROOT

LOOK_EVERY_S = 1.0


def demo(args: argparse.Namespace) -> int:
    """The whole line over the demo newsroom (or saved pages), once, then open to look at."""
    home = open_home("pages" if args.pages else "demo")
    say(f"Embargo Watch demo in {home.folder} (Ctrl-C ends everything)")
    plan = Plan(
        environ={
            "EMBARGOWATCH_FEEDS": str(home.newsroom / "feeds.yaml"),
            "EMBARGOWATCH_SUBSCRIBERS": str(home.newsroom / "subscribers.yaml"),
            "EMBARGOWATCH_HOST_DELAY_S": "0",
            "EMBARGOWATCH_CONTACT": "mailto:demo@example.org",
        },
        newsroom=("--pages", str(args.pages.resolve())) if args.pages else (),
        inbox=True,
    )
    began = datetime.now(UTC)
    with running(home, plan) as household:
        mails_before = len(report.mails(home))
        dag_runs = _cycle(household, began)
        with closing(store.connect(household.database_url)) as db:
            found = report.read(db)
        mails = report.mails(home)[mails_before:]
        print(report.text(found, mails, household), flush=True)
        wrong = _wrong(args, home, found)
        for line in wrong:
            print(f"not as expected: {line}", flush=True)
        if args.exit:
            tally = {"stories": len(found.stories), "records": found.records, "mails": len(mails), "dag_runs": dag_runs}
            print(json.dumps(tally), flush=True)
            return 1 if wrong else 0
        _stay(household)
    return 0


def up(_: argparse.Namespace) -> int:
    """The real thing on this machine: feeds.yaml, your subscribers, your mail server."""
    home = open_home("up")
    say(f"Embargo Watch in {home.folder} (Ctrl-C ends everything)")
    if not (subscribers := Path(os.environ.get("EMBARGOWATCH_SUBSCRIBERS") or ROOT / "subscribers.yaml")).exists():
        say(f"nobody is told yet: {subscribers} is missing; start from subscribers.example.yaml")
    if "AIRFLOW_CONN_SMTP_DEFAULT" not in os.environ:
        say("no AIRFLOW_CONN_SMTP_DEFAULT in the environment: mails wait until smtp_default is set in Airflow")
    began = datetime.now(UTC)
    plan = Plan(
        environ={},
        database_url=os.environ.get("EMBARGOWATCH_DATABASE_URL") or os.environ.get("AIRFLOW_CONN_EMBARGOWATCH_DB", ""),
        metadata_url=os.environ.get("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", "").replace("+psycopg2", ""),
    )
    with running(home, plan) as household:
        Cycle(household.open_api(), began, household.check).wait_until_ready()
        print(report.addresses(household), flush=True)
        _stay(household)
    return 0


def stop(_: argparse.Namespace) -> int:
    """end what runs"""
    for home in homes():
        alive, _addresses = processes.noted(home.running)
        if not alive:
            continue
        if supervisor := alive.pop("run", None):
            say(f"asking {home.folder.name} (pid {supervisor}) to end")
            os.kill(supervisor, signal.SIGTERM)
            _gone(home, supervisor)
        left = processes.noted(home.running)[0]
        processes.end([session for name, session in left.items() if name not in ("run", "postgres")])
        processes.end([session for name, session in left.items() if name == "postgres"])
        home.running.unlink(missing_ok=True)
    return 0


def status(_: argparse.Namespace) -> int:
    """what runs, and where"""
    for home in homes():
        alive, addresses = processes.noted(home.running)
        state = f"running ({processes.memory_mb(list(alive.values())):.0f} MB)" if alive else "not running"
        print(f"{home.folder.name:6} {state}  {home.folder}")
        for name, pid in alive.items():
            print(f"       {name:14} pid {pid}")
        for name, address in addresses.items():
            print(f"       {name:14} {address}")
    if not homes():
        print("nothing here yet; start with: ./run demo")
    return 0


def reset(args: argparse.Namespace) -> int:
    """end what runs and forget all that was stored"""
    stop(args)
    for home in homes():
        postgres.remove(home.postgres)
        shutil.rmtree(home.folder)
        say(f"removed {home.folder}")
    return 0


def _cycle(household: Household, began: datetime) -> int:
    cycle = Cycle(household.open_api(), began, household.check)
    cycle.wait_until_ready()
    say(f"Airflow is ready: {household.base} (admin / {household.secrets['admin']})")
    return cycle.run()


def _stay(household: Household) -> None:
    say("all is running; Ctrl-C ends it")
    while True:
        household.check()
        time.sleep(LOOK_EVERY_S)


def _gone(home: Home, supervisor: int) -> None:
    deadline = time.monotonic() + 4 * processes.END_WITHIN_S
    while "run" in processes.noted(home.running)[0]:
        if time.monotonic() > deadline:
            raise AirflowFailed(f"pid {supervisor} does not end; its programs are ended without it")
        time.sleep(0.2)


def _wrong(args: argparse.Namespace, home: Home, found: report.Found) -> list[str]:
    """What is not as it should be; of saved pages nobody knows more than that each must end somewhere."""
    if args.pages:
        return [f"{row['url']} ended nowhere" for row in found.unfinished]
    return check.differences(found.stories, report.mails(home), found.failures, feeds=found.feeds)
