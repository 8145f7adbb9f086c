"""The quick reader of well-formed feeds gives what feedparser gives, or leaves the feed to it."""

from __future__ import annotations

from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embargowatch.fetch import FeedContent, read_feed
from embargowatch.fetch.wellformed import read_items
from embargowatch.types import Failure, Feed, Page

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FEED = Feed("gazette", "The Gazette", "https://gazette.example/feed", id=7)
NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:wfw="http://wellformedweb.org/CommentAPI/" '
    'xmlns:x="https://x.example/own" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:thr="http://purl.org/syndication/thread/1.0" xmlns:georss="http://www.georss.org/georss"'
)


def rss(*items: str, head: str = "<title>The Gazette</title>") -> str:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {NAMESPACES}><channel>{head}{inner}</channel></rss>'
    )


def atom(*entries: str, attributes: str = "") -> str:
    inner = "".join(f"<entry>{entry}</entry>" for entry in entries)
    names = NAMESPACES.replace("xmlns:atom", "xmlns:a")
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {names} {attributes}><title>G</title>{inner}</feed>'


def rdf(*items: str) -> str:
    inner = "".join(f'<item rdf:about="https://gazette.example/{n}">{item}</item>' for n, item in enumerate(items))
    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        f'{NAMESPACES}><channel rdf:about="https://gazette.example"><title>G</title></channel>{inner}</rdf:RDF>'
    )


def content(text: str) -> FeedContent | Failure:
    return read_feed(Page(FEED.url, FEED.url, 200, {}, text.encode(), NOW), FEED, NOW)


def feedparsers(text: str) -> FeedContent | Failure:
    """What feedparser alone gives."""
    with patch("embargowatch.fetch.read.read_items", return_value=None):
        return content(text)


PIECES = (
    "<title>Radars for the coast</title>",
    "<title>A &lt;b&gt;bold&lt;/b&gt; plan &amp;amp; more &#8217;26 &#x2014;</title>",
    "<title><![CDATA[Ships <i>and</i> planes & more]]></title>",
    "<title>Caf\u00c3\u00a9 \x93quoted\x94 \u2014 \u20ac5</title>",
    "<title>  two\n lines </title>",
    "<title/>",
    '<title type="html">Five &amp;lt; six</title>',
    "<title>Embedded <b>bold</b> words</title>",
    "<media:title>Picture</media:title>",
    "<dc:title>Dublin</dc:title>",
    "<link>https://gazette.example/1?utm_source=x&amp;b=2</link>",
    "<link>/relative/2</link>",
    "<link><![CDATA[https://gazette.example/3?a=1&b=2]]></link>",
    "<link>https://gazette.example/4?a=1&amp;amp;copy;=2</link>",
    "<link/>",
    "<link>https:////gazette.example/5</link>",
    '<link href="https://gazette.example/6"/>',
    '<link rel="self" href="https://gazette.example/7"/>',
    '<link rel="Alternate" type="text/HTML" href="https://gazette.example/8"/>',
    '<link rel="alternate" type="application/pdf" href="https://gazette.example/9.pdf"/>',
    '<link rel="enclosure" href="https://gazette.example/10.mp3" length="5"/>',
    '<atom:link href="https://gazette.example/11"/>',
    "<feedburner:origLink>https://gazette.example/12</feedburner:origLink>",
    "<guid>https://gazette.example/13</guid>",
    '<guid isPermaLink="false">https://gazette.example/?p=14</guid>',
    "<guid>no-address-15</guid>",
    "<id>https://gazette.example/16</id>",
    "<id>tag:gazette.example,2026:17</id>",
    "<description>Plain words, 5 &lt; 6 &amp;amp; 7</description>",
    "<description>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two &amp;amp; three.&lt;/p&gt;</description>",
    "<description><![CDATA[<p>Words<br/>on two lines</p><script>no()</script>]]></description>",
    "<description>Some <p>markup</p> inside</description>",
    '<summary type="text">In short</summary>',
    '<summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>In <i>short</i></p></div></summary>',
    "<content:encoded><![CDATA[<p>The whole story, at length, with <a href='/x'>links</a>.</p>]]></content:encoded>",
    '<content type="html">&lt;div&gt;The whole story&lt;/div&gt;</content>',
    '<content type="html" xml:base="https://gazette.example/">&lt;p&gt;Another&lt;/p&gt;</content>',
    '<content type="image/png" src="https://gazette.example/i.png"/>',
    '<content type="application/octet-stream">PGI+</content>',
    "<media:description>A picture of a ship</media:description>",
    '<media:content url="https://gazette.example/i.jpg"><media:credit>Bo</media:credit></media:content>',
    '<media:content url="https://gazette.example/i.jpg"><media:title>Inner</media:title></media:content>',
    "<media:group><media:title>Grouped</media:title><media:description>Group words</media:description></media:group>",
    '<media:thumbnail url="https://gazette.example/t.jpg"/>',
    "<itunes:summary>Podcast words that are longer than the description</itunes:summary>",
    "<itunes:author>Pod Caster</itunes:author>",
    "<itunes:duration>5:00</itunes:duration>",
    "<author>Ines Okafor</author>",
    "<author>desk@gazette.example (Ines Okafor)</author>",
    "<author>desk@gazette.example</author>",
    "<author><name>Ines Okafor</name><email>ines@gazette.example</email><uri>https://i.example</uri></author>",
    "<author><name>Bo Lind and Ann Chu</name></author>",
    "<author><email>bo@gazette.example</email></author>",
    "<atom:author><atom:name>Nora Vik</atom:name></atom:author>",
    "<dc:creator><![CDATA[Bo Lind, Ann Chu]]></dc:creator>",
    "<dc:creator/>",
    "<contributor><name>Somebody Else</name></contributor>",
    "<pubDate>Mon, 23 Nov 2026 09:30:00 +0200</pubDate>",
    "<pubDate>Mon, 23 Nov 2026 09:30 GMT</pubDate>",
    "<pubDate>Mon, 23 Nov 2026 09:30:00 EST</pubDate>",
    "<pubDate>Sun, 31 Feb 2026 09:30:00 GMT</pubDate>",
    "<pubDate>23 Nov 26 9:30 CET</pubDate>",
    "<pubDate>yesterday</pubDate>",
    "<pubDate/>",
    "<published>2026-11-20T10:00:00.123Z</published>",
    "<updated>2026-11-21T11:00:00+05:30</updated>",
    "<updated>2026-11-21</updated>",
    "<dc:date>2026-11-22T08:00:00-01:00</dc:date>",
    "<dcterms:modified>2026-11-22T09:00:00Z</dcterms:modified>",
    '<source url="https://other.example/feed">Other</source>',
    '<source><title>Other</title><link href="https://other.example"/><updated>2026-11-01T00:00:00Z</updated></source>',
    '<category domain="x">World</category>',
    '<category term="Defence"/>',
    "<comments>https://gazette.example/1#comments</comments>",
    '<enclosure url="https://gazette.example/a.mp3" length="1" type="audio/mpeg"/>',
    "<slash:comments>3</slash:comments>",
    "<wfw:commentRss>https://gazette.example/1/feed</wfw:commentRss>",
    "<thr:total>2</thr:total>",
    "<georss:point>45 13</georss:point>",
    "<x:own>value</x:own>",
    "<x:own><title>hidden</title></x:own>",
    "<image><url>https://gazette.example/i.jpg</url><title>I</title><link>https://i.example</link></image>",
    "<unheard>of</unheard>",
    "<!-- a comment -->",
    "<TITLE>Shouted</TITLE>",
)


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("form", [rss, atom, rdf])
def test_an_entry_with_any_element_is_read_as_feedparser_reads_it(form, piece):
    for entry in (
        piece,
        f"<title>T</title><link>https://gazette.example/a</link><description>Some words</description>{piece}",
        f"{piece}<title>T</title><link>https://gazette.example/a</link><description>Some words</description>",
    ):
        assert content(form(entry)) == feedparsers(form(entry))


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=7), max_size=3), st.sampled_from([rss, atom, rdf]))
def test_entries_with_any_elements_in_any_order_are_read_as_feedparser_reads_them(entries, form):
    text = form(*map("".join, entries))
    assert content(text) == feedparsers(text)


@pytest.mark.parametrize(
    "text",
    [
        rss("<title>T</title>", head=""),
        rss("<title>T</title>", head="<image><title>I</title></image><title>The Gazette &amp;amp; Sons</title>"),
        rss("<title>T</title>", head='<title>G</title><atom:link rel="self" href="https://gazette.example/feed"/>'),
        rss(),
        atom('<title>T</title><link href="b"/>', attributes='xml:base="https://base.example/a/"'),
        atom('<title>T</title><link href="b"/>', attributes='xml:lang="en"'),
        rss("<title>T &nbsp; &eacute;</title><link>https://gazette.example/1</link>"),
        rss("<title>cut off</title><link>https://gazette.example/1</link>")[:-30],
        rss("<title>a & b</title><link>https://gazette.example/?a=1&b=2</link>"),
        rss("<title>T</title>").replace("?>", "?><!DOCTYPE rss [<!ENTITY e 'x'>]>", 1),
        " " + rss("<title>T</title><link>https://gazette.example/1</link>"),
        rss("<title>T</title><link>https://gazette.example/1</link>").replace('encoding="UTF-8"', 'encoding="koi8-r"'),
        rss("<title>Łódź</title><link>https://gazette.example/1</link>").replace(
            'version="1.0" encoding="UTF-8"', 'version = "1.0" encoding="koi8-r"'
        ),
        rss("<title>T</title><link>https://gazette.example/1</link>").replace("<rss ", '<rss xmlns="x:y" '),
        rss("<title>T</title>") + rss("<title>U</title>"),
        rss("<title>T</title><item><title>inner</title></item>"),
        "<rss version='2.0'></rss>",
        "<feed/>",
    ],
)
def test_a_feed_is_read_as_feedparser_reads_it(text):
    assert content(text) == feedparsers(text)


@pytest.mark.parametrize(
    "text",
    [
        rss(
            "<title>T</title><link>https://gazette.example/1</link><guid isPermaLink='false'>1</guid>"
            "<dc:creator>Bo</dc:creator><pubDate>Mon, 23 Nov 2026 09:30:00 +0000</pubDate><category>World</category>"
            "<description>Words</description><content:encoded>&lt;p&gt;More&lt;/p&gt;</content:encoded>"
            "<slash:comments>0</slash:comments><media:thumbnail url='x'/>",
        ),
        atom(
            "<title type='html'>T</title><link rel='alternate' type='text/html' href='https://gazette.example/1'/>"
            "<id>urn:1</id><author><name>Bo</name></author><published>2026-11-20T10:00:00Z</published>"
            "<updated>2026-11-20T10:00:00+01:00</updated><summary>Words</summary><category term='x'/>",
        ),
        rdf("<title>T</title><link>https://gazette.example/1</link><dc:date>2026-11-20T10:00:00Z</dc:date>"),
    ],
)
def test_an_everyday_feed_is_not_left_to_feedparser(text):
    found = read_items(text)
    assert found is not None
    assert [item.title for item in found.items] == ["T"]


def test_a_bomb_of_entities_is_left_to_feedparser_unread():
    entities = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 10))
    assert (
        read_items(f"<!DOCTYPE rss [<!ENTITY e0 'x'>{entities}]><rss><channel><title>&e9;</title></channel></rss>")
        is None
    )
