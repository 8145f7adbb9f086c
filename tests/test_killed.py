"""A worker that is killed in the middle of a stage, or loses the database there, leaves nothing half done."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import connection

import conftest
from embargowatch import pipeline, store
from embargowatch.channels.email import MailServer
from embargowatch.local import ports, postgres
from embargowatch.settings import Settings
from embargowatch.types import Subscription, Tally
from line import STAGES, Postbox, post_office, rows, run_line, run_stage, set_up
from web_server import WebServer

HERE = Path(__file__).parent
NOW = datetime.fromisoformat("2026-11-23T12:00:00+00:00")

# Surrogate ids, times, and attempts of alerts may differ between two runs; everything else must not.
IDS_AND_TIMES = (
    "{id,entry_id,page_id,article_id,feed_id,sanction_id,arms_deal_id,story_id,subscription_id,seen_at,fetched_at,"
    "created_at,judged_at,linked_at,changed_at,sent_at,polled_at,answer_s,state_since,first_seen,last_seen,applied_at,"
    "since}"
)
CONTENT = {
    "feeds": f"select to_jsonb(t) - '{IDS_AND_TIMES}'::text[] from embargowatch.feeds t",
    "entries": f"select to_jsonb(t) - '{IDS_AND_TIMES}'::text[] from embargowatch.entries t",
    "entry_feeds": """
        select e.url, f.slug, t.content_sha256 from embargowatch.entry_feeds t
        join embargowatch.entries e on e.id = t.entry_id join embargowatch.feeds f on f.id = t.feed_id""",
    "pages": f"""select to_jsonb(t) - '{IDS_AND_TIMES}'::text[] - 'headers' from embargowatch.pages t""",
    "articles": f"select to_jsonb(t) - '{IDS_AND_TIMES}'::text[] from embargowatch.articles t",
    "verdicts": f"""
        select a.url, to_jsonb(t) - '{IDS_AND_TIMES}'::text[] from embargowatch.verdicts t
        join embargowatch.articles a on a.id = t.article_id""",
    "sanctions": f"""
        select a.url, to_jsonb(t) - '{IDS_AND_TIMES}'::text[] from embargowatch.sanctions t
        join embargowatch.articles a on a.id = t.article_id""",
    "arms_deals": f"""
        select a.url, to_jsonb(t) - '{IDS_AND_TIMES}'::text[] from embargowatch.arms_deals t
        join embargowatch.articles a on a.id = t.article_id""",
    "evidence": f"""
        select coalesce(s.fingerprint, d.fingerprint), to_jsonb(t) - '{IDS_AND_TIMES}'::text[]
        from embargowatch.evidence t left join embargowatch.sanctions s on s.id = t.sanction_id
        left join embargowatch.arms_deals d on d.id = t.arms_deal_id""",
    "stories": f"select to_jsonb(t) - '{IDS_AND_TIMES}'::text[] from embargowatch.stories t",
    "story_articles": """
        select s.headline, a.url, coalesce(x.fingerprint, d.fingerprint) from embargowatch.story_articles t
        join embargowatch.stories s on s.id = t.story_id join embargowatch.articles a on a.id = t.article_id
        left join embargowatch.sanctions x on x.id = t.sanction_id
        left join embargowatch.arms_deals d on d.id = t.arms_deal_id""",
    "alerts": "select email, state, reason, headline, url from embargowatch.v_alerts",
}


def content(db: connection) -> dict[str, list[str]]:
    return {table: sorted(map(str, rows(db, statement))) for table, statement in CONTENT.items()}


@dataclass
class Undisturbed:
    """A run that nobody disturbed: a copy of the database before each stage, and what there was in the end."""

    settings: Settings
    server: WebServer
    before: dict[str, str] = field(default_factory=dict)
    end: dict[str, list[str]] = field(default_factory=dict)
    mails: set[tuple[str, str]] = field(default_factory=set)


@dataclass
class Databases:
    """Makes copies of databases."""

    cluster: postgres.Cluster
    made: list[str] = field(default_factory=list)

    def copy(self, of: str) -> str:
        name = f"killed_{os.getpid()}_{len(self.made)}"
        self._do(f'create database "{name}" template "{of}"')
        self.made.append(name)
        return name

    def url(self, name: str) -> str:
        return self.cluster.url(name)

    def connect(self, name: str) -> connection:
        return store.connect(self.url(name))

    def drop_all(self) -> None:
        for name in self.made:
            self._do(f'drop database if exists "{name}" with (force)')

    def _do(self, statement: str) -> None:
        admin = psycopg2.connect(self.cluster.url("postgres"))
        admin.autocommit = True
        with admin.cursor() as cursor:
            cursor.execute(statement)
        admin.close()


@pytest.fixture(scope="module")
def databases(cluster: postgres.Cluster) -> Iterator[Databases]:
    made = Databases(cluster)
    yield made
    made.drop_all()


@pytest.fixture(scope="module")
def undisturbed(databases: Databases) -> Iterator[Undisturbed]:
    postbox = Postbox()
    with WebServer() as server, post_office(postbox) as mail_server:
        name = databases.copy("template_of_tests")
        db = databases.connect(name)
        run = Undisturbed(set_up(db, server, NOW), server)
        for stage in STAGES:
            db.close()
            run.before[stage] = databases.copy(name)
            db = databases.connect(name)
            run_stage(stage, db, run.settings, mail_server, NOW)
        run.end, run.mails = content(db), told(postbox)
        db.close()
        yield run


def told(postbox: Postbox) -> set[tuple[str, str]]:
    return {(mail["To"], mail["Subject"]) for mail in postbox.mails}


@contextmanager
def standing_still(
    stage: str,
    url: str,
    run: Undisturbed,
    mail_server: MailServer,
    function: str,
    nth: int,
    now: datetime = NOW,
) -> Iterator[subprocess.Popen[str]]:
    """A worker that has come to the n-th call of the function."""
    command = [stage, url, run.server.host, str(mail_server.port), now.isoformat(), function, str(nth)]
    worker = subprocess.Popen(
        [sys.executable, HERE / "killed_worker.py", *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert worker.stdout is not None
        said = worker.stdout.readline()
        assert said == "reached\n", worker.communicate()[1]
        yield worker
    finally:
        worker.kill()
        worker.communicate()


MIDDLES = [
    ("fetch", "save_entry_feeds", 1),
    ("fetch", "save_polls", 2),
    ("scrape", "save_page", 2),
    ("scrape", "save_entry_state", 4),
    ("clean", "save_article", 3),
    ("classify", "save_verdicts", 4),
    ("extract", "save_evidence", 2),
    ("link", "link_record", 2),
    ("link", "update_story", 1),
    ("decide", "save_alert", 2),
    ("send", "save_sent", 1),
    ("send_digest", "claim_alerts", 1),
    ("send_digest", "save_sent", 1),
]


@pytest.mark.parametrize(("stage", "function", "nth"), MIDDLES)
def test_a_worker_killed_in_the_middle_of_a_stage_leaves_the_same_tables_after_a_rerun(
    undisturbed: Undisturbed, databases: Databases, stage: str, function: str, nth: int
):
    name, postbox = databases.copy(undisturbed.before[stage]), Postbox()
    with post_office(postbox) as mail_server:
        with standing_still(stage, databases.url(name), undisturbed, mail_server, function, nth) as worker:
            worker.kill()
            worker.wait()
        db = databases.connect(name)
        run_line(db, undisturbed.settings, mail_server, NOW, first=stage)

    after = content(db)
    db.close()
    assert {table: after[table] for table in after if after[table] != undisturbed.end[table]} == {}
    sent_by_now = {mail for mail in undisturbed.mails if stage == "send_digest" and mail[0] == "ada@example.org"}
    assert told(postbox) | sent_by_now == undisturbed.mails


def test_a_mail_that_went_out_before_its_sender_was_killed_comes_again_as_a_repeat(
    undisturbed: Undisturbed, databases: Databases
):
    name, postbox = databases.copy(undisturbed.before["send"]), Postbox()
    with post_office(postbox) as mail_server:
        with standing_still("send", databases.url(name), undisturbed, mail_server, "save_sent", 1):
            assert len(postbox.mails) == 1
        db = databases.connect(name)
        run_stage("send", db, undisturbed.settings, mail_server, NOW)
        db.close()

    first, *others = postbox.mails
    [again] = [mail for mail in others if mail["Message-ID"] == first["Message-ID"]]
    assert "repeat" not in first.get_body(("plain",)).get_content()
    assert "repeat" in again.get_body(("plain",)).get_content()


@dataclass
class Telling:
    """A database in which three stories wait for subscribers of every cadence, and what each of them is sent."""

    name: str
    mails: set[tuple[str, str]]
    corrected: set[tuple[str, str]]


@pytest.fixture(scope="module")
def telling(undisturbed: Undisturbed, databases: Databases) -> Telling:
    db = databases.connect(databases.copy(undisturbed.before["decide"]))
    all_of_them = [
        Subscription("ada@example.org", cadence="immediate"),
        Subscription("flood@example.org", cadence="immediate", most_per_hour=1),
        Subscription("hourly@example.org", cadence="hourly"),
        Subscription("weekly@example.org", cadence="weekly", weekday=NOW.weekday(), hour=NOW.hour),
    ]
    pipeline.import_subscribers(db, all_of_them, now=NOW)
    run_stage("decide", db, undisturbed.settings, MailServer("127.0.0.1", 1), NOW)
    name, postbox = db.info.dbname, Postbox()
    db.close()
    with post_office(postbox) as mail_server:
        db = databases.connect(databases.copy(name))
        run_stage("send", db, undisturbed.settings, mail_server, NOW)
        mails = told(postbox)
        for stage in ("reject", "decide", "send"):
            run_stage(stage, db, undisturbed.settings, mail_server, NEXT_WEEK)
        db.close()
    assert {to for to, _ in mails} == {one.email for one in all_of_them}
    assert [to for to, _ in mails].count("flood@example.org") == 1
    corrected = told(postbox) - mails
    assert {to for to, _ in corrected} == {one.email for one in all_of_them}
    return Telling(name, mails, corrected)


NEXT_WEEK = NOW + timedelta(days=7)
SENDING = [("claim_alerts", 1), ("save_sent", 1), ("save_told", 4), ("save_sent", 5), ("claim_alerts", 6)]


@pytest.mark.parametrize(("function", "nth"), SENDING)
def test_a_sender_of_digests_that_is_killed_loses_nothing_and_repeats_only_what_was_on_its_way(
    undisturbed: Undisturbed, databases: Databases, telling: Telling, function: str, nth: int
):
    name, postbox = databases.copy(telling.name), Postbox()
    with post_office(postbox) as mail_server:
        with standing_still("send", databases.url(name), undisturbed, mail_server, function, nth) as worker:
            worker.kill()
            worker.wait()
        db = databases.connect(name)
        run_stage("send", db, undisturbed.settings, mail_server, NOW)

    assert told(postbox) == telling.mails
    by_id = Counter(str(mail["Message-ID"]) for mail in postbox.mails)
    assert sum(n - 1 for n in by_id.values()) <= 1
    assert set(rows(db, "select state from embargowatch.alerts")) == {("sent",)}
    assert run_stage("send", db, undisturbed.settings, MailServer("127.0.0.1", 1), NEXT_WEEK) == Tally()
    db.close()


CORRECTING = [
    ("reject", "reject_arms_deal", 1),
    ("reject", "update_story", 1),
    ("decide", "save_alert", 2),
    ("decide", "save_decided_story", 1),
    ("send", "claim_alerts", 2),
    ("send", "save_sent", 2),
]


@pytest.mark.parametrize(("stage", "function", "nth"), CORRECTING)
def test_whoever_is_killed_while_a_correction_is_told_everybody_gets_it(
    undisturbed: Undisturbed, databases: Databases, telling: Telling, stage: str, function: str, nth: int
):
    name, postbox = databases.copy(telling.name), Postbox()
    with post_office(postbox) as mail_server:
        db = databases.connect(name)
        run_stage("send", db, undisturbed.settings, mail_server, NOW)
        stages = ("reject", "decide", "send")
        for before in stages[: stages.index(stage)]:
            run_stage(before, db, undisturbed.settings, mail_server, NEXT_WEEK)
        url = databases.url(name)
        with standing_still(stage, url, undisturbed, mail_server, function, nth, NEXT_WEEK) as worker:
            worker.kill()
            worker.wait()
        for after in stages[stages.index(stage) :]:
            run_stage(after, db, undisturbed.settings, mail_server, NEXT_WEEK)
        db.close()

    assert told(postbox) - telling.mails == telling.corrected
    by_id = Counter(str(mail["Message-ID"]) for mail in postbox.mails)
    assert sum(n - 1 for n in by_id.values()) <= 1


@pytest.mark.parametrize(("stage", "function"), [("scrape", "save_page"), ("clean", "save_article")])
def test_a_worker_that_loses_the_database_says_so_and_a_rerun_ends_the_same(
    undisturbed: Undisturbed, databases: Databases, stage: str, function: str
):
    name, postbox = databases.copy(undisturbed.before[stage]), Postbox()
    with post_office(postbox) as mail_server:
        with standing_still(f"cli {stage}", databases.url(name), undisturbed, mail_server, function, 3) as worker:
            db = databases.connect(name)
            ended = rows(
                db,
                "select pg_terminate_backend(pid) from pg_stat_activity "
                "where datname = current_database() and pid <> pg_backend_pid()",
            )
            assert ended
            assert all(gone for (gone,) in ended)
            _, complaint = worker.communicate("go on\n")
        assert worker.returncode == 1
        assert "the database went away" in complaint
        assert "run it again" in complaint
        run_line(db, undisturbed.settings, mail_server, NOW, first=stage)

    assert content(db) == undisturbed.end
    db.close()


def test_a_database_that_is_down_is_named_without_its_password():
    port = ports.free_port(54800)

    with pytest.raises(store.DatabaseUnavailable) as caught:
        store.connect(f"postgresql://watch:secret-word@127.0.0.1:{port}/news", patience_s=0)

    assert f"news at 127.0.0.1:{port}" in str(caught.value)
    assert "secret-word" not in str(caught.value)


def test_a_url_that_cannot_be_read_is_not_repeated_with_its_password():
    with pytest.raises(store.DatabaseUnavailable) as caught:
        store.connect("postgresql://watch:secret-word%zz@host/news")

    assert "secret-word" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.fixture
def stopped_server() -> Iterator[tuple[postgres.Cluster, Callable[[], Any]]]:
    """A server of its own, not started yet, and how to start it."""
    with conftest.folder_for_postgres() as folder:
        ready = postgres.prepare(folder, ports.free_port(54700))
        started = []

        def start() -> None:
            started.append(postgres.server(ready))

        yield ready, start
        for child in started:
            postgres.stop(child)


def test_a_database_that_is_only_starting_is_waited_for(stopped_server):
    ready, start = stopped_server
    start()

    db = store.connect(ready.url("postgres"), patience_s=60)

    assert rows(db, "show timezone") == [("UTC",)]
    assert rows(db, "show application_name") == [("embargowatch",)]
    db.close()
