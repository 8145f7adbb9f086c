"""How hosts are treated: one request at a time, at their own pace, whoever asks. A real server, a real Postgres."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from embargowatch import pipeline, store
from embargowatch.settings import Settings
from embargowatch.store import SharedHosts
from embargowatch.types import Failure, Feed, Page, Pause, Request, Tally
from embargowatch.web import Web
from embargowatch.web.addresses import host_of, origin_of
from embargowatch.web.hosts import MOST_PAUSE_S, pause_after
from line import SANDBOX, Newspaper, Text, rows
from web_server import Answer, Handler, WebServer

HOUR = timedelta(hours=1)


@pytest.fixture
def web_server() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


@pytest.fixture
def open_web(database_url) -> Iterator[Callable[[Settings], Web]]:
    """Makes the webs of as many workers as a test wants, all on the same database."""
    memories: list[SharedHosts] = []

    def make(settings: Settings) -> Web:
        memories.append(SharedHosts(database_url))
        return Web(settings, memories[-1])

    yield make
    for memory in memories:
        memory.close()


class Watcher:
    """Serves pages and notes when each began and ended."""

    def __init__(self, server: WebServer, paths: list[str], takes_s: float = 0.0) -> None:
        self.times: list[tuple[float, float]] = []
        self.takes_s = takes_s
        self.urls = [server.url(path) for path in paths]
        server.routes.update(dict.fromkeys(paths, self.answer))

    def answer(self, _: Handler) -> Answer:
        began = time.monotonic()
        threading.Event().wait(self.takes_s)
        self.times.append((began, time.monotonic()))
        return Answer(b"x")

    def gaps(self) -> list[float]:
        """From the end of one to the beginning of the next; below 0 when they overlap."""
        return [later[0] - earlier[1] for earlier, later in itertools.pairwise(sorted(self.times))]


def all_of(web: Web, urls: list[str]) -> list[Page | Failure]:
    return [answer for _, answer in web.fetch_many(map(Request, urls))]


def side_by_side(*works: Callable[[], object]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# --- the pace, which is pure ------------------------------------------------------------------------

FINE = Failure("http_status", "it answered 404", status=404)
BUSY = Failure("http_status", "it answered 429", status=429)


def test_each_refusal_doubles_the_pause_and_each_answer_takes_one_doubling_back():
    pause, seconds = Pause(1.0), []
    for answer in (BUSY, BUSY, BUSY, FINE, FINE, FINE, FINE):
        pause = pause_after(answer, pause.slowness, 1.0)
        seconds.append(pause.seconds)
    assert seconds == [2, 4, 8, 4, 2, 1, 1]


def test_a_host_without_delay_is_slowed_down_too():
    assert pause_after(BUSY, 0, 0.0).seconds > 0


def test_what_a_host_asks_for_is_more_than_what_we_would_do():
    assert pause_after(Failure("http_status", "", status=503, retry_after=7200), 0, 1.0).seconds == 7200


def test_the_doubling_ends():
    pause = Pause(1.0)
    for _ in range(50):
        pause = pause_after(BUSY, pause.slowness, 1.0)
    assert pause.seconds == MOST_PAUSE_S


def test_a_host_that_could_not_be_reached_has_not_become_less_busy():
    assert pause_after(Failure("unreachable", ""), 3, 1.0, "busy") == Pause(8.0, 3, "busy")
    assert pause_after(None, 3, 1.0, "busy") == Pause(8.0, 3, "busy")


@pytest.mark.parametrize(
    ("url", "host", "origin"),
    [
        ("https://Paper.example/a", "paper.example", "https://paper.example"),
        ("https://paper.example:443/a", "paper.example", "https://paper.example"),
        ("http://paper.example:443/a", "paper.example:443", "http://paper.example:443"),
        ("http://[2606:4700::1]:80/a", "[2606:4700::1]", "http://[2606:4700::1]"),
        ("http://paper.example:99999/", "", "http://"),
    ],
)
def test_a_host_has_one_name_however_it_is_written(url, host, origin):
    assert (host_of(url), origin_of(url)) == (host, origin)


# --- one worker -------------------------------------------------------------------------------------


def test_a_host_that_is_asked_too_often_is_asked_more_slowly(web_server):
    seen: list[float] = []

    def grumble(_: Handler) -> Answer:
        seen.append(time.monotonic())
        return Answer(b"", 429) if len(seen) == 1 else Answer(b"x")

    web_server.routes["/a"] = grumble
    all_of(Web(web_server.settings(host_delay_s=0.01)), [web_server.url("/a")] * 2)
    assert seen[1] - seen[0] >= 1


def test_a_host_that_wants_to_be_left_alone_is_left_alone_by_all_its_pages(web_server):
    web_server.serve("/busy", b"", 429, Retry_After="7200")
    urls = [web_server.url("/busy"), *(web_server.serve(f"/{n}", b"x") for n in range(5))]
    first, *others = all_of(Web(web_server.settings()), urls)
    assert isinstance(first, Failure)
    assert first.status == 429
    assert len(web_server.hits) == 1
    for answer in others:
        assert isinstance(answer, Failure)
        assert answer.kind == "put_off"
        assert not answer.permanent
        assert answer.retry_after is not None
        assert answer.retry_after > 7000
        assert "429" in answer.reason
        assert web_server.host in answer.reason


def test_another_host_is_not_made_to_wait(web_server):
    with WebServer() as other:
        web_server.serve("/busy", b"", 429, Retry_After="7200")
        settings = web_server.settings(allow_hosts=frozenset({web_server.host, other.host}))
        web = Web(settings)
        web.fetch(Request(web_server.url("/busy")))
        assert isinstance(web.fetch(Request(other.serve("/a", b"x"))), Page)


def test_a_crawl_delay_is_kept_between_the_pages_of_a_site(web_server):
    web_server.serve("/robots.txt", b"User-agent: *\nCrawl-delay: 0.3")
    watcher = Watcher(web_server, ["/a", "/b", "/c"])
    requests = [Request(url, obeys_robots=True) for url in watcher.urls]
    list(Web(web_server.settings()).fetch_many(requests))
    assert all(gap >= 0.25 for gap in watcher.gaps())
    assert len(watcher.times) == 3


def test_a_crawl_delay_of_a_week_is_cut(web_server):
    web_server.serve("/robots.txt", b"User-agent: *\nCrawl-delay: 604800")
    watcher = Watcher(web_server, ["/a", "/b"])
    requests = [Request(url, obeys_robots=True) for url in watcher.urls]
    answers = [answer for _, answer in Web(web_server.settings(max_crawl_delay_s=0.2)).fetch_many(requests)]
    assert [type(answer) for answer in answers] == [Page, Page]
    assert watcher.gaps()[0] >= 0.15


# --- many workers -----------------------------------------------------------------------------------


def test_workers_take_turns_at_a_host(web_server, open_web):
    settings = web_server.settings(host_delay_s=0.1)
    watcher = Watcher(web_server, [f"/{n}" for n in range(12)], takes_s=0.02)
    webs = [open_web(settings) for _ in range(3)]
    side_by_side(*(lambda web=web, n=n: all_of(web, watcher.urls[n::3]) for n, web in enumerate(webs)))

    assert len(watcher.times) == 12
    assert all(gap >= 0.08 for gap in watcher.gaps())


def test_workers_take_turns_at_a_host_that_others_redirect_to(web_server, open_web):
    with WebServer() as second:
        watcher = Watcher(second, ["/a", "/b"], takes_s=0.2)
        urls = [
            web_server.serve("/1", b"", 302, Location=watcher.urls[0]),
            web_server.serve("/2", b"", 302, Location=watcher.urls[1]),
        ]
        settings = web_server.settings(allow_hosts=frozenset({web_server.host, second.host}))
        webs = [open_web(settings), open_web(settings)]
        side_by_side(*(lambda web=web, url=url: web.fetch(Request(url)) for web, url in zip(webs, urls, strict=True)))
        assert len(watcher.times) == 2
        assert watcher.gaps()[0] >= 0


def test_what_a_host_asked_for_is_known_to_the_next_process(web_server, open_web):
    web_server.serve("/a", b"", 503, Retry_After="7200")
    settings = web_server.settings()
    open_web(settings).fetch(Request(web_server.url("/a")))
    answer = open_web(settings).fetch(Request(web_server.url("/a")))
    assert isinstance(answer, Failure)
    assert answer.kind == "put_off"
    assert len(web_server.hits) == 1


def test_the_host_of_a_worker_that_died_is_free_when_its_time_is_up(db, database_url, web_server, open_web):
    with closing(store.connect(database_url)) as dead:
        dead.autocommit = True
        assert store.claim_hosts(dead, {web_server.host: 0.5})[web_server.host].ours
        assert not store.claim_hosts(dead, {web_server.host: 0.5})[web_server.host].ours

    assert isinstance(open_web(web_server.settings()).fetch(Request(web_server.serve("/a", b"x"))), Page)


def test_a_caller_that_stops_early_leaves_its_hosts_to_others(db, web_server, open_web):
    release = threading.Event()
    web_server.serve("/a", b"x")
    web_server.routes["/slow"] = lambda _: Answer(str(release.wait(20)).encode())
    with WebServer() as other:
        settings = web_server.settings(allow_hosts=frozenset({web_server.host, other.host}))
        answers = open_web(settings).fetch_many([Request(other.serve("/a", b"x")), Request(web_server.url("/slow"))])
        next(answers)
        answers.close()
        release.set()
    assert rows(db, "select count(*) from embargowatch.hosts where held_until > now() + interval '1 second'") == [(0,)]


def test_a_host_with_too_long_a_name_costs_only_the_request_that_leads_there(web_server, open_web):
    name = "".join(sha256(f"{n}".encode()).hexdigest() for n in range(100))  # which nothing makes shorter
    there = web_server.serve("/a", b"", 302, Location=f"http://{name}/")
    answers = all_of(open_web(web_server.settings()), [there, web_server.serve("/b", b"x")])
    assert sorted(getattr(answer, "kind", "page") for answer in answers) == ["bad_url", "page"]


def test_a_memory_that_is_gone_is_no_item_s_fault(web_server, open_web, database_url):
    memory = SharedHosts(database_url)
    memory.close()
    with pytest.raises(Exception, match=r"closed|shutdown"):
        Web(web_server.settings(), memory).fetch(Request(web_server.serve("/a", b"x")))


# --- sources that are put off -----------------------------------------------------------------------


def test_a_source_that_was_not_asked_is_as_it_was_and_asked_when_its_host_wants_it(db, web_server, now):
    web_server.serve("/1.xml", b"", 429, Retry_After="7200")
    rss = b"<rss version='2.0'><channel><title>t</title><item><title>a</title><link>http://p.example/1</link></item>"
    two = web_server.serve("/2.xml", rss + b"</channel></rss>")
    pipeline.import_feeds(db, [Feed("two", "Two", two)], now=now)
    settings = web_server.settings()
    pipeline.fetch(db, Web(settings), now=now, sandbox=SANDBOX)
    pipeline.import_feeds(db, [Feed("one", "One", web_server.url("/1.xml")), Feed("two", "Two", two)], now=now + HOUR)
    rows(db, "update embargowatch.feeds set next_poll_at = %s where slug = 'one' returning 1", now)

    assert pipeline.fetch(db, Web(settings), now=now + HOUR, sandbox=SANDBOX) == Tally(failed=1, skipped=1)

    [(state, reason, failures, due, asked)] = rows(
        db, "select state, state_reason, failures, next_poll_at, polled_at from embargowatch.feeds where slug = 'two'"
    )
    assert (state, failures, asked) == ("ok", 0, now)
    assert "429" in reason
    assert due > now + 2 * HOUR


def test_asking_everything_comes_to_its_end_although_a_source_is_put_off(db, web_server, now):
    urls = [web_server.serve("/1.xml", b"", 429, Retry_After="7200"), web_server.url("/2.xml")]
    pipeline.import_feeds(db, [Feed(f"n{n}", "N", url) for n, url in enumerate(urls)], now=now)
    web = Web(web_server.settings())
    assert pipeline.fetch(db, web, now=now, everything=True, sandbox=SANDBOX) == Tally(failed=1, skipped=1)


# --- pages that are put off, and pages that cannot be had -------------------------------------------


class Answering:
    """A web that gives every request the same answer."""

    def __init__(self, answer: Failure) -> None:
        self.answer = answer

    def fetch_many(self, requests: Iterable[Request]) -> Iterator[tuple[Request, Failure]]:
        return ((request, self.answer) for request in requests)


PUT_OFF = Failure("put_off", "it wants to be left alone", retry_after=1800)
ENTRY = "select state, attempts, retries, next_try_at, retry_at from embargowatch.entries"


@pytest.fixture
def entry(db, web_server, now) -> None:
    """One entry that waits for its page."""
    text = Text("Radars", ("Words.",), now - HOUR, "The army has new radars.")
    feed = Newspaper(web_server).announce("daily", [(web_server.url("/a"), text)])
    pipeline.import_feeds(db, [feed], now=now)
    pipeline.fetch(db, Web(web_server.settings()), now=now, sandbox=SANDBOX)


def test_a_page_that_was_not_asked_for_has_all_its_tries_left(db, entry, now):
    for hour in range(5):
        pipeline.scrape(db, Answering(PUT_OFF), now=now + hour * HOUR)
    assert rows(db, ENTRY) == [("to_scrape", 0, 0, now + 4 * HOUR + HOUR / 2, None)]


def test_a_later_try_that_was_put_off_is_not_used_up(db, entry, now):
    refused = Failure("http_status", "403", status=403)
    pipeline.scrape(db, Answering(refused), now=now)
    pipeline.clean(db, now=now, sandbox=SANDBOX)
    pipeline.scrape(db, Answering(replace(PUT_OFF, retry_after=86400)), now=now + 6 * HOUR)
    [(state, _, retries, _, retry_at)] = rows(db, ENTRY)
    assert (state, retries, retry_at) == ("failed", 0, now + 30 * HOUR)


@pytest.mark.parametrize(
    "failure",
    [
        Failure("http_status", "403", status=403),
        Failure("http_status", "429", status=429, retry_after=86400),
        replace(PUT_OFF, retry_after=7200),
    ],
    ids=["refused", "told to come back tomorrow", "put off for long"],
)
def test_what_trying_soon_cannot_help_is_judged_on_the_feed_s_words_at_once(db, entry, now, failure):
    pipeline.scrape(db, Answering(failure), now=now)
    pipeline.clean(db, now=now, sandbox=SANDBOX)
    assert rows(db, "select status, text from embargowatch.articles") == [("summary_only", "The army has new radars.")]
    assert rows(db, "select retry_at from embargowatch.entries") == [(now + 6 * HOUR,)]


@pytest.mark.parametrize("status", [500, 429])
def test_what_may_pass_by_itself_is_tried_three_times_first(db, entry, now, status):
    failure = Failure("http_status", "busy", status=status)
    states = []
    for hour in range(3):
        pipeline.scrape(db, Answering(failure), now=now + hour * HOUR)
        states.append(rows(db, "select state from embargowatch.entries")[0][0])
    assert states == ["to_scrape", "to_scrape", "failed"]


def test_hosts_that_nobody_asked_for_a_month_are_forgotten(db, web_server, open_web):
    open_web(web_server.settings()).fetch(Request(web_server.serve("/a", b"x"), obeys_robots=True))
    count = "select (select count(*) from embargowatch.hosts), (select count(*) from embargowatch.robots)"
    pipeline.forget(db, web_server.settings(), now=datetime.now(UTC) + timedelta(days=29))
    assert rows(db, count) == [(1, 1)]
    pipeline.forget(db, web_server.settings(), now=datetime.now(UTC) + timedelta(days=40))
    assert rows(db, count) == [(0, 0)]
