"""The sources: an HTTP server on loopback that answers like the web does, in a process of its own.

    python -m newsstand.server PORT SOURCES LATENCY_S

Five sources a host; each host is an address of its own (127.1.0.1, 127.1.0.2, …, all of them loopback on Linux). In the
first round every source answers with 20 entries. `GET /round/N` on any host begins another: then half of the sources
have nothing new (most say 304, every fifth of them has no validators and sends the same again), the others ten new
entries on top. One in fifty answers with an error. It writes "ready" when it listens, and ends with its input.
"""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape

A_HOST = 5
ENTRIES = 20
NEW = 10
START = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
SIZES = (150, 300, 300, 500, 900)
"""Characters of text in each entry of a source."""
_PROSE = (
    "the ministry said on Monday that it would order radars from a company in the north while officials in the capital "
    "declined to say how many were meant and when they would come although the contract had been announced in spring"
)


def host_of(source: int) -> str:
    """The address of a source's host."""
    number = source // A_HOST
    return f"127.1.{number // 250}.{number % 250 + 1}"


def url_of(source: int, port: int) -> str:
    return f"http://{host_of(source)}:{port}/{source}.xml"


def fails(source: int) -> bool:
    return source % 50 == 7


def unchanged(source: int, round_number: int) -> bool:
    return round_number > 1 and source % 2 == 0


def has_validators(source: int) -> bool:
    return source % 10 != 0


def feed(source: int, round_number: int) -> bytes:
    """A source's feed; the newest entries first."""
    newest = ENTRIES + (0 if unchanged(source, round_number) else NEW * (round_number - 1))
    size = SIZES[source % len(SIZES)]
    items = (_item(source, number, size) for number in range(newest, newest - ENTRIES, -1))
    return _feed(source, items)


def feed_of(entries: int, size: int) -> bytes:
    """A feed of its own, with as much HTML in each entry."""
    texts = [_text(size) for _ in range(min(entries, 50))]
    return _feed(0, (_item(0, number, size, texts) for number in range(entries)))


def _feed(source: int, items: Iterable[str]) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel>'
        f"<title>Source {source}</title><link>http://{host_of(source)}/</link><language>en</language>"
        f"<description>News of source {source}</description>{''.join(items)}</channel></rss>"
    ).encode()


def _item(source: int, number: int, size: int, texts: list[str] | None = None) -> str:
    published = format_datetime(START + timedelta(minutes=number), usegmt=True)
    texts = texts or TEXTS[size]
    return (
        f"<item><title>{TITLES[(source + number) % len(TITLES)]} {number}</title>"
        f"<link>http://{host_of(source)}/{source}/{number}?utm_source=rss&amp;utm_medium=feed</link>"
        f'<guid isPermaLink="false">{source}-{number}</guid><pubDate>{published}</pubDate>'
        f"<dc:creator>Ines Okafor</dc:creator><category>World</category><category>Defence</category>"
        f"<slash:comments>0</slash:comments><description>{texts[(source * 31 + number) % len(texts)]}</description>"
        "</item>\n"
    )


def _text(size: int) -> str:
    html = ""
    while len(html) < size:
        link = f'<a href="https://example.org/{_CHANCE.randrange(999)}">{_words(3)}</a>'
        html += f"<p>{_words(12)} {link} {_words(6)}.</p>"
    return escape(html)


def _words(count: int) -> str:
    return " ".join(_CHANCE.choices(WORDS, k=count))


_CHANCE = random.Random(7)
WORDS = _PROSE.split()
TITLES = [_words(9).capitalize() for _ in range(100)]
TEXTS = {size: [_text(size) for _ in range(50)] for size in SIZES}


class Newsstand:
    """What the server knows: the round, and what every source says in it."""

    def __init__(self, sources: int, latency_s: float) -> None:
        self.latency_s = latency_s
        self._sources = sources
        self._begin(1)

    def _begin(self, round_number: int) -> None:
        self.round = round_number
        # Made beforehand: the servers of real sources take no time from whoever reads them.
        self._feeds = [b"" if fails(source) else feed(source, round_number) for source in range(self._sources)]

    def answer(self, path: str, headers: str) -> bytes:
        """The whole answer as bytes; none: the connection is closed instead."""
        if path.startswith("/round/"):
            self._begin(int(path.rpartition("/")[2]))
            return _response(200, b"")
        if path == "/robots.txt":
            return _response(404, b"")
        source = int(path[1:].partition(".")[0])
        if fails(source):
            return (_response(500, b"oops"), _response(404, b"gone"), b"", _response(200, b"<html>no feed"))[source % 4]
        tag = f'"{1 if unchanged(source, self.round) else self.round}"'
        if has_validators(source) and f"if-none-match: {tag}" in headers:
            return _response(304, b"", f"ETag: {tag}\r\n")
        return _response(200, self._feeds[source], f"ETag: {tag}\r\n" if has_validators(source) else "")


def _response(status: int, body: bytes, more: str = "") -> bytes:
    head = f"HTTP/1.1 {status} x\r\nContent-Type: application/rss+xml; charset=utf-8\r\n{more}"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


class Connection(asyncio.Protocol):
    """One connection, kept alive."""

    def __init__(self, newsstand: Newsstand) -> None:
        self._newsstand = newsstand
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if b"\r\n\r\n" in self._buffer:
            head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
            line, _, headers = head.decode("latin-1").partition("\r\n")
            path = line.split(" ")[1]
            latency = 0.0 if path.startswith("/round/") else self._newsstand.latency_s
            asyncio.get_running_loop().call_later(latency, self._answer, path, headers.lower())

    def _answer(self, path: str, headers: str) -> None:
        if answer := self._newsstand.answer(path, headers):
            self._transport.write(answer)
        else:
            self._transport.close()


async def serve(port: int, sources: int, latency_s: float) -> None:
    """Listen until the input ends."""
    loop = asyncio.get_running_loop()
    newsstand = Newsstand(sources, latency_s)
    for host in dict.fromkeys(map(host_of, range(sources))):
        await loop.create_server(lambda: Connection(newsstand), host, port, backlog=100)
    print("ready", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
