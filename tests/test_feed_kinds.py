"""JSON Feed, news sitemaps, listings of several pages, and feeds with the oddities that real ones have."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from embargowatch.fetch import FeedContent, read_feed
from embargowatch.pipeline.following import follow
from embargowatch.types import Entry, Failure, Feed, Page, Request, Selectors
from embargowatch.web import Web
from web_server import WebServer

FEED = Feed("gazette", "The Gazette", "https://gazette.example/feed", id=7)
SITEMAP = Feed("gazette", "The Gazette", "https://gazette.example/news.xml", kind="sitemap", id=7)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def read(body: str | bytes, feed: Feed = FEED, content_type: str = "") -> FeedContent | Failure:
    data = body.encode() if isinstance(body, str) else body
    return read_feed(Page(feed.url, feed.url, 200, {"content-type": content_type}, data, NOON), feed, NOON)


def content(body: str | bytes, feed: Feed = FEED) -> FeedContent:
    answer = read(body, feed)
    assert isinstance(answer, FeedContent), answer
    return answer


def only(body: str | bytes, feed: Feed = FEED) -> Entry:
    (entry,) = content(body, feed).entries
    return entry


def failure(body: str | bytes, feed: Feed = FEED) -> Failure:
    answer = read(body, feed)
    assert isinstance(answer, Failure), answer
    return answer


# --- JSON Feed ----------------------------------------------------------------------------------------


def json_feed(*items: Any, version: str = "1.1", **values: Any) -> str:
    return json.dumps({"version": f"https://jsonfeed.org/version/{version}", "title": "G", "items": items} | values)


def test_a_json_feed_is_recognised_by_what_it_holds():
    entry = only(
        json_feed(
            {
                "id": "7",
                "url": "/2026/radars?utm_source=json",
                "title": "Ministry orders <b>radars</b>",
                "content_html": "<p>Two radars.</p><p>Delivery in May.</p>",
                "summary": "Two.",
                "date_published": "2026-11-20T10:00:00+02:00",
                "date_modified": "2026-11-21T10:00:00Z",
                "authors": [{"name": "Ines Okafor"}, {"name": "Bo Lind"}],
            }
        )
    )
    assert (entry.url, entry.title) == ("https://gazette.example/2026/radars", "Ministry orders radars")
    assert entry.summary == "Two radars.\n\nDelivery in May."
    assert entry.published == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert entry.updated == datetime(2026, 11, 21, 10, tzinfo=UTC)
    assert (entry.authors, entry.feed_id) == (("Ines Okafor", "Bo Lind"), 7)


def test_a_json_feed_of_version_1_has_one_author_and_may_name_its_link_as_id():
    entry = only(
        json_feed(
            {"id": "https://gazette.example/1", "content_text": "Radars & masts.", "author": {"name": "Ines Okafor"}},
            version="1",
        )
    )
    assert (entry.url, entry.summary, entry.authors) == (
        "https://gazette.example/1",
        "Radars & masts.",
        ("Ines Okafor",),
    )


def test_a_json_item_may_point_elsewhere():
    assert (
        only(json_feed({"id": "1", "external_url": "https://a.example/x", "title": "T"})).url == "https://a.example/x"
    )


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ({"title": "T", "id": "urn:1"}, "has no link"),
        ({"title": "T", "url": "javascript:x()"}, "not a web address"),
        ({"title": "T", "url": ["https://a.example"]}, "has no link"),
        ({"url": "/1", "title": {"deep": 1}}, "neither title nor summary"),
        ("just words", "not an object"),
        (None, "not an object"),
    ],
)
def test_a_json_item_that_cannot_be_used_is_left_out_and_said(item, words):
    answer = content(json_feed(item, {"url": "/good", "title": "Good"}))
    assert [entry.title for entry in answer.entries] == ["Good"]
    assert words in answer.dropped[0]


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        ('{"items": []}', "not_a_feed", "without the version"),
        ('{"version": "https://jsonfeed.org/version/1", "items": {"a": 1}}', "broken", "not a list"),
        ('{"version": "https://jsonfeed.org/version/1", "items": [', "broken", "cannot be parsed"),
        ('{"a":' * 100_000, "broken", "cannot be parsed"),
        ('{"version": ' + "9" * 50_000 + "}", "broken", "cannot be parsed"),
    ],
)
def test_json_that_is_no_feed_is_a_failure_that_says_why(body, kind, words):
    answer = failure(body)
    assert answer.kind == kind
    assert words in answer.reason
    assert "gazette" in answer.reason


def test_nothing_that_postgres_cannot_keep_comes_out_of_a_json_feed():
    entry = only('{"version":"https://jsonfeed.org/version/1.1","items":[{"url":"/1","title":"A\\u0000B\\ud800C"}]}')
    assert entry.title == "ABC"


def test_a_json_date_that_cannot_be_true_is_not_believed():
    entry = only(json_feed({"url": "/1", "title": "T", "date_published": "2100-01-01T00:00:00Z"}))
    assert entry.published is None
    assert "future" in entry.date_note


# --- News sitemaps ------------------------------------------------------------------------------------

NEWS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def news(loc: str, title: str = "Ministry orders radars", date: str = "2026-11-22T10:00:00Z") -> str:
    return (
        f"<url><loc>{loc}</loc><lastmod>2026-11-22T11:00:00Z</lastmod><news:news><news:publication><news:name>G"
        f"</news:name></news:publication><news:publication_date>{date}</news:publication_date>"
        f"<news:title>{title}</news:title></news:news></url>"
    )


def urlset(*urls: str) -> str:
    return f'<?xml version="1.0"?><urlset {NEWS}>{"".join(urls)}</urlset>'


def index(*sitemaps: tuple[str, str]) -> str:
    rows = "".join(f"<sitemap><loc>{loc}</loc><lastmod>{day}</lastmod></sitemap>" for loc, day in sitemaps)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'


def test_a_news_sitemap_gives_its_news():
    entry = only(urlset(news(" https://gazette.example/1?utm_source=x ", "A &amp; B sign")), SITEMAP)
    assert (entry.url, entry.title) == ("https://gazette.example/1", "A & B sign")
    assert entry.published == datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert entry.updated == datetime(2026, 11, 22, 11, tzinfo=UTC)
    assert entry.feed_id == 7


def test_a_news_sitemap_with_a_misspelt_namespace_is_read_all_the_same():
    assert only(urlset(news("https://gazette.example/1")).replace("sitemap-news/0.9", "SiteMap-News"), SITEMAP).title


def test_pages_that_are_no_news_are_left_out_and_said():
    answer = content(
        urlset(news("https://gazette.example/1"), "<url><loc>https://gazette.example/x</loc></url>"), SITEMAP
    )
    assert len(answer.entries) == 1
    assert "has no title" in answer.dropped[0]


def test_a_sitemap_of_pages_only_is_not_taken_for_news():
    assert "without news" in failure(urlset("<url><loc>https://gazette.example/x</loc></url>"), SITEMAP).reason


def test_a_sitemap_that_breaks_off_keeps_the_news_before_and_says_so():
    answer = content(urlset(news("https://gazette.example/1"), news("https://gazette.example/2"))[:-190], SITEMAP)
    assert answer.entries[0].url == "https://gazette.example/1"
    assert answer.note


def test_an_index_names_the_newest_sitemaps_of_its_own_site_news_first():
    listed = [(f"https://gazette.example/{n}.xml", f"2026-01-{n:02}") for n in range(1, 20)]
    answer = content(
        index(("https://gazette.example/news.xml", ""), ("https://evil.example/news.xml", "2026-11-23"), *listed),
        SITEMAP,
    )
    assert answer.more == (
        "https://gazette.example/news.xml",
        *(f"https://gazette.example/{n}.xml" for n in (19, 18, 17, 16)),
    )


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        ('<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + urlset(), "broken", "entities"),
        (
            '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>&x;</loc></url></urlset>',
            "broken",
            "ent",
        ),
        (index(("javascript:x()", "")), "not_a_feed", "lists no sitemap"),
        ("<rss/>", "not_a_feed", "not a sitemap"),
        ("no xml at all", "broken", "cannot be parsed"),
        ("<!doctype html><title>Before you continue</title>", "consent_wall", "consent"),
        ("<a>" * 3000, "not_a_feed", "not a sitemap"),
    ],
)
def test_what_is_no_news_sitemap_is_a_failure_that_says_why(body, kind, words):
    answer = failure(body, SITEMAP)
    assert (answer.kind, words in answer.reason) == (kind, True), answer


def test_a_sitemap_given_as_a_feed_says_which_kind_it_is():
    assert "kind: sitemap" in failure(urlset(news("https://gazette.example/1"))).reason


# --- Sources of several pages -------------------------------------------------------------------------


def listing(pages: int = 3, next_: str = "a.next") -> Feed:
    return Feed("m", "M", "", kind="listing", selectors=Selectors(row="li", next=next_, pages=pages), id=1)


def rows(*names: str, onward: str = "") -> bytes:
    listed = "".join(f"<li><a href='/a/{name}'>Notice {name}</a></li>" for name in names)
    return f"<title>News</title><ul>{listed}</ul><a class=next href='{onward}'>older</a>".encode()


def followed(server: WebServer, feed: Feed, path: str) -> tuple[FeedContent | Failure, list[str]]:
    """What a source in whole says, and which further paths were asked for."""
    web = Web(server.settings())
    feed = Feed(feed.slug, feed.name, server.url(path), feed.kind, selectors=feed.selectors, id=1)
    page = web.fetch(Request(feed.url, of=feed))
    assert isinstance(page, Page)
    first = read_feed(page, feed, NOON)
    assert isinstance(first, FeedContent), first
    whole = follow(web, lambda page, feed: read_feed(page, feed, NOON), {feed: first})
    return whole.get(feed, first), [path for path, _ in server.hits[1:]]


def titles(answer: FeedContent | Failure) -> list[str]:
    assert isinstance(answer, FeedContent), answer
    return [entry.title.removeprefix("Notice ") for entry in answer.entries]


def test_a_listing_is_read_page_by_page_as_far_as_its_limit():
    with WebServer() as server:
        for n in range(1, 9):
            server.serve(f"/p{n}", rows(f"{n}a", f"{n}b", onward=f"/p{n + 1}"))
        answer, asked = followed(server, listing(pages=3), "/p1")
    assert titles(answer) == ["1a", "1b", "2a", "2b", "3a", "3b"]
    assert asked == ["/p2", "/p3"]


def test_only_the_first_page_is_read_unless_the_source_says_otherwise():
    with WebServer() as server:
        server.serve("/p1", rows("1a", onward="/p2"))
        answer, asked = followed(server, listing(next_=""), "/p1")
    assert (titles(answer), asked) == (["1a"], [])


def test_a_listing_that_leads_back_to_itself_or_away_is_not_followed():
    with WebServer() as server:
        server.serve("/p1", rows("1a", onward="/p2"))
        server.serve("/p2", rows("2a", onward="/p1"))
        server.serve("/loop", rows("3a", onward="/p2"))
        server.serve("/away", rows("4a", onward="http://evil.example/p2"))
        answer, asked = followed(server, listing(pages=20), "/p1")
        assert (titles(answer), asked) == (["1a", "2a"], ["/p2", "/p1"])
        assert followed(server, listing(), "/away")[0].more == ()


def test_a_further_page_that_fails_costs_itself_and_is_said():
    with WebServer() as server:
        server.serve("/p1", rows("1a", onward="/p2"))
        server.serve("/p2", b"no", 503)
        answer, _ = followed(server, listing(), "/p1")
    assert titles(answer) == ["1a"]
    assert "503" in answer.note


def test_an_index_is_read_one_level_deep_in_its_order():
    with WebServer() as server:
        server.serve(
            "/index", index((server.url("/a.xml"), "2026-11-23"), (server.url("/b.xml"), "2026-11-22")).encode()
        )
        server.serve("/a.xml", urlset(news(server.url("/1"), "One")).encode())
        server.serve("/b.xml", index((server.url("/c.xml"), "2026-11-23")).encode())
        answer, asked = followed(server, SITEMAP, "/index")
    assert titles(answer) == ["One"]
    assert sorted(asked) == ["/a.xml", "/b.xml"]


def test_an_index_of_which_nothing_can_be_read_is_a_failure():
    with WebServer() as server:
        server.serve("/index", index((server.url("/a.xml"), "2026-11-23")).encode())
        answer, _ = followed(server, SITEMAP, "/index")
    assert isinstance(answer, Failure)
    assert "404" in answer.reason


# --- Oddities of real feeds ---------------------------------------------------------------------------


def rss(*items: str, attributes: str = "") -> str:
    listed = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0" {attributes}><channel><title>G</title>{listed}</channel></rss>'


def test_dublin_core_and_content_in_their_namespaces_are_read():
    names = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:c="http://purl.org/rss/1.0/modules/content/"'
    entry = only(
        rss(
            "<dc:title>Radars</dc:title><link>/1</link><dc:creator>Ines Okafor</dc:creator>"
            "<dc:date>2026-11-22</dc:date><c:encoded>&lt;p&gt;All of it.&lt;/p&gt;</c:encoded>",
            attributes=names,
        )
    )
    assert (entry.title, entry.summary, entry.authors) == ("Radars", "All of it.", ("Ines Okafor",))
    assert entry.published == datetime(2026, 11, 22, tzinfo=UTC)


def test_atom_behind_a_prefix_is_atom():
    entry = only(
        '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>T</a:title><a:link href="/1"/>'
        "<a:updated>2026-11-22T00:00:00Z</a:updated></a:entry></a:feed>"
    )
    assert (entry.url, entry.title) == ("https://gazette.example/1", "T")


def test_rss_inside_a_foreign_default_namespace_is_read():
    assert (
        only(rss("<title>T</title><link>/1</link>", attributes='xmlns="http://backend.userland.com/rss2"')).title == "T"
    )


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/2026/1", "https://gazette.example/2026/1"),
        ("2026/1", "https://gazette.example/2026/1"),
        ("//other.example/1", "https://other.example/1"),
        ("?id=4", "https://gazette.example/feed?id=4"),
        ("\n  https://gazette.example/1\n ", "https://gazette.example/1"),
        ("<![CDATA[https://gazette.example/1?a=1&b=2]]>", "https://gazette.example/1?a=1&b=2"),
    ],
)
def test_a_link_may_be_relative_or_wrapped(link, url):
    assert only(rss(f"<title>T</title><link>{link}</link>")).url == url


def test_an_atom_link_is_relative_to_the_base_that_its_feed_names():
    entry = only(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://cdn.example/x/"><entry><title>T</title>'
        '<link href="y/1"/></entry></feed>'
    )
    assert entry.url == "https://cdn.example/x/y/1"


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("<![CDATA[A & B <b>sign</b>]]>", "A & B sign"),
        ("A &amp;amp; B", "A & B"),
        ("&lt;b&gt;A&lt;/b&gt;", "A"),
        ("<![CDATA[5 < 6 > 4]]>", "5 < 6 > 4"),
        ("A&#8217;s&#160;deal", "A’s deal"),
        ("A &nbsp; B &eacute;t&eacute;", "A B été"),
    ],
)
def test_a_title_is_plain_however_it_is_escaped(title, plain):
    assert only(rss(f"<title>{title}</title><link>/1</link>")).title == plain


@pytest.mark.parametrize(
    "description",
    [
        "<![CDATA[<p>Two radars.</p><p>In May.</p>]]>",
        "&lt;p&gt;Two radars.&lt;/p&gt;&lt;p&gt;In May.&lt;/p&gt;",
        "&amp;lt;p&amp;gt;Two radars.&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;In May.&amp;lt;/p&amp;gt;",
        "<![CDATA[&lt;p&gt;Two radars.&lt;/p&gt;&lt;p&gt;In May.&lt;/p&gt;]]>",
        "<![CDATA[<div><script>x()</script><p>Two radars.</p><style>p{}</style><p>In May.</p></div>]]>",
    ],
)
def test_a_summary_is_plain_however_often_it_is_escaped(description):
    assert only(rss(f"<title>T</title><link>/1</link><description>{description}</description>")).summary == (
        "Two radars.\n\nIn May."
    )


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("Mon, 23 Nov 2026 9:5:0 GMT", datetime(2026, 11, 23, 9, 5, tzinfo=UTC)),
        ("Monday, 23-Nov-26 09:00:00 GMT", datetime(2026, 11, 23, 9, tzinfo=UTC)),
        ("Tue, 23 Nov 2026 09:00:00 GMT", datetime(2026, 11, 23, 9, tzinfo=UTC)),  # it was a Monday
        ("2026-11-23 09:00:00.123456 +0200", datetime(2026, 11, 23, 7, tzinfo=UTC)),
        ("2026/11/04 09:00:00 GMT", datetime(2026, 11, 4, 9, tzinfo=UTC)),
        ("2026/11/04", datetime(2026, 11, 4, tzinfo=UTC)),
        ("2026.11.04 09:00 +0000", datetime(2026, 11, 4, 9, tzinfo=UTC)),
        ("4/11/2026 09:00 GMT", datetime(2026, 11, 4, 9, tzinfo=UTC)),
        ("23 Nov 2026 24:00:00 GMT", None),
        ("0000-00-00 00:00:00", None),
        ("Mon, 31 Feb 2026 09:00:00 GMT", None),
    ],
)
def test_a_date_is_read_as_it_was_meant_or_not_believed(written, published):
    entry = only(rss(f"<title>T</title><link>/1</link><pubDate>{written}</pubDate>"))
    found = entry.published.replace(microsecond=0) if entry.published else None
    assert found == published
    assert published is not None or entry.date_note


def test_two_entries_with_one_id_and_two_links_are_two_entries():
    same = "<guid isPermaLink='false'>same</guid>"
    answer = content(rss(f"<title>A</title><link>/1</link>{same}", f"<title>B</title><link>/2</link>{same}"))
    assert [entry.url[-2:] for entry in answer.entries] == ["/1", "/2"]


def test_an_entry_needs_no_guid_and_a_guid_may_be_its_link():
    answer = content(rss("<title>A</title><link>/1</link>", "<title>B</title><guid>https://gazette.example/2</guid>"))
    assert [entry.url[-2:] for entry in answer.entries] == ["/1", "/2"]


def test_a_guid_that_is_no_permalink_is_no_link():
    assert "has no link" in content(rss("<title>A</title><guid isPermaLink='false'>4711</guid>")).dropped[0]


def test_five_thousand_items_of_json_and_of_a_sitemap_are_five_thousand_entries():
    many = json_feed(*({"url": f"/{n}", "title": "T"} for n in range(5000)))
    assert len(content(many).entries) == 5000
    assert len(content(urlset(*(news(f"https://gazette.example/{n}") for n in range(5000))), SITEMAP).entries) == 5000


def test_more_than_ten_thousand_items_are_cut():
    assert len(content(json_feed(*({"url": f"/{n}", "title": "T"} for n in range(10_050)))).entries) == 10_000
