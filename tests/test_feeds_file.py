"""feeds.yaml: what it holds, and what it says to whoever edits it."""

from __future__ import annotations

import pytest

from embargowatch.feeds_file import FeedsFileError, read_feeds
from embargowatch.settings import ROOT
from embargowatch.types import Feed, Selectors


@pytest.fixture
def read(tmp_path):
    """What a feeds file with this text holds."""

    def reading(text: str) -> tuple[Feed, ...]:
        path = tmp_path / "feeds.yaml"
        path.write_text(text)
        return read_feeds(path)

    return reading


def test_a_source_has_what_its_lines_say(read):
    text = """feeds:
  - slug: ministry
    name: The Ministry
    url: https://ministry.example/news
    kind: listing
    tier: official
    country: FR
    language: fr
    group: nat-official
    selectors: {row: .row, date: .day, next: a.older}
    unverified: nobody has seen it
"""
    expected = Feed(
        "ministry", "The Ministry", "https://ministry.example/news", "listing", "official", "FR", "fr", "nat-official",
        selectors=Selectors(row=".row", link="a", title="a", date=".day", next="a.older", pages=3),
        unverified="nobody has seen it",
    )  # fmt: skip
    assert read(text) == (expected,)


def test_slug_name_and_address_are_enough(read):
    (feed,) = read("- {slug: al-jazeera, name: Al Jazeera, url: 'https://aljazeera.example/rss'}")
    assert (feed.kind, feed.tier, feed.enabled) == ("feed", "general", True)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("- {name: A, url: 'http://a.example/'}", "line 1, A: slug is missing"),
        ("- {slug: a, name: A}", "line 1, a: url is missing"),
        ("- {slug: A b, name: A, url: 'http://a.example/'}", "small letters, digits and single hyphens"),
        ("- {slug: no, name: N, url: 'http://a.example/'}", "put it in quotes"),
        ("- {slug: a, name: A, url: 'http://a.example/', country: no}", "country: YAML reads this word as no"),
        ("- {slug: a, name: A, url: 'http://a.example/', country: gb}", "two capital letters"),
        ("- {slug: a, name: A, url: 'http://a.example/', colour: red}", "colour is not a word that sources have"),
        ("- {slug: a, name: A, url: 'http://a.example/', tier: best}", "tier: 'best' cannot be used"),
        ("- {slug: a, name: A, url: 'ftp://a.example/'}", "only http and https"),
        ("- {slug: a, name: A, url: 'http://u:secret@a.example/'}", "credentials"),
        ("- {slug: a, name: A, url: 'http://a.example/', enabled: false}", "needs a disabled_reason"),
        ("- {slug: a, name: A, url: 'http://a.example/', kind: listing}", "needs selectors"),
        ("- {slug: a, name: A, url: 'http://a.example/', user_agent: B/1}", "needs a user_agent_reason"),
        ("- {slug: a, name: A, url: 'http://a.example/', selectors: {row: li, pages: 500}}", "selectors.pages: 500"),
        ("- just words", "not 'just words'"),
        ("- {slug: a, name: A, url: 'http://a.example/'}\n- {slug: a, name: B, url: 'http://b.example/'}", "2 times"),
        ("feeds: 3", "a list of sources"),
        ("", "a list of sources"),
        ("- [", "not YAML"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_a_way_out(read, lines, words):
    with pytest.raises(FeedsFileError) as error:
        read(lines)
    assert words in str(error.value)
    assert "feeds.yaml" in str(error.value)
    assert "secret" not in str(error.value)


def test_every_mistake_is_named_at_once(read):
    with pytest.raises(FeedsFileError) as error:
        read("- {slug: a, name: A}\n- {slug: b, url: 'http://b.example/'}\n")
    assert str(error.value).count("\n") == 1


SHIPPED = read_feeds(ROOT / "feeds.yaml")


def test_the_shipped_file_has_some_120_sources_that_are_asked():
    assert 110 <= sum(feed.enabled for feed in SHIPPED) <= 140


def test_no_two_shipped_sources_have_the_same_address():
    assert len({feed.url for feed in SHIPPED}) == len(SHIPPED)


@pytest.mark.parametrize("tier", ["official", "wire", "trade", "general", "state", "research"])
def test_every_tier_is_among_the_shipped_sources(tier):
    assert any(feed.tier == tier for feed in SHIPPED)


@pytest.mark.parametrize("slug", ["ofac-old-rss", "csis", "nato-news"])
def test_what_is_dead_is_there_with_its_reason(slug):
    (feed,) = (feed for feed in SHIPPED if feed.slug == slug)
    assert not feed.enabled
    assert feed.disabled_reason


@pytest.mark.parametrize(
    "slug", ["uk-sanctions-list", "ofac-enforcement", "ddtc", "us-state-isn", "china-mofcom", "russia-mfa"]
)
def test_no_official_list_is_silently_absent_and_what_nobody_has_seen_says_so(slug):
    (feed,) = (feed for feed in SHIPPED if feed.slug == slug)
    assert feed.tier == "official"
    assert feed.unverified
    assert feed.enabled or feed.disabled_reason
