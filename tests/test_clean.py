"""Pages as publishers make them: what becomes the article, and what never does. All pages are our own."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from embargowatch.clean import clean, clean_failed, read_html
from embargowatch.clean.sites import SiteRule, prepare, rule_for, site_rules
from embargowatch.sandbox import Sandbox
from embargowatch.types import Article, Entry, Failure, Page, Request
from embargowatch.web import Web
from web_server import Answer, WebServer

URL = "https://gazette.example/2026/11/radars"
PARAGRAPHS = (
    "The ministry said on Monday that it had ordered nine coastal radars from a yard in the south of the country, "
    "the largest purchase of its kind in a decade.",
    "Deliveries are to begin next May and end two years later, according to the head of procurement, who spoke to "
    "reporters at the harbour while a cold wind blew in from the bay.",
    "Opposition members asked for the full price. The minister answered that parliament would receive the contract "
    "within the week, together with the report of the auditors.",
)
TITLE = "Ministry orders nine coastal radars"


def linked(**changes: object) -> str:
    """JSON-LD as a publisher writes it."""
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": "2026-11-23T09:30:00+02:00",
        "author": [{"@type": "Person", "name": "Ines Okafor"}, {"@type": "Person", "name": "Bo Lind"}],
    } | changes
    return f'<script type="application/ld+json">{json.dumps(article)}</script>'


def page(body: str = "", head: str = "", title: str = TITLE, paragraphs: tuple[str, ...] = PARAGRAPHS) -> str:
    """An article page with the furniture that such pages have."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<!doctype html><html lang="en"><head><title>{title} | The Gazette</title>{head}</head><body>
    <nav><ul><li><a href="/">Home</a><li><a href="/world">World</a><li><a href="/sport">Sport</a></ul></nav>
    <div class="cookie-banner">We use cookies. <button>Accept all</button></div>
    <article><h1>{title}</h1>{text}{body}</article>
    <aside><h3>Most read</h3><ul><li><a href="/a">A cat in a tree</a><li><a href="/b">Rain again</a></ul></aside>
    <footer>© 2026 The Gazette. All rights reserved.</footer></body></html>"""


@pytest.fixture
def cleaned(now):
    """The article that a page gives for an entry."""

    def cleaning(body: str | bytes, url: str = URL, summary: str = "The feed's own words.", **headers: str) -> Article:
        data = body.encode() if isinstance(body, str) else body
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        entry = Entry(URL, "The feed's title", summary, ("Feed Author",), datetime(2026, 11, 22, tzinfo=UTC), id=3)
        return clean(Page(URL, url, 200, names, data, now, entry_id=3, id=5), entry, now)

    return cleaning


# --- The article --------------------------------------------------------------------------------------


def test_an_article_is_its_paragraphs_and_nothing_around_them(cleaned):
    article = cleaned(page(head=linked()))
    assert article.text == "\n\n".join(PARAGRAPHS)
    assert (article.url, article.title, article.status, article.reason) == (URL, TITLE, "ok", "")
    assert article.authors == ("Ines Okafor", "Bo Lind")
    assert article.published == datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
    assert (article.language, article.entry_id, article.page_id) == ("en", 3, 5)


@pytest.mark.parametrize(
    "line",
    [
        "Read also: A cat was saved from a tree",
        "Lire aussi : Un chat sauvé d'un arbre",
        "Lesen Sie auch: Katze vom Baum gerettet",
        "Czytaj także: Kot uratowany z drzewa",
        "Sign up for our newsletter to get the week's news",
        "Subscribe to continue reading this story",
        "Advertisement",
        "Follow us on every network",
        TITLE,
    ],
)
def test_a_line_that_is_not_the_articles_is_left_out(line):
    first, *rest = PARAGRAPHS
    assert read_html(page(paragraphs=(line, first, line, *rest) if line != TITLE else (line, first, *rest))).text == (
        "\n\n".join(PARAGRAPHS)
    )


def test_a_paragraph_that_is_nothing_but_a_link_is_left_out():
    offer = '<p><a href="/c">A cat was saved from a tree by the whole street on Sunday</a></p>'
    box = f'<a href="/d"><div><h3>Rain again</h3><p>{PARAGRAPHS[0]} It rained all the same.</p></div></a>'
    text = read_html(page(body=f"{offer}{box}<p>The harbour was quiet again in the evening, the guards said.</p>")).text
    assert "cat" not in text
    assert "rained" not in text
    assert text.endswith("the guards said.")


def test_a_body_that_only_the_pages_scripts_carry_is_found():
    html = json.dumps("".join(f'<p class="x">{paragraph}</p>' for paragraph in PARAGRAPHS)).replace("<", "\\u003c")
    script = f'<script>window.__DATA__ = {{"id": 5, "content": {html}}};</script>'
    assert read_html(page(head=script, paragraphs=())).text == "\n\n".join(PARAGRAPHS)


def test_a_sentence_that_begins_like_furniture_is_kept():
    sentence = (
        "Read more widely, the order means that the coast will be watched by night as well as by day, which the "
        "fishermen's union had asked for since the winter storms of three years ago took four of its boats."
    )
    assert sentence in read_html(page(paragraphs=(*PARAGRAPHS, sentence))).text


def test_a_paragraph_that_is_there_twice_is_read_once():
    assert read_html(page(paragraphs=(*PARAGRAPHS, PARAGRAPHS[0]))).text == "\n\n".join(PARAGRAPHS)


def test_the_publishers_own_body_helps_out_where_the_page_shows_less_than_half_of_it():
    body = "\n".join(PARAGRAPHS)
    reading = read_html(page(head=linked(articleBody=body), paragraphs=("Loading the story, one moment.",)))
    assert reading.text == "\n\n".join(PARAGRAPHS)
    shorter = read_html(page(head=linked(articleBody="Only this."), paragraphs=PARAGRAPHS))
    assert shorter.text == "\n\n".join(PARAGRAPHS)


# --- Title, date, authors -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [
        linked(),
        '<meta property="og:title" content="Ministry orders nine coastal radars">',
        '<meta property="og:title" content="Ministry orders nine coastal radars - The Gazette">',
        '<meta name="twitter:title" content="Ministry orders nine coastal radars | The Gazette">',
        "",
    ],
)
def test_the_title_comes_without_the_sites_name(head):
    assert read_html(page(head=head)).title == TITLE


@pytest.mark.parametrize(
    ("head", "published"),
    [
        (linked(), "2026-11-23T07:30:00+00:00"),
        (linked(datePublished="2026-11-23"), "2026-11-23T00:00:00+00:00"),
        ('<meta property="article:published_time" content="2026-11-23T09:30:00Z">', "2026-11-23T09:30:00+00:00"),
        ('<meta name="date" content="23 November 2026">', "2026-11-23T00:00:00+00:00"),
        ('<meta itemprop="datePublished" content="2026-11-23">', "2026-11-23T00:00:00+00:00"),
        (linked(datePublished="rubbish") + '<meta name="date" content="2026-11-20">', "2026-11-20T00:00:00+00:00"),
        (linked(datePublished="1970-01-01") + '<meta name="date" content="2026-11-20">', "2026-11-20T00:00:00+00:00"),
    ],
)
def test_the_date_is_the_first_that_can_be_read(head, published):
    reading = read_html(page(head=head))
    assert reading.published == datetime.fromisoformat(published)


def test_a_date_in_the_future_gives_way_to_the_feeds(cleaned):
    assert cleaned(page(head=linked(datePublished="2027-05-01"))).published == datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Ines Okafor", ("Ines Okafor",)),
        ({"@type": "Person", "name": "Ines Okafor"}, ("Ines Okafor",)),
        ({"@type": "Person", "name": ["Ines Okafor", "Bo Lind"]}, ("Ines Okafor", "Bo Lind")),
        ([{"name": "Ines Okafor"}, {"name": "Ines Okafor"}], ("Ines Okafor",)),
        ("By Ines Okafor and Bo Lind", ("Ines Okafor", "Bo Lind")),
        ("Ines Okafor, Bo Lind", ("Ines Okafor", "Bo Lind")),
        ([], ()),
        (None, ()),
        (5, ()),
    ],
)
def test_the_authors_are_people_however_they_are_written(author, names):
    assert read_html(page(head=linked(author=author))).authors == names


def test_a_byline_in_the_page_is_an_author_where_nothing_else_is():
    assert read_html(page(body='<p class="byline">By Ines Okafor</p>')).authors == ("Ines Okafor",)


def test_what_the_page_does_not_say_comes_from_the_feed(cleaned):
    article = cleaned(page())
    assert article.authors == ("Feed Author",)
    assert article.published == datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    "broken",
    [
        '<script type="application/ld+json">{"@type": "NewsArticle", </script>',
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
        '<script type="application/ld+json">"just a string"</script>',
        '<script type="application/ld+json">{"@type": ["NewsArticle", 5, null], "headline": {"x": []}}</script>',
        '<script type="application/ld+json"></script>',
    ],
)
def test_broken_linked_data_is_passed_over(broken):
    reading = read_html(page(head=broken))
    assert (reading.title, reading.text, reading.status) == (TITLE, "\n\n".join(PARAGRAPHS), "ok")


def test_linked_data_in_a_graph_finds_its_people():
    graph = {
        "@graph": [
            {"@type": "WebPage", "name": "Something else"},
            {"@type": "Article", "headline": TITLE, "author": {"@id": "#ines"}},
            {"@type": "Person", "@id": "#ines", "name": "Ines Okafor"},
        ]
    }
    head = f'<script type="application/ld+json">\n<!--\n{json.dumps(graph)}\n-->\n</script>'
    assert read_html(page(head=head)).authors == ("Ines Okafor",)


# --- Walls and what is no article ---------------------------------------------------------------------

CONSENT = """<html><head><title>The Gazette: before you continue</title></head><body><h1>Before you continue</h1>
<p>We and our partners use cookies and store data about your visit. You can accept all or manage your choices.</p>
<button>Accept all</button><button>Reject all</button><p>Cookie settings</p></body></html>"""
ROBOT = """<html><head><title>Just a moment...</title></head><body><p>Checking your browser before the page opens.
Enable JavaScript and cookies to continue.</p><script src="/cdn-cgi/challenge-platform/x.js"></script></body></html>"""
SHORT_CONSENT = """<html><head><title>The Gazette</title></head><body><h1>We value your privacy</h1>
<p>We and our partners store information on a device, such as cookies, and process personal data.</p>
<button>Accept all</button></body></html>"""
WALLS = [
    (CONSENT, URL, "consent_wall"),
    (SHORT_CONSENT, URL, "consent_wall"),
    (page(), "https://consent.gazette.example/collect?to=x", "consent_wall"),
    (ROBOT, URL, "bot_wall"),
    ("<html><title>Access denied</title><p>Access to this page has been denied.", URL, "bot_wall"),
    (page(paragraphs=("Subscribe to continue reading.",)), URL, "paywall"),
    (page(paragraphs=(), head=linked(isAccessibleForFree=False)), URL, "paywall"),
    ("<html><title>404 Page not found</title><h1>Page not found</h1><p>It may have moved.", URL, "not_article"),
    ("<html><body></body></html>", URL, "not_article"),
    ("", URL, "not_article"),
    ("   \n", URL, "not_article"),
    ('{"json": true}', URL, "not_article"),
    ("%PDF-1.7\n%âãÏÓ", URL, "not_article"),
    ("<p>" + "x" * 6_000_000, URL, "too_large"),
]


@pytest.mark.parametrize(("html", "url", "status"), WALLS)
def test_a_page_that_is_no_article_is_named_and_its_text_is_never_kept(html, url, status, cleaned):
    article = cleaned(html, url, summary="")
    assert (article.status, article.text) == (status, "")
    assert "gazette.example" in article.reason


def test_a_short_article_beside_a_banner_is_no_consent_page(cleaned):
    short = "The ministry has ordered nine coastal radars from a yard in the south, it said in a statement on Monday."
    banner = "<div><p>We value your privacy.</p><button>Accept all</button><button>Reject all</button></div>"
    article = cleaned(page(paragraphs=(short,)).replace("</body>", f"{banner}</body>"), URL)
    assert (article.status, short in article.text) == ("ok", True)


@pytest.mark.parametrize(("html", "url", "status"), WALLS)
def test_the_feeds_own_text_stands_in_for_a_page_that_is_no_article(html, url, status, cleaned):
    article = cleaned(html, url)
    assert (article.status, article.text) == ("summary_only", "The feed's own words.")
    assert article.title == "The feed's title"
    assert article.reason


def test_the_beginning_that_a_paywall_leaves_is_kept_and_said_to_be_one(cleaned):
    html = page(paragraphs=PARAGRAPHS[:1], body="<div>Subscribe to continue reading.</div>")
    article = cleaned(html)
    assert (article.status, article.text) == ("summary_only", PARAGRAPHS[0])
    assert "paywall" in article.reason


def test_a_feed_that_says_more_than_a_paywall_leaves_wins(cleaned):
    html = page(paragraphs=PARAGRAPHS[:1], body="<div>Subscribe to continue reading.</div>")
    assert cleaned(html, summary="\n\n".join(PARAGRAPHS)).text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "subject",
    ["accept all cookies, reject all, cookie settings, legitimate interest", "are you a robot? captcha, access denied"],
)
def test_an_article_about_walls_is_no_wall(subject):
    paragraphs = tuple(f"{paragraph} The report deals with {subject}." for paragraph in PARAGRAPHS)
    assert read_html(page(paragraphs=paragraphs)).status == "ok"


def test_a_cookie_banner_over_an_article_is_no_wall():
    banner = "<div>We use cookies. Accept all. Reject all. Manage preferences. Cookie policy.</div>"
    assert read_html(banner + page(head=linked())).text == "\n\n".join(PARAGRAPHS)


def test_a_page_that_could_not_be_had_leaves_the_feeds_own_text(now):
    article = clean_failed(Entry(URL, "Title", "A summary."), "unreachable", f"{URL} timed out", now)
    assert (article.status, article.text, article.reason) == ("summary_only", "A summary.", f"{URL} timed out")
    empty = clean_failed(Entry(URL, "Title"), "unreachable", f"{URL} timed out", now)
    assert (empty.status, empty.text, empty.title) == ("error", "", "Title")


# --- Over the wire ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as running:
        yield running


OVER_THE_WIRE = {
    "a PDF": Answer(b"%PDF-1.7 text", 200, {"Content-Type": "application/pdf"}),
    "a PDF that says it is a page": Answer(b"%PDF-1.7 text", 200, {"Content-Type": "text/html"}),
    "an image": Answer(b"\x89PNG\r\n\x1a\n", 200, {"Content-Type": "image/png"}),
    "an empty page": Answer(b"", 200, {"Content-Type": "text/html"}),
    "a consent wall": Answer(CONSENT.encode(), 200, {"Content-Type": "text/html"}),
    "a redirect to a consent wall": Answer(b"", 302, {"Location": "/consent"}),
    "a bomb": Answer(gzip.compress(b"\0" * 30_000_000), 200, {"Content-Encoding": "gzip"}),
    "200 MB": Answer(b"", 200, {"Content-Length": "200000000"}),
    "6 MB of one page": Answer(b"<p>" + b"x" * 6_000_000, 200, {"Content-Type": "text/html"}),
    "a refusal": Answer(b"no", 403),
    "an error": Answer(b"oops", 500),
    "a page inside the network": Answer(b"", 302, {"Location": "http://127.0.0.1:1/"}),
}


@pytest.mark.parametrize("what", OVER_THE_WIRE)
def test_whatever_a_server_sends_the_feeds_own_text_is_left_with_a_reason(what, sandbox, now):
    entry = Entry("", "The feed's title", "The feed's own words.")
    with WebServer() as server:
        server.routes |= {"/story": OVER_THE_WIRE[what], "/consent": OVER_THE_WIRE["a consent wall"]}
        entry = replace(entry, url=server.url("/story"))
        answer = Web(server.settings()).fetch(Request(entry.url))
    if isinstance(answer, Failure):
        article = clean_failed(entry, answer.kind, answer.reason, now)
    else:
        article = sandbox.clean(answer, entry, now)
    assert (article.status, article.text) == ("summary_only", "The feed's own words.")
    assert "http://127.0.0.1" in article.reason


def test_bad_bytes_over_the_wire_leave_an_article(sandbox, now):
    body = page().encode().replace(b"harbour", b"harbo\xffr")
    with WebServer() as server:
        url = server.serve(
            "/story", gzip.compress(body), Content_Type="text/html; charset=utf-8", Content_Encoding="gzip"
        )
        answer = Web(server.settings()).fetch(Request(url))
    article = sandbox.clean(answer, Entry(url), now)
    assert (article.status, "harbo�r while" in article.text) == ("ok", True)


# --- Sites with quirks --------------------------------------------------------------------------------


def test_a_box_that_a_sites_rule_removes_is_not_read():
    box = "".join(f"<p>{paragraph} Said elsewhere.</p>" for paragraph in PARAGRAPHS)
    html = page(body=f'<div class="tzi-bottom-container">{box}</div>')
    assert "Said elsewhere" in read_html(html, "https://gazette.example/1").text
    assert read_html(html, "https://www.taz.de/1").text == "\n\n".join(PARAGRAPHS)


def test_a_rule_can_say_where_body_title_and_date_are():
    html = (
        "<div class=t>The title</div><div class=d>5 May 2026</div><div class=b>One.</div><div class=b>Two.</div><p>No"
    )
    found = prepare(html, SiteRule(body=".b", title=".t", date=".d"))
    assert (found.body, found.title, found.date) == ("One.\nTwo.", "The title", "5 May 2026")


def test_a_rule_is_for_its_own_site_and_what_is_below_it():
    assert rule_for("https://taz.de/x") is rule_for("https://www.blogs.taz.de/x") is not None
    assert rule_for("https://nottaz.de/x") is rule_for("https://de/x") is rule_for("") is None


@pytest.mark.parametrize("host", site_rules())
def test_every_sites_rule_can_be_read(host):
    assert prepare("<p>Nothing of theirs", site_rules()[host]).html


# --- Hostile and broken pages -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 50_000 + PARAGRAPHS[0],
        "<a " + " ".join(f"a{n}=1" for n in range(20_000)) + ">",
        "<!--" + "x" * 100_000,
        "<p>\x00\x08\ud800 text",
        "<table>" * 3_000,
        "<svg><title>no</title></svg>" * 100,
        "<![CDATA[x]]>",
        "<?xml version='1.0' encoding='utf-16'?><html><p>hello</html>",
        "\ufeff<html><p>hello</p></html>",
        "<html><head><meta charset=utf-7><body>+ADw-script+AD4-",
    ],
)
def test_no_page_is_an_error(html):
    assert read_html(html, URL).status in ("ok", "not_article", "summary_only")


@pytest.mark.parametrize(("codec", "declared"), [("utf-8", "iso-8859-1"), ("windows-1251", "windows-1251")])
def test_a_page_that_lies_about_its_charset_is_read_right(cleaned, codec, declared):
    words = "Министерство заказало девять береговых радиолокаторов, сообщили в понедельник в порту. " * 4
    html = page(paragraphs=(words.strip(),), head=f"<meta charset={declared}>").encode(codec, "replace")
    assert words.strip() in cleaned(html, content_type=f"text/html; charset={declared}").text


def test_one_bad_byte_spoils_one_letter_only(cleaned):
    html = page().encode().replace(b"harbour", b"harbo\xffr")
    assert "harbo�r while" in cleaned(html, content_type="text/html; charset=utf-8").text


def test_nothing_that_postgres_cannot_keep_comes_out_of_a_page():
    nasty = "A\x00B\ud800C\x1fD"
    head = linked(headline=nasty, author=nasty, articleBody="\n".join(nasty + paragraph for paragraph in PARAGRAPHS))
    reading = read_html(page(head=head, paragraphs=("&#0;&#xD800;",), title="&#0;&#xDFFF;T"))
    whole = "".join((reading.title, reading.text, *reading.authors, reading.reason, reading.language))
    assert "ABC" in whole
    assert not re.search(r"[\x00-\x08\x0e-\x1f\ud800-\udfff]", whole)


def test_markup_in_a_title_stays_text():
    reading = read_html(page(head=linked(headline="Radars &lt;script&gt;alert(1)&lt;/script&gt; ordered")))
    assert "<script" not in reading.text
    assert isinstance(reading.title, str)
