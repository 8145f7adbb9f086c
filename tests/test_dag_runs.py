"""The DAGs run by Airflow itself, over the demo newsroom, into a real Postgres and a real mail server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from email.message import Message
from pathlib import Path

import psycopg2
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler

from embargowatch.demo import feeds
from embargowatch.demo.newsroom import Newsroom
from embargowatch.demo.serving import Server
from embargowatch.demo.state import Memory
from embargowatch.local.ports import free_port

ROOT = Path(__file__).parents[1]
RUN = """
import sys
from airflow.utils.db import initdb
initdb()
from airflow.dag_processing.dagbag import DagBag
sys.path.insert(0, sys.argv[1])
bag = DagBag(sys.argv[1])
for dag_id in sys.argv[2:]:
    for task in bag.dags[dag_id].tasks:
        if not task.is_mapped:
            task.retries = 0  # a run that fails is to end
    run = bag.dags[dag_id].test()
    print(f"{dag_id}={run.state}")
"""


class Inbox(MessageHandler):
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[Message] = []

    def handle_message(self, message: Message) -> None:
        self.mails.append(message)


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, int]]:
    handler, port = Inbox(), free_port(8125)
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[str]:
    """The demo newsroom's base URL."""
    with Server(0) as server:
        memory = Memory(tmp_path, now=datetime.now(UTC))
        server.site = Newsroom(memory, base_url=server.url, private_port=9).answer
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.url
        server.shutdown()
        thread.join()


def run_dags(
    home: Path, dags: tuple[str, ...], database_url: str, smtp_port: int, **environ: str
) -> subprocess.CompletedProcess[str]:
    """Each DAG once, in this order, by an Airflow of its own."""
    smtp = {"conn_type": "smtp", "host": "127.0.0.1", "port": smtp_port}
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "AIRFLOW_HOME": str(home / "airflow"),
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(home / "none"),
        "AIRFLOW_CONN_EMBARGOWATCH_DB": database_url,
        "AIRFLOW_CONN_SMTP_DEFAULT": json.dumps({**smtp, "extra": {"disable_ssl": True, "disable_tls": True}}),
        "EMBARGOWATCH_FEEDS": str(home / "feeds.yaml"),
        "EMBARGOWATCH_SUBSCRIBERS": str(home / "subscribers.yaml"),
        "EMBARGOWATCH_HOST_DELAY_S": "0",
        "EMBARGOWATCH_WORKERS": "1",
        **environ,
    }
    return subprocess.run(
        [sys.executable, "-c", RUN, ROOT / "dags", *dags], env=env, capture_output=True, text=True, check=False
    )


def test_airflow_runs_the_line_from_a_notice_to_a_mail(
    tmp_path: Path, newsroom: str, database_url: str, inbox: tuple[Inbox, int]
) -> None:
    """The official source tells of deals and sanctions; whoever asked gets a mail for each, and only one."""
    handler, smtp_port = inbox
    feeds.write(feeds.demo_feeds(newsroom), tmp_path / "feeds.yaml")
    subscriber = "- {email: ada@example.org, topics: [sanctions, arms_deals], cadence: immediate}"
    (tmp_path / "subscribers.yaml").write_text(f"subscribers:\n  {subscriber}\n", "utf-8")
    dags = ("watch_official", "send_alerts", "send_alerts")
    done = run_dags(tmp_path, dags, database_url, smtp_port, EMBARGOWATCH_ALLOW_HOSTS=newsroom.removeprefix("http://"))
    states = [line for line in done.stdout.splitlines() if line.endswith("=success")]
    assert len(states) == len(dags), done.stdout[-3000:] + done.stderr[-3000:]

    with closing(psycopg2.connect(database_url)) as db, db.cursor() as cursor:
        cursor.execute("select distinct f.tier from embargowatch.feeds f where f.polled_at is not null")
        assert cursor.fetchall() == [("official",)]
        cursor.execute("select count(*) from embargowatch.alerts where state = 'sent'")
        (sent,) = cursor.fetchone() or (0,)
    assert sent >= 1
    assert len(handler.mails) == sent
    assert {mail["To"] for mail in handler.mails} == {"ada@example.org"}


def test_the_operator_is_mailed_of_a_task_that_failed_for_good(
    tmp_path: Path, database_url: str, inbox: tuple[Inbox, int]
) -> None:
    handler, smtp_port = inbox
    (tmp_path / "feeds.yaml").write_text("feeds:\n  - {slug: a, name: A, url: ftp://a.example/}\n", "utf-8")
    operator = {"EMBARGOWATCH_OPERATOR": "ops@example.org", "EMBARGOWATCH_MAIL_FROM": "watch@example.org"}
    done = run_dags(tmp_path, ("watch_official",), database_url, smtp_port, **operator)
    assert "watch_official=failed" in done.stdout, done.stdout[-3000:] + done.stderr[-3000:]

    (mail,) = handler.mails
    assert (mail["To"], mail["From"]) == ("ops@example.org", "watch@example.org")
    assert mail["Subject"] == "Embargo Watch: task watch_official.import_sources failed"
    words = "".join(part.get_payload(decode=True).decode() for part in mail.walk() if not part.is_multipart())
    assert "watch_official.import_sources failed for good, at try 1 of 1" in words
    assert "feeds.yaml: line 2, a: " in words
    assert "only http and https are fetched" in words
