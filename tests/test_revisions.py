"""What becomes of an article that changes, is told under two addresses, or cannot be had at first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from embargowatch import pipeline
from embargowatch.clean.revisions import changes, same_reading
from embargowatch.settings import Settings
from embargowatch.types import Subscription
from line import Newspaper, Postbox, post_office, rows, run_line, run_stage
from test_pipeline import DAY, NOBODY, a_text, deal, told_by
from web_server import WebServer

__all__ = ["told_by"]
HOUR = timedelta(hours=1)


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


# --- what counts as a change --------------------------------------------------------------------------

TEXT = "The yard will build two ships.\n\nDelivery begins in May."


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        (TEXT, TEXT.replace("\n\n", "\n").replace("two ships", "two  ships"), True),
        (f"Updated 5 minutes ago\n\n{TEXT}", f"Updated 2 hours ago\n\n{TEXT}", True),
        (
            f"Last updated: 23 November 2026, 10:05 GMT\n\n{TEXT}",
            f"Last updated: 23 November 2026, 11:40 GMT\n\n{TEXT}",
            True,
        ),
        (f"{TEXT}\n\n1,204 views", f"{TEXT}\n\n3.1k views", True),
        (f"3 min read\n\n{TEXT}", TEXT, True),
        (TEXT, TEXT.replace("two", "three"), False),
        (TEXT, f"{TEXT}\n\nThe price was not told.", False),
        (f"The yard sold 500 shares, and {TEXT * 2}", f"The yard sold 900 shares, and {TEXT * 2}", False),
        ("Updated rules bind 5 banks.", "Updated rules bind 9 banks.", False),
        ("Two ships sailed 3 days ago", "Two ships sailed 9 days ago", True),
        ("Two large ships sailed home 3 days ago", "Two large ships sailed home 9 days ago", False),
    ],
)
def test_only_what_a_person_would_read_is_a_change(before, after, same):
    assert same_reading("T", before, "T", after) is same
    assert same_reading(before, "", after, "") is same


def test_a_diff_names_the_paragraphs_that_changed():
    assert changes(TEXT, TEXT.replace("May", "June"), before_name="revision 1", after_name="revision 2")[2:] == [
        "@@ -1,2 +1,2 @@",
        " The yard will build two ships.",
        "-Delivery begins in May.",
        "+Delivery begins in June.",
    ]


def test_a_page_whose_counters_changed_is_no_revision(db, paper, now, settings):
    text = a_text(now)
    first = replace(text, paragraphs=(*text.paragraphs, "1,200 views"))
    pipeline.import_feeds(db, [paper.announce("daily", [(paper.print("/a", first), first)])], now=now)
    run_line(db, settings, NOBODY, now, last="clean")

    later = replace(first, paragraphs=(*text.paragraphs, "9,400 views"), summary="Told differently.")
    paper.announce("daily", [(paper.print("/a", later), later)])
    run_line(db, settings, NOBODY, now + DAY, last="clean")

    assert rows(db, "select revision from embargowatch.articles") == [(1,)]
    assert rows(db, "select state_reason from embargowatch.pages order by id desc limit 1") == [
        ("the same text as revision 1",)
    ]


def test_an_edit_that_changes_the_records_is_told_and_one_that_does_not_is_not(db, paper, now, settings, told_by):
    postbox = Postbox()
    told_by |= {"One": [deal(stage="approved")], "One, reworded": [deal(stage="approved")], "One, signed": [deal()]}
    text = a_text(now, "One")
    pipeline.import_feeds(db, [paper.announce("daily", [(paper.print("/one", text), text)])], now=now)
    pipeline.import_subscribers(db, [Subscription("ada@example.org", cadence="immediate")], now=now)
    mails = []
    with post_office(postbox) as mail_server:
        for days, title in enumerate(told_by):
            edited = a_text(now, title)
            paper.announce("daily", [(paper.print("/one", edited), edited)])
            run_line(db, settings, mail_server, now + days * DAY)
            mails.append(len(postbox.mails))

    assert rows(db, "select max(revision) from embargowatch.articles") == [(3,)]
    assert mails == [1, 1, 2]


# --- two addresses ------------------------------------------------------------------------------------


def print_at(paper: Newspaper, path: str, text, address: str) -> str:
    """Print an article that says it is at another address."""
    url = paper.print(path, text)
    body = paper.server.routes[path].body
    assert isinstance(body, bytes)
    paper.server.serve(path, body.replace(b"<head>", f'<head><link rel="canonical" href="{address}">'.encode()))
    return url


def test_one_article_under_two_addresses_is_one_article(db, paper, web_server, now, settings):
    text, address = a_text(now), web_server.url("/news/bridge")
    links = [print_at(paper, path, text, address) for path in ("/m/bridge", "/news/bridge", "/news/bridge.amp")]
    pipeline.import_feeds(db, [paper.announce("daily", [(link, text) for link in links])], now=now)

    run_line(db, settings, NOBODY, now, last="clean")

    assert rows(db, "select url, revision from embargowatch.articles") == [(address, 1)]
    assert rows(db, "select count(*) from embargowatch.entries where state = 'scraped'") == [(3,)]
    assert rows(db, "select count(*) from embargowatch.pages where state_reason = 'the same text as revision 1'") == [
        (2,)
    ]


def test_two_articles_whose_pages_name_one_address_stay_two(db, paper, web_server, now, settings):
    other = replace(a_text(now, "Ferry sold"), paragraphs=("The ferry was sold to an island far away. " * 20,))
    address = web_server.url("/news")
    links = [print_at(paper, "/bridge", a_text(now), address), print_at(paper, "/ferry", other, address)]
    feed = paper.announce("daily", [(links[0], a_text(now)), (links[1], other)])
    pipeline.import_feeds(db, [feed], now=now)

    run_line(db, settings, NOBODY, now, last="clean")

    found = rows(db, "select url, revision from embargowatch.articles order by url")
    assert sorted(url in (address, *links) for url, _ in found) == [True, True]
    assert [revision for _, revision in found] == [1, 1]


def test_an_article_keeps_the_address_that_it_was_saved_under(db, paper, web_server, now, settings):
    text = a_text(now)
    link = paper.print("/bridge", text)
    pipeline.import_feeds(db, [paper.announce("daily", [(link, text)])], now=now)
    run_line(db, settings, NOBODY, now, last="clean")

    edited = a_text(now, "Bridge is built")
    print_at(paper, "/bridge", edited, web_server.url("/news/bridge"))
    paper.announce("daily", [(link, edited)])
    run_line(db, settings, NOBODY, now + DAY, last="clean")

    assert rows(db, "select url, revision from embargowatch.articles order by revision") == [(link, 1), (link, 2)]


def test_a_link_that_only_leads_on_gives_the_article_behind_it(db, paper, web_server, now, settings):
    text = a_text(now)
    article = paper.print("/bridge", text)
    refresh = f'<html><head><meta http-equiv="refresh" content="0;url={article}"></head></html>'
    short = web_server.serve("/x7", refresh.encode(), Content_Type="text/html")
    broken = web_server.serve("/x8", refresh.replace("/bridge", "/missing").encode(), Content_Type="text/html")
    pipeline.import_feeds(db, [paper.announce("daily", [(short, text), (broken, a_text(now, "Lost"))])], now=now)

    run_line(db, settings, NOBODY, now, last="clean")

    assert rows(db, "select url, title, status from embargowatch.articles order by title desc") == [
        (article, text.title, "ok"),
        (broken, "Lost", "summary_only"),
    ]
    assert rows(db, "select url, final_url from embargowatch.pages where failure_kind = ''") == [(short, article)]


# --- asked for again ----------------------------------------------------------------------------------


def asked(web_server: WebServer, path: str) -> int:
    return [hit for hit, _ in web_server.hits].count(path)


def test_a_wall_is_asked_for_again_ever_later_and_then_no_more(db, paper, web_server, now, settings):
    text = a_text(now, summary="The feed says that the bridge is built.")
    wall = b"<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
    link = web_server.serve("/walled", wall, Content_Type="text/html")
    pipeline.import_feeds(db, [paper.announce("daily", [(link, text)])], now=now)
    run_line(db, settings, NOBODY, now, last="clean")
    assert rows(db, "select status, text from embargowatch.articles") == [("summary_only", text.summary)]
    assert rows(db, "select state from embargowatch.articles") == [("to_classify",)]

    times = []
    for hours in range(0, 24 * 20, 3):
        before = asked(web_server, "/walled")
        run_line(db, settings, NOBODY, now + hours * HOUR, first="scrape", last="clean")
        times += [hours] * (asked(web_server, "/walled") - before)

    assert times == [6, 30, 102]
    assert rows(db, "select revision from embargowatch.articles") == [(1,)]


def test_an_article_behind_a_wall_that_falls_takes_the_place_of_the_feed_s_words(
    db, paper, web_server, now, settings, told_by
):
    told_by["Bridge"] = [deal()]
    text = a_text(now, "Bridge")
    link = web_server.serve("/bridge", b"no", 403)
    pipeline.import_feeds(db, [paper.announce("daily", [(link, text)])], now=now)
    for hours in (0, 1, 2):
        run_line(db, settings, NOBODY, now + hours * HOUR, last="link")
    assert rows(db, "select status, state from embargowatch.articles") == [("summary_only", "done")]

    paper.print("/bridge", text)
    run_line(db, settings, NOBODY, now + 9 * HOUR, first="scrape", last="link")

    assert rows(db, "select revision, status, state from embargowatch.articles order by 1") == [
        (1, "summary_only", "done"),
        (2, "ok", "done"),
    ]
    assert rows(db, "select n_articles from embargowatch.v_stories") == [(1,)]
    assert rows(db, "select retry_at from embargowatch.entries") == [(None,)]


def test_a_page_that_is_gone_for_good_is_not_asked_for_again(db, paper, web_server, now, settings):
    text = a_text(now)
    link = web_server.serve("/gone", b"no", 410)
    pipeline.import_feeds(db, [paper.announce("daily", [(link, text)])], now=now)
    run_line(db, settings, NOBODY, now, last="clean")

    run_stage("scrape", db, settings, NOBODY, now + 30 * DAY)

    assert asked(web_server, "/gone") == 1
    assert rows(db, "select retry_at from embargowatch.entries") == [(None,)]
