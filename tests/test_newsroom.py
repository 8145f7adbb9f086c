"""The demo: its newsroom, its mail catcher, and the check of what came out."""

from __future__ import annotations

import gzip
import html
import json
import re
import signal
import smtplib
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace

import feedparser
import httpx
import pytest
from bs4 import BeautifulSoup

from embargowatch.demo import check, feeds, pages
from embargowatch.demo.articles import print_draft, read_drafts
from embargowatch.demo.inbox import Inbox
from embargowatch.demo.mail_catcher import Pages
from embargowatch.demo.newsroom import LABEL, Newsroom
from embargowatch.demo.outlets import ODDITIES, OUTLETS
from embargowatch.demo.serving import Server
from embargowatch.demo.state import Memory
from embargowatch.feeds_file import read_feeds
from embargowatch.subscribers_file import read_subscribers

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
FEEDS = [outlet for outlet in OUTLETS if outlet.feed in ("rss", "atom", "rdf")]
PATHS = sorted(read_drafts())
EDITED = "/baltic/germany-suspends-fuchs-licence"
PRIVATE_PORT = 9


@contextmanager
def served(server: Server) -> Iterator[httpx.Client]:
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with httpx.Client(base_url=server.url) as client:
            yield client
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def open_newsroom(folder: Path, *, now: datetime = NOW, port: int = 0) -> Iterator[httpx.Client]:
    server = Server(port)
    newsroom = Newsroom(Memory(folder, now=now), base_url=server.url, private_port=PRIVATE_PORT)
    server.site = newsroom.answer
    with served(server) as client:
        yield client


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with open_newsroom(tmp_path_factory.mktemp("newsroom")) as client:
        yield client


def links(feed: feedparser.FeedParserDict) -> set[str]:
    return {httpx.URL(entry.link).path for entry in feed.entries if entry.get("link")}


# --- Feeds --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("outlet", FEEDS, ids=lambda outlet: outlet.slug)
def test_every_feed_is_well_formed_and_carries_its_outlets_articles(newsroom, outlet):
    answer = newsroom.get(outlet.feed_path)

    parsed = feedparser.parse(answer.content, response_headers=dict(answer.headers))

    assert not parsed.bozo
    assert parsed.version == {"rss": "rss20", "atom": "atom10", "rdf": "rss10"}[outlet.feed]
    assert {path for path in PATHS if path.startswith(f"/{outlet.slug}/")} <= links(parsed)
    assert all(entry.title and entry.summary for entry in parsed.entries)


def test_the_listing_page_has_a_row_for_every_article_of_the_ledger(newsroom):
    selectors = next(feed for feed in feeds.demo_feeds("") if feed.slug == "ledger").selectors

    rows = BeautifulSoup(newsroom.get("/ledger/").text, "lxml").select(selectors.row)

    assert {row.select_one(selectors.link)["href"] for row in rows} == {
        path for path in PATHS if path.startswith("/ledger/")
    }
    assert all(row.select_one(selectors.date)["datetime"].startswith("2026-11-2") for row in rows)


def test_a_feed_that_did_not_change_is_not_sent_again(newsroom):
    first = newsroom.get("/levant/feed.xml")

    by_etag = newsroom.get("/levant/feed.xml", headers={"If-None-Match": first.headers["etag"]})
    by_date = newsroom.get("/levant/feed.xml", headers={"If-Modified-Since": first.headers["last-modified"]})

    assert (by_etag.status_code, by_etag.content) == (304, b"")
    assert by_date.status_code == 304


def test_the_broken_sources_are_broken_each_in_its_way(newsroom):
    cut_off = feedparser.parse(newsroom.get("/northsignal/feed.xml").content)
    moved = newsroom.get("/lunarpost/feed.xml")

    assert cut_off.bozo
    assert cut_off.entries == []
    assert moved.headers["content-type"].startswith("text/html")
    assert newsroom.get("/nightdesk/feed.xml").status_code == 500


def test_the_old_tribune_has_printed_nothing_for_a_year(newsroom):
    parsed = feedparser.parse(newsroom.get("/tribune/feed.xml").content)

    newest = max(datetime(*entry.published_parsed[:6], tzinfo=UTC) for entry in parsed.entries)

    assert NOW - newest > timedelta(days=365)


def test_one_article_is_carried_by_two_feeds_under_one_address_but_for_tracking(newsroom):
    parsed = feedparser.parse(newsroom.get("/baltic/feed.xml").content)

    syndicated = [entry.link for entry in parsed.entries if "/meridian/" in entry.link]

    assert [httpx.URL(link).path for link in syndicated] == ["/meridian/turkey-kenya-drones-delivered"]
    assert "utm_source" in syndicated[0]
    assert newsroom.get(syndicated[0]).status_code == 200


def test_the_links_that_lead_nowhere_good_are_there_and_lead_nowhere_good(newsroom):
    parsed = feedparser.parse(newsroom.get("/harbour/feed.xml").content)

    by_title = {entry.title: entry.get("link", "") for entry in parsed.entries}
    dead, pdf, private, redirect, without = (by_title[oddity.title] for oddity in ODDITIES)

    assert newsroom.get(dead).status_code == 404
    assert newsroom.get(pdf).headers["content-type"] == "application/pdf"
    assert httpx.URL(private).port == PRIVATE_PORT
    assert httpx.URL(newsroom.get(redirect).headers["location"]).port == PRIVATE_PORT
    assert without == ""


# --- Pages --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PATHS)
def test_every_page_shows_its_article_and_says_that_it_is_invented(newsroom, path):
    answer = newsroom.get(path)
    draft = read_drafts()[path][0]
    text = " ".join(BeautifulSoup(answer.text, "lxml").get_text(" ").split())

    assert answer.status_code == 200
    assert LABEL in text
    if draft.wall:
        assert "We value your privacy" in text
    else:
        printed = print_draft(draft, base_url="", started=NOW)
        assert printed.title in text
        assert [paragraph for paragraph in printed.paragraphs if paragraph not in text] == []
        assert "{" not in " ".join([printed.title, printed.standfirst, *printed.paragraphs])


def test_there_is_a_page_for_each_way_of_naming_title_and_date(newsroom):
    meridian, baltic, levant, ledger, harbour = (
        newsroom.get(path).text
        for path in (
            "/meridian/eu-belarus-listing",
            "/baltic/latvia-caesar-contract",
            "/levant/museum-tanks",
            "/ledger/caesar-latvia-order",
            "/harbour/airline-orders-jets",
        )
    )

    (linked_data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', meridian, re.DOTALL)
    assert json.loads(linked_data)["datePublished"] == "2026-11-23T05:00:00+00:00"
    (graph,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', harbour, re.DOTALL)
    assert json.loads(graph)["@graph"][-1]["@type"] == "Article"
    assert "article:published_time" in baltic
    assert "ld+json" not in baltic
    assert 'itemprop="datePublished"' in levant
    assert not any(word in ledger for word in ("ld+json", "<meta property", "itemprop"))


def test_half_the_newsroom_is_ordinary_news():
    on_topic = {path for story in check.read_expected().stories for path in story.articles}

    assert len(PATHS) >= 45
    assert len(on_topic) >= 15
    assert len(PATHS) - len(on_topic) >= 28


def test_a_restart_shows_the_same_dates_and_addresses(tmp_path):
    with open_newsroom(tmp_path) as first:
        port = httpx.URL(first.base_url).port
        before = {outlet.slug: first.get(outlet.feed_path).content for outlet in FEEDS}
    with open_newsroom(tmp_path, now=NOW + timedelta(days=3), port=port) as second:
        after = {outlet.slug: second.get(outlet.feed_path).content for outlet in FEEDS}

    assert after == before


def test_the_second_edition_comes_out_when_the_feed_is_polled_after_the_first_was_read(tmp_path):
    def entry(client: httpx.Client) -> feedparser.FeedParserDict:
        parsed = feedparser.parse(client.get("/baltic/feed.xml").content)
        return next(entry for entry in parsed.entries if entry.link.endswith(EDITED))

    with open_newsroom(tmp_path) as client:
        polled_twice = (entry(client), entry(client))
        read_twice = (client.get(EDITED).text, client.get(EDITED).text)
        edited = entry(client)
        page = client.get(EDITED).text
    with open_newsroom(tmp_path) as client:
        page_after_restart = client.get(EDITED).text

    assert polled_twice[0].updated == polled_twice[1].updated == polled_twice[0].published
    assert read_twice[0] == read_twice[1]
    assert "Correction:" not in read_twice[0]
    assert edited.updated != edited.published
    assert edited.published == polled_twice[0].published
    assert "We learned of it from the radio" in html.unescape(page)
    assert "Correction:" in page_after_restart


# --- The program --------------------------------------------------------------------------------------


def test_the_program_says_where_it_listens_writes_its_feeds_and_ends_on_sigterm(tmp_path):
    command = [sys.executable, "-m", "embargowatch.demo.newsroom", "--state", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as program:
        first_line = program.stdout.readline()
        base_url = re.search(r"http://127\.0\.0\.1:\d+", first_line)[0]
        answers = {feed.slug: httpx.get(feed.url).status_code for feed in read_feeds(tmp_path / "feeds.yaml")}
        program.send_signal(signal.SIGTERM)
        status = program.wait()

    assert status == 0
    assert answers == {outlet.slug: 500 if outlet.feed == "server_error" else 200 for outlet in OUTLETS}
    assert all(feed.url.startswith(base_url) for feed in read_feeds(tmp_path / "feeds.yaml"))
    told = read_subscribers(tmp_path / "subscribers.yaml").subscriptions
    assert {one.email: one.cadence for one in told} == {
        address: wanted["cadence"] for address, wanted in check.read_expected().mails.items()
    }


# --- Saved pages --------------------------------------------------------------------------------------


@pytest.fixture
def saved(tmp_path) -> Path:
    folder = tmp_path / "saved"
    folder.mkdir()
    rows = [
        (
            "a",
            "https://www.news.example/one?x=1",
            '<title>One &amp; all</title><p>"datePublished":"2026-11-20T08:00:00Z"',
        ),
        ("b", "https://www.news.example/two", "<title>\nTwo\x00 \n</title><p>ä</p>"),
        ("c", "https://other.example/three", "<p>no title, no date"),
        ("gone", "https://other.example/four", ""),
    ]
    (folder / "urls.jsonl").write_text("".join(json.dumps({"id": id, "url": url}) + "\n" for id, url, _ in rows))
    for id, _, source in rows[:-1]:
        (folder / f"{id}.html.gz").write_bytes(gzip.compress(source.encode()))
    return folder


def test_saved_pages_are_played_with_one_feed_for_each_host(saved, tmp_path):
    server = Server(0)
    server.site = pages.SavedPages(saved, base_url=server.url, started=NOW).answer
    with served(server) as client:
        listed = pages.feeds_for_pages(saved, server.url)
        parsed = {feed.slug: feedparser.parse(client.get(feed.url).content) for feed in listed}
        page = client.get("/pages/www.news.example/b")

    assert {slug: [entry.title for entry in feed.entries] for slug, feed in parsed.items()} == {
        "news-example": ["One & all", "Two"],
        "other-example": ["c"],
    }
    assert not any(feed.bozo for feed in parsed.values())
    assert parsed["news-example"].entries[0].updated == "2026-11-20T08:00:00+00:00"
    assert parsed["other-example"].entries[0].updated == NOW.isoformat()
    assert page.content.decode() == "<title>\nTwo\x00 \n</title><p>ä</p>"
    assert page.headers["link"] == '<https://www.news.example/two>; rel="canonical"'


def test_the_feeds_of_saved_pages_can_be_read_as_a_feeds_file(saved, tmp_path):
    listed = pages.feeds_for_pages(saved, "http://127.0.0.1:8090")

    feeds.write(listed, tmp_path / "feeds.yaml")

    assert read_feeds(tmp_path / "feeds.yaml") == listed


def test_a_path_outside_the_saved_pages_is_not_served(saved):
    site = pages.SavedPages(saved, base_url="http://127.0.0.1", started=NOW)

    assert site.answer("/pages/www.news.example/../urls.jsonl").status == 404
    assert site.answer("/pages/nowhere.example/feed.xml").status == 404


# --- The mail catcher ---------------------------------------------------------------------------------


def mail(
    subject: str = "News", *, to: str = "ada@example.org", message_id: str = "<1@demo>", body: str = ""
) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "watch@localhost", to, subject
    message["Message-ID"] = message_id
    message.set_content(body or "plain words")
    message.add_alternative(f"<p>html words</p>{body}", subtype="html")
    return message


def free_port() -> int:
    with Server(0) as server:
        return server.server_address[1]


def test_the_catcher_keeps_every_mail_and_shows_the_newest_first(tmp_path):
    command = [
        sys.executable,
        "-m",
        "embargowatch.demo.mail_catcher",
        "--port",
        str(free_port()),
        "--state",
        str(tmp_path),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as program:
        smtp_port, web = re.search(r"smtp://127\.0\.0\.1:(\d+) and (\S+)", program.stdout.readline()).groups()
        with smtplib.SMTP("127.0.0.1", int(smtp_port)) as client:
            client.send_message(mail("First"))
            client.send_message(mail("Second, Ünïcode"))
        listed = httpx.get(web).text
        shown = httpx.get(f"{web}/mails/000002").text
        program.send_signal(signal.SIGTERM)
        status = program.wait()

    assert status == 0
    assert [str(caught.message["Subject"]) for caught in Inbox(tmp_path).mails()] == ["First", "Second, Ünïcode"]
    assert listed.index("Second, Ünïcode") < listed.index("First")
    assert listed.count("same Message-ID 2 times") == 2
    assert "plain words" in shown


def test_hostile_html_in_a_mail_stays_inert(tmp_path):
    inbox = Inbox(tmp_path)
    hostile = "<script>document.title='owned'</script>"
    name = inbox.keep(mail(f"Look {hostile}", body=hostile).as_bytes())
    site = Pages(inbox)

    shown, framed, listed = (site.answer(path) for path in (f"/mails/{name}", f"/mails/{name}/html", "/"))

    assert hostile.encode() not in shown.body
    assert hostile.encode() not in listed.body
    assert BeautifulSoup(shown.body, "lxml").iframe["sandbox"] == ["allow-popups", "allow-popups-to-escape-sandbox"]
    policy = framed.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox ")
    assert "allow-scripts" not in policy
    assert "default-src 'none'" in policy
    assert site.answer("/mails/../newsroom").status == 404


def test_a_second_catcher_goes_on_counting_where_the_first_stopped(tmp_path):
    Inbox(tmp_path).keep(mail("First").as_bytes())

    assert Inbox(tmp_path).keep(mail("Second").as_bytes()) == "000002"


# --- The check ----------------------------------------------------------------------------------------

BASE = "http://127.0.0.1:8090"


@pytest.fixture
def right() -> SimpleNamespace:
    """What a run that found everything would hand over."""
    expected = check.read_expected()
    stories = [
        {
            "topic": story.topic,
            "headline": story.name,
            "background": False,
            "record": dict(story.record),
            "urls": [BASE + path for path in sorted(story.articles)],
        }
        for story in expected.stories
    ]
    failures = [{"url": BASE + path, "kind": kind, "reason": ""} for path, kind in expected.failures.items()]
    by_name = {story.name: story for story in expected.stories}
    mails = []
    for address, wanted in expected.mails.items():
        told = [BASE + min(by_name[name].articles) for name in wanted["stories"]]
        bodies = ["\n".join(told)] if wanted["cadence"] == "daily" else told
        mails += [mail(to=address, message_id=f"<{address}-{n}>", body=body) for n, body in enumerate(bodies)]
    return SimpleNamespace(expected=expected, stories=stories, failures=failures, mails=mails)


def differences(right: SimpleNamespace) -> list[str]:
    return check.differences(right.stories, right.mails, right.failures)


def test_a_run_that_found_everything_has_no_differences(right):
    assert differences(right) == []


def test_every_expected_article_exists_and_every_told_story_is_expected(right):
    names = {story.name for story in right.expected.stories}

    assert {path for story in right.expected.stories for path in story.articles} <= set(PATHS)
    assert {name for wanted in right.expected.mails.values() for name in wanted["stories"]} <= names
    assert set(right.expected.mails["ada@example.org"]["stories"]) == {s.name for s in right.expected.stories if s.told}


def test_a_missing_a_wrong_and_an_invented_story_are_told(right):
    right.stories[0]["record"]["senders"] = ["US"]
    del right.stories[1]
    right.stories.append({**right.stories[0], "headline": "Sports ban", "urls": [BASE + "/baltic/football-derby"]})

    lines = differences(right)

    assert "eu-belarus: senders is ['US'], not ['EU']" in lines
    assert "us-iran-engines: no such story" in lines
    assert "unexpected story: Sports ban (/baltic/football-derby)" in lines
    assert len(lines) == 3


def test_a_story_that_fell_in_two_is_told(right):
    whole = right.stories[0]
    right.stories.append({**whole, "urls": whole["urls"][2:]})
    whole["urls"] = whole["urls"][:2]

    lines = differences(right)

    assert sum("does not tell it" in line for line in lines) == 2
    assert sum("unexpected story" in line for line in lines) == 1


def test_background_is_no_mistake_in_an_article_about_the_topic_and_is_one_elsewhere(right):
    def background(path: str) -> dict:
        return {**right.stories[0], "headline": "old", "background": True, "urls": [BASE + path]}

    right.stories.append(background("/meridian/canada-nicaragua-old"))
    fine = differences(right)
    right.stories.append(background("/levant/recipe-freekeh"))

    assert fine == []
    assert differences(right) == ["unexpected story: old (/levant/recipe-freekeh)"]


def test_a_mail_too_many_too_few_or_about_old_news_is_told(right):
    right.mails.append(mail(to="cleo@example.org", message_id="<x>", body=BASE + "/meridian/canada-nicaragua-old"))
    right.mails.append(mail(to="stranger@example.org", message_id="<x>"))
    right.mails = [one for one in right.mails if one["To"] != "basil@example.org"]

    lines = differences(right)

    assert "2 mails have the same Message-ID <x>" in lines
    assert "cleo@example.org got 9 mails, not 8" in lines
    assert "cleo@example.org was told of /meridian/canada-nicaragua-old" in lines
    assert "stranger@example.org is no subscriber" in lines
    assert "basil@example.org got 0 mails, not 1" in lines
    assert "basil@example.org was not told latvia-caesar" in lines


def test_a_failure_of_another_kind_or_of_a_good_page_is_told(right):
    right.failures[0]["kind"] = "internal"
    right.failures.append({"url": BASE + "/levant/recipe-freekeh", "kind": "http_status", "reason": "500"})

    lines = differences(right)

    assert len(lines) == 2
    assert "/harbour/ferry-timetable failed as internal, not http_status" in lines[0]
    assert lines[1] == "/levant/recipe-freekeh failed: http_status, 500"


def test_a_sick_source_that_seems_well_and_a_well_one_that_seems_sick_are_told(right):
    lines = check.differences(
        right.stories,
        right.mails,
        right.failures,
        feeds=[{"slug": "meridian", "state": "empty"}, {"slug": "tribune", "state": "stale"}],
    )

    assert "feed meridian is empty" in lines
    assert "feed lunarpost should be seen as not_a_feed" in lines
    assert not any("tribune" in line for line in lines)
