"""Loopback HTTP for the demo: a site is a function from a path to an answer."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import FrameType
from urllib.parse import unquote, urlsplit

LOOPBACK = "127.0.0.1"
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site answers to one GET."""

    body: bytes
    content_type: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    last_modified: datetime | None = None
    """Set for what may be asked for with conditions; it then has an ETag, too."""

    @property
    def etag(self) -> str:
        return f'"{sha256(self.body).hexdigest()[:16]}"'


Site = Callable[[str], Answer]
"""From the decoded path, without the query, to the answer."""


class Server(ThreadingHTTPServer):
    """A site, on loopback unless told; it is bound when made, so that the site can be told its address first."""

    def __init__(self, port: int, site: Site | None = None, *, host: str = LOOPBACK) -> None:
        super().__init__((host, port), _Handler)
        self.site: Site = site or _nothing

    @property
    def url(self) -> str:
        """The server's address, without a slash at its end."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        answer = self.server.site(unquote(urlsplit(self.path).path))
        headers = {"Content-Type": answer.content_type, **answer.headers}
        if answer.last_modified:
            headers["ETag"] = answer.etag
            headers["Last-Modified"] = format_datetime(answer.last_modified, usegmt=True)
        if answer.last_modified and self._has(answer, headers["Last-Modified"]):
            self._send(304, headers, b"")
        else:
            headers["Content-Length"] = str(len(answer.body))
            self._send(answer.status, headers, answer.body if with_body else b"")

    def _has(self, answer: Answer, last_modified: str) -> bool:
        if theirs := self.headers.get("If-None-Match"):
            return theirs.removeprefix("W/") == answer.etag
        return self.headers.get("If-Modified-Since") == last_modified

    def _send(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def _nothing(_path: str) -> Answer:
    return Answer(b"not open yet", "text/plain", 503)


def end_on_signal() -> None:
    """Let SIGTERM and SIGINT end this process in order, with status 0."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        sys.exit(0)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
