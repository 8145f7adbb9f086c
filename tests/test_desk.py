"""The desk in a real Chromium on a real Postgres: what it shows, to whom, and that hostile words stay words."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import HTTPException, Request
from playwright.sync_api import Browser, Page, sync_playwright

import desk_seed
from desk_server import PREFIX, serve
from embargowatch import store
from embargowatch.desk.passages import Part, passage
from embargowatch.local import postgres
from embargowatch.types import Evidence

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SWITCHES = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing")
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield started
        started.close()


@pytest.fixture(scope="module")
def filled(cluster: postgres.Cluster) -> tuple[str, dict[str, int]]:
    """The URL of a database that is seeded once for all tests that only look, and its stories' ids."""
    postgres.create_database(cluster, "desk_of_tests")
    with closing(store.connect(cluster.url("desk_of_tests"))) as db:
        store.migrate(db)
        return cluster.url("desk_of_tests"), desk_seed.fill(db, NOW)


@pytest.fixture(scope="module")
def stories(filled: tuple[str, dict[str, int]]) -> dict[str, int]:
    """The ids of the seeded stories."""
    return filled[1]


@pytest.fixture(scope="module")
def desk(filled: tuple[str, dict[str, int]]) -> Iterator[str]:
    """The address of a desk over the seeded database."""
    with serve(lambda: store.connect(filled[0], patience_s=0)) as address:
        yield address


@pytest.fixture
def guarded(filled: tuple[str, dict[str, int]]) -> Iterator[str]:
    """The same behind a login."""
    with serve(lambda: store.connect(filled[0], patience_s=0), only_with_pass, "/login") as address:
        yield address


@pytest.fixture
def own_desk(database_url: str) -> Iterator[str]:
    """The address of a desk over the test's own database, which is empty."""
    with serve(lambda: store.connect(database_url, patience_s=0)) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test when the browser complains about anything."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


def ask(address: str, **headers: str) -> httpx.Response:
    return httpx.get(address, headers=headers, trust_env=False)


def only_with_pass(request: Request) -> None:
    """A login as Airflow's dependency does it."""
    if request.cookies.get("pass") != "yes":
        raise HTTPException(401, "Not authenticated")


# --- stories ---------------------------------------------------------------------------------------------------------


def test_stories_are_there_newest_first_by_day(page: Page, desk: str) -> None:
    page.goto(f"{desk}/")
    heads = page.locator("article.story h3").all_inner_texts()
    assert heads[:3] == [
        "Designated: EU lists Orrin Marine FZE and Pavel Arkonin",
        "Signed: Poland orders 218 K239 Chunmoo from South Korea, $3.6bn",
        "Planned, not yet lifted: US oil sanctions on Venezuela",
    ]
    assert page.locator("section.day h2").all_inner_texts() == ["Monday 23 November 2026", "Sunday 22 November 2026"]


def test_a_story_has_its_record_in_human_words_and_the_sentence_it_rests_on(page: Page, desk: str) -> None:
    page.goto(f"{desk}/?q=chunmoo")
    story = page.locator("article.story")
    said = story.inner_text()
    for words in ("From South Korea", "To Poland", "Weapons 218 K239 Chunmoo", "Value $3.6bn (contract)", "91% sure"):
        assert words in said
    assert story.locator("blockquote").inner_text() == desk_seed.CHUNMOO_QUOTE
    assert "218 K239 Chunmoo" in story.locator("mark").all_inner_texts()
    assert [link.inner_text() for link in story.locator(".outlets a").all()] == [
        "Harbour Courier", "Meridian Wire", "Defence Ledger",
    ]  # fmt: skip


def test_links_to_articles_tell_the_outlet_nothing_and_open_nothing_else(
    page: Page, desk: str, stories: dict[str, int]
) -> None:
    page.goto(f"{desk}/stories/{stories['deal']}")
    outside = page.locator("a[href^='http']").all()
    assert outside
    for link in outside:
        assert link.get_attribute("rel") == "noopener noreferrer"
    page.goto(f"{desk}/stories/{stories['mischief']}")
    schemes = {link.get_attribute("href").split(":")[0] for link in page.locator("a[href*=':']").all()}
    assert schemes <= {"http", "https"}


def test_the_topic_and_the_words_stay_in_the_address(page: Page, desk: str) -> None:
    page.goto(f"{desk}/")
    page.get_by_role("navigation", name="Topics").get_by_role("link", name="Sanctions").click()
    page.get_by_role("searchbox").fill("venezuela oil")
    page.get_by_role("button", name="Search").click()
    assert page.url == f"{desk}/?topic=sanctions&q=venezuela+oil"
    assert page.locator("article.story h3").all_inner_texts() == [
        "Planned, not yet lifted: US oil sanctions on Venezuela"
    ]
    assert page.get_by_role("searchbox").input_value() == "venezuela oil"


@pytest.mark.parametrize(
    "query", ["100% sure", "under_score", "back\\slash", "' or 1=1 --", "\x00", "a" * 5000, "&|!():*", "the"]
)
def test_a_search_takes_every_character_as_it_is(desk: str, query: str) -> None:
    answer = httpx.get(f"{desk}/", params={"q": query}, trust_env=False)
    assert answer.status_code == 200
    assert "No story fits" in answer.text


def test_older_stories_come_page_by_page_each_once(page: Page, own_desk: str, db: Any, now: datetime) -> None:
    for number in range(70):
        seen = now - timedelta(days=10, minutes=number // 3)  # many at the same moment
        desk_seed.add_story(db, f"Signed: lot {number}", desk_seed.chunmoo(), [], seen)
    db.commit()
    page.goto(f"{own_desk}/?q=lot")
    shown = page.locator("article.story h3").all_inner_texts()
    while page.get_by_role("link", name="Older stories").count():
        page.get_by_role("link", name="Older stories").click()
        shown += page.locator("article.story h3").all_inner_texts()
    assert sorted(int(re.search(r"lot (\d+)", head)[1]) for head in shown) == list(range(70))


@pytest.mark.parametrize(
    "before",
    ["nonsense", "2026-11-23~1", "2026-11-23T12:00:00+00:00~x", "2026-11-23T12:00:00+00:00~99999999999999999999", "~"],
)
def test_a_broken_cursor_shows_the_first_page(desk: str, before: str) -> None:
    answer = httpx.get(f"{desk}/", params={"before": before}, trust_env=False)
    assert answer.status_code == 200
    assert "Orrin Marine" in answer.text


def test_an_empty_desk_says_what_to_do(page: Page, own_desk: str) -> None:
    page.goto(f"{own_desk}/")
    said = page.locator("body").inner_text()
    assert "No story yet." in said
    assert "watch_news" in said


# --- one story -------------------------------------------------------------------------------------------------------


def test_a_story_shows_every_field_with_the_words_it_rests_on(page: Page, desk: str, stories: dict[str, int]) -> None:
    page.goto(f"{desk}/stories/{stories['deal']}")
    rows = {row.locator("th").inner_text(): row for row in page.locator("table.record tbody tr").all()}
    assert rows["Value"].locator("td").all_inner_texts() == ["$3.6bn (contract)", "88%", "3.6 billion dollars"]
    assert rows["Standing"].locator("td").first.inner_text() == "Reported as fact"


def test_a_story_shows_each_article_with_its_passage(page: Page, desk: str, stories: dict[str, int]) -> None:
    page.goto(f"{desk}/stories/{stories['deal']}")
    articles = page.locator("article.telling")
    assert articles.count() == 3
    courier = articles.filter(has_text="Harbour Courier")
    assert "revision 2" in courier.inner_text()
    assert "".join(courier.locator("mark").all_inner_texts()) == desk_seed.CHUNMOO_QUOTE
    assert courier.locator("blockquote").inner_text().endswith("within eighteen months.")
    ledger = articles.filter(has_text="Defence Ledger").inner_text()
    assert "Summary only: the page asked for a login; the feed's own summary stands in" in ledger


def edit_the_courier(db: Any, now: datetime, state: str) -> None:
    with db.cursor() as cursor:
        cursor.execute(
            "insert into embargowatch.articles (entry_id, page_id, url, revision, title, text, text_sha256, status, "
            "created_at, state) select entry_id, page_id, url, 3, title, 'All different now.', 'x', 'ok', %s, %s "
            "from embargowatch.articles where url = 'https://courier.example/1'",
            (now, state),
        )
    db.commit()


def test_only_the_newest_revision_of_an_article_tells_a_story(own_desk: str, db: Any, now: datetime) -> None:
    stories = desk_seed.fill(db, now)
    edit_the_courier(db, now, "done")
    said = ask(f"{own_desk}/stories/{stories['deal']}").text
    assert "Told by 2 articles" in said
    assert "Harbour Courier" not in said


@pytest.mark.parametrize("state", ["to_classify", "to_link", "failed"])
def test_a_revision_that_is_not_read_yet_takes_nothing_away(own_desk: str, db: Any, now: datetime, state: str) -> None:
    stories = desk_seed.fill(db, now)
    edit_the_courier(db, now, state)
    said = ask(f"{own_desk}/stories/{stories['deal']}").text
    assert "Told by 3 articles" in said


@pytest.mark.parametrize(
    "path",
    [
        "stories/999999",
        "stories/abc",
        "stories/99999999999999999999",
        "stories/-99999999999999999999",
        "nowhere",
        "docs",
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(desk: str, path: str) -> None:
    answer = ask(f"{desk}/{path}")
    assert answer.status_code == 404
    assert "There is no such page on the desk." in answer.text


# --- sources ---------------------------------------------------------------------------------------------------------


def test_every_page_leads_with_what_cannot_be_seen(page: Page, desk: str, stories: dict[str, int]) -> None:
    for path in ("", f"stories/{stories['deal']}", "sources"):
        page.goto(f"{desk}/{path}")
        sight = page.get_by_role("complementary", name="What cannot be seen").inner_text()
        assert sight.startswith("Not seen: 2 of 7 sources. Treasury notices (demo) (unreachable since 21 Nov)")


def test_the_sources_page_says_state_reason_and_since(page: Page, desk: str) -> None:
    page.goto(f"{desk}/sources")
    treasury = page.locator("table.watched tr", has_text="Treasury notices").inner_text()
    for words in ("unreachable", "timed out after 10 s", "21 Nov 2026", "official source"):
        assert words in treasury
    assert "retired in January 2025" in page.locator("section", has_text="Switched off").inner_text()


def test_a_source_shows_what_it_was_before(page: Page, desk: str) -> None:
    page.goto(f"{desk}/sources")
    treasury = page.locator("table.watched tr", has_text="Treasury notices")
    assert not treasury.get_by_text("it takes 21 s to answer").is_visible()
    treasury.get_by_text("Before").click()
    assert "slow, 18 Nov to 21 Nov 2026: it takes 21 s to answer" in treasury.locator("li").inner_text()
    assert page.locator("table.watched details").count() == 1


def test_each_bad_item_is_shown_once_with_its_reason(page: Page, desk: str) -> None:
    page.goto(f"{desk}/sources")
    troubles = page.locator("section", has=page.locator("#troubles")).locator("tbody tr")
    assert troubles.count() == 4
    said = troubles.all_inner_texts()
    for words in (
        "answered 404 Not Found",
        "the page asked for a login",
        "only a cookie dialogue",
        "language hu is not supported <script>",
    ):
        assert sum(words in row for row in said) == 1


def test_mails_that_were_not_delivered_are_shown_in_the_servers_words(page: Page, desk: str) -> None:
    page.goto(f"{desk}/sources")
    mails = page.locator("section", has=page.locator("#mails"))
    assert "1 sent, 1 waiting, 0 being sent, 1 held back" in mails.inner_text()
    dead, waiting = mails.locator("tbody tr").all_inner_texts()
    assert "given up" in dead
    assert "550 5.1.1 no such user here" in dead
    assert "tries again" in waiting
    assert "timed out" in waiting


# --- hostile, small, dark --------------------------------------------------------------------------------------------


def test_hostile_words_are_shown_as_they_are_and_do_nothing(page: Page, desk: str, stories: dict[str, int]) -> None:
    for path in ("", "sources", f"stories/{stories['mischief']}", f"?q={desk_seed.MISCHIEF}"):
        page.goto(f"{desk}/{path}")
        assert "Embargo Watch" in page.title()
        assert page.locator("script, img, [onerror], [style]").count() == 0
        assert desk_seed.MISCHIEF in page.locator("main").inner_text()
        assert "\u202e" not in page.locator("h1, h3, td, dd").first.inner_text()


def test_no_page_scrolls_sideways(page: Page, desk: str, stories: dict[str, int]) -> None:
    for path in ("", "sources", f"stories/{stories['deal']}", f"stories/{stories['mischief']}"):
        page.goto(f"{desk}/{path}")
        for width in (360, 640, 768, 1088, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(
    browser: Browser, desk: str, stories: dict[str, int], scheme: Any
) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    for path in ("", "sources", f"stories/{stories['deal']}"):
        page.goto(f"{desk}/{path}")
        assert page.evaluate(CONTRASTS) == []
    context.close()


CONTRASTS = """() => {
  const parse = c => { const n = c.match(/[\\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n };
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const ground = node => { for (let n = node; n; n = n.parentElement) {
    const c = parse(getComputedStyle(n).backgroundColor); if (c[3] > 0) return c } return [255, 255, 255, 1] };
  return [...document.querySelectorAll('body *')].filter(node => node.checkVisibility()
      && [...node.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
    .map(node => { const [a, b] = [light(parse(getComputedStyle(node).color)), light(ground(node))];
      return [node.tagName + '.' + node.className, (Math.max(a, b) + .05) / (Math.min(a, b) + .05)] })
    .filter(([, ratio]) => ratio < 4.5) }"""


def test_a_keyboard_reaches_the_content_first(page: Page, desk: str) -> None:
    page.goto(f"{desk}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


# --- who may come in -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/stories/1", "/sources", "/desk.css"])
def test_a_stranger_gets_nothing(guarded: str, path: str) -> None:
    refused = ask(f"{guarded}{path}")
    assert refused.status_code == 401
    assert "Poland" not in refused.text
    assert ask(f"{guarded}{path}", cookie="pass=yes").status_code == 200


def test_a_strangers_browser_is_sent_to_the_login_and_back(guarded: str) -> None:
    sent = ask(f"{guarded}/?q=oil&topic=sanctions", accept="text/html")
    assert sent.status_code == 303
    assert sent.headers["location"] == "/login?next=%2Fembargowatch%2F%3Fq%3Doil%26topic%3Dsanctions"


def test_nothing_describes_the_app_to_strangers(desk: str) -> None:
    for path in ("docs", "redoc", "openapi.json"):
        assert ask(f"{desk}/{path}").status_code == 404


@pytest.mark.parametrize("path", ["/", "/sources", "/stories/999999", "/desk.css"])
def test_every_answer_keeps_the_browser_on_a_short_lead(desk: str, path: str) -> None:
    headers = ask(f"{desk}{path}").headers
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self';")
    assert "script-src" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("prefix", [PREFIX, ""])
def test_every_link_works_wherever_the_desk_is_mounted(filled: tuple[str, dict[str, int]], prefix: str) -> None:
    url, stories = filled
    with serve(lambda: store.connect(url, patience_s=0), prefix=prefix) as desk:
        for path in ("/", f"/stories/{stories['deal']}", "/sources"):
            links = set(re.findall(r'(?:href|action)="(/[^"#]*)', ask(f"{desk}{path}").text))
            assert any("desk.css" in link for link in links)
            for link in links:
                assert ask(f"{desk.removesuffix(prefix)}{link.replace('&amp;', '&')}").status_code == 200, link


# --- without a database ----------------------------------------------------------------------------------------------


def test_a_database_that_is_down_is_a_page_that_says_so() -> None:
    with serve(lambda: store.connect("postgresql://nobody:secret@127.0.0.1:1/none", patience_s=0)) as desk:
        answer = ask(f"{desk}/")
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "60"
        assert "The database does not answer" in answer.text
        assert "secret" not in answer.text
        assert "127.0.0.1:1" not in answer.text


def test_the_desk_cannot_write(own_desk: str, db: Any, now: datetime) -> None:
    desk_seed.fill(db, now)
    with db.cursor() as cursor:
        cursor.execute(WRITES_WHEN_READ)
        db.commit()
        assert ask(f"{own_desk}/").status_code == 503
        cursor.execute("select 1 from embargowatch.stories")
        assert cursor.rowcount > 0, "who may write can read this view"


WRITES_WHEN_READ = """
create function embargowatch.touch() returns boolean language plpgsql as
    $$ begin update embargowatch.feeds set name = 'touched'; return true; end $$;
alter table embargowatch.stories rename to stories_kept;
create view embargowatch.stories as select * from embargowatch.stories_kept where embargowatch.touch();
"""


# --- passages --------------------------------------------------------------------------------------------------------

TEXT = "First paragraph.\n\nBefore it. Poland signed for 24 K2. After it.\n\nLast paragraph."
QUOTE = "Poland signed for 24 K2."


def span(said: str, text: str = TEXT) -> tuple[Evidence, ...]:
    return (Evidence("text", text.index(said), text.index(said) + len(said), said),)


def test_a_passage_is_the_paragraph_with_the_sentence_and_its_words_marked() -> None:
    assert passage(TEXT, QUOTE, {"weapons": span("24 K2"), "stage": span(QUOTE)}) == (
        Part("Before it. "),
        Part("Poland signed for ", quoted=True),
        Part("24 K2", quoted=True, fields=("weapons",)),
        Part(".", quoted=True),
        Part(" After it."),
    )


def test_offsets_count_from_the_articles_start_when_only_a_window_came_along() -> None:
    window = TEXT[10:]
    assert Part("24 K2", True, ("weapons",)) in passage(window, QUOTE, {"weapons": span("24 K2")}, offset=10)


def test_a_long_paragraph_is_cut_at_words() -> None:
    parts = passage(f"{'many words ' * 60}{QUOTE}{' and more' * 60}", QUOTE, {}, around=30)
    assert [parts[0].text, parts[-1].text] == ["… ", " …"]
    assert "".join(part.text for part in parts if part.quoted) == QUOTE
    assert sum(len(part.text) for part in parts) < len(QUOTE) + 70


def test_a_sentence_that_is_no_longer_in_the_text_still_stands() -> None:
    assert passage("All different now.", QUOTE, {}) == (Part(QUOTE, quoted=True),)
    assert passage("All different now.", "", {}) == ()


@pytest.mark.parametrize("start", [-5, 10_000])
def test_evidence_out_of_range_marks_nothing(start: int) -> None:
    parts = passage(TEXT, QUOTE, {"weapons": (Evidence("text", start, start + 3, "xyz"),)})
    assert not any(part.fields for part in parts)
