"""Sources over time: what is asked for, what each state leaves behind, and who is told of a change for the worse."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from psycopg2.extensions import connection

from embargowatch import pipeline
from embargowatch.settings import Settings
from embargowatch.types import Feed, Page, Request, Selectors
from embargowatch.web import Web
from line import SANDBOX, Newspaper, Text, rows
from web_server import Answer, WebServer

DAY = timedelta(days=1)


@pytest.fixture
def web_server() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


@pytest.fixture
def paper(web_server: WebServer) -> Newspaper:
    return Newspaper(web_server)


@pytest.fixture
def settings(web_server: WebServer) -> Settings:
    return web_server.settings()


def a_text(now: datetime) -> Text:
    return Text("Council meets", ("The council met. " * 20,), now - timedelta(hours=1), "The council met.")


def ask(db: connection, settings: Settings, now: datetime) -> None:
    """Ask every source, due or not."""
    pipeline.fetch(db, Web(settings), now=now, everything=True, sandbox=SANDBOX)


# --- states and their history -------------------------------------------------------------------------


def test_a_listing_of_several_pages_is_read_again_though_its_first_page_is_the_same(db, web_server, now, settings):
    page = "<ul><li><a href='/{0}'>Notice {0}</a></li></ul><a class=older href='/p2'>older</a>"
    web_server.serve("/p1", page.format("one").encode(), ETag='"1"')
    selectors = Selectors(row="li", next="a.older")
    feed = Feed("notices", "Notices", web_server.url("/p1"), kind="listing", selectors=selectors)
    pipeline.import_feeds(db, [feed], now=now)

    for day, name in enumerate(("two", "three")):
        web_server.serve("/p2", page.format(name).encode())
        ask(db, settings, now + day * DAY)

    assert rows(db, "select title from embargowatch.entries order by id") == [
        ("Notice one",), ("Notice two",), ("Notice three",),
    ]  # fmt: skip


def test_every_state_of_a_source_is_kept_with_its_reason_and_its_time(db, paper, web_server, now, settings):
    feed = paper.announce("daily", [("https://example.org/1", a_text(now))])
    pipeline.import_feeds(db, [feed], now=now)
    answers = [web_server.routes["/daily.xml"], Answer(b"no", 503), Answer(b"no", 500), Answer(b"gone", 404)]

    for day, answer in enumerate(answers):
        web_server.routes["/daily.xml"] = answer
        ask(db, settings, now + day * DAY)

    states = rows(db, "select state, reason, since, until from embargowatch.feed_states order by since, id")
    assert [(state, since, until) for state, _, since, until in states] == [
        ("unverified", now, now),
        ("ok", now, now + DAY),
        ("unreachable", now + DAY, now + 3 * DAY),
        ("gone", now + 3 * DAY, None),
    ]
    assert "500" in states[2][1], "the last reason that was given while it lasted"


def test_a_source_that_nobody_has_verified_stays_so_until_its_first_good_answer(db, paper, web_server, now, settings):
    feed = replace(paper.announce("daily", [("https://example.org/1", a_text(now))]), unverified="seen by nobody")
    pipeline.import_feeds(db, [feed], now=now)
    good = web_server.routes["/daily.xml"]
    told = []
    for day, answer in enumerate((Answer(b"no", 404), good, Answer(b"no", 404))):
        web_server.routes["/daily.xml"] = answer
        ask(db, settings, now + day * DAY)
        told += rows(db, "select state, state_reason from embargowatch.feeds")

    assert [state for state, _ in told] == ["unverified", "ok", "gone"]
    assert told[0][1].startswith("seen by nobody; when it was asked: gone, ")


def test_a_source_that_usually_takes_long_is_slow(db, paper, now, settings, monkeypatch):
    pipeline.import_feeds(db, [paper.announce("daily", [("https://example.org/1", a_text(now))])], now=now)
    fetch_many = Web.fetch_many

    def after_a_while(self, requests):
        for request, answer in fetch_many(self, requests):
            yield request, replace(answer, seconds=20.0)

    monkeypatch.setattr(Web, "fetch_many", after_a_while)
    states = []
    for n in range(4):
        ask(db, settings, now + n * timedelta(hours=1))
        states += rows(db, "select state, cardinality(answer_s) from embargowatch.feeds")

    assert states == [("ok", 1), ("ok", 2), ("slow", 3), ("slow", 4)]


def test_an_answer_says_how_long_it_took(web_server, settings):
    def late(handler):
        time.sleep(0.2)
        handler.wfile.write(b"<rss/>")

    answer = Web(settings).fetch(Request(web_server.serve("/late", late)))
    assert isinstance(answer, Page)
    assert answer.seconds >= 0.2
