"""What sites ask of machines, and that we do it. A real server, where it is about fetching."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from embargowatch import pipeline
from embargowatch.local.ports import free_port
from embargowatch.types import Failure, Page, Request
from embargowatch.web import Web
from embargowatch.web.robots import MAX_CHARS, Rules
from line import SANDBOX, Newspaper, rows
from test_pipeline import a_text
from web_server import Answer, WebServer

NAME = "(compatible; EmbargoWatch/0.1; +)"
DAY = timedelta(days=1)


@pytest.fixture
def web_server() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


@pytest.fixture
def read(web_server) -> Callable[..., Page | Failure]:
    """Fetch an article page of a site with this robots.txt."""

    def get(file: str | None = None, path: str = "/news/1", **changes: object) -> Page | Failure:
        web_server.serve(path, b"a page")
        if file is not None:
            web_server.serve("/robots.txt", file.encode(), Content_Type="text/plain")
        return Web(web_server.settings(**changes)).fetch(Request(web_server.url(path), obeys_robots=True))

    return get


def paths(server: WebServer) -> list[str]:
    return [path for path, _ in server.hits]


# --- the rules --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("robots", "path", "rule"),
    [
        ("User-agent: *\nDisallow: /news/", "/news/1", "Disallow: /news/"),
        ("User-agent: *\nDisallow: /news/", "/sport/1", ""),
        ("User-agent: *\nDisallow:", "/news/1", ""),
        ("User-agent: *\nDisallow: /\nAllow: /news/", "/news/1", ""),
        ("User-agent: *\nDisallow: /*.pdf$", "/news/1.pdf", "Disallow: /*.pdf$"),
        ("User-agent: *\nDisallow: /*.pdf$", "/news/1.pdf?x", ""),
        ("User-agent: *\nDisallow: /n\nDisallow: /news # old", "/news/1", "Disallow: /news"),
        ("User-agent: EmbargoWatch\nDisallow: /news", "/news/1", "Disallow: /news"),
        ("user-agent: embargowatch\nDISALLOW: /news", "/news/1", "Disallow: /news"),
        ("User-agent: *\nDisallow: /news/1\nUser-agent: EmbargoWatch\nDisallow: /n", "/news/1", "Disallow: /n"),
        ("User-agent: *\nDisallow: /\nUser-agent: EmbargoWatch\nAllow: /", "/news/1", ""),
        ("User-agent: GPTBot\nDisallow: /\nUser-agent: *\nDisallow: /private", "/news/1", ""),
        ("User-agent: GPTBot\nUser-agent: EmbargoWatch\nDisallow: /", "/news/1", "Disallow: /"),
        ("User-agent: EmbargoWatch\n\n# ours\nUser-agent: GPTBot\nDisallow: /", "/news/1", "Disallow: /"),
        ("User-agent: Watch\nDisallow: /", "/news/1", ""),
        ("User-agent: Mozilla\nDisallow: /", "/news/1", ""),
        ("\ufeffUser-agent: *\nDisallow: /", "/news/1", "Disallow: /"),
        ("<!doctype html><title>Not found</title><p>Disallow: /", "/news/1", ""),
        ("", "/news/1", ""),
    ],
)
def test_a_rule_is_for_whom_and_what_it_says(robots, path, rule):
    assert Rules(robots, NAME).against(f"https://paper.example{path}") == rule


@pytest.mark.parametrize(
    ("robots", "seconds"),
    [
        ("User-agent: *\nCrawl-delay: 10", 10),
        ("User-agent: *\nCrawl-delay: 10\nUser-agent: EmbargoWatch\nCrawl-delay: 2.5", 2.5),
        ("User-agent: Slurp\nCrawl-delay: 10", 0),
        ("User-agent: *\nCrawl-delay: -3", 0),
        ("User-agent: *\nCrawl-delay: nan", 0),
        ("", 0),
    ],
)
def test_a_delay_is_for_whom_it_says(robots, seconds):
    assert Rules(robots, NAME).crawl_delay_s == seconds


def test_a_file_of_ten_thousand_names_and_rules_is_read_like_a_small_one():
    names = "".join(f"User-agent: bot{n}\n" for n in range(10_000))
    rules = "".join(f"Disallow: /{n}*a*b*c\n" for n in range(10_000))
    robots = Rules(f"{names}{rules}User-agent: *\nDisallow: /news"[-MAX_CHARS:], NAME)
    assert robots.against("https://paper.example/news/1") == "Disallow: /news"


# --- asking for them --------------------------------------------------------------------------------


def test_a_page_that_is_not_for_machines_is_not_fetched_and_the_rule_is_named(web_server, read):
    answer = read("User-agent: *\nDisallow: /news/")
    assert isinstance(answer, Failure)
    assert answer.kind == "robots"
    assert answer.permanent
    assert "/news/1" in answer.reason
    assert "Disallow: /news/" in answer.reason
    assert paths(web_server) == ["/robots.txt"]


def test_a_page_that_is_for_everybody_is_fetched(web_server, read):
    assert isinstance(read("User-agent: *\nDisallow: /private/"), Page)
    assert paths(web_server) == ["/robots.txt", "/news/1"]


def test_robots_txt_is_asked_for_in_our_own_name(web_server, read):
    read("", contact="https://watch.example")
    assert all("EmbargoWatch" in headers["user-agent"] for _, headers in web_server.hits)


def test_the_name_that_rules_are_for_is_that_of_the_setting(read):
    own = "GazetteReader/2.0 (+{contact})"
    assert isinstance(read("User-agent: GazetteReader\nDisallow: /", user_agent=own), Failure)
    assert isinstance(read("User-agent: EmbargoWatch\nDisallow: /", user_agent=own), Page)


def test_a_contact_is_not_a_name(read):
    assert isinstance(read("User-agent: gptbot\nDisallow: /", contact="mailto:gptbot@watch.example"), Page)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_site_without_robots_txt_allows_everything(web_server, read, status):
    web_server.serve("/robots.txt", b"User-agent: *\nDisallow: /", status)
    assert isinstance(read(), Page)


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_site_whose_robots_txt_is_ill_is_left_alone_for_now(web_server, read, status):
    web_server.serve("/robots.txt", b"", status)
    answer = read()
    assert isinstance(answer, Failure)
    assert answer.kind == "robots"
    assert not answer.permanent
    assert answer.retry_after is not None
    assert str(status) in answer.reason
    assert paths(web_server) == ["/robots.txt"]


def test_a_site_that_cannot_be_reached_is_asked_once_and_said_to_be_so():
    url = f"http://127.0.0.1:{free_port(18700)}/news/1"
    with WebServer() as server:
        settings = server.settings(allow_hosts=frozenset({url.split("/")[2]}))
    answer = Web(settings).fetch(Request(url, obeys_robots=True))
    assert isinstance(answer, Failure)
    assert answer.kind == "unreachable"
    assert answer.reason.startswith(url)
    assert "/robots.txt" in answer.reason


def test_robots_txt_inside_the_network_is_not_fetched_either():
    with WebServer() as server:
        answer = Web(server.settings(allow_hosts=frozenset())).fetch(Request(server.url("/a"), obeys_robots=True))
        assert server.hits == []
    assert isinstance(answer, Failure)
    assert answer.kind == "private_address"
    assert server.url("/a") in answer.reason


def test_robots_txt_is_asked_for_once_for_many_pages(web_server):
    web_server.serve("/robots.txt", b"User-agent: *\nDisallow: /9")
    requests = [Request(web_server.serve(f"/{n}", b"x"), obeys_robots=True) for n in range(20)]
    answers = [answer for _, answer in Web(web_server.settings()).fetch_many(requests)]
    assert paths(web_server).count("/robots.txt") == 1
    assert [answer.kind for answer in answers if isinstance(answer, Failure)] == ["robots"]


def test_a_robots_txt_that_has_moved_is_followed(web_server, read):
    web_server.serve("/robots.txt", b"", 301, Location="/moved/robots.txt")
    web_server.serve("/moved/robots.txt", b"User-agent: *\nDisallow: /")
    assert isinstance(read(), Failure)


def test_a_redirect_to_where_machines_are_not_wanted_ends_there(web_server):
    web_server.serve("/robots.txt", b"User-agent: *\nDisallow: /inside")
    web_server.serve("/a", b"", 302, Location="/inside/a")
    answer = Web(web_server.settings()).fetch(Request(web_server.url("/a"), obeys_robots=True))
    assert isinstance(answer, Failure)
    assert answer.kind == "robots"
    assert paths(web_server) == ["/robots.txt", "/a"]


def test_another_site_that_is_redirected_to_is_asked_for_its_own_rules(web_server):
    with WebServer() as other:
        other.serve("/robots.txt", b"User-agent: *\nDisallow: /")
        web_server.serve("/a", b"", 302, Location=other.url("/b"))
        settings = web_server.settings(allow_hosts=frozenset({web_server.host, other.host}))
        answer = Web(settings).fetch(Request(web_server.url("/a"), obeys_robots=True))
        assert paths(other) == ["/robots.txt"]
    assert isinstance(answer, Failure)


def test_a_feed_is_offered_to_machines_and_asked_without_rules(web_server):
    web_server.serve("/robots.txt", b"User-agent: *\nDisallow: /")
    assert isinstance(Web(web_server.settings()).fetch(Request(web_server.serve("/feed", b"x"))), Page)
    assert paths(web_server) == ["/feed"]


def test_an_operator_may_switch_it_off(web_server, read):
    assert isinstance(read("User-agent: *\nDisallow: /", robots=False), Page)
    assert paths(web_server) == ["/news/1"]


# --- what becomes of the entry ----------------------------------------------------------------------


def test_an_entry_whose_page_is_not_for_machines_keeps_the_words_of_its_feed(db, web_server, now):
    paper, text = Newspaper(web_server), a_text(now, summary="What the feed itself says about the bridge.")
    web_server.serve("/robots.txt", b"User-agent: *\nDisallow: /closed/")
    url = paper.print("/closed/1", text)
    pipeline.import_feeds(db, [paper.announce("daily", [(url, text)])], now=now)
    web = Web(web_server.settings())
    pipeline.fetch(db, web, now=now, sandbox=SANDBOX)
    pipeline.scrape(db, web, now=now)
    pipeline.clean(db, now=now, sandbox=SANDBOX)

    assert "/closed/1" not in paths(web_server)
    [(status, said, reason)] = rows(db, "select status, text, reason from embargowatch.articles")
    assert (status, said) == ("summary_only", "What the feed itself says about the bridge.")
    assert "Disallow: /closed/" in reason
    assert rows(db, "select state, failure_kind from embargowatch.entries") == [("failed", "robots")]


def test_what_robots_txt_said_is_known_to_the_next_process(database_url, web_server):
    web_server.routes["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /a")
    for path in ("/a", "/b"):
        web_server.serve(path, b"x")
        with pipeline.polite_web(web_server.settings(), database_url) as web:
            web.fetch(Request(web_server.url(path), obeys_robots=True))
    assert paths(web_server) == ["/robots.txt", "/b"]


def test_what_robots_txt_said_is_forgotten_after_a_day(db, database_url, web_server):
    web_server.serve("/robots.txt", b"User-agent: *\nDisallow: /")
    request = Request(web_server.serve("/a", b"x"), obeys_robots=True)
    with pipeline.polite_web(web_server.settings(), database_url) as web:
        assert isinstance(web.fetch(request), Failure)
        web_server.serve("/robots.txt", b"")
        assert isinstance(web.fetch(request), Failure)
        [(good_for,)] = rows(db, "select expires_at - now() from embargowatch.robots")
        assert 0.9 * DAY < good_for <= DAY
        rows(db, "update embargowatch.robots set expires_at = now() returning 1")
        assert isinstance(web.fetch(request), Page)
