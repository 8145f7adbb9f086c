"""The seven verbs as Airflow tasks, one call each; what a DAG is made of.

A task that is mapped over workers may run any number of times side by side: each copy takes what is
waiting in Postgres and leaves the rest. XCom carries the tally only.
"""

from __future__ import annotations

import os
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from airflow.providers.smtp.notifications.smtp import SmtpNotifier
from airflow.sdk import Asset, chain, task

from connections import SMTP, database, mail_server, settings, web

if TYPE_CHECKING:
    from embargowatch.types import Tally, Tier

STORIES = Asset("embargowatch://stories")
"""Updated when a run has linked what it found."""

WORKERS = list(range(int(os.environ.get("EMBARGOWATCH_WORKERS") or 2)))
OPERATOR = os.environ.get("EMBARGOWATCH_OPERATOR", "")
SENDER = os.environ.get("EMBARGOWATCH_MAIL_FROM") or None
"""None: the one that the SMTP connection names."""

FAILED = "Embargo Watch: task {{ ti.dag_id }}.{{ ti.task_id }} failed"
WHY = """<p>{{ ti.dag_id }}.{{ ti.task_id }} failed for good, at try {{ ti.try_number }} of {{ ti.max_tries + 1 }}:</p>
<pre>{{ (exception | string)[:2000] | e }}</pre>
<p><a href="{{ ti.log_url }}">Its log</a>. What waits is not lost: clear the task, or the next run takes it up.</p>"""
DEFAULTS: dict[str, Any] = {
    "owner": "embargowatch",
    "retries": 3,
    "retry_delay": timedelta(seconds=30),
    "retry_exponential_backoff": 2.0,
    "max_retry_delay": timedelta(minutes=30),
    "on_failure_callback": [
        SmtpNotifier(to=OPERATOR, from_email=SENDER, subject=FAILED, html_content=WHY, smtp_conn_id=SMTP)
    ]
    if OPERATOR
    else [],
}


@task
def import_sources() -> int:
    """Bring `feeds.yaml` into the database; rows that a person edited stay as they are."""
    from embargowatch import feeds_file, pipeline

    feeds = feeds_file.read_feeds(settings().feeds)
    with database() as db:
        pipeline.import_feeds(db, feeds, now=_now())
    return len(feeds)


@task
def fetch(worker: int, tiers: tuple[Tier, ...]) -> dict[str, int]:
    """Ask the feeds that are due what is new."""
    from embargowatch import pipeline

    with database() as db, web() as polite:
        return _told(worker, pipeline.fetch(db, polite, tiers=tuple(tiers), now=_now(), settings=settings()))


@task
def scrape(worker: int) -> dict[str, int]:
    """Download the pages of the entries that have none yet."""
    from embargowatch import pipeline

    with database() as db, web() as polite:
        return _told(worker, pipeline.scrape(db, polite, now=_now()))


@task
def clean(worker: int) -> dict[str, int]:
    """Make articles out of pages."""
    from embargowatch import pipeline

    with database() as db:
        return _told(worker, pipeline.clean(db, now=_now()))


@task
def classify(worker: int) -> dict[str, int]:
    """Judge for each topic whether an article is about it."""
    from embargowatch import pipeline

    with database() as db:
        return _told(worker, pipeline.classify(db, now=_now()))


@task
def extract(worker: int) -> dict[str, int]:
    """Record who did what to whom, with the sentence that says so."""
    from embargowatch import pipeline

    with database() as db:
        return _told(worker, pipeline.extract(db, now=_now()))


@task(outlets=[STORIES])
def link() -> dict[str, int]:
    """Put the records into stories."""
    from embargowatch import pipeline

    with database() as db:
        return _told(0, pipeline.link(db, now=_now()))


@task
def import_subscribers() -> dict[str, int]:
    """Bring `subscribers.yaml` into the database; rows that a person edited stay, a faulty block costs itself only."""
    from embargowatch import pipeline

    with database() as db:
        return _told(0, pipeline.import_subscribers_file(db, settings().subscribers, now=_now()))


@task
def decide() -> dict[str, int]:
    """Decide who is to be told of the stories that changed."""
    from embargowatch import pipeline

    with database() as db:
        return _told(0, pipeline.decide(db, settings(), now=_now()))


@task
def send() -> dict[str, int]:
    """Send what is due: immediate alerts, one mail a story, and digests that have an hour of their own."""
    from embargowatch import pipeline

    with database() as db:
        return _told(0, pipeline.send(db, mail_server(), settings(), now=_now()))


@task
def send_digest() -> dict[str, int]:
    """Send each daily subscriber without an hour of their own one mail with all that waits."""
    from embargowatch import pipeline

    with database() as db:
        return _told(0, pipeline.send_digest(db, mail_server(), settings(), now=_now()))


@task
def tell_operator() -> dict[str, int]:
    """Mail the operator which sources turned for the worse since the last look."""
    from embargowatch import pipeline

    with database() as db:
        return _told(0, pipeline.tell_operator(db, mail_server(), settings(), now=_now()))


@task
def forget() -> dict[str, int]:
    """Let go of what old pages held; every article can still be read again."""
    from embargowatch import pipeline

    with database() as db:
        return _told(0, pipeline.forget(db, settings(), now=_now()))


def watch(tiers: tuple[Tier, ...]) -> None:
    """The line, from feeds to stories: each stage waits for the one before, its workers share the work."""
    chain(
        import_sources(),
        fetch.partial(tiers=tiers).expand(worker=WORKERS),
        scrape.expand(worker=WORKERS),
        judge_again(),
    )


def judge_again() -> Any:
    """The second half of the line, from pages that are kept to stories; returns its first task."""
    first = clean.expand(worker=WORKERS)
    chain(first, classify.expand(worker=WORKERS), extract.expand(worker=WORKERS), link())
    return first


def _now() -> datetime:
    return datetime.now(UTC)


def _told(worker: int, tally: Tally) -> dict[str, int]:
    print(f"worker {worker}: {tally}")  # the task's log
    return asdict(tally)
