"""Feeds as they are, and as they should not be: what becomes of each entry."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape

import pytest

from embargowatch.charset import decode
from embargowatch.fetch import FeedContent, feed_state, read_feed
from embargowatch.fetch.dates import parse
from embargowatch.fetch.plain import plain
from embargowatch.sandbox import OverLimit, Sandbox
from embargowatch.types import Entry, Failure, Feed, Page, Request, Selectors
from embargowatch.urls import canonical
from embargowatch.web import Web
from web_server import WebServer

FEED = Feed("gazette", "The Gazette", "https://gazette.example/feed", id=7)


@pytest.fixture
def read(now):
    """What a body served as a feed gives."""

    def reading(body: str | bytes, feed: Feed = FEED, **headers: str) -> FeedContent | Failure:
        data = body.encode() if isinstance(body, str) else body
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return read_feed(Page(feed.url, feed.url, 200, names, data, now), feed, now)

    return reading


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(cpu_s=3.0) as running:
        yield running


@pytest.fixture
def fetched(now, sandbox):
    """What a source on a real server gives, through the network and the sandbox."""

    def fetching(body: bytes, status: int = 200, **headers: str) -> FeedContent | Failure:
        with WebServer() as server:
            answer = Web(server.settings()).fetch(Request(server.serve("/feed", body, status, **headers)))
            return answer if isinstance(answer, Failure) else sandbox.read_feed(answer, FEED, now)

    return fetching


def item(**fields: str) -> str:
    values = {"title": "Ministry orders radars", "link": "https://gazette.example/1"} | fields
    return "<item>" + "".join(f"<{name}>{text}</{name}>" for name, text in values.items() if text) + "</item>"


def rss(*items: str, title: str = "The Gazette") -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'


def content(answer: FeedContent | Failure) -> FeedContent:
    assert isinstance(answer, FeedContent), answer
    return answer


def only(answer: FeedContent | Failure) -> Entry:
    (entry,) = content(answer).entries
    return entry


# --- The formats --------------------------------------------------------------------------------------


def test_rss_gives_entries_with_absolute_links_and_plain_summaries(read):
    entry = only(
        read(
            rss(
                item(
                    link="/2026/radars?utm_source=rss&amp;id=4#top",
                    description=escape("<p>Two <b>radars</b> &amp; a mast.</p><p>Delivery in May.</p>"),
                    author="desk@gazette.example (Ines Okafor)",
                    pubDate="Mon, 23 Nov 2026 09:30:00 +0200",
                )
            )
        )
    )
    assert entry.url == "https://gazette.example/2026/radars?id=4"
    assert entry.title == "Ministry orders radars"
    assert entry.summary == "Two radars & a mast.\n\nDelivery in May."
    assert entry.authors == ("Ines Okafor",)
    assert entry.published == datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
    assert (entry.date_note, entry.feed_id) == ("", 7)


def test_atom_gives_the_full_text_and_both_dates(read):
    entry = only(
        read(
            """<feed xmlns="http://www.w3.org/2005/Atom"><title>G</title><entry>
        <title type="html">A &amp;amp; B sign</title><link rel="self" href="https://gazette.example/self"/>
        <link href="https://gazette.example/2"/><id>urn:2</id><author><name>Ines Okafor</name></author>
        <published>2026-11-20T10:00:00Z</published><updated>2026-11-21T11:00:00Z</updated>
        <summary>Short.</summary><content type="html">&lt;p&gt;The longer text of it.&lt;/p&gt;</content>
        </entry></feed>"""
        )
    )
    assert entry.url == "https://gazette.example/2"
    assert entry.title == "A & B sign"
    assert entry.summary == "The longer text of it."
    assert entry.published == datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert entry.updated == datetime(2026, 11, 21, 11, tzinfo=UTC)


def test_rdf_gives_entries_with_dublin_core_dates(read):
    entry = only(
        read(
            """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://gazette.example"><title>G</title></channel>
        <item rdf:about="https://gazette.example/3"><title>Third</title><link>https://gazette.example/3</link>
        <dc:date>2026-11-22T08:00:00+01:00</dc:date><dc:creator>Ines Okafor and Bo Lind</dc:creator></item></rdf:RDF>"""
        )
    )
    assert entry.published == datetime(2026, 11, 22, 7, tzinfo=UTC)
    assert entry.authors == ("Ines Okafor", "Bo Lind")


LISTING = Feed(
    "ministry",
    "Ministry",
    "https://ministry.example/news/",
    kind="listing",
    selectors=Selectors(row="li.row", link="h3 a", title="h3", date=".day"),
)
ROWS = """<title>News</title><ul>
<li class=row><h3><a href="four">Fourth  notice</a></h3><span class=day>20 November 2026</span>
<li class=row><h3><a href="/five?utm_medium=x">Fifth notice</a></h3><span class=day>soon</span>
<li class=row><h3>No link</h3></ul>"""


def test_a_listing_page_gives_its_rows(read):
    answer = content(read(ROWS, LISTING))
    first, second = answer.entries
    assert (first.url, first.title) == ("https://ministry.example/news/four", "Fourth notice")
    assert first.published == datetime(2026, 11, 20, tzinfo=UTC)
    assert (second.url, second.published) == ("https://ministry.example/five", None)
    assert "'soon'" in second.date_note
    assert answer.dropped == ("ministry: the row 'No link' has no link",)


def test_a_listing_page_without_its_rows_is_broken_and_says_which_selector(read):
    answer = read("<p>We have a new look!</p>", LISTING)
    assert isinstance(answer, Failure)
    assert answer.kind == "broken"
    assert "'li.row'" in answer.reason


# --- Sources that are not what they should be ---------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "status", "kind", "words"),
    [
        (b"", 200, "not_a_feed", "nothing in it"),
        (b"   \n", 200, "not_a_feed", "nothing in it"),
        (b"hello there", 200, "not_a_feed", "hello there"),
        (b"<!DOCTYPE html><html><body><p>Welcome to our site", 200, "not_a_feed", "a web page"),
        (
            b"<!doctype html><title>News</title><script src='/cookie-consent.js'></script>",
            200,
            "not_a_feed",
            "a web page",
        ),
        (b"<!doctype html><title>Before you continue</title><p>cookies", 200, "consent_wall", "consent page"),
        (b'{"items": []}', 200, "not_a_feed", "not a feed"),
        (b"<rss version='2.0'><channel><item><title>cut o", 200, "broken", "cannot be parsed"),
        (b"\x00\x01\x02\xff\xfe", 200, "not_a_feed", "not a feed"),
        (b"gone", 404, "http_status", "404"),
        (b"oops", 500, "http_status", "500"),
        (b"%PDF-1.4", 200, "not_html", "a PDF"),
    ],
)
def test_a_source_that_is_no_feed_is_a_failure_that_names_it(fetched, body, status, kind, words):
    answer = fetched(body, status)
    assert isinstance(answer, Failure), answer
    assert answer.kind == kind
    assert words in answer.reason
    assert "gazette" in answer.reason or "/feed" in answer.reason


def test_a_feed_without_entries_is_no_failure_but_empty(fetched, now):
    answer = content(fetched(rss().encode()))
    assert answer.entries == ()
    assert feed_state(answer, now).state == "empty"


def test_a_feed_that_breaks_off_keeps_the_entries_before(read):
    answer = content(read(rss(item(), item(link="https://gazette.example/2"))[:-60]))
    assert [entry.url for entry in answer.entries] == ["https://gazette.example/1"]
    assert answer.note


def test_a_feed_with_thirty_thousand_attributes_costs_only_itself(now):
    attributes = " ".join(f"a{n}='1'" for n in range(30_000))
    bomb = f"<rss version='2.0'><channel><item {attributes}></item></channel></rss"
    with Sandbox(cpu_s=1.0) as sandbox:
        pages = [Page(FEED.url, FEED.url, 200, {}, body.encode(), now) for body in (bomb, rss(item()))]
        first, second = (sandbox.read_feed(page, FEED, now) for page in pages)
    assert isinstance(first, Failure)
    assert (first.kind, "1 s of CPU" in first.reason, "gazette" in first.reason) == ("broken", True, True)
    assert only(second).title == "Ministry orders radars"


def test_what_needs_too_much_memory_is_given_up_and_the_next_item_is_read(now):
    with Sandbox(memory=1 << 30) as sandbox:
        with pytest.raises(OverLimit, match="1024 MB of memory"):
            sandbox._call("builtins.bytearray", 2 << 30)
        assert only(sandbox.read_feed(Page(FEED.url, FEED.url, 200, {}, rss(item()).encode(), now), FEED, now)).title


def test_entities_reach_no_files(read):
    feed = (
        '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss(item(title="A &x; B"))[21:]
    )
    answer = read(feed)
    assert "root:" not in str(answer)


# --- Charsets -----------------------------------------------------------------------------------------

WORDS = "Rüstung für Łódź: 5 Mio. €"


@pytest.mark.parametrize(
    ("declared", "header", "codec"),
    [
        ("utf-8", "application/xml; charset=utf-8", "utf-8"),
        ("iso-8859-1", "application/xml; charset=iso-8859-1", "utf-8"),
        ("utf-8", "text/xml; charset=us-ascii", "utf-8"),
        ("no-such-charset", "text/xml; charset=nonsense", "utf-8"),
        ("base64", "text/xml; charset=zip", "utf-8"),
        ("windows-1250", "application/rss+xml", "windows-1250"),
        ("windows-1250", "text/xml; charset=utf-8", "windows-1250"),
        ("utf-16", "application/xml", "utf-16"),
        ("utf-8", "", "utf-8-sig"),
    ],
)
def test_a_feed_that_lies_about_its_charset_is_read_right(read, declared, header, codec):
    body = rss(item(title=WORDS)).replace('version="1.0"', f'version="1.0" encoding="{declared}"', 1).encode(codec)
    assert only(read(body, content_type=header)).title == WORDS


def test_one_bad_byte_spoils_one_letter_only(read):
    body = rss(item(title=WORDS + " Ä" * 30)).encode().replace("ü".encode(), b"\xfc", 1)
    assert only(read(body, content_type="text/xml; charset=utf-8")).title == ("R�stung für" + WORDS[11:] + " Ä" * 30)


@pytest.mark.parametrize("body", [b"\xff" * 10, b"\xc3\x28", b"\x80abc", bytes(range(256)) * 5])
def test_any_bytes_become_some_text(body):
    assert isinstance(decode(body, "text/html; charset=utf-8"), str)


def test_a_feed_over_the_wire_with_everything_wrong_gives_what_can_be_had(fetched):
    items = (
        item(title=WORDS, pubDate="Fri, 01 Jan 2100 00:00:00 GMT"),
        item(link=""),
        item(link="/2", pubDate="2026-11-23 09:00"),
        item(link="/3", pubDate="Thu, 01 Jan 1970 00:00:00 GMT", title="", description="Only a summary"),
        item(link="javascript:x()"),
    )
    answer = content(fetched(rss(*items).encode(), Content_Type="text/xml; charset=koi8-r"))
    first, second, third = answer.entries
    assert (first.title, first.published, "future" in first.date_note) == (WORDS, None, True)
    assert (second.published, "no zone" in second.date_note) == (datetime(2026, 11, 23, 9, tzinfo=UTC), True)
    assert (third.summary, third.published, "1990" in third.date_note) == ("Only a summary", None, True)
    assert len(answer.dropped) == 2


# --- Entries ------------------------------------------------------------------------------------------


def test_an_entry_without_link_is_left_out_and_said(read):
    answer = content(read(rss(item(link=""), item())))
    assert len(answer.entries) == 1
    assert answer.dropped == ("gazette: 'Ministry orders radars' has no link",)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "mailto:a@b.example", "ftp://a.example/x"])
def test_a_link_that_is_no_web_address_is_left_out_and_said(read, link):
    answer = content(read(rss(item(link=link))))
    assert answer.entries == ()
    assert "not a web address" in answer.dropped[0]


def test_an_entry_with_a_summary_needs_no_title(read):
    entry = only(read(rss(item(title="", description="Radars were ordered."))))
    assert (entry.title, entry.summary) == ("", "Radars were ordered.")


def test_an_entry_with_neither_title_nor_summary_is_left_out_and_said(read):
    answer = content(read(rss(item(title=""))))
    assert answer.dropped == ("gazette: https://gazette.example/1 has neither title nor summary",)


def test_an_entry_without_date_is_kept(read):
    entry = only(read(rss(item())))
    assert (entry.published, entry.date_note) == (None, "")


@pytest.mark.parametrize(
    ("written", "published", "note"),
    [
        ("Mon, 23 Nov 2026 09:00:00 GMT", datetime(2026, 11, 23, 9, tzinfo=UTC), ""),
        ("Mon, 23 Nov 2026 09:00:00", datetime(2026, 11, 23, 9, tzinfo=UTC), "no zone"),
        ("2026-11-23T09:00:00", datetime(2026, 11, 23, 9, tzinfo=UTC), "no zone"),
        ("2026-11-23", datetime(2026, 11, 23, tzinfo=UTC), ""),
        ("Mon, 23 Nov 2026 09:00:00 EST", datetime(2026, 11, 23, 14, tzinfo=UTC), ""),
        ("23 November 2026 09:00 CET", datetime(2026, 11, 23, 8, tzinfo=UTC), ""),
        ("Tue, 24 Nov 2026 09:00:00 GMT", datetime(2026, 11, 24, 9, tzinfo=UTC), ""),
        ("Thu, 26 Nov 2026 09:00:00 GMT", None, "in the future"),
        ("Fri, 01 Jan 2100 00:00:00 GMT", None, "in the future"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None, "before 1990"),
        ("yesterday-ish", None, "cannot be read"),
        ("99 Foo 20266 99:99", None, "cannot be read"),
        ("9" * 5000, None, "in the future"),
    ],
)
def test_only_a_date_that_can_be_true_is_believed(read, written, published, note):
    entry = only(read(rss(item(pubDate=written))))
    assert entry.published == published
    assert note in entry.date_note
    assert bool(entry.date_note) == bool(note)


def test_the_newest_date_is_of_those_that_are_believed(read):
    answer = content(
        read(
            rss(
                item(pubDate="Sun, 22 Nov 2026 09:00:00 GMT"),
                item(link="https://gazette.example/2", pubDate="Fri, 01 Jan 2100 00:00:00 GMT"),
            )
        )
    )
    assert answer.newest == datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_nothing_that_postgres_cannot_keep_comes_out_of_a_feed(read):
    nasty = "A&#0;B&#xD800;C&#x1F;D\x00E"
    fields = {"title": nasty, "description": nasty, "author": nasty, "pubDate": nasty}
    answer = content(read(rss(item(link=f"https://gazette.example/{nasty}", **fields), title=nasty)))
    listing = content(read(f"<title>{nasty}</title><li class=row><h3><a href='/{nasty}'>{nasty}</a></h3>", LISTING))
    for entry in (*answer.entries, *listing.entries):
        assert entry.url.isascii()
    whole = repr((answer, listing))
    assert "ABC" in whole
    assert not re.search(r"\\x[01]|\\ud[89a-f]|\x00", whole)


def test_the_same_article_twice_is_one_entry(read):
    answer = content(read(rss(item(), item(link="https://gazette.example/1?utm_source=x", description="More of it."))))
    assert only(answer).summary == "More of it."
    assert "more than once" in answer.dropped[0]


def test_five_thousand_entries_are_five_thousand_entries(read):
    answer = content(read(rss(*(item(link=f"https://gazette.example/{n}") for n in range(5000)))))
    assert len(answer.entries) == 5000


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("One<br><br>Two", "One\n\nTwo"),
        ("<script>alert('x')</script>Safe <b>text</b>", "Safe text"),
        ("&lt;p&gt;Escaped twice&lt;/p&gt;", "Escaped twice"),
        ("5 &lt; 6 &amp; 7", "5 < 6 & 7"),
        ("a < b and b > c", "a < b and b > c"),
        ("Radars. The post Radars appeared first on Gazette.", "Radars."),
        ("<a href='javascript:x()'>Link</a>", "Link"),
        ("<ul><li>one<li>two</ul>", "one\n\ntwo"),
        ("<!-- only a comment -->", ""),
        ("<", "<"),
        ("", ""),
    ],
)
def test_a_summary_becomes_plain_text(html, text):
    assert plain(html) == text


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("HTTPS://Gazette.EXAMPLE:443/A?utm_source=x&b=2&fbclid=9#c", "https://gazette.example/A?b=2"),
        ("https://gazette.example", "https://gazette.example/"),
        ("//gazette.example/x", "https://gazette.example/x"),
        ("story?ref=rss", "https://base.example/feed/story"),
        ("https://gazette.example/doc?ref=2026-14", "https://gazette.example/doc?ref=2026-14"),
        ("https://gazette.example/view?12345", "https://gazette.example/view?12345"),
        ("https://gazette.example/a b/ü", "https://gazette.example/a%20b/%C3%BC"),
        ("https://gazette.example/a%20b", "https://gazette.example/a%20b"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("http://gazette.example:8080/x", "http://gazette.example:8080/x"),
        (" https://gazette.example/x\n", "https://gazette.example/x"),
        ("javascript:alert(1)", ""),
        ("http://[", ""),
        ("https://gazette.example:99999/", ""),
    ],
)
def test_an_address_is_brought_into_one_form(link, address):
    assert canonical(link, "https://base.example/feed/") == address


def test_bringing_an_address_into_its_form_twice_changes_nothing():
    once = canonical("https://bücher.example/a b?x=ü&utm_id=1&y=%2F", "")
    assert canonical(once) == once


@pytest.mark.parametrize(
    "written", ["", "x", "1", "0000-00-00", "2026-13-45", "1e999", "²", "9999-12-31T23:59:59-14:00"]
)
def test_what_is_no_date_gives_none_and_never_an_error(written):
    parse(written)


# --- States -------------------------------------------------------------------------------------------


def _content(now: datetime, *ages_h: float) -> FeedContent:
    entries = tuple(
        Entry(f"https://gazette.example/{n}", "T", published=now - timedelta(hours=age)) for n, age in enumerate(ages_h)
    )
    return FeedContent(entries, newest=max((entry.published for entry in entries if entry.published), default=None))


@pytest.mark.parametrize(
    ("ages_h", "state", "words"),
    [
        ([1, 5, 9, 13], "ok", ""),
        ([30, 34, 38, 42], "quiet", "30 hours"),
        ([24 * 95, 24 * 96, 24 * 97], "stale", "2026-08-20"),
        ([24 * 100, 24 * 200, 24 * 300], "ok", ""),
        ([24 * 4000, 24 * 4001, 24 * 4002], "stale", "2015"),
        ([], "empty", "no entries"),
    ],
)
def test_a_source_is_held_against_its_own_rhythm(now, ages_h, state, words):
    found = feed_state(_content(now, *ages_h), now)
    assert (found.state, words in found.reason) == (state, True), found


@pytest.mark.parametrize(
    ("failure", "state"),
    [
        (Failure("http_status", "x answered 404", 404), "gone"),
        (Failure("http_status", "x answered 410", 410), "gone"),
        (Failure("http_status", "x answered 403", 403), "blocked"),
        (Failure("http_status", "x answered 429", 429), "blocked"),
        (Failure("http_status", "x answered 503", 503), "unreachable"),
        (Failure("unreachable", "x timed out"), "unreachable"),
        (Failure("redirects", "x loops"), "unreachable"),
        (Failure("private_address", "x is private"), "blocked"),
        (Failure("consent_wall", "x asks"), "consent_wall"),
        (Failure("not_a_feed", "x is a page"), "not_a_feed"),
        (Failure("not_html", "x is a PDF"), "not_a_feed"),
        (Failure("broken", "x cannot be parsed"), "broken"),
        (Failure("too_large", "x is too large"), "broken"),
    ],
)
def test_every_failure_is_a_state_with_its_reason(now, failure, state):
    found = feed_state(failure, now)
    assert (found.state, found.reason) == (state, failure.reason)


def test_a_source_of_which_all_is_new_may_have_lost_some(now):
    full = _content(now, 1, 2, 3, 4, 5, 6)
    assert feed_state(full, now, n_new=6, seen_before=True).state == "truncated"
    assert feed_state(full, now, n_new=6, seen_before=False).state == "ok"
    assert feed_state(full, now, n_new=5, seen_before=True).state == "ok"


def test_a_source_that_says_nothing_has_changed_is_judged_by_what_is_stored(now):
    day = timedelta(days=1)
    assert feed_state(None, now, newest=now - day, median_gap=day).state == "ok"
    assert feed_state(None, now, newest=now - 100 * day, median_gap=day).state == "stale"


def test_a_slow_source_is_said_to_be_slow(now):
    assert feed_state(_content(now, 1, 2, 3), now, answers_s=(20, 21, 3)).state == "slow"
