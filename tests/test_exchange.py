"""What servers make of HTTP, byte by byte."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence

import pytest

from embargowatch.settings import Settings
from embargowatch.types import Failure, Page, Request
from embargowatch.web import Web
from embargowatch.web.addresses import BadUrl, server_of, target_of

OK = b"HTTP/1.1 200 OK\r\n"


class RawServer:
    """Answers the first request of each connection with the first bytes, the second with the next; then it hangs up."""

    def __init__(self, *answers: bytes, host: str = "127.0.0.1") -> None:
        self.answers = answers
        self.asked: list[str] = []
        self.connections = 0
        self._socket = socket.create_server((host, 0))
        self.host = f"{host}:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection:
            for answer in self.answers:
                head = b""
                while not head.endswith(b"\r\n\r\n"):
                    if not (piece := connection.recv(65536)):
                        return
                    head += piece
                self.asked.append(head.decode())
                try:
                    connection.sendall(answer)
                except OSError:
                    return

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@pytest.fixture
def serve() -> Iterator[object]:
    servers: list[RawServer] = []

    def start(*answers: bytes, host: str = "127.0.0.1") -> RawServer:
        servers.append(RawServer(*answers, host=host))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def ask(servers: Sequence[RawServer], requests: Sequence[Request], **changes: object) -> list[Page | Failure]:
    """The answers, one after the other."""
    settings = Settings(allow_hosts=frozenset(server.host for server in servers), host_delay_s=0, **changes)
    return [answer for _, answer in Web(settings).fetch_many(requests)]


def get(server: RawServer, path: str = "/", **changes: object) -> Page | Failure:
    (answer,) = ask([server], [Request(f"http://{server.host}{path}")], **changes)
    return answer


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (OK + b"Content-Length: 4\r\n\r\nnews", b"news"),
        (OK + b"\r\nnews", b"news"),
        (b"HTTP/1.0 200 OK\r\n\r\nnews", b"news"),
        (b"HTTP/1.1 200\r\nContent-Length: 4\r\n\r\nnews", b"news"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\nne\r\n2\r\nws\r\n0\r\n\r\n", b"news"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n4;x=1\r\nnews\r\n0\r\nX-Sum: 1\r\n\r\n", b"news"),
        (b"HTTP/1.1 200 OK\nContent-Length: 4\nX: 1\n\nnews", b"news"),
        (b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + OK + b"Content-Length: 4\r\n\r\nnews", b"news"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + OK + b"\r\nnews", b"news"),
        (OK + b"Connection: upgrade\r\nUpgrade: h2c\r\nContent-Length: 4\r\n\r\nnews", b"news"),
        (b"HTTP/1.1 204 No Content\r\n\r\n", b""),
        (OK + b"Content-Length: 0\r\n\r\n", b""),
    ],
)
def test_an_answer_is_read_as_browsers_read_it(serve, answer, body):
    page = get(serve(answer))
    assert isinstance(page, Page), page
    assert page.body == body
    assert "link" not in page.headers
    assert "x-sum" not in page.headers


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"", "without an answer"),
        (OK, "without an answer"),
        (OK + b"Content-Length: 9\r\n\r\nnews", "in the middle"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n4\r\nnews\r\n", "in the middle"),
        (b"220 mail.example ESMTP\r\n", "not HTTP/1.1"),
        (b"<html>news", "not HTTP/1.1"),
        (OK + b"X: a\x00b\r\nContent-Length: 4\r\n\r\nnews", "not HTTP/1.1"),
        (OK + b"Content-Length: 4, 5\r\n\r\nnews", "not HTTP/1.1"),
        (OK + b"X: " + b"x" * 200_000 + b"\r\n\r\n", "more than 65536 bytes"),
        (OK + b"X: 1\r\n" * 5000 + b"\r\n", "Too many"),
        (b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 5000, "without an answer"),
    ],
)
def test_what_is_no_whole_answer_is_unreachable_and_says_why(serve, answer, words):
    found = get(serve(answer))
    assert isinstance(found, Failure), found
    assert found.kind == "unreachable"
    assert words in found.reason


def test_an_answer_larger_than_what_may_wait_comes_whole(serve):
    body = bytes(range(256)) * 20_000
    page = get(serve(OK + f"Content-Length: {len(body)}\r\n\r\n".encode() + body))
    assert isinstance(page, Page), page
    assert page.body == body


def test_a_header_said_twice_is_one_list(serve):
    page = get(serve(OK + b"Cache-Control: no-cache\r\ncache-control: no-store\r\nContent-Length: 0\r\n\r\n"))
    assert isinstance(page, Page), page
    assert page.headers["cache-control"] == "no-cache, no-store"


# --- The connection -----------------------------------------------------------------------------------

NEWS = OK + b"Content-Length: 4\r\n\r\nnews"


def test_the_connection_to_a_server_is_used_again(serve):
    server = serve(NEWS, NEWS, NEWS)
    answers = ask([server], [Request(f"http://{server.host}/{number}") for number in range(3)])
    assert [answer.body for answer in answers] == [b"news"] * 3
    assert server.connections == 1


@pytest.mark.parametrize("closing", [b"Connection: close\r\n", b"X: it just hangs up\r\n"])
def test_a_connection_that_the_server_has_closed_is_opened_anew(serve, closing):
    server = serve(OK + closing + b"Content-Length: 4\r\n\r\nnews")
    answers = ask([server], [Request(f"http://{server.host}/{number}") for number in range(3)])
    assert [answer.body for answer in answers] == [b"news"] * 3
    assert server.connections == 3


def test_a_server_that_hangs_up_on_every_request_is_asked_once_more_at_most(serve):
    server = serve(NEWS, b"")
    answers = ask([server], [Request(f"http://{server.host}/{number}") for number in range(2)])
    assert [type(answer) for answer in answers] == [Page, Page]
    assert server.connections == 2
    assert len(server.asked) == 3


def test_what_a_server_said_of_itself_adds_no_header_to_our_request(serve):
    server = serve(NEWS)
    ask([server], [Request(f"http://{server.host}/", etag='"1"\r\nX-Evil: 1', user_agent="a\nX-Evil: 2")])
    assert "\r\nX-Evil" not in server.asked[0]
    assert server.asked[0].count("\n") == server.asked[0].count("\r\n")


@pytest.mark.parametrize(
    ("url", "target", "host"),
    [
        ("http://News.Example", "/", "news.example"),
        ("https://a.example:443/x?", "/x", "a.example"),
        ("https://a.example:8443/x", "/x", "a.example:8443"),
        (
            "http://a.example/caf\u00e9 1/%20%2f?q=\u017c&x[]=1#part",
            "/caf%C3%A9%201/%20%2f?q=%C5%BC&x[]=1",
            "a.example",
        ),
        ("http://b\u00fccher.example/", "/", "xn--bcher-kva.example"),
        ("http://stra\u00dfe.example/", "/", "xn--strae-oqa.example"),
        ("http://[2001:DB8::1]:8080/", "/", "[2001:db8::1]:8080"),
        ("http://a_b.example/", "/", "a_b.example"),
    ],
)
def test_an_address_is_sent_in_ascii(url, target, host):
    assert target_of(url) == target
    assert server_of(url).netloc == host


@pytest.mark.parametrize(
    "url", ["http://a b.example/", "http://a\x7fb.example/", "http://a<b>.example/", "http://\u2603.\u2603\u200d/"]
)
def test_a_name_that_no_host_has_is_refused(url):
    with pytest.raises(BadUrl, match="not a name"):
        server_of(url)
    (answer,) = ask([], [Request(url)])
    assert isinstance(answer, Failure)
    assert answer.kind == "bad_url"
