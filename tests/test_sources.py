"""Sources over time: what is asked for, what each state leaves behind, and who is told of a change for the worse."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import get_args

import pytest
from psycopg2.extensions import connection

from embargowatch import pipeline
from embargowatch.channels.email import MailServer
from embargowatch.fetch.state import State
from embargowatch.health import beside, seen_as_one, severity, turned_worse, worse
from embargowatch.mail import turned_line
from embargowatch.settings import Settings
from embargowatch.types import BlindSource, Feed, Page, Request, Selectors, Tally, TurnedSource
from embargowatch.web import Web
from line import SANDBOX, Newspaper, Postbox, Text, post_office, rows, run_line, set_up
from web_server import Answer, Handler, WebServer

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


def test_a_source_that_stays_empty_is_not_taken_for_well(db, paper, web_server, now, settings):
    pipeline.import_feeds(db, [paper.announce("daily", [("https://example.org/1", a_text(now))])], now=now)
    ask(db, settings, now)
    web_server.routes["/daily.xml"] = Answer(b"<rss version='2.0'><channel><title>t</title></channel></rss>")
    states = []
    for day in (1, 2):
        ask(db, settings, now + day * DAY)
        states += rows(db, "select state from embargowatch.feeds")
    assert states == [("empty",), ("empty",)]


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


def begun_and_left(handler: Handler) -> None:
    handler.wfile.write(b"<rss version='2.0'><channel>")
    handler.wfile.flush()
    handler.server.web.over.wait(5)


@pytest.mark.parametrize(
    ("answer", "state", "words"),
    [
        (Answer(b"", 404), "gone", "404 (Not Found)"),
        (Answer(b"", 410), "gone", "410 (Gone)"),
        (Answer(b"", 403, {"cf-mitigated": "challenge"}), "blocked", "403 (Forbidden; Cloudflare asks for a browser"),
        (Answer(b"", 429), "blocked", "429"),
        (Answer(b"", 503), "unreachable", "503"),
        (Answer(begun_and_left), "unreachable", "timed out"),
        (Answer(b"<!doctype html><title>Before you continue</title>"), "consent_wall", "consent page"),
        (Answer(b"<!doctype html><title>Our new site</title>"), "not_a_feed", "a web page"),
        (Answer(b"%PDF-1.7"), "not_a_feed", "a PDF"),
        (Answer(b"<rss version='2.0'><channel><item><title>A &</b"), "broken", "cannot be parsed: "),
        (Answer(b"<rss version='2.0'><channel><title>T</title></channel></rss>"), "empty", "holds no entries"),
    ],
)
def test_a_source_that_answers_badly_is_in_a_state_that_says_why(db, web_server, now, answer, state, words):
    web_server.routes["/feed"] = answer
    pipeline.import_feeds(db, [Feed("daily", "Daily", web_server.url("/feed"))], now=now)
    ask(db, web_server.settings(timeout_s=1.0), now)
    [(found, reason)] = rows(db, "select state, state_reason from embargowatch.feeds")
    assert (found, words in reason) == (state, True), reason
    assert "/feed" in reason or state == "empty"


@pytest.mark.parametrize(
    ("url", "words"), [("http://nosuch.invalid/feed", "DNS"), ("http://127.0.0.1:9/feed", "private address")]
)
def test_a_source_that_cannot_even_be_asked_says_why(db, now, settings, url, words):
    pipeline.import_feeds(db, [Feed("daily", "Daily", url)], now=now)
    ask(db, settings, now)
    [(reason,)] = rows(db, "select state_reason from embargowatch.feeds")
    assert words in reason


def test_a_source_of_which_everything_is_new_is_truncated(db, paper, now, settings):
    for day in (0, 1):
        items = [(f"https://example.org/{day}/{n}", a_text(now)) for n in range(6)]
        pipeline.import_feeds(db, [paper.announce("daily", items)], now=now)
        ask(db, settings, now + day * timedelta(hours=6))
    [(state, reason)] = rows(db, "select state, state_reason from embargowatch.feeds")
    assert (state, "all 6 entries are new" in reason) == ("truncated", True)


# --- who is told of a change for the worse ------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "state", "is_worse"),
    [
        (("ok",), "unreachable", True),
        (("ok",), "slow", True),
        (("ok",), "truncated", True),
        (("slow",), "gone", True),
        (("unverified",), "broken", True),
        (("ok", "unreachable"), "gone", True),
        (("unreachable", "ok"), "unreachable", True),
        (("unreachable",), "gone", False),
        (("truncated",), "slow", False),
        (("unreachable",), "ok", False),
        (("ok",), "quiet", False),
        (("unverified",), "ok", False),
        ((), "blocked", True),
    ],
)
def test_worse_is_what_gives_us_less_than_it_did_before(before, state, is_worse):
    assert worse(before, state) == is_worse


def test_every_state_has_its_place():
    assert {severity(state) for state in get_args(State)} == {0, 1, 2}


def lost(n: int, now: datetime, state: str = "unreachable") -> tuple[list[BlindSource], list[TurnedSource]]:
    names = [f"Paper {each}" for each in range(n)]
    blind = [BlindSource(name, state, "timed out", now - timedelta(hours=number)) for number, name in enumerate(names)]
    return blind, [TurnedSource(each.name, "", state, each.reason, each.since, ("ok",)) for each in blind]


def test_when_most_cannot_be_reached_at_once_that_is_one_message(now):
    blind, turned = lost(61, now)
    other = TurnedSource("Gone", "", "gone", "404", now, ("ok",))
    one, rest = turned_worse([*turned, other], blind, 120)
    assert (one.name, one.state, rest) == ("61 of 120 sources", "unreachable", other)
    assert "our own network" in one.reason
    [seen] = seen_as_one(blind, 120)
    assert (seen.stands_for, seen.since) == (61, now - timedelta(hours=60))


@pytest.mark.parametrize(
    ("n", "watched", "state"), [(60, 120, "unreachable"), (4, 4, "unreachable"), (90, 120, "blocked")]
)
def test_few_or_other_troubles_are_told_one_by_one(now, n, watched, state):
    blind, turned = lost(n, now, state)
    assert turned_worse(turned, blind, watched) == tuple(turned)
    assert seen_as_one(blind, watched) == tuple(blind)


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def mail_server(postbox: Postbox) -> Iterator[MailServer]:
    with post_office(postbox) as server:
        yield server


@pytest.fixture
def watched(db, paper, web_server, now, settings) -> Callable[..., None]:
    """Three papers that were read yesterday; call it to let some fail today."""
    names = ("north", "south", "west")
    pipeline.import_feeds(
        db, [paper.announce(name, [(f"https://example.org/{name}", a_text(now))]) for name in names], now=now - DAY
    )
    ask(db, settings, now - DAY)

    def failing(at: datetime, **statuses: int) -> None:
        good = {name: web_server.routes[f"/{name}.xml"] for name in names}
        for name, status in statuses.items():
            web_server.routes[f"/{name}.xml"] = Answer(b"", status)
        ask(db, settings, at)
        web_server.routes.update({f"/{name}.xml": answer for name, answer in good.items()})

    return failing


def test_the_operator_is_mailed_once_of_what_turned_for_the_worse(db, watched, now, settings, mail_server, postbox):
    settings = replace(settings, operator="ops@example.org")
    watched(now, north=404, south=503)

    assert pipeline.tell_operator(db, mail_server, settings, now=now) == Tally(done=1)
    assert pipeline.tell_operator(db, mail_server, settings, now=now + DAY) == Tally(skipped=1)

    [mail] = postbox.mails
    text = mail.get_body(("plain",)).get_content()
    assert (mail["To"], mail["Subject"]) == ("ops@example.org", "Sources: 2 sources turned for the worse")
    assert "- North: gone since 23 Nov 2026" in text
    assert "  answered 404 (Not Found)" in text.splitlines()
    assert "2 of 3 sources cannot be read now" in text
    assert "/sources" in mail.get_body(("html",)).get_content()


def test_what_was_told_and_is_well_again_is_told_when_it_fails_again(db, watched, now, settings, mail_server, postbox):
    settings = replace(settings, operator="ops@example.org")
    for day, statuses in enumerate(({"north": 404}, {}, {"north": 404}, {"north": 410})):
        watched(now + day * DAY, **statuses)
        pipeline.tell_operator(db, mail_server, settings, now=now + day * DAY)
    assert [mail["Subject"] for mail in postbox.mails] == ["Sources: North turned for the worse"] * 2


def test_a_turn_that_was_written_down_only_after_a_look_is_told_by_the_next(
    db, watched, now, settings, mail_server, postbox
):
    settings = replace(settings, operator="ops@example.org")
    pipeline.tell_operator(db, mail_server, settings, now=now + timedelta(minutes=5))
    watched(now, north=404)  # a run that began before the look, and came to its end after it
    assert pipeline.tell_operator(db, mail_server, settings, now=now + DAY) == Tally(done=1)
    assert postbox.mails[0]["Subject"] == "Sources: North turned for the worse"


def test_without_an_operator_or_a_change_nobody_is_mailed(db, watched, now, settings, mail_server, postbox):
    watched(now, north=404)
    assert pipeline.tell_operator(db, mail_server, settings, now=now) == Tally(skipped=1)
    assert postbox.mails == []


def test_while_the_mail_server_is_down_the_operator_s_news_waits(db, watched, now, settings, mail_server, postbox):
    settings = replace(settings, operator="ops@example.org")
    watched(now, north=404)
    assert pipeline.tell_operator(db, MailServer("127.0.0.1", 1), settings, now=now) == Tally(failed=1)
    watched(now + DAY, north=404, south=503)
    assert pipeline.tell_operator(db, mail_server, settings, now=now + DAY) == Tally(done=1)
    assert postbox.mails[0]["Subject"] == "Sources: 2 sources turned for the worse"


def test_the_next_digest_leads_with_one_line_of_what_turned_for_the_worse(db, web_server, now, mail_server, postbox):
    settings = set_up(db, web_server, now)
    run_line(db, settings, mail_server, now, last="decide")
    web_server.routes["/south.xml"] = Answer(b"", 404)
    ask(db, settings, now + timedelta(hours=5))
    pipeline.send_digest(db, mail_server, settings, now=now + timedelta(hours=6))

    [mail] = [mail for mail in postbox.mails if mail["To"] == "ben@example.org"]
    first = mail.get_body(("plain",)).get_content().splitlines()[0]
    assert first.startswith("Turned for the worse since the last digest: ")
    assert "South (gone: " in first
    assert "Turned for the worse" in mail.get_body(("html",)).get_content()


def test_many_that_turned_for_the_worse_are_still_one_line(now):
    _, turned = lost(40, now, "gone")
    line = turned_line(turned)
    assert line.count("\n") == 0
    assert line.endswith("; 37 more")
    assert turned_line([]) == ""


def test_a_reason_beside_its_source_does_not_begin_with_its_address():
    url = "https://north.example/rss?format=xml"
    assert beside(url, f"north: {url} is a web page, not a feed") == "is a web page, not a feed"
    assert beside(url, f"{url} answered 403") == "answered 403"
    assert beside(url, f"we were led to it from {url} and back") == f"we were led to it from {url} and back"
    assert beside(url, url) == url
    assert beside("", "most sources at once") == "most sources at once"
