"""Fetching many addresses at once, one at a time for each host."""

from __future__ import annotations

import asyncio
import queue
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from embargowatch.settings import Settings
from embargowatch.types import Failure, Page, Request
from embargowatch.web.answers import not_text, refused
from embargowatch.web.connect import NameNotFound, PortNotAllowed, PrivateAddress, PublicTransport
from embargowatch.web.decoding import ACCEPTED, BadEncoding, decoder

Answer = Page | Failure
_REDIRECTS = (301, 302, 303, 307, 308)
_FOR_GOOD = (301, 308)
_LOOK_AHEAD = 4
"""Requests under way for each connection: while some wait for their host's turn, the connections serve others."""


class Web:
    """The web as seen from here, with one set of manners.

    One request at a time and ``host_delay_s`` between two for each host, also from one call to the next; many
    hosts at once; every answer limited in bytes (as sent and decompressed), redirects and time while it streams.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._ssl = ssl.create_default_context()
        self._free_at: dict[str, float] = {}

    def fetch_many(self, requests: Iterable[Request]) -> Iterator[tuple[Request, Answer]]:
        """Each request with its answer, in the order in which they come; exactly one for each, never an exception.

        The network goes on while the caller works; at most ``max_connections`` answers are held at a time. Requests
        are taken in the caller's thread, some at a time, as answers are taken: they may be found while it goes on.
        """
        run = _Run(self._settings, self._ssl, self._free_at, iter(requests))
        thread = threading.Thread(target=run.work, name="web", daemon=True)
        thread.start()
        try:
            yield from run.answers()
        finally:
            run.stop()
            thread.join()

    def fetch(self, request: Request) -> Answer:
        """The answer to one request."""
        return next(answer for _, answer in self.fetch_many([request]))


class _Run:
    """One call of fetch_many: an event loop in a thread of its own, and a queue out of it."""

    def __init__(
        self, settings: Settings, ssl_context: ssl.SSLContext, free_at: dict[str, float], requests: Iterator[Request]
    ) -> None:
        self._settings = settings
        self._ssl = ssl_context
        self._free_at = free_at
        self._requests = requests
        self._under_way = 0
        self._queue: queue.SimpleQueue[tuple[Request, Answer] | BaseException] = queue.SimpleQueue()
        self._loop = asyncio.new_event_loop()
        self._slots = asyncio.Semaphore(settings.max_connections)
        self._ready = threading.Event()
        self._fetcher: _Fetcher
        self._group: asyncio.TaskGroup
        self._main: asyncio.Task[None] | None = None
        self._stopped = threading.Event()

    # In the caller's thread.

    def answers(self) -> Iterator[tuple[Request, Answer]]:
        self._ready.wait()
        while self._any_under_way():
            item = self._queue.get()
            if isinstance(item, BaseException):
                raise item
            self._under_way -= 1
            yield item
            with suppress(RuntimeError):  # the loop is already closed: nobody waits for the slot
                self._loop.call_soon_threadsafe(self._slots.release)

    def _any_under_way(self) -> bool:
        room = _LOOK_AHEAD * self._settings.max_connections - self._under_way
        for request in islice(self._requests, room):
            self._under_way += 1
            with suppress(RuntimeError):  # the loop has ended with a fault, which is in the queue
                self._loop.call_soon_threadsafe(self._begin, request)
        return self._under_way > 0

    def stop(self) -> None:
        self._stopped.set()
        with suppress(RuntimeError):  # already done
            self._loop.call_soon_threadsafe(self._cancel)

    # In the loop's thread.

    def work(self) -> None:
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(self._fetch_all())
        except asyncio.CancelledError:
            pass
        except BaseException as error:  # a fault of ours must not leave the caller waiting for ever
            self._queue.put(error)
        finally:
            self._ready.set()

    def _cancel(self) -> None:
        if self._main is not None:
            self._main.cancel()

    async def _fetch_all(self) -> None:
        self._main = asyncio.current_task()
        # Names are looked up in threads; with too few of them one dead name server would hold up every host.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(self._settings.max_connections))
        transport = PublicTransport(self._ssl, self._settings.allow_hosts, self._settings.max_connections)
        async with httpx.AsyncClient(transport=transport, trust_env=False) as client, asyncio.TaskGroup() as group:
            self._group, self._fetcher = group, _Fetcher(self._settings, client, self._free_at, self._slots)
            self._ready.set()
            while not self._stopped.is_set():
                await asyncio.sleep(3600)  # until `stop` cancels it

    def _begin(self, request: Request) -> None:
        self._group.create_task(self._fetch_one(request))

    async def _fetch_one(self, request: Request) -> None:
        self._queue.put((request, await self._fetcher.fetch(request)))


class _Fetcher:
    """Follows one request to its answer."""

    def __init__(
        self, settings: Settings, client: httpx.AsyncClient, free_at: dict[str, float], slots: asyncio.Semaphore
    ) -> None:
        self._settings = settings
        self._client = client
        self._free_at = free_at
        self._slots = slots
        self._gates: dict[str, asyncio.Lock] = {}

    async def fetch(self, request: Request) -> Answer:
        """The answer; it holds a slot, which whoever takes the answer gives back."""
        url = request.url.strip()
        seen: set[str] = set()
        for_good = True
        left = self._settings.timeout_s
        delay = self._settings.host_delay_s
        while True:
            if fault := bad_url(url):
                await self._slots.acquire()
                return Failure("bad_url", fault)
            host = urlsplit(url).netloc.lower()
            async with self._gates.setdefault(host, asyncio.Lock()):
                await asyncio.sleep(max(0.0, self._free_at.get(host, 0.0) - time.monotonic()))
                await self._slots.acquire()  # not before: what waits for its host keeps no connection from others
                started = time.monotonic()
                answer = await self._one_hop(request, url, left)
                left -= time.monotonic() - started
                self._free_at[host] = time.monotonic() + delay
            if isinstance(answer, Page) and for_good and seen:
                return replace(answer, moved_to=url)
            if not isinstance(answer, _Moved):
                return answer
            for_good = for_good and answer.for_good
            if (answer.to in seen and not answer.with_cookie) or len(seen) >= self._settings.max_redirects:
                return _redirects(request.url, answer.to, answer.to in seen, len(seen))
            if urlsplit(answer.to).netloc.lower() == host:
                self._free_at[host] = 0.0  # one visit: a browser would not wait either
            self._slots.release()
            seen.add(url)
            url = answer.to

    async def _one_hop(self, request: Request, url: str, seconds: float) -> Answer | _Moved:  # noqa: PLR0911 — a table
        """One request without its redirects. Every way in which the web can fail becomes a Failure here."""
        try:
            async with asyncio.timeout(max(seconds, 0.001)):
                return await self._get(request, url)
        except (TimeoutError, httpx.TimeoutException) as error:
            words = str(error) or f"no complete answer in {self._settings.timeout_s:g} s"
            return _unreachable(url, f"timed out: {words}")
        except PrivateAddress as error:
            return Failure("private_address", f"{url} was refused: {error}", final_url=url)
        except (PortNotAllowed, httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:
            return Failure("bad_url", f"{url} was refused: {error}", final_url=url)
        except BadEncoding as error:
            return Failure("broken", f"{url} cannot be read: {error}", final_url=url)
        except (httpx.HTTPError, httpcore.NetworkError, ssl.SSLError, OSError, ValueError) as error:
            return _unreachable(url, _words(error))
        except Exception as error:  # the contract: a request never raises, a fault of ours costs one item
            return Failure("internal", f"{url} failed in our own code: {error!r}", final_url=url)

    async def _get(self, request: Request, url: str) -> Answer | _Moved:
        timeout = httpx.Timeout(self._settings.timeout_s, connect=self._settings.connect_timeout_s)
        asked_at = time.monotonic()
        async with self._client.stream("GET", url, headers=self._headers(request), timeout=timeout) as response:
            headers = {name.lower(): value for name, value in response.headers.items()}
            now = datetime.now(UTC)
            if response.status_code in _REDIRECTS and "location" in headers:
                to = urljoin(url, headers["location"]).partition("#")[0]
                return _Moved(to, "set-cookie" in headers, response.status_code in _FOR_GOOD)
            if response.status_code == 304:
                return Page(request.url, url, 304, headers, b"", now, seconds=time.monotonic() - asked_at)
            if not 200 <= response.status_code < 300:
                return refused(url, response.status_code, headers, now)
            body = await self._body(response, url, headers)
            if isinstance(body, Failure):
                return body
            seconds = time.monotonic() - asked_at
            return Page(request.url, url, response.status_code, headers, body, now, seconds=seconds)

    async def _body(self, response: httpx.Response, url: str, headers: dict[str, str]) -> bytes | Failure:
        limit = self._settings.max_bytes
        if what := not_text(headers.get("content-type", "")):
            return Failure("not_html", f"{url} is {what}, not a page", final_url=url)
        if (length := headers.get("content-length", "")).isdigit() and int(length) > limit:
            return _too_large(url, f"says it is {int(length):,} bytes", limit)
        decode = decoder(headers.get("content-encoding", ""))
        sent, body = 0, bytearray()
        async for chunk in response.aiter_raw():
            sent += len(chunk)
            if sent > limit:
                return _too_large(url, "goes on after that many bytes", limit)
            for piece in decode(chunk):
                body += piece
                if len(body) > limit:
                    return _too_large(url, f"is more than that after decompression ({sent:,} bytes as sent)", limit)
        if what := not_text("", bytes(body[:32])):
            return Failure("not_html", f"{url} is {what}, not a page", final_url=url)
        return bytes(body)

    def _headers(self, request: Request) -> dict[str, str]:
        headers = {
            "User-Agent": request.user_agent or self._settings.user_agent.replace("{contact}", self._settings.contact),
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "en,*;q=0.8",
            "Accept-Encoding": ACCEPTED,
        }
        if request.etag:
            headers["If-None-Match"] = request.etag
        if request.last_modified:
            headers["If-Modified-Since"] = request.last_modified
        return headers


@dataclass(frozen=True, slots=True)
class _Moved:
    """A redirect."""

    to: str
    with_cookie: bool
    """Then the same address may answer differently."""
    for_good: bool


def bad_url(url: str) -> str:
    """Why an address is not one that is fetched, or ""."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        return f"{url[:200]!r} is not an address: {error}"
    if parts.scheme not in ("http", "https"):
        return f"{url[:200]!r} is refused: only http and https are fetched"
    if parts.username is not None or parts.password is not None:
        return f"{parts.scheme}://…@{host} is refused: the address carries credentials"
    if not host:
        return f"{url[:200]!r} is not an address: it names no host"
    return ""


def _redirects(asked: str, last: str, loop: bool, count: int) -> Failure:
    how = f"redirects in a loop (back to {last})" if loop else f"redirects more than {count} times"
    return Failure("redirects", f"{asked} {how}", final_url=last)


def _too_large(url: str, how: str, limit: int) -> Failure:
    return Failure("too_large", f"{url} is too large: the limit is {limit:,} bytes, and it {how}", final_url=url)


def _unreachable(url: str, words: str) -> Failure:
    return Failure("unreachable", f"{url} cannot be reached: {words}", final_url=url)


def _words(error: BaseException) -> str:
    """What went wrong in words, from an error whose own text may be empty."""
    for each in (error, error.__cause__, error.__context__):
        if isinstance(each, NameNotFound):
            return f"DNS: {each}"
        if isinstance(each, ssl.SSLError):
            return f"TLS: {getattr(each, 'verify_message', '') or each.reason or each}"
    text = str(error)
    if "CERTIFICATE" in text or "SSL" in text:
        return f"TLS: {text}"
    return text or type(error).__name__
