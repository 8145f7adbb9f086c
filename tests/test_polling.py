"""Sources over days: when they are asked, where they move to, how they end. A real server, a real Postgres."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from embargowatch import pipeline
from embargowatch.fetch import FeedContent
from embargowatch.sandbox import Sandbox
from embargowatch.settings import Settings
from embargowatch.types import Failure, Feed, Tally
from embargowatch.web import Web
from line import SANDBOX, Newspaper, Text, rows
from web_server import Answer, WebServer

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Fetch = Callable[..., Tally]


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


@pytest.fixture
def fetch(db, settings) -> Fetch:
    """One run of the first stage."""

    def run(now: datetime, **changes: object) -> Tally:
        return pipeline.fetch(db, Web(settings), now=now, sandbox=SANDBOX, settings=settings, **changes)  # type: ignore[arg-type]

    return run


def item(now: datetime, number: int = 1) -> tuple[str, Text]:
    return f"https://paper.example/{number}", Text(f"Number {number}", (), now - HOUR, "A summary.")


def paths(server: WebServer) -> list[str]:
    return [path for path, _ in server.hits]


def state(db) -> tuple[str, str]:
    [(found, reason)] = rows(db, "select state, state_reason from embargowatch.feeds")
    return found, reason


# --- when -------------------------------------------------------------------------------------------


def test_a_feed_is_not_asked_again_while_its_answer_is_fresh(db, paper, web_server, now, fetch):
    feed = paper.announce("daily", [item(now)])
    page = web_server.routes["/daily.xml"]
    web_server.routes["/daily.xml"] = replace(page, headers={**page.headers, "Cache-Control": "max-age=7200"})
    pipeline.import_feeds(db, [feed], now=now)
    fetch(now)

    assert fetch(now + 2 * HOUR - MINUTE) == Tally()
    assert fetch(now + 2 * HOUR + MINUTE) == Tally(done=1)


def test_a_feed_that_asks_us_to_come_back_later_is_asked_later(db, web_server, now, fetch):
    url = web_server.serve("/busy.xml", b"busy", 503, Retry_After="10800")
    pipeline.import_feeds(db, [Feed("busy", "Busy", url)], now=now)
    fetch(now)

    assert fetch(now + 3 * HOUR - MINUTE) == Tally()
    assert fetch(now + 3 * HOUR + MINUTE) == Tally(failed=1)


def test_a_feed_with_news_is_asked_more_often_than_one_without(db, paper, now, fetch):
    pipeline.import_feeds(db, [paper.announce(slug, [item(now)]) for slug in ("lively", "quiet")], now=now)
    for hour in range(6):
        paper.announce("lively", [item(now, number) for number in range(hour * 10, hour * 10 + 10)])
        fetch(now + hour * HOUR, everything=True)

    due = dict(rows(db, "select slug, next_poll_at - polled_at from embargowatch.feeds"))
    assert due["lively"] < HOUR < due["quiet"]


def test_a_quiet_official_source_is_asked_every_hour_all_the_same(db, paper, now, fetch):
    pipeline.import_feeds(db, [paper.announce("ministry", [item(now)], tier="official")], now=now)

    assert [fetch(now + hour * HOUR) for hour in range(6)] == [Tally(done=1)] * 6


def test_a_daily_run_asks_every_source_even_if_it_begins_a_minute_early(db, paper, now, fetch):
    pipeline.import_feeds(db, [paper.announce("quiet", [item(now)])], now=now)

    assert [fetch(now + day * (DAY - MINUTE)) for day in range(4)] == [Tally(done=1)] * 4


def test_a_body_that_has_not_changed_is_not_parsed_again(db, paper, now, fetch, monkeypatch):
    parsed: list[str] = []
    read_feed = Sandbox.read_feed

    def note(reader: Sandbox, page, feed: Feed, now: datetime) -> FeedContent | Failure:
        parsed.append(feed.slug)
        return read_feed(reader, page, feed, now)

    monkeypatch.setattr(Sandbox, "read_feed", note)
    pipeline.import_feeds(db, [paper.announce("plain", [item(now)])], now=now)  # its server gives no ETag

    fetch(now)
    assert fetch(now + DAY) == Tally(done=1)
    assert parsed == ["plain"]
    paper.announce("plain", [item(now), item(now, 2)])
    fetch(now + 2 * DAY)
    assert parsed == ["plain", "plain"]


# --- where ------------------------------------------------------------------------------------------


@pytest.fixture
def moved(db, paper, web_server, now, fetch) -> Feed:
    """A feed, as its file has it, that has moved for good."""
    paper.announce("new", [item(now)])
    feed = Feed("gazette", "Gazette", web_server.serve("/old.xml", b"", 301, Location="/new.xml"))
    pipeline.import_feeds(db, [feed], now=now)
    fetch(now)
    return feed


def test_a_feed_that_has_moved_for_good_is_asked_where_it_is_now_and_says_so(db, web_server, now, fetch, moved):
    fetch(now + DAY)

    assert paths(web_server) == ["/old.xml", "/new.xml", "/new.xml"]
    assert rows(db, "select url, moved_from from embargowatch.feeds") == [(web_server.url("/new.xml"), moved.url)]
    assert state(db)[0] == "ok"
    assert moved.url in state(db)[1]
    assert web_server.url("/new.xml") in state(db)[1]


def test_the_old_address_in_the_file_does_not_undo_the_move(db, web_server, now, fetch, moved):
    pipeline.import_feeds(db, [replace(moved, name="The Gazette")], now=now + DAY)
    fetch(now + DAY)

    assert rows(db, "select name, url, moved_from, first_seen from embargowatch.feeds") == [
        ("The Gazette", web_server.url("/new.xml"), moved.url, now)
    ]


def test_the_new_address_in_the_file_ends_the_matter(db, web_server, now, fetch, moved):
    pipeline.import_feeds(db, [replace(moved, url=web_server.url("/new.xml"))], now=now + DAY)
    fetch(now + DAY)

    assert rows(db, "select url, moved_from, first_seen from embargowatch.feeds") == [
        (web_server.url("/new.xml"), "", now)
    ]
    assert state(db) == ("ok", "")


def test_another_address_in_the_file_is_another_source(db, paper, web_server, now, fetch, moved):
    other = paper.announce("other", [item(now, 2)])
    pipeline.import_feeds(db, [replace(moved, url=other.url)], now=now + DAY)

    assert rows(db, "select url, moved_from, first_seen from embargowatch.feeds") == [(other.url, "", now + DAY)]


def test_a_feed_that_moves_twice_remembers_the_address_of_the_file(db, paper, web_server, now, fetch, moved):
    newest = paper.announce("newest", [item(now)])
    web_server.serve("/new.xml", b"", 308, Location="/newest.xml")
    fetch(now + DAY)

    assert rows(db, "select url, moved_from from embargowatch.feeds") == [(newest.url, moved.url)]


def test_a_feed_that_moves_back_is_as_before(db, paper, web_server, now, fetch, moved):
    web_server.serve("/new.xml", b"", 301, Location="/old.xml")
    web_server.routes["/old.xml"] = Answer(*_rss(paper, web_server, now))
    fetch(now + DAY)

    assert rows(db, "select url, moved_from from embargowatch.feeds") == [(moved.url, "")]
    assert state(db) == ("ok", "")


def _rss(paper: Newspaper, web_server: WebServer, now: datetime) -> tuple[bytes, int]:
    paper.announce("copy", [item(now)])
    page = web_server.routes["/copy.xml"]
    assert isinstance(page, Answer)
    assert isinstance(page.body, bytes)
    return page.body, 200


@pytest.mark.parametrize("status", [302, 307])
def test_a_feed_that_is_elsewhere_for_now_keeps_its_address(db, paper, web_server, now, fetch, status):
    paper.announce("new", [item(now)])
    feed = Feed("gazette", "Gazette", web_server.serve("/old.xml", b"", status, Location="/new.xml"))
    pipeline.import_feeds(db, [feed], now=now)
    fetch(now)

    assert rows(db, "select url, moved_from from embargowatch.feeds") == [(feed.url, "")]


def test_a_feed_that_leads_to_a_front_page_has_not_moved(db, web_server, now, fetch):
    web_server.serve("/", b"<!doctype html><title>Front page</title><p>Welcome", Content_Type="text/html")
    feed = Feed("gazette", "Gazette", web_server.serve("/old.xml", b"", 301, Location="/"))
    pipeline.import_feeds(db, [feed], now=now)
    fetch(now)

    assert rows(db, "select url, moved_from from embargowatch.feeds") == [(feed.url, "")]
    assert state(db)[0] == "not_a_feed"


# --- how it ends ------------------------------------------------------------------------------------


@pytest.fixture
def retired(db, web_server, now, fetch) -> Feed:
    feed = Feed("gazette", "Gazette", web_server.serve("/gone.xml", b"gone", 410))
    pipeline.import_feeds(db, [feed], now=now)
    fetch(now)
    return feed


def test_a_feed_that_is_gone_for_good_is_retired_and_stays_in_view(db, web_server, now, fetch, retired):
    for day in range(1, 30):
        pipeline.import_feeds(db, [retired], now=now + day * DAY)
        fetch(now + day * DAY)

    assert paths(web_server) == ["/gone.xml"]
    assert state(db)[0] == "gone"
    assert "410" in state(db)[1]
    assert rows(db, "select enabled, retired_at from embargowatch.feeds") == [(True, now)]


def test_a_retired_feed_that_answers_when_it_is_asked_by_hand_is_back(db, paper, web_server, now, fetch, retired):
    paper.announce("copy", [item(now)])
    web_server.routes["/gone.xml"] = web_server.routes["/copy.xml"]

    assert fetch(now + DAY, everything=True) == Tally(done=1)
    assert fetch(now + 3 * DAY) == Tally(done=1)
    assert rows(db, "select state, retired_at from embargowatch.feeds") == [("ok", None)]


def test_a_retired_feed_with_a_new_address_in_the_file_is_asked_again(db, paper, now, fetch, retired):
    new = paper.announce("new", [item(now)])
    pipeline.import_feeds(db, [replace(retired, url=new.url)], now=now + DAY)

    assert fetch(now + DAY) == Tally(done=1)


def test_a_feed_that_is_not_found_for_years_is_still_asked_every_week(db, web_server, now, fetch):
    pipeline.import_feeds(db, [Feed("lost", "Lost", web_server.url("/lost.xml"))], now=now)
    rows(db, "update embargowatch.feeds set failures = 500 returning 1")
    for day in range(15):
        fetch(now + day * DAY)

    assert paths(web_server) == ["/lost.xml"] * 3
    assert state(db)[0] == "gone"
