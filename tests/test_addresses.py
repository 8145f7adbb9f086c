"""One article under several addresses: what a link says, where a page leads, and what it says of itself."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import UTC, datetime

import pytest

from embargowatch.clean import clean
from embargowatch.clean.leading import leads_to
from embargowatch.types import Entry, Page
from embargowatch.urls import canonical, same_site

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
URL = "https://m.gazette.example/2026/11/radars?from=app"


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://gazette.example/a?amp=1&b=2", "https://gazette.example/a?b=2"),
        ("https://gazette.example/a?amp", "https://gazette.example/a"),
        ("https://gazette.example/a?outputType=amp", "https://gazette.example/a"),
        ("https://gazette.example/a?amp=2026", "https://gazette.example/a?amp=2026"),
        ("https://gazette.example/a?ref", "https://gazette.example/a"),
        (
            "https://www.google.com/url?rct=j&sa=t&url=https://gazette.example/a%3Fb%3D2%26utm_source%3Dx&ct=ga",
            "https://gazette.example/a?b=2",
        ),
        ("https://www.google.co.uk/url?q=https://gazette.example/a", "https://gazette.example/a"),
        ("https://www.google.com/url?q=javascript:alert(1)", "https://www.google.com/url?q=javascript:alert(1)"),
        ("https://www.google.com/amp/s/gazette.example/a", "https://gazette.example/a"),
        ("https://gazette-example.cdn.ampproject.org/c/s/gazette.example/a?b=2", "https://gazette.example/a?b=2"),
        ("https://gazette-example.cdn.ampproject.org/v/gazette.example/a", "http://gazette.example/a"),
        (
            "https://google.evil.example/url?q=https://a.example/",
            "https://google.evil.example/url?q=https://a.example/",
        ),
    ],
)
def test_a_link_is_taken_at_its_word(link, address):
    assert canonical(link) == address


def google_news(message: bytes, path: str = "rss/articles") -> str:
    number = urlsafe_b64encode(message).decode().rstrip("=")
    return f"https://news.google.com/{path}/{number}?oc=5&hl=en"


@pytest.mark.parametrize("path", ["rss/articles", "articles", "read", "__i/rss/rd/articles"])
@pytest.mark.parametrize("words", ["short", "a-much-longer-address-" * 8], ids=["one byte", "two bytes"])
def test_a_link_of_google_news_is_what_its_number_says(path, words):
    url = f"https://gazette.example/{words}"
    length = bytes([len(url)]) if len(url) < 128 else bytes([len(url) & 127 | 128, len(url) >> 7])
    after = b"\xd2\x01\x10https://amp.example/"
    assert canonical(google_news(b'\x08\x13"' + length + url.encode() + after, path)) == url


@pytest.mark.parametrize(
    "message",
    [
        b'\x08\x13"\x20AU_yqLabcdefghijklmnopqrstuvwxyz',
        b"hello",
        b'\x08\x13"',
        b'\x08\x13"\xff\x7fhttps://',
        b"\xff" * 30,
    ],
)
def test_a_link_of_google_news_whose_number_says_nothing_stays(message):
    link = google_news(message)
    assert canonical(link) == link


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://m.gazette.example/a", "https://www.gazette.example/b", True),
        ("https://m.gazette.co.uk/a", "https://www.gazette.co.uk/b", True),
        ("https://one.co.uk/a", "https://two.co.uk/a", False),
        ("https://one.github.io/", "https://two.github.io/", False),
        ("http://127.0.0.1:8001/a", "http://127.0.0.1:8002/a", True),
        ("http://127.0.0.1/a", "http://127.0.0.2/a", False),
        ("https://gazette.example/", "https://gazette.example.evil.org/", False),
        ("", "", False),
    ],
)
def test_addresses_of_one_publisher_are_known_by_their_registrable_domain(one, other, same):
    assert same_site(one, other) is same


def article_of(head: str, url: str = URL, paragraphs: int = 6) -> str:
    """The address of the article that a page with this head gives."""
    text = "<p>The ministry said on Monday that it had ordered nine coastal radars from a yard in the south.</p>"
    html = f"<html><head><title>Radars ordered</title>{head}</head><body><article>{text * paragraphs}</article></body>"
    return clean(Page(URL, url, 200, {}, html.encode(), NOW), Entry(URL, "Radars ordered"), NOW).url


MAIN = "https://www.gazette.example/2026/11/radars"


@pytest.mark.parametrize(
    ("head", "address"),
    [
        (f'<link rel="canonical" href="{MAIN}?utm_source=x">', MAIN),
        ('<link rel="alternate canonical" href="//www.gazette.example/2026/11/radars#top">', MAIN),
        (f'<link rel="canonical" href=""><meta property="og:url" content="{MAIN}">', MAIN),
        (f'<meta property="og:url" content="{MAIN}">', MAIN),
        ('<link rel="canonical" href="https://other.example/2026/11/radars">', URL),
        ('<link rel="canonical" href="https://www.gazette.example/">', URL),
        ('<link rel="canonical" href="javascript:x()">', URL),
        (f'<link rel="canonical" href="https://other.example/x"><meta property="og:url" content="{MAIN}">', MAIN),
        ("", URL),
    ],
)
def test_a_page_says_where_its_article_is_on_its_own_site_only(head, address):
    assert article_of(head) == address


def test_an_article_is_where_the_redirects_ended():
    assert article_of("", url="https://gazette.example/a?utm_medium=x") == "https://gazette.example/a"
    assert article_of("", url="https://gazette.example/") == URL


def test_a_wall_says_nothing_of_the_article_s_address():
    head = '<link rel="canonical" href="https://consent.gazette.example/choose">'
    assert article_of(head, url="https://consent.gazette.example/choose?next=1", paragraphs=1) == URL


SHORT = "https://short.example/x7"


@pytest.mark.parametrize(
    ("html", "to"),
    [
        (
            '<meta http-equiv="refresh" content="0; url=https://gazette.example/a?utm_source=x">',
            "https://gazette.example/a",
        ),
        ("<META content='1;URL=\"/a\"' HTTP-EQUIV=Refresh>", "https://short.example/a"),
        (
            '<noscript><meta http-equiv="refresh" content="0;URL=https://gazette.example/a"></noscript>',
            "https://gazette.example/a",
        ),
        ('<noscript><meta http-equiv="refresh" content="0;URL=/no-scripts"></noscript><p>An article', ""),
        ('<meta http-equiv="refresh" content="300">', ""),
        ('<meta http-equiv="refresh" content="600;url=https://gazette.example/a">', ""),
        (f'<meta http-equiv="refresh" content="0;url={SHORT}#x">', ""),
        ('<meta http-equiv="refresh" content="0;url=javascript:x()">', ""),
        ('<p>refresh the page: &lt;meta http-equiv="refresh" content="0;url=https://a.example/"&gt;', ""),
        (" " * 30_000 + '<meta http-equiv="refresh" content="0;url=https://gazette.example/a">', ""),
        ('<c-wiz data-n-au="https://gazette.example/a">', ""),
        ("", ""),
    ],
)
def test_a_page_that_only_sends_one_on_says_where(html, to):
    assert leads_to(html.encode(), SHORT) == to


def test_google_news_says_where_the_article_is_or_nothing():
    url = "https://news.google.com/rss/articles/CBMiAAA"
    assert leads_to(b'<c-wiz><div data-n-au="https://gazette.example/a?x=1&amp;y=2">', url) == (
        "https://gazette.example/a?x=1&y=2"
    )
    assert leads_to(b"<c-wiz>refresh nothing", url) == ""
