"""The line, end to end: a newspaper on loopback, a real Postgres, a real mail server."""

from __future__ import annotations

import json
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from psycopg2.extensions import connection

from embargowatch import cli, pipeline, store
from embargowatch.channels.email import MailServer
from embargowatch.clean import clean_failed
from embargowatch.local.ports import free_port
from embargowatch.sandbox import Sandbox
from embargowatch.settings import Settings
from embargowatch.types import ArmsDeal, Article, Entry, Feed, Page, Sanction, Subscription, Tally, Verdict, Weapon
from embargowatch.web import Web
from line import Newspaper, Postbox, Text, post_office, rows, run_line, run_stage, set_up
from web_server import Answer, WebServer

NOBODY = MailServer("127.0.0.1", 1)
DAY = timedelta(days=1)


@pytest.fixture
def web_server() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


@pytest.fixture
def paper(web_server: WebServer) -> Newspaper:
    return Newspaper(web_server)


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def mail_server(postbox: Postbox) -> Iterator[MailServer]:
    with post_office(postbox) as server:
        yield server


@pytest.fixture
def settings(web_server: WebServer) -> Settings:
    return web_server.settings()


def a_text(now: datetime, title: str = "Nothing much happened", **changes: object) -> Text:
    words = "The council met in the town hall and talked about the new bridge for most of the evening. "
    plain = Text(title, (f"{title}. {words}", words * 2), now - timedelta(hours=1), f"{title}: a summary.")
    return replace(plain, **changes)  # type: ignore[arg-type]  # a test's own words


def deal(**changes: object) -> ArmsDeal:
    made = ArmsDeal(
        stage="signed",
        suppliers=("KR",),
        recipients=("EE",),
        weapons=(Weapon("K9", category="artillery", quantity=12),),
        quote="Estonia signed",
        confidence={"record": 0.8},
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # a test's own words


@pytest.fixture
def told_by(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[ArmsDeal | Sanction]]:
    """By an article's title: the records that extraction finds in it, so that a test can say what that is."""
    found: dict[str, list[ArmsDeal | Sanction]] = {}
    monkeypatch.setattr(Sandbox, "extract", lambda _, article: tuple(found.get(article.title, ())))
    return found


# --- the whole line ---------------------------------------------------------------------------------


def test_news_goes_from_two_papers_into_one_story_and_one_mail(db, web_server, now, mail_server, postbox):
    settings = set_up(db, web_server, now)

    run_line(db, settings, mail_server, now)

    [(headline, papers)] = rows(
        db,
        "select headline, n_articles from embargowatch.v_stories where topic = 'arms_deals' and 'EE' = any (parties) "
        "or 'ee' = any (parties)",
    )
    assert "Estonia" in headline
    assert "K9" in headline
    assert papers == 2
    assert [mail["To"] for mail in postbox.mails if "K9" in mail["Subject"]] == ["ada@example.org"]
    assert not [mail for mail in postbox.mails if "cake" in str(mail)]


def test_every_entry_ends_as_an_article_or_with_a_reason(db, web_server, now, mail_server):
    settings = set_up(db, web_server, now)

    run_line(db, settings, mail_server, now)

    states = rows(
        db,
        "select e.url, e.state, e.reason, a.status, a.state from embargowatch.entries e "
        "left join embargowatch.articles a on a.entry_id = e.id",
    )
    assert len(states) == 5
    assert all(article_state == "done" for *_, article_state in states)
    [gone] = [state for state in states if state[0].endswith("/south/gone")]
    assert gone[1] == "failed"
    assert "404" in gone[2]
    assert gone[3] == "summary_only"


def test_running_the_line_again_changes_nothing_and_mails_nobody(db, web_server, now, mail_server, postbox):
    settings = set_up(db, web_server, now)
    run_line(db, settings, mail_server, now)
    sent, hits = len(postbox.mails), len(web_server.hits)

    again = run_line(db, settings, mail_server, now + timedelta(minutes=1))

    assert [tally for tally in again.values() if tally != Tally()] == []
    assert (len(postbox.mails), len(web_server.hits)) == (sent, hits)


# --- fetch ------------------------------------------------------------------------------------------


def test_a_broken_feed_costs_itself_only_and_says_why(db, web_server, now):
    settings = set_up(db, web_server, now)

    tally = run_stage("fetch", db, settings, NOBODY, now)

    assert tally == Tally(done=2, failed=1)
    [(state, reason, failures)] = rows(
        db, "select state, state_reason, failures from embargowatch.feeds where slug = 'broken'"
    )
    assert state in ("broken", "not_a_feed")
    assert reason
    assert failures == 1


def test_a_failing_feed_is_asked_less_and_less_often(db, web_server, now, settings):
    feed = Feed(slug="ill", name="Ill", url=web_server.serve("/ill.xml", b"no", 500))
    pipeline.import_feeds(db, [feed], now=now)

    waits = []
    for _ in range(3):
        run_stage("fetch", db, settings, NOBODY, now)
        [(next_poll_at,)] = rows(db, "select next_poll_at from embargowatch.feeds")
        waits.append(next_poll_at - now)
        now = next_poll_at

    assert waits == sorted(set(waits))


def test_a_feed_that_has_not_changed_is_not_read_again(db, paper, web_server, now, settings):
    url = paper.print("/a", a_text(now))
    pipeline.import_feeds(db, [paper.announce("daily", [(url, a_text(now))])], now=now)
    run_stage("fetch", db, settings, NOBODY, now)
    web_server.routes["/daily.xml"] = Answer(b"", 304)

    tally = run_stage("fetch", db, settings, NOBODY, now + DAY)

    assert tally == Tally(done=1)
    assert rows(db, "select state, n_entries from embargowatch.feeds") == [("ok", 1)]


def test_the_same_article_in_two_feeds_is_one_article_fetched_once(db, paper, web_server, now, settings):
    text = a_text(now)
    url = paper.print("/shared", text)
    other_words = replace(text, summary="Told in other words.")
    feeds = [paper.announce("one", [(url, text)]), paper.announce("two", [(url, other_words)])]
    pipeline.import_feeds(db, feeds, now=now)

    run_line(db, settings, NOBODY, now, last="clean")
    run_line(db, settings, NOBODY, now + DAY, last="clean")

    assert rows(db, "select count(*) from embargowatch.articles") == [(1,)]
    assert rows(db, "select count(*) from embargowatch.entry_feeds") == [(2,)]
    assert [path for path, _ in web_server.hits].count("/shared") == 1


def test_an_entry_that_postgres_refuses_costs_itself_only(db, paper, now, settings):
    good, endless = a_text(now, "A good one"), a_text(now, "One with an endless address")
    noise = random.Random(1).randbytes(4000).hex()  # too long for the index, and it cannot be compressed
    url = paper.print("/good", good)
    feed = paper.announce("mixed", [(url, good), (f"{url}/{noise}", endless)])
    pipeline.import_feeds(db, [feed], now=now)

    run_stage("fetch", db, settings, NOBODY, now)

    assert rows(db, "select url from embargowatch.entries") == [(url,)]
    [(state, reason)] = rows(db, "select state, state_reason from embargowatch.feeds")
    assert state == "ok"
    assert "1 left out" in reason


def test_only_the_tiers_that_are_asked_for_are_fetched(db, paper, web_server, now, settings):
    feeds = [paper.announce("ministry", [], tier="official"), paper.announce("gazette", [], tier="general")]
    pipeline.import_feeds(db, feeds, now=now)

    pipeline.fetch(db, Web(settings), now=now, tiers=("official",))

    assert [path for path, _ in web_server.hits] == ["/ministry.xml"]


def test_everything_is_fetched_once_whether_due_or_not(db, paper, web_server, now, settings):
    pipeline.import_feeds(db, [paper.announce("gazette", [])], now=now)
    run_stage("fetch", db, settings, NOBODY, now)

    later = now + timedelta(minutes=1)
    assert pipeline.fetch(db, Web(settings), now=later) == Tally()
    assert pipeline.fetch(db, Web(settings), now=later, everything=True) == Tally(done=1)


# --- feeds.yaml -------------------------------------------------------------------------------------


def test_a_feed_that_left_the_file_is_switched_off_and_says_so(db, now):
    kept, gone = Feed("kept", "Kept", "https://example.org/1"), Feed("gone", "Gone", "https://example.org/2")
    pipeline.import_feeds(db, [kept, gone], now=now)

    pipeline.import_feeds(db, [kept], now=now)

    assert rows(db, "select slug, enabled, disabled_reason from embargowatch.feeds order by slug") == [
        ("gone", False, "no longer in feeds.yaml"),
        ("kept", True, ""),
    ]


def test_a_feed_that_a_person_edited_is_left_alone(db, now):
    pipeline.import_feeds(db, [Feed("a", "As in the file", "https://example.org/1")], now=now)
    rows(db, "update embargowatch.feeds set name = 'As I want it', edited_at = now() returning 1")

    pipeline.import_feeds(db, [Feed("a", "New in the file", "https://example.org/1")], now=now)
    pipeline.import_feeds(db, [], now=now)

    assert rows(db, "select name, enabled from embargowatch.feeds") == [("As I want it", True)]


def test_a_feed_that_is_switched_on_again_is_first_seen_then(db, now):
    feed = Feed("a", "A", "https://example.org/1")
    pipeline.import_feeds(db, [feed], now=now)
    pipeline.import_feeds(db, [], now=now)

    pipeline.import_feeds(db, [feed], now=now + 300 * DAY)

    assert rows(db, "select first_seen from embargowatch.feeds") == [(now + 300 * DAY,)]


# --- scrape and clean -------------------------------------------------------------------------------


def test_a_feed_with_another_address_is_first_seen_then(db, now):
    feed = Feed(slug="one", name="One", url="https://one.example/news.xml")
    pipeline.import_feeds(db, [feed], now=now)
    pipeline.import_feeds(db, [replace(feed, name="One and only")], now=now + DAY)
    assert rows(db, "select first_seen from embargowatch.feeds") == [(now,)]

    pipeline.import_feeds(db, [replace(feed, url="https://one.example/archive.xml")], now=now + 2 * DAY)
    assert rows(db, "select first_seen from embargowatch.feeds") == [(now + 2 * DAY,)]


def test_a_page_that_fails_is_tried_three_times_and_then_the_feed_s_words_stand_in(
    db, paper, web_server, now, settings
):
    text = a_text(now, summary="What the feed itself says about the bridge.")
    url = web_server.serve("/ill", b"no", 503)
    pipeline.import_feeds(db, [paper.announce("daily", [(url, text)])], now=now)
    run_stage("fetch", db, settings, NOBODY, now)

    for day in range(3):
        run_line(db, settings, NOBODY, now + day * DAY, first="scrape", last="clean")

    assert [path for path, _ in web_server.hits].count("/ill") == 3
    [(status, article_text, reason)] = rows(db, "select status, text, reason from embargowatch.articles")
    assert (status, article_text) == ("summary_only", "What the feed itself says about the bridge.")
    assert "503" in reason


def test_an_edited_article_is_a_revision_and_an_unchanged_one_is_not(db, paper, now, settings):
    first = a_text(now, "Bridge to be built")
    feed = paper.announce("daily", [(paper.print("/a", first), first)])
    pipeline.import_feeds(db, [feed], now=now)
    run_line(db, settings, NOBODY, now, last="clean")

    only_the_feed = replace(first, summary="Other words for the same page.")
    paper.announce("daily", [(paper.print("/a", first), only_the_feed)])
    run_line(db, settings, NOBODY, now + DAY, last="clean")
    assert rows(db, "select max(revision) from embargowatch.articles") == [(1,)]

    second = replace(only_the_feed, title="Bridge not to be built", paragraphs=("It will not be built. " * 20,))
    paper.announce("daily", [(paper.print("/a", second), second)])
    run_line(db, settings, NOBODY, now + 2 * DAY, last="clean")

    assert rows(db, "select revision, title from embargowatch.articles order by 1") == [
        (1, "Bridge to be built"),
        (2, "Bridge not to be built"),
    ]


def test_a_consent_wall_does_not_take_the_place_of_an_article_that_was_read(db, paper, web_server, now, settings):
    text = a_text(now)
    feed = paper.announce("daily", [(paper.print("/a", text), text)])
    pipeline.import_feeds(db, [feed], now=now)
    run_line(db, settings, NOBODY, now, last="clean")

    paper.announce("daily", [(web_server.url("/a"), replace(text, summary="New words."))])
    web_server.serve("/a", b"gone for now", 404)
    run_line(db, settings, NOBODY, now + DAY, last="clean")

    assert rows(db, "select revision, status from embargowatch.articles") == [(1, "ok")]
    [(reason,)] = rows(db, "select state_reason from embargowatch.pages order by id desc limit 1")
    assert reason.startswith("revision 1 stays")


def test_a_wall_that_was_taken_for_an_article_is_put_right_by_replay(db, paper, now, settings, monkeypatch):
    text = a_text(now)
    pipeline.import_feeds(db, [paper.announce("daily", [(paper.print("/a", text), text)])], now=now)
    run_line(db, settings, NOBODY, now, last="clean")

    def wiser(_: Sandbox, __: Page, entry: Entry, when: datetime) -> Article:
        return clean_failed(entry, "consent_wall", "the page asks for consent", when)

    monkeypatch.setattr(Sandbox, "clean", wiser)
    pipeline.replay(db, since=now.date(), until=now.date(), stage="clean")
    run_line(db, settings, NOBODY, now + DAY, first="clean", last="clean")

    assert rows(db, "select revision, status from embargowatch.articles order by 1") == [(1, "ok"), (2, "summary_only")]


def test_text_that_postgres_cannot_hold_is_kept_all_the_same(db, paper, web_server, now, settings):
    text = a_text(now, "A nul \ufffd in the title")
    body = "<html><body><article><h1>Nul</h1><p>" + "Some \0 words about a bridge and a quote ' and \\. " * 20
    url = web_server.serve("/nul", body.encode(), Content_Type="text/html; charset=utf-8")
    pipeline.import_feeds(db, [paper.announce("daily", [(url, text)])], now=now)

    run_line(db, settings, NOBODY, now, last="clean")

    assert rows(db, "select count(*) from embargowatch.articles where text like '%%bridge%%'") == [(1,)]


# --- judging ----------------------------------------------------------------------------------------


def test_an_article_that_breaks_our_code_is_stored_with_the_words_and_the_others_go_on(
    db, paper, now, settings, monkeypatch
):
    good, bad = a_text(now, "Good"), a_text(now, "Bad")
    items = [(paper.print("/good", good), good), (paper.print("/bad", bad), bad)]
    pipeline.import_feeds(db, [paper.announce("daily", items)], now=now)

    def stumble(_: Sandbox, article: Article) -> tuple[ArmsDeal, ...]:
        if article.title == "Bad":
            raise ZeroDivisionError("no such bridge")
        return ()

    monkeypatch.setattr(Sandbox, "extract", stumble)
    tallies = run_line(db, settings, NOBODY, now, last="link")

    assert tallies["extract"] == Tally(done=1, failed=1)
    [(state, reason)] = rows(db, "select state, state_reason from embargowatch.articles where title = 'Bad'")
    assert state == "failed"
    assert "ZeroDivisionError: no such bridge" in reason
    assert rows(db, "select state from embargowatch.articles where title = 'Good'") == [("done",)]


def test_an_article_that_kills_its_reader_costs_itself_only_and_is_not_claimed_for_ever(
    db, paper, now, settings, monkeypatch
):
    good, bad = a_text(now, "Good"), a_text(now, "Bad")
    items = [(paper.print("/bad", bad), bad), (paper.print("/good", good), good)]
    pipeline.import_feeds(db, [paper.announce("daily", items)], now=now)
    judge = Sandbox.judge

    def deadly(reader: Sandbox, article: Article) -> tuple[Verdict, ...]:
        return reader._call("os._exit", 1) if article.title == "Bad" else judge(reader, article)

    monkeypatch.setattr(Sandbox, "judge", deadly)
    tallies = run_line(db, settings, NOBODY, now, last="link")

    assert tallies["classify"] == Tally(done=1, failed=1)
    assert dict(rows(db, "select title, state from embargowatch.articles")) == {"Good": "done", "Bad": "failed"}
    assert rows(
        db, "select state_reason like '%%its reader died%%' from embargowatch.articles where title = 'Bad'"
    ) == [(True,)]


def test_a_record_that_postgres_refuses_costs_itself_only(db, paper, now, settings, told_by):
    text = a_text(now, "Two records")
    pipeline.import_feeds(db, [paper.announce("daily", [(paper.print("/a", text), text)])], now=now)
    told_by["Two records"] = [
        deal(),
        Sanction(action="impose", senders=("US",), target_countries=("BY",), n_designated=10**12),
    ]

    run_line(db, settings, NOBODY, now, last="link")

    assert rows(db, "select topic from embargowatch.stories") == [("arms_deals",)]
    [(state, reason)] = rows(db, "select state, state_reason from embargowatch.articles")
    assert state == "done"
    assert "NumericValueOutOfRange" in reason


def test_a_record_comes_back_from_the_tables_as_it_went_in(db, paper, now, settings, told_by):
    text = a_text(now, "Rich")
    hostile = 'O\'Neill "Quote" <script>alert(1)</script>; drop table'
    told_by["Rich"] = [deal(manufacturers=(hostile,), local_production=True, delivery_years="2027-2029")]
    pipeline.import_feeds(db, [paper.announce("daily", [(paper.print("/a", text), text)])], now=now)

    run_line(db, settings, NOBODY, now, last="extract")

    [(article_id,)] = rows(db, "select id from embargowatch.articles")
    [linked] = store.article_arms_deals(db, article_id)
    assert replace(linked.record, id=None, article_id=None) == told_by["Rich"][0]


# --- stories ----------------------------------------------------------------------------------------


def two_papers(paper: Newspaper, now: datetime) -> list[Feed]:
    one, two = a_text(now, "One"), a_text(now, "Two")
    return [
        paper.announce("one", [(paper.print("/one", one), one)]),
        paper.announce("two", [(paper.print("/two", two), two)]),
    ]


def test_an_edit_that_takes_a_record_back_takes_its_untold_story_back(db, paper, now, settings, told_by):
    told_by["One"] = [deal()]
    pipeline.import_feeds(db, two_papers(paper, now), now=now)
    run_line(db, settings, NOBODY, now, last="link")
    assert rows(db, "select count(*) from embargowatch.stories") == [(1,)]

    edited = a_text(now, "One, corrected")
    paper.announce("one", [(paper.print("/one", edited), edited)])
    run_line(db, settings, NOBODY, now + DAY, last="link")

    assert rows(db, "select count(*) from embargowatch.stories") == [(0,)]


def test_a_story_that_was_told_stays_when_its_record_is_taken_back(db, paper, now, told_by, settings, mail_server):
    told_by["One"] = [deal()]
    pipeline.import_feeds(db, two_papers(paper, now), now=now)
    pipeline.import_subscribers(db, [Subscription("ada@example.org", cadence="immediate")], now=now)
    run_line(db, settings, mail_server, now)

    edited = a_text(now, "One, corrected")
    paper.announce("one", [(paper.print("/one", edited), edited)])
    run_line(db, settings, mail_server, now + DAY)

    assert rows(db, "select count(*) from embargowatch.stories") == [(1,)]
    assert rows(db, "select state from embargowatch.alerts") == [("sent",)]


def test_an_edit_tells_nobody_twice(db, paper, now, told_by, settings, mail_server, postbox):
    told_by["One"] = told_by["One, edited"] = [deal()]
    pipeline.import_feeds(db, two_papers(paper, now), now=now)
    pipeline.import_subscribers(db, [Subscription("ada@example.org", cadence="immediate")], now=now)
    run_line(db, settings, mail_server, now)

    edited = a_text(now, "One, edited")
    paper.announce("one", [(paper.print("/one", edited), edited)])
    run_line(db, settings, mail_server, now + DAY)

    assert rows(db, "select revision from embargowatch.v_arms_deals") == [(2,)]
    assert rows(db, "select n_articles from embargowatch.v_stories") == [(1,)]
    assert len(postbox.mails) == 1


def test_a_story_that_grows_is_told_again(db, paper, now, told_by, settings, mail_server, postbox):
    told_by["One"], told_by["Two"] = [deal(stage="approved")], [deal()]
    one, two = two_papers(paper, now)
    pipeline.import_feeds(db, [one], now=now)
    pipeline.import_subscribers(db, [Subscription("ada@example.org", cadence="immediate")], now=now)
    run_line(db, settings, mail_server, now)

    pipeline.import_feeds(db, [one, two], now=now)
    run_line(db, settings, mail_server, now + timedelta(hours=1))

    assert rows(db, "select stage from embargowatch.stories") == [("signed",)]
    assert [mail["Subject"].partition(":")[0] for mail in postbox.mails] == ["Approved", "Signed"]


def test_a_record_that_breaks_the_linking_costs_its_article_only(db, paper, now, settings, told_by):
    told_by["One"] = [deal(date="2026-11-20")]
    told_by["Two"] = [deal(date="2026-11-99")]
    told_by["Three"] = [Sanction(action="impose", senders=("US",), target_countries=("BY",))]
    texts = [a_text(now, title, published=now - timedelta(hours=5 - n)) for n, title in enumerate(told_by)]
    printed = [(paper.print(f"/{text.title}", text), text) for text in texts]
    pipeline.import_feeds(db, [paper.announce("daily", printed)], now=now)

    tallies = run_line(db, settings, NOBODY, now, last="link")

    assert tallies["link"] == Tally(done=2, failed=1)
    states = dict(rows(db, "select title, state from embargowatch.articles"))
    assert states == {"One": "done", "Two": "failed", "Three": "done"}
    assert rows(db, "select topic from embargowatch.stories order by 1") == [("arms_deals",), ("sanctions",)]


# --- alerts -----------------------------------------------------------------------------------------


@pytest.fixture
def told(db, paper, now, told_by, settings) -> Callable[..., None]:
    """One new story, linked, and its subscribers."""

    def tell(*subscriptions: Subscription, published: datetime | None = None) -> None:
        told_by["One"] = [deal()]
        text = a_text(now, "One", published=published or now - timedelta(hours=1))
        pipeline.import_feeds(db, [paper.announce("one", [(paper.print("/one", text), text)])], now=now)
        pipeline.import_subscribers(db, subscriptions, now=now)
        run_line(db, settings, NOBODY, now, last="decide")

    return tell


ADA = Subscription("ada@example.org", cadence="immediate")
BEN = Subscription("ben@example.org", cadence="immediate")
EVE = Subscription("eve@example.org", cadence="daily")


def states(db: connection) -> dict[str, str]:
    return dict(rows(db, "select email, state from embargowatch.v_alerts"))


def test_old_news_is_held_with_the_reason_and_never_mailed(db, told, now, settings, mail_server, postbox):
    told(ADA, published=now - 10 * DAY)

    run_stage("send", db, settings, mail_server, now)

    [(state, reason)] = rows(db, "select state, reason from embargowatch.alerts")
    assert state == "held"
    assert "published" in reason
    assert not postbox.mails


def test_replay_tells_nobody(db, told, told_by, now, settings, mail_server, postbox):
    told(ADA)
    run_stage("send", db, settings, mail_server, now)
    told_by["One"] = [deal(stage="delivered")]
    today = now.date()

    assert pipeline.replay(db, since=today, until=today, stage="clean") == Tally(done=1)
    run_line(db, settings, mail_server, now + DAY, first="clean")

    assert rows(db, "select stage from embargowatch.stories") == [("delivered",)]
    assert sorted(rows(db, "select state from embargowatch.alerts")) == [("held",), ("sent",)]
    assert len(postbox.mails) == 1


def test_replay_that_takes_the_only_record_back_takes_its_untold_story_back(db, told, told_by, now, settings):
    told()
    told_by["One"] = []

    pipeline.replay(db, since=now.date(), until=now.date())
    run_line(db, settings, NOBODY, now, first="classify", last="link")

    assert rows(db, "select headline from embargowatch.stories") == []


def test_replay_outside_the_days_reopens_nothing(db, told, now):
    told(ADA)
    yesterday = (now - DAY).date()

    assert pipeline.replay(db, since=yesterday, until=yesterday, stage="classify") == Tally()
    assert pipeline.replay(db, since=now.date(), until=now.date(), stage="classify") == Tally(done=1)
    with pytest.raises(ValueError, match="after the last"):
        pipeline.replay(db, since=now.date(), until=yesterday)


def test_a_story_that_cannot_be_read_is_said_and_the_others_are_told(
    db, told, told_by, paper, now, settings, mail_server, postbox
):
    told()
    rows(db, "update embargowatch.stories set record = '{}', to_tell = true returning id")
    pipeline.import_subscribers(db, [ADA], now=now)
    told_by["Two"] = [Sanction(action="impose", senders=("US",), target_countries=("BY",))]
    text = a_text(now, "Two")
    pipeline.import_feeds(db, [paper.announce("two", [(paper.print("/two", text), text)])], now=now)

    tallies = run_line(db, settings, mail_server, now)

    assert tallies["decide"] == Tally(done=1, failed=1)
    assert len(postbox.mails) == 1
    [(state, reason)] = rows(db, "select state, reason from embargowatch.alerts where state <> 'sent'")
    assert state == "dead"
    assert "reading story" in reason


def test_nothing_is_lost_while_the_mail_server_is_down(db, told, now, settings, mail_server, postbox):
    told(ADA, EVE)
    down = MailServer("127.0.0.1", free_port(18700))

    assert run_stage("send", db, settings, down, now).failed == 1
    assert run_stage("send_digest", db, settings, down, now).failed == 1
    assert states(db) == {"ada@example.org": "waiting", "eve@example.org": "waiting"}

    # The digest was due: it does not wait for the next day.
    assert run_stage("send", db, settings, mail_server, now + DAY) == Tally(done=2)
    assert run_stage("send", db, settings, mail_server, now + 2 * DAY) == Tally()
    assert sorted(mail["To"] for mail in postbox.mails) == ["ada@example.org", "eve@example.org"]


def test_a_mail_whose_acceptance_is_unknown_goes_again_with_the_same_id_and_says_so(
    db, told, now, settings, mail_server, postbox
):
    told(ADA)
    postbox.silent = True
    assert run_stage("send", db, settings, replace(mail_server, timeout_s=0.2), now).failed == 1
    postbox.silent = False
    assert run_stage("send", db, settings, mail_server, now + DAY).done == 1

    first, second = postbox.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert "repeat" not in first.get_body(("plain",)).get_content()
    assert "repeat" in second.get_body(("plain",)).get_content()


def test_a_refused_recipient_is_dead_in_the_server_s_words_and_the_others_get_theirs(
    db, told, now, settings, mail_server, postbox
):
    postbox.refuse = {"ada@example.org": "550 no such user here", "eve@example.org": "450 mailbox busy"}
    told(ADA, BEN, EVE)

    run_line(db, settings, mail_server, now, first="send")

    assert states(db) == {"ada@example.org": "dead", "ben@example.org": "sent", "eve@example.org": "waiting"}
    assert rows(db, "select reason from embargowatch.alerts where state = 'dead'") == [("550 no such user here",)]


def test_a_mailbox_that_is_busy_for_ever_is_given_up(db, told, now, settings, mail_server, postbox):
    postbox.refuse = {"ada@example.org": "450 mailbox busy"}
    told(ADA)

    for day in range(12):
        run_stage("send", db, settings, mail_server, now + day * DAY)

    assert rows(db, "select state, attempts from embargowatch.alerts") == [("dead", 10)]


def test_a_server_that_takes_mails_and_never_says_so_gets_them_ever_more_slowly_and_not_for_ever(
    db, told, now, settings, mail_server, postbox
):
    told(ADA)
    postbox.silent = True
    impatient = replace(mail_server, timeout_s=0.2)

    for minutes in range(0, 12 * 60, 15):
        run_stage("send", db, settings, impatient, now + timedelta(minutes=minutes))

    assert rows(db, "select state, attempts from embargowatch.alerts") == [("dead", 10)]
    assert len(postbox.mails) == 10


def test_a_server_that_was_down_for_days_may_still_say_not_now(db, told, now, settings, mail_server, postbox):
    told(ADA)
    down = MailServer("127.0.0.1", free_port(18700))
    for day in range(12):
        run_stage("send", db, settings, down, now + day * DAY)
    postbox.refuse = {"ada@example.org": "450 greylisted, come again in five minutes"}
    run_stage("send", db, settings, mail_server, now + 12 * DAY)
    postbox.refuse = {}

    assert run_stage("send", db, settings, mail_server, now + 13 * DAY) == Tally(done=1)


def test_what_a_dead_sender_had_under_way_is_sent_again_with_the_same_id_and_says_so(
    db, told, now, settings, mail_server, postbox
):
    told(ADA)
    [(alert_id,)] = rows(db, "select id from embargowatch.alerts")
    with db:
        store.claim_alerts(db, [alert_id], "<known@example.org>")

    run_stage("send", db, settings, mail_server, now)

    [mail] = postbox.mails
    assert mail["Message-ID"] == "<known@example.org>"
    assert "repeat" in mail.get_body(("plain",)).get_content()


def test_while_one_sends_to_a_subscriber_nobody_else_does(db, database_url, told, now, settings, mail_server, postbox):
    told(ADA)
    other = store.connect(database_url)
    [(subscription_id,)] = rows(db, "select id from embargowatch.subscriptions")
    assert store.try_lock_subscription(other, subscription_id)

    assert run_stage("send", db, settings, mail_server, now) == Tally(skipped=1)
    store.unlock_subscription(other, subscription_id)
    other.close()

    assert run_stage("send", db, settings, mail_server, now) == Tally(done=1)
    assert len(postbox.mails) == 1


def test_an_article_that_gave_no_record_is_listed_as_not_read(
    db, paper, web_server, now, mail_server, postbox, told_by
):
    settings = set_up(db, web_server, now)  # extraction finds nothing in any of them

    run_line(db, settings, mail_server, now)

    [digest] = postbox.mails
    assert digest["To"] == "ben@example.org"
    assert "/north/listing" in digest.get_body(("plain",)).get_content()


def test_a_change_of_cadence_loses_nothing_that_waits(db, told, now, settings, mail_server, postbox):
    told(EVE)

    pipeline.import_subscribers(db, [replace(EVE, cadence="immediate")], now=now)
    run_stage("send", db, settings, mail_server, now)

    assert [mail["To"] for mail in postbox.mails] == ["eve@example.org"]


def test_who_left_the_file_is_told_no_more(db, told, now, settings, mail_server, postbox):
    told(ADA, BEN)

    pipeline.import_subscribers(db, [BEN], now=now)
    run_stage("send", db, settings, mail_server, now)

    assert [mail["To"] for mail in postbox.mails] == ["ben@example.org"]


def test_a_faulty_block_costs_its_subscriber_only_and_what_they_had_goes_on(db, now, tmp_path):
    path = tmp_path / "subscribers.yaml"
    path.write_text("- {email: ada@example.org, countries: PL}\n- {email: ben@example.org}\n")
    pipeline.import_subscribers_file(db, path, now=now)

    path.write_text("- {email: ada@example.org, countries: Poland}\n- {email: eve@example.org}\n")
    assert pipeline.import_subscribers_file(db, path, now=now) == Tally(done=1, skipped=1, failed=1)

    wanted = {one.email: one.countries for one in store.enabled_subscriptions(db)}
    assert wanted == {"ada@example.org": ("PL",), "eve@example.org": ()}
    [fault] = store.subscription_faults(db)
    assert "ada@example.org" in fault["fault"]


def test_a_file_that_cannot_be_read_unsubscribes_nobody_and_says_so(db, now, tmp_path):
    path = tmp_path / "subscribers.yaml"
    path.write_text("- {email: ada@example.org}\n")
    pipeline.import_subscribers_file(db, path, now=now)

    path.write_text("- {email: ada@example.org\n")
    assert pipeline.import_subscribers_file(db, path, now=now) == Tally(failed=1)

    assert [one.email for one in store.enabled_subscriptions(db)] == ["ada@example.org"]
    assert "not YAML" in store.subscription_faults(db)[0]["fault"]
    path.write_text("- {email: ada@example.org}\n")
    pipeline.import_subscribers_file(db, path, now=now)
    assert store.subscription_faults(db) == []


def test_a_subscription_comes_back_from_the_table_as_it_went_in(db, now):
    wanted = Subscription(
        "ada@example.org", "Ada", ("sanctions",), ("PL",), ("F-35",), ("aircraft",), ("asset_freeze",), ("CAATSA",),
        ("Orrin Marine",), ("impose",), 0.7, True, ("en",), "weekly", "Europe/Warsaw", 8, 4, "22:00", "07:00", 5,
        "email", "env:HOOK", "second", since=now,
    )  # fmt: skip
    pipeline.import_subscribers(db, [wanted, replace(wanted, label="third")], now=now)

    one, other = store.enabled_subscriptions(db)

    assert replace(one, id=None, secret="") == wanted
    assert len(one.secret) == 64
    assert one.secret != other.secret


# --- the command line -------------------------------------------------------------------------------


@pytest.fixture
def environment(database_url, web_server, tmp_path, monkeypatch, mail_server):
    """What an operator sets."""
    feeds = tmp_path / "feeds.yaml"
    feeds.write_text(f"feeds:\n  - {{slug: one, name: One, url: '{web_server.url('/one.xml')}'}}\n")
    (tmp_path / "subscribers.yaml").write_text("subscribers:\n  - {email: ada@example.org, cadence: immediate}\n")
    for name, value in {
        "DATABASE_URL": database_url,
        "FEEDS": str(feeds),
        "SUBSCRIBERS": str(tmp_path / "subscribers.yaml"),
        "ALLOW_HOSTS": web_server.host,
        "HOST_DELAY_S": "0",
        "SMTP_URL": f"smtp+plain://127.0.0.1:{mail_server.port}",
    }.items():
        monkeypatch.setenv(f"EMBARGOWATCH_{name}", value)
    return monkeypatch


def test_one_command_runs_the_whole_line_without_airflow(environment, paper, told_by, postbox, capsys):
    text = a_text(datetime.now(UTC), "One")
    paper.announce("one", [(paper.print("/one", text), text)])
    told_by["One"] = [deal()]

    assert cli.main(["run"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert told["fetch"] == {"done": 1, "failed": 0, "skipped": 0}
    assert told["alert"]["sent"]["done"] == 1
    assert [mail["To"] for mail in postbox.mails] == ["ada@example.org"]


def test_what_an_operator_can_put_right_is_one_line(environment, capsys):
    for name, value in {
        "DATABASE_URL": "postgresql://watch:secret-word@nowhere.invalid/news",
        "FEEDS": "/nowhere/feeds.yaml",
        "TIMEOUT_S": "soon",
    }.items():
        environment.setenv(f"EMBARGOWATCH_{name}", value)
        assert cli.main(["fetch"]) == 1
        [line] = capsys.readouterr().err.splitlines()
        assert "secret-word" not in line


def test_a_database_without_tables_and_days_and_a_port_that_are_wrong_are_one_line_too(environment, db, capsys):
    environment.setenv("EMBARGOWATCH_SMTP_URL", "smtp://desk:secret-word@mail.example.org:secret")
    days = ("--since", "2026-11-02", "--until", "2026-11-01")
    complaints = {}
    for words in (("alert",), ("replay", *days)):
        assert cli.main(words) == 1
        complaints[words[0]] = capsys.readouterr().err
    rows(db, "drop schema embargowatch cascade; select 1")
    assert cli.main(["link"]) == 1
    complaints["link"] = capsys.readouterr().err

    assert all(said.count("\n") == 1 and "secret" not in said for said in complaints.values())
    assert "SMTP_URL" in complaints["alert"]
    assert "2026-11-02 is after" in complaints["replay"]
    assert "embargowatch migrate" in complaints["link"]


# --- side by side -----------------------------------------------------------------------------------


def test_workers_side_by_side_do_each_item_once(db, database_url, paper, web_server, now, settings):
    printed = [(paper.print(f"/{n}", a_text(now, f"Number {n}")), a_text(now, f"Number {n}")) for n in range(60)]
    feeds = [paper.announce(f"feed-{n}", printed[n * 20 : n * 20 + 30]) for n in range(3)]
    pipeline.import_feeds(db, feeds, now=now)

    def work() -> None:
        mine = store.connect(database_url)
        pipeline.fetch(mine, Web(settings), now=now)
        pipeline.scrape(mine, Web(settings), now=now)
        pipeline.clean(mine, now=now)
        mine.close()

    side_by_side(work, copies=4)
    run_line(db, settings, NOBODY, now, last="clean")  # whatever came in after a worker had looked

    asked = Counter(path for path, _ in web_server.hits)
    assert {asked[f"/{n}"] for n in range(60)} == {1}
    assert rows(db, "select count(*), count(distinct url) from embargowatch.articles") == [(60, 60)]


def test_workers_side_by_side_ask_each_feed_once(db, database_url, paper, web_server, now, settings):
    text = a_text(now, "Radars")
    printed = [(paper.print("/radars", text), text)]
    pipeline.import_feeds(db, [paper.announce(f"feed-{n}", printed) for n in range(70)], now=now)

    def work() -> None:
        mine = store.connect(database_url)
        pipeline.fetch(mine, Web(settings), now=now)
        mine.close()

    side_by_side(work, copies=3)

    assert Counter(path for path, _ in web_server.hits) == {f"/feed-{n}.xml": 1 for n in range(70)}
    assert rows(db, "select count(*) from embargowatch.entry_feeds") == [(70,)]


def test_what_a_worker_that_is_gone_had_claimed_is_asked_by_the_next(db, database_url, paper, now, settings):
    pipeline.import_feeds(db, [paper.announce(f"feed-{n}", []) for n in range(3)], now=now)
    gone = store.connect(database_url)
    claimed = store.claim_feeds(gone, now=now, tiers=None, everything=False, limit=2)
    gone.commit()
    assert pipeline.fetch(db, Web(settings), now=now) == Tally(done=1)

    gone.close()
    for each in claimed:  # waits until Postgres has noticed
        rows(db, f"select pg_advisory_lock(hashtext('embargowatch feeds'), {each})")
    store.release_feeds(db, claimed)

    assert pipeline.fetch(db, Web(settings), now=now) == Tally(done=2)


def test_linking_side_by_side_makes_one_story_of_one_development(db, database_url, paper, now, settings, told_by):
    texts = {n: a_text(now, f"Paper {n} tells it") for n in range(50)}
    for text in texts.values():
        told_by[text.title] = [deal()]
    printed = [(paper.print(f"/{n}", text), text) for n, text in texts.items()]
    pipeline.import_feeds(db, [paper.announce("daily", printed)], now=now)
    run_line(db, settings, NOBODY, now, last="extract")

    def work() -> None:
        mine = store.connect(database_url)
        pipeline.link(mine, now=now)
        mine.close()

    side_by_side(work, copies=4)

    assert rows(db, "select n_articles from embargowatch.v_stories") == [(50,)]


def side_by_side(work: Callable[[], None], copies: int) -> None:
    failures: list[BaseException] = []

    def guarded() -> None:
        try:
            work()
        except BaseException as error:  # a thread's exception must fail the test
            failures.append(error)

    threads = [threading.Thread(target=guarded) for _ in range(copies)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "its language (de) is not read yet"),
        ("", "its language is not read yet"),
        ("en", "its language, which is not the en that it is declared as, is not read yet"),
    ],
)
def test_an_article_that_is_not_judged_says_what_language_is_the_reason(db, paper, now, settings, language, said):
    xhosa = "URhulumente uthi uza kwakha iindlela ezintsha kunye nezikolo kwiphondo liphela kulo nyaka uzayo. " * 4
    url = paper.print("/a", a_text(now, "Iindaba zanamhlanje", paragraphs=(xhosa,)))
    pipeline.import_feeds(db, [paper.announce("daily", [(url, a_text(now))])], now=now)
    for stage in ("fetch", "scrape", "clean"):
        run_stage(stage, db, settings, NOBODY, now)
    with db, db.cursor() as cursor:
        cursor.execute("update embargowatch.articles set language = %s", (language,))

    run_stage("classify", db, settings, NOBODY, now)

    assert rows(db, "select state, state_reason from embargowatch.articles") == [("done", f"not judged: {said}")]
