"""A real HTTP server on loopback that answers as badly as a test wants."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from embargowatch.settings import Settings


@dataclass(frozen=True)
class Answer:
    """One canned answer; ``body`` may be a function that writes it piece by piece."""

    body: bytes | Callable[[Handler], None] = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class Handler(BaseHTTPRequestHandler):
    """Answers GET with what the server has for the path. `protocol_version` gives keep-alive."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        web = self.server.web
        web.hits.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        answer = web.routes.get(self.path, Answer(b"nothing here", 404))
        if callable(answer):
            answer = answer(self)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if callable(answer.body):
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True
            try:
                answer.body(self)
            except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
                pass
            finally:
                web.over.set()
            return
        if "Content-Length" not in answer.headers:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    web: WebServer

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is part of the test."""


class WebServer:
    """The server: set ``routes``, read ``hits``. Use as a context manager."""

    def __init__(self, context: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> None:
        self.routes: dict[str, Answer | Callable[[Handler], Answer]] = {}
        self.hits: list[tuple[str, dict[str, str]]] = []
        self.over = threading.Event()
        """Set when a body that is written piece by piece has ended or was cut off."""
        self._server = _Server((host, 0), Handler)
        self._server.web = self
        if context:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._scheme = "https" if context else "http"
        self.host = f"{host}:{self._server.server_port}"
        self.port = self._server.server_port

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def url(self, path: str = "/", host: str = "") -> str:
        return f"{self._scheme}://{host or self.host}{path}"

    def serve(self, path: str, body: bytes | Callable[[Handler], None], status: int = 200, **headers: str) -> str:
        """Answer a path, and give its address. Header names are written with underscores."""
        self.routes[path] = Answer(body, status, {name.replace("_", "-"): value for name, value in headers.items()})
        return self.url(path)

    def settings(self, **changes: object) -> Settings:
        """Settings that may fetch from this server, without delays."""
        values: dict[str, object] = {"allow_hosts": frozenset({self.host}), "host_delay_s": 0.0, "timeout_s": 20.0}
        return Settings(**(values | changes))  # type: ignore[arg-type]
