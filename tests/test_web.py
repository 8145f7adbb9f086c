"""Fetching from a real server that misbehaves in every way we know of."""

from __future__ import annotations

import datetime as dt
import gzip
import itertools
import socket
import ssl
import threading
import time
import zlib
from functools import partial
from pathlib import Path

import brotli
import pytest
import zstandard
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from embargowatch.settings import Settings
from embargowatch.types import Failure, Page, Request
from embargowatch.web import Web
from embargowatch.web.addresses import is_public
from embargowatch.web.answers import fresh_for, retry_after
from embargowatch.web.connect import PrivateAddress, PublicOnly
from embargowatch.web.decoding import decoder
from web_server import Answer, WebServer


@pytest.fixture
def server():
    with WebServer() as running:
        yield running


@pytest.fixture
def fetch(server):
    """One GET with what a test changes in the settings."""

    def get(url: str, request: Request | None = None, **changes: object) -> Page | Failure:
        return Web(server.settings(**changes)).fetch(request or Request(url))

    return get


def failure(answer: Page | Failure, kind: str, *words: str) -> Failure:
    assert isinstance(answer, Failure), answer
    assert answer.kind == kind, answer
    for word in words:
        assert word in answer.reason, answer.reason
    return answer


# --- What goes well -----------------------------------------------------------------------------------


def test_a_page_comes_with_its_bytes_headers_and_address(server, fetch):
    url = server.serve("/a", b"<p>hello", ETag='"1"')
    page = fetch(url)
    assert isinstance(page, Page)
    assert (page.url, page.final_url, page.status, page.body) == (url, url, 200, b"<p>hello")
    assert page.headers["etag"] == '"1"'
    assert page.fetched_at.tzinfo is not None


def test_a_source_is_asked_only_for_what_has_changed(server, fetch):
    url = server.serve("/feed", b"", 304, ETag='"2"')
    page = fetch(url, Request(url, etag='"1"', last_modified="Mon, 23 Nov 2026 10:00:00 GMT"))
    assert isinstance(page, Page)
    assert page.not_modified
    assert page.body == b""
    _, headers = server.hits[0]
    assert headers["if-none-match"] == '"1"'
    assert headers["if-modified-since"] == "Mon, 23 Nov 2026 10:00:00 GMT"


def test_a_source_whose_etag_is_not_ascii_is_asked_again_all_the_same(server, fetch):
    url = server.serve("/feed", b"news", ETag='"caf\u00e9"')
    first = fetch(url)
    assert isinstance(fetch(url, Request(url, etag=first.headers["etag"])), Page)


def test_we_say_who_we_are_unless_a_source_needs_another_name(server, fetch):
    url = server.serve("/a", b"x")
    fetch(url, contact="https://watch.example/about")
    fetch(url, Request(url, user_agent="Other/1.0"))
    agents = [headers["user-agent"] for _, headers in server.hits]
    assert agents == ["Mozilla/5.0 (compatible; EmbargoWatch/0.1; +https://watch.example/about)", "Other/1.0"]


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


CODINGS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "raw deflate": _raw_deflate,
    "br": partial(brotli.compress, quality=5),
    "zstd": zstandard.compress,
    "gzip, br": lambda data: brotli.compress(gzip.compress(data)),
    "two members": lambda data: gzip.compress(data[:10]) + gzip.compress(data[10:]),
}


@pytest.mark.parametrize("coding", CODINGS)
def test_every_compression_is_undone(server, fetch, coding):
    text = b"sanctions list update " * 20_000
    header = {"raw deflate": "deflate", "two members": "gzip"}.get(coding, coding)
    page = fetch(server.serve("/a", CODINGS[coding](text), Content_Encoding=header))
    assert isinstance(page, Page), page
    assert page.body == text


def test_a_redirect_is_followed_and_both_addresses_are_kept(server, fetch):
    old = server.serve("/old", b"", 301, Location="/new?x=1#part")
    server.serve("/new?x=1", b"here")
    page = fetch(old)
    assert isinstance(page, Page)
    assert (page.url, page.final_url, page.body) == (old, server.url("/new?x=1"), b"here")


@pytest.mark.parametrize(
    ("hops", "moved"),
    [((301, 308), True), ((308,), True), ((301, 302), False), ((307, 301), False), ((302,), False), ((), False)],
)
def test_an_address_has_moved_for_good_only_if_every_redirect_says_so(server, fetch, hops, moved):
    for number, status in enumerate(hops):
        server.serve(f"/{number}", b"", status, Location=f"/{number + 1}")
    end = server.serve(f"/{len(hops)}", b"here")
    page = fetch(server.url("/0"))
    assert isinstance(page, Page)
    assert page.final_url == end
    assert page.moved_to == (end if moved else "")


def test_a_site_that_sets_a_cookie_and_sends_us_back_is_no_loop(server, fetch):
    def gate(handler):
        if "seen=1" in (handler.headers.get("Cookie") or ""):
            return Answer(b"welcome")
        return Answer(b"", 302, {"Location": "/gate", "Set-Cookie": "seen=1; Path=/"})

    server.routes["/gate"] = gate
    page = fetch(server.url("/gate"))
    assert isinstance(page, Page), page
    assert page.body == b"welcome"


# --- Many at once -------------------------------------------------------------------------------------


def test_every_request_gets_exactly_one_answer_whatever_happens_to_it(server):
    good = [server.serve(f"/{n}", b"x") for n in range(20)]
    bad = [server.url("/missing"), "ftp://x", "http://nosuch.invalid/", "http://127.0.0.1:9/", "", "http://[", "//"]
    requests = [Request(url, of=number) for number, url in enumerate(good + bad)]
    answers = list(Web(server.settings()).fetch_many(requests))
    assert sorted(request.of for request, _ in answers) == list(range(len(requests)))
    assert sum(isinstance(answer, Page) for _, answer in answers) == len(good)


def test_two_hosts_are_asked_at_the_same_time(server):
    both = threading.Barrier(2, timeout=20)
    with WebServer() as other:
        for each in (server, other):
            each.routes["/"] = lambda _: Answer(str(both.wait()).encode())
        settings = server.settings(allow_hosts=frozenset({server.host, other.host}))
        answers = [answer for _, answer in Web(settings).fetch_many([Request(server.url()), Request(other.url())])]
    assert sorted(answer.body for answer in answers) == [b"0", b"1"]


def test_what_waits_for_a_busy_host_keeps_no_connection_from_another(server):
    other_was_asked = threading.Event()
    server.routes["/slow"] = lambda _: Answer(str(other_was_asked.wait(20)).encode())
    with WebServer() as other:
        other.routes["/"] = lambda _: other_was_asked.set() or Answer(b"x")
        settings = server.settings(allow_hosts=frozenset({server.host, other.host}), max_connections=2)
        requests = [*(Request(server.url("/slow")) for _ in range(4)), Request(other.url())]
        answers = list(Web(settings).fetch_many(requests))
    assert [answer.body for request, answer in answers if request.url.endswith("/slow")] == [b"True"] * 4


def test_requests_are_taken_as_answers_are_so_that_they_may_be_found_meanwhile(server):
    asked: list[int] = []

    def requests():
        for number in range(50):
            asked.append(number)
            yield Request(server.serve(f"/{number}", b"x"), of=number)

    answers = Web(server.settings(max_connections=2)).fetch_many(requests())
    next(answers)
    assert len(asked) < 20
    assert len(list(answers)) == 49


def test_one_host_is_asked_one_thing_at_a_time(server):
    inside, most = 0, 0
    lock = threading.Lock()

    def count(_):
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        threading.Event().wait(0.01)
        with lock:
            inside -= 1
        return Answer(b"x")

    for number in range(10):
        server.routes[f"/{number}"] = count
    answers = list(Web(server.settings()).fetch_many(Request(server.url(f"/{number}")) for number in range(10)))
    assert len(answers) == 10
    assert most == 1


def test_the_delay_between_two_requests_to_a_host_holds_from_one_call_to_the_next(server):
    times: list[float] = []

    def note(_):
        times.append(time.monotonic())
        return Answer(b"x")

    server.routes["/"] = note
    web = Web(server.settings(host_delay_s=0.2))
    for _ in range(3):
        web.fetch(Request(server.url()))
    assert all(later - earlier >= 0.2 for earlier, later in itertools.pairwise(times))


def test_a_caller_that_stops_early_stops_the_fetching(server):
    requests = [Request(server.serve(f"/{number}", b"x")) for number in range(200)]
    answers = Web(server.settings(host_delay_s=0.05)).fetch_many(requests)
    next(answers)
    answers.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "web"]
    assert len(server.hits) < 200


# --- Answers that are refused -------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "permanent"), [(404, True), (410, True), (403, False), (429, False), (500, False)])
def test_a_status_outside_2xx_is_a_failure_that_says_which(server, fetch, status, permanent):
    found = failure(fetch(server.serve("/a", b"x", status)), "http_status", str(status), "/a")
    assert found.status == status
    assert found.permanent is permanent


def test_the_rule_that_blocks_us_is_named(server, fetch):
    failure(fetch(server.serve("/a", b"x", 403, cf_mitigated="challenge")), "http_status", "403", "Cloudflare")


def test_a_server_that_asks_us_to_wait_is_heard(server, fetch):
    found = failure(fetch(server.serve("/a", b"x", 503, Retry_After="120")), "http_status", "503")
    assert found.retry_after == 120


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("30", 30),
        ("-5", 0),
        ("99999999", 86400),
        ("Mon, 23 Nov 2026 12:10:00 GMT", 600),
        ("soon", None),
        ("", None),
        ("nan", None),
    ],
)
def test_retry_after_is_read_and_capped_at_a_day(now, header, seconds):
    assert retry_after(header, now) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache-control": "public, max-age=900"}, 900),
        ({"cache-control": "Max-Age = 900", "age": "300"}, 600),
        ({"cache-control": "max-age=60", "expires": "Tue, 24 Nov 2026 12:00:00 GMT"}, 60),
        ({"cache-control": "s-maxage=900"}, 0),
        ({"cache-control": "max-age=900, no-cache"}, 0),
        ({"cache-control": "max-age=99999999"}, 86400),
        ({"cache-control": "max-age=" + "9" * 5000}, 0),
        ({"cache-control": "max-age=60", "age": "900"}, 0),
        ({"expires": "Mon, 23 Nov 2026 12:10:00 GMT"}, 600),
        ({"expires": "Mon, 23 Nov 2026 09:10:00 GMT", "date": "Mon, 23 Nov 2026 09:00:00 GMT"}, 600),
        ({"expires": "Mon, 23 Nov 2026 11:00:00 GMT"}, 0),
        ({"expires": "0"}, 0),
        ({}, 0),
    ],
)
def test_how_long_an_answer_stays_fresh_is_read_and_capped_at_a_day(now, headers, seconds):
    assert fresh_for(headers, now) == seconds


def test_a_redirect_loop_ends(server, fetch):
    url = server.serve("/a", b"", 302, Location="/b")
    server.serve("/b", b"", 302, Location="/a")
    failure(fetch(url), "redirects", "/a", "loop")
    assert len(server.hits) <= 4


def test_an_endless_chain_of_redirects_ends(server, fetch):
    for number in range(20):
        server.serve(f"/{number}", b"", 302, Location=f"/{number + 1}")
    failure(fetch(server.url("/0"), max_redirects=5), "redirects", "more than 5")
    assert len(server.hits) == 6


def test_a_server_that_never_answers_times_out(server, fetch):
    release = threading.Event()
    server.routes["/slow"] = lambda _: Answer(str(release.wait(30)).encode())
    try:
        failure(fetch(server.url("/slow"), timeout_s=0.3), "unreachable", "/slow", "timed out")
    finally:
        release.set()


def test_a_server_that_takes_too_long_to_begin_is_not_waited_for_to_the_end(server, fetch):
    release = threading.Event()
    server.routes["/slow"] = lambda _: Answer(str(release.wait(30)).encode())
    try:
        failure(fetch(server.url("/slow"), first_byte_timeout_s=0.3), "unreachable", "/slow", "no answer began")
    finally:
        release.set()


def test_a_server_that_begins_in_time_may_take_longer_to_end(server, fetch):
    def slowly(handler):
        for _ in range(8):
            handler.wfile.write(b".")
            handler.wfile.flush()
            threading.Event().wait(0.3)

    page = fetch(server.serve("/slow", slowly), first_byte_timeout_s=2)
    assert isinstance(page, Page), page
    assert page.body == b"........"


def test_a_server_that_drips_its_answer_times_out_as_a_whole(server, fetch):
    def drip(handler):
        while True:
            handler.wfile.write(b".")
            threading.Event().wait(0.02)

    failure(fetch(server.serve("/drip", drip), timeout_s=0.5), "unreachable", "timed out")
    assert server.over.wait(20)


def _endless(piece: bytes, written: list[int]):
    def write(handler):
        while sum(written) < 200_000_000:
            written.append(handler.wfile.write(piece))

    return write


def test_a_page_of_200_mb_is_left_after_the_limit(server, fetch):
    written: list[int] = []
    url = server.serve("/big", _endless(b"x" * 65536, written), Content_Type="text/html")
    failure(fetch(url, max_bytes=1_000_000), "too_large", "/big", "1,000,000")
    assert server.over.wait(20)
    assert sum(written) < 50_000_000


def test_a_page_that_announces_200_mb_is_not_even_begun(server, fetch):
    written: list[int] = []
    url = server.serve("/big", _endless(b"x" * 65536, written), Content_Length="200000000")
    failure(fetch(url), "too_large", "200,000,000")
    assert server.over.wait(20)
    assert sum(written) < 20_000_000


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_compression_bomb_is_left_after_the_limit(server, fetch, coding):
    bomb = CODINGS[coding](b"\0" * 200_000_000)
    assert len(bomb) < 250_000
    found = failure(fetch(server.serve("/bomb", bomb, Content_Encoding=coding)), "too_large", "after decompression")
    assert found.permanent


@pytest.mark.parametrize(
    "headers",
    [
        {"Content_Type": "application/gzip"},
        {"Content_Type": "application/x-gzip"},
        {"Content_Type": "application/octet-stream"},
        {"Content_Type": "text/xml", "Content_Encoding": "gzip"},
    ],
    ids=str,
)
def test_a_feed_that_is_a_file_of_gzip_is_unpacked(server, fetch, headers):
    packed = gzip.compress(b"<rss/>")
    sent = gzip.compress(packed) if "Content_Encoding" in headers else packed
    answer = fetch(server.serve("/news.xml.gz", sent, **headers))
    assert isinstance(answer, Page), answer
    assert answer.body == b"<rss/>"


def test_a_file_of_gzip_may_come_byte_by_byte():
    decode = decoder("")
    packed = gzip.compress(b"<rss/>")
    assert b"".join(piece for n in range(len(packed)) for piece in decode(packed[n : n + 1])) == b"<rss/>"


def test_a_bomb_that_is_a_file_is_left_after_the_limit(server, fetch):
    bomb = gzip.compress(b"\0" * 200_000_000)
    failure(fetch(server.serve("/bomb.gz", bomb, Content_Type="application/gzip")), "too_large", "after decompression")


def test_a_bomb_in_a_bomb_is_left_too(server, fetch):
    bomb = gzip.compress(gzip.compress(b"\0" * 100_000_000))
    failure(fetch(server.serve("/bomb", bomb, Content_Encoding="gzip, gzip")), "too_large", "after decompression")


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "rot13", "gzip, gzip, gzip"])
def test_an_answer_that_is_not_compressed_as_it_says_is_broken(server, fetch, coding):
    failure(fetch(server.serve("/a", b"plain words, not packed", Content_Encoding=coding)), "broken", "/a")


@pytest.mark.parametrize(
    ("body", "content_type", "word"),
    [
        (b"%PDF-1.7 ...", "application/pdf", "a PDF"),
        (b"%PDF-1.7 ...", "text/html", "a PDF"),
        (b"\x89PNG\r\n", "image/png", "image/png"),
        (b"\xff\xd8\xff\xe0", "text/html", "JPEG"),
        (b"PK\x03\x04", "application/octet-stream", "ZIP"),
        (b"", "video/mp4", "video/mp4"),
    ],
)
def test_what_is_no_text_is_named_and_not_kept(server, fetch, body, content_type, word):
    failure(fetch(server.serve("/a", body, Content_Type=content_type)), "not_html", "/a", word)


def test_a_server_that_hangs_up_in_the_middle_is_unreachable(server, fetch):
    url = server.serve("/a", lambda handler: handler.wfile.write(b"half"), Content_Length="1000")
    failure(fetch(url), "unreachable", "/a")


# --- Inside the network -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "192.0.0.8", "192.88.99.1", "3fff::1",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "2001:db8::1", "fec0::1", "100::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1",
        "2002:7f00:1::", "2002:c0a8:101::1", "2001:0:0:0:0:0:80ff:fffe",
    ],
)  # fmt: skip
def test_an_address_inside_a_network_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "151.101.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_an_address_of_the_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "[::1]", "0.0.0.0"])
def test_a_private_address_is_refused_however_it_is_written(server, host):
    url = server.serve("/secret", b"x").replace("127.0.0.1", host)
    failure(Web(Settings(host_delay_s=0)).fetch(Request(url)), "private_address", "private address", "/secret")
    assert server.hits == []


def test_the_allow_list_is_for_one_host_and_port_only(server, fetch):
    with WebServer() as other:
        failure(fetch(other.serve("/", b"x")), "private_address", "private address")
        failure(fetch(server.url("/").replace("127.0.0.1", "localhost")), "private_address", "private address")
        assert other.hits == []
    assert server.hits == []


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_a_redirect_to_a_private_address_is_refused(server, fetch, name):
    with WebServer() as other:
        target = other.serve("/inside", b"x").replace("127.0.0.1", name)
        found = failure(fetch(server.serve("/a", b"", 302, Location=target)), "private_address", "private address")
        assert found.final_url == target
        assert other.hits == []


def _resolver(monkeypatch, *answers: list[str]) -> None:
    waiting = list(answers)

    def getaddrinfo(*_, **__):
        return [(0, 0, 0, "", (address, 443)) for address in waiting.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


def _connected_to(monkeypatch) -> list[str]:
    """Where connections would go."""
    addresses: list[str] = []

    def connect(self, info):
        addresses.append(info[4][0])
        raise ConnectionRefusedError("not from a test")

    monkeypatch.setattr(PublicOnly, "socket", connect)
    return addresses


def test_the_address_that_was_checked_is_the_one_connected_to(monkeypatch):
    _resolver(monkeypatch, ["8.8.8.8"], ["127.0.0.1"])  # a name that answers differently the second time
    addresses, web = _connected_to(monkeypatch), Web(Settings(host_delay_s=0))
    failure(web.fetch(Request("https://rebinding.example/")), "unreachable", "not from a test")
    failure(web.fetch(Request("https://rebinding.example/")), "private_address", "private address")
    assert addresses == ["8.8.8.8"]


def test_of_a_name_with_both_kinds_of_address_only_the_public_one_is_tried(monkeypatch):
    _resolver(monkeypatch, ["10.0.0.1", "8.8.8.8"])
    addresses = _connected_to(monkeypatch)
    failure(Web(Settings()).fetch(Request("https://both.example/")), "unreachable", "not from a test")
    assert addresses == ["8.8.8.8"]


@pytest.mark.parametrize("address", ["127.0.0.1", "127.1", "2130706433", "::1", "10.0.0.1", "::ffff:127.0.0.1"])
def test_no_socket_is_made_for_a_private_address_whichever_way_it_came(address):
    with pytest.raises(PrivateAddress):
        PublicOnly((), 5).socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", (address, 80)))


def test_a_port_that_is_not_the_webs_is_refused_on_public_hosts(monkeypatch):
    _resolver(monkeypatch, ["8.8.8.8"])
    failure(Web(Settings()).fetch(Request("http://mail.example:25/")), "bad_url", "port 25")


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("ftp://example.org/x", "only http"),
        ("file:///etc/passwd", "only http"),
        ("javascript:alert(1)", "only http"),
        ("http://user:secret@example.org/", "credentials"),
        ("http://", "no host"),
        ("http://[::1", "not an address"),
        ("", "only http"),
    ],
)
def test_an_address_that_is_not_fetched_says_why(fetch, url, word):
    found = failure(fetch(url), "bad_url", word)
    assert "secret" not in found.reason + found.final_url


# --- DNS and TLS --------------------------------------------------------------------------------------


def test_a_name_that_does_not_exist_is_unreachable_by_dns(fetch):
    failure(fetch("http://nosuch.invalid/"), "unreachable", "DNS", "nosuch.invalid")


def test_a_closed_port_is_unreachable(server):
    with WebServer() as gone:
        url, settings = gone.url(), gone.settings()
    failure(Web(settings).fetch(Request(url)), "unreachable", gone.host)


class _Authority:
    """Signs certificates; who trusts it trusts them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "An authority for tests")])
        self._own = self._signed(self._name, self._key, {"ca": True}, days=(-10, 10))
        self.file = folder / "authority.pem"
        self.file.write_bytes(self._own.public_bytes(serialization.Encoding.PEM))

    def server(self, name: str, days: tuple[int, int]) -> ssl.SSLContext:
        """A server's context with a certificate for the name, good from one day to another."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        certificate = self._signed(subject, key, {"dns": name}, days)
        both = certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (self._folder / "server.pem").write_bytes(both)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._folder / "server.pem")
        return context

    def _signed(self, subject, key, what, days):
        now = dt.datetime.now(dt.UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + dt.timedelta(days=days[0]))
            .not_valid_after(now + dt.timedelta(days=days[1]))
            .add_extension(x509.BasicConstraints(ca="ca" in what, path_length=None), critical=True)
        )
        if "dns" in what:
            builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(what["dns"])]), critical=False)
        return builder.sign(self._key, hashes.SHA256())


@pytest.fixture
def over_tls(tmp_path, monkeypatch):
    """A GET of https://localhost/ from a server with such a certificate, by one who trusts its authority or not."""

    def get(name: str = "localhost", days: tuple[int, int] = (-5, 5), *, trusted: bool = True) -> Page | Failure:
        authority = _Authority(tmp_path)
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
        with WebServer(authority.server(name, days)) as server:
            server.serve("/", b"over TLS")
            settings = server.settings(allow_hosts=frozenset({f"localhost:{server.port}"}))
            answer = Web(settings).fetch(Request(server.url("/", f"localhost:{server.port}")))
            assert bool(server.hits) == isinstance(answer, Page)
            return answer

    return get


def test_a_certificate_for_the_right_name_is_accepted(over_tls):
    page = over_tls()
    assert isinstance(page, Page), page
    assert page.body == b"over TLS"


@pytest.mark.parametrize(
    ("certificate", "words"),
    [
        ({"trusted": False}, "unable to get local issuer certificate"),
        ({"name": "other.example"}, "not valid for 'localhost'"),
        ({"days": (-9, -1)}, "certificate has expired"),
        ({"days": (1, 9)}, "certificate is not yet valid"),
    ],
)
def test_a_certificate_that_cannot_be_trusted_is_refused_and_the_fault_is_named(over_tls, certificate, words):
    failure(over_tls(**certificate), "unreachable", "TLS", words)


def test_a_certificate_that_signed_itself_is_refused(tmp_path):
    authority = _Authority(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    private = authority._key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "own.pem").write_bytes(authority.file.read_bytes() + private)
    context.load_cert_chain(tmp_path / "own.pem")
    with WebServer(context) as server:
        failure(Web(server.settings()).fetch(Request(server.url())), "unreachable", "TLS", "self-signed certificate")


def test_a_server_that_speaks_no_tls_is_unreachable_by_tls(server, fetch):
    failure(fetch(server.serve("/", b"x").replace("http:", "https:")), "unreachable", "TLS")
