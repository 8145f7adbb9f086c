"""How fast a feed becomes entries, its isolation included, with feedparser's default beside it on the same bytes."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import feedparser

from embargowatch.fetch import FeedContent
from embargowatch.fetch.plain import line, plain
from embargowatch.sandbox import Sandbox
from embargowatch.types import Feed, Page
from embargowatch.urls import canonical
from newsstand.server import feed_of

ROUNDS = 5
FEED = Feed("bench", "Bench", "http://bench.example/feed")


def best(work: Callable[[], object]) -> float:
    """Seconds of the fastest round."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def ours(sandbox: Sandbox, body: bytes) -> FeedContent:
    """The product: bytes to the reader's process and entries back."""
    now = datetime.now(UTC)
    content = sandbox.read_feed(Page(FEED.url, FEED.url, 200, {}, body, now), FEED, now)
    assert isinstance(content, FeedContent), content
    return content


def measure_parsing() -> dict[str, float]:
    """Rates and ratios; raises AssertionError when the entries are not the same."""
    heavy, small = [feed_of(500, 3000)], [feed_of(20, 130) for _ in range(20)]
    figures: dict[str, float] = {}
    with Sandbox() as sandbox:
        for name, bodies in (("heavy", heavy), ("small", small)):
            for body in bodies:
                assert said_by(ours(sandbox, body)) == said_by_feedparser(body)
            mine = best(lambda bodies=bodies: [ours(sandbox, body) for body in bodies])
            theirs = best(lambda bodies=bodies: [feedparser.parse(body) for body in bodies])
            entries = sum(body.count(b"<item>") for body in bodies)
            size = sum(map(len, bodies)) / len(bodies) / 1000
            print(
                f"{name} feeds ({entries // len(bodies)} entries, {size:.0f} kB): {entries / mine:8.0f} entries/s, "
                f"feedparser {entries / theirs:6.0f}: {theirs / mine:.1f} times"
            )
            figures[f"parse_{name}_ratio"] = round(theirs / mine, 2)
            if name == "heavy":
                figures["feed_entries_per_second"] = round(entries / mine)
                figures["feedparser_entries_per_second"] = round(entries / theirs)
    return figures


def said_by(content: FeedContent) -> list[tuple[object, ...]]:
    """The fields that both have."""
    return [(e.url, e.title, e.summary, e.authors, e.published) for e in content.entries]


def said_by_feedparser(body: bytes) -> list[tuple[object, ...]]:
    """feedparser's entries, their markup made plain the same way."""
    return [
        (
            canonical(e.link),
            line(e.title),
            plain(e.summary),
            (e.author,),
            datetime(*e.published_parsed[:6], tzinfo=UTC),
        )
        for e in feedparser.parse(body).entries
    ]


def feedparser_rate(bodies: list[bytes]) -> float:
    """Entries a second on one core, without its sanitizer: what the limit of the intake is made of."""
    entries = sum(body.count(b"<item>") for body in bodies)
    seconds = best(lambda: [feedparser.parse(b, sanitize_html=False, resolve_relative_uris=False) for b in bodies])
    return entries / seconds
