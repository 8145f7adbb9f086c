"""HTTP/1.1 over one connection: a request goes out, an answer comes in as fast as it is taken.

llhttp, the parser of Node, reads the answer; what is here is the connection around it. A client that can do more
(httpx) takes four times the processor's time, and with many sources that is what there is too little of.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import cast

import httptools

MOST_HEAD = 100_000
"""Bytes of an answer that are not its body, in a row."""
MOST_WAITING = 1 << 18
"""Bytes of the body that wait to be taken; then the server has to wait too."""
_BY_LENGTH = frozenset({b"content-length", b"transfer-encoding"})
_NO_BODY = (204, 304)


class BadAnswer(Exception):
    """The server does not speak HTTP/1.1: {reason}."""


class HungUp(ConnectionError):
    """The server closed the connection {when}."""


class Connection(asyncio.Protocol):
    """A connection to one server, for one exchange after the other."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self.exchange: Exchange | None = None
        self.lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def send(self, method: str, target: str, headers: Mapping[str, str], content: bytes = b"") -> Exchange:
        """Send a request. Names and values of headers hold no line's end."""
        assert self._transport is not None
        self.exchange = Exchange(self, self._transport)
        lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        self._transport.write("\r\n".join((*lines, "", "")).encode() + content)
        return self.exchange

    def data_received(self, data: bytes) -> None:
        if self.exchange is None:  # nobody has asked
            self.close()
        else:
            self.exchange.feed(data)

    def eof_received(self) -> None:
        """The transport closes itself then."""

    def connection_lost(self, error: Exception | None) -> None:
        self.lost = True
        if self.exchange is not None:
            self.exchange.ended(error)

    def close(self) -> None:
        """Close it at once."""
        self.lost = True
        if self._transport is not None:
            self._transport.abort()


class Exchange:
    """One request's answer: `begun` for its head, then `body`, then `end` in any case."""

    def __init__(self, connection: Connection, transport: asyncio.Transport) -> None:
        self.connection = connection
        self._transport = transport
        self._parser = httptools.HttpResponseParser(self)
        # As browsers do: old servers end lines with a line feed alone, or put any byte into a header.
        self._parser.set_dangerous_leniencies(lenient_headers=True, lenient_optional_cr_before_lf=True)
        self.status = 0
        self.headers: list[tuple[str, str]] = []
        self._head: list[tuple[bytes, bytes]] = []
        self._pieces: deque[bytes] = deque()
        self._waiting = 0
        self._paused = False
        self._besides = 0
        self._complete = False
        self._until_closed = False
        self._lasts = False
        self._error: Exception | None = None
        self._news: asyncio.Future[None] | None = None

    # For whoever asked.

    async def begun(self) -> Exchange:
        """Wait for the head. Raises HungUp, BadAnswer, OSError."""
        while not self.status:
            await self._wait()
        return self

    async def body(self) -> AsyncIterator[bytes]:
        """The pieces of the body, as sent. Raises HungUp, BadAnswer, OSError."""
        while True:
            while self._pieces:
                piece = self._pieces.popleft()
                self._waiting -= len(piece)
                yield piece
            if self._complete:
                return
            if self._paused and not self.connection.lost:
                self._paused = False
                self._transport.resume_reading()
            await self._wait()

    @property
    def untouched(self) -> bool:
        """Whether nothing of an answer has come."""
        return not self.status and not self._besides

    def end(self) -> bool:
        """Nobody wants more of it. Whether the connection can be used again."""
        self.connection.exchange = None
        if self._lasts and not self.connection.lost and not self._paused:
            return True
        self.connection.close()
        return False

    async def _wait(self) -> None:
        if self._error is not None:
            raise self._error
        self._news = asyncio.get_running_loop().create_future()
        try:
            await self._news
        finally:
            self._news = None

    # For the connection.

    def feed(self, data: bytes) -> None:
        """What came in."""
        if self._complete:
            self.connection.close()
            return
        self._besides += len(data)
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._fail(BadAnswer(f"the answer is not HTTP/1.1: {error}"))
        if self._besides > MOST_HEAD:
            self._fail(BadAnswer(f"the answer has more than {MOST_HEAD:,} bytes of headers"))
        if self._waiting > MOST_WAITING and not self._paused and not self.connection.lost:
            self._paused = True
            self._transport.pause_reading()
        self._tell()

    def ended(self, error: Exception | None) -> None:
        """The connection is no more."""
        if self._complete or self._error is not None:
            pass
        elif self.status and self._until_closed and error is None:
            self._complete = True
        else:
            when = "in the middle of its answer" if self.status else "without an answer"
            self._error = error or HungUp(f"the server closed the connection {when}")
        self._tell()

    def _fail(self, error: Exception) -> None:
        if not self._complete and self._error is None:
            self._error = error
        self.connection.close()

    def _tell(self) -> None:
        if self._news is not None and not self._news.done():
            self._news.set_result(None)

    # For the parser.

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self.status:  # else it is a trailer
            self._head.append((name.lower(), value.strip()))

    def on_headers_complete(self) -> None:
        status = self._parser.get_status_code()
        if status < 200:  # the answer itself comes later
            self._head = []
            return
        self.status = status
        self._until_closed = status not in _NO_BODY and _BY_LENGTH.isdisjoint(name for name, _ in self._head)
        self.headers = _decoded(self._head)

    def on_body(self, piece: bytes) -> None:
        self._pieces.append(piece)
        self._waiting += len(piece)
        self._besides = 0

    def on_message_complete(self) -> None:
        if self.status:
            self._complete = True
            self._lasts = self._parser.should_keep_alive()


def _decoded(head: Sequence[tuple[bytes, bytes]]) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), _text(value)) for name, value in head]


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")
