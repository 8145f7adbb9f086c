"""Fetching many addresses at once, one at a time for each host."""

from __future__ import annotations

import asyncio
import queue
import ssl
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, suppress
from itertools import islice

import uvloop

from embargowatch.settings import Settings
from embargowatch.types import Failure, Page, Request
from embargowatch.web.connect import Door
from embargowatch.web.fetcher import Fetcher
from embargowatch.web.hosts import Hosts, InThisProcess

Answer = Page | Failure
_LOOK_AHEAD = 4
"""Requests under way for each connection: while some wait for their host's turn, the connections serve others."""


class Web:
    """The web as seen from here, with one set of manners.

    One request at a time and ``host_delay_s`` between two for each host, also from one call to the next; many
    hosts at once; every answer limited in bytes (as sent and decompressed), redirects and time while it streams.
    """

    def __init__(self, settings: Settings, hosts: Hosts | None = None) -> None:
        """``hosts`` is what is remembered of hosts; without it, only this process and this value remember it."""
        self._settings = settings
        self._ssl = ssl.create_default_context()
        self._ssl.set_alpn_protocols(["http/1.1"])
        self._hosts = hosts or InThisProcess()

    def fetch_many(self, requests: Iterable[Request]) -> Iterator[tuple[Request, Answer]]:
        """Each request with its answer, in the order in which they come; exactly one for each, never an exception.

        The network goes on while the caller works; at most ``max_connections`` bodies are held at a time. Requests are
        taken in the caller's thread, some at a time, as answers are taken: they may be found while it goes on.
        """
        run = _Run(self._settings, self._ssl, self._hosts, iter(requests))
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
        self, settings: Settings, ssl_context: ssl.SSLContext, hosts: Hosts, requests: Iterator[Request]
    ) -> None:
        self._settings = settings
        self._ssl = ssl_context
        self._hosts = hosts
        self._requests = requests
        self._under_way = 0
        self._queue: queue.SimpleQueue[tuple[Request, Answer] | BaseException] = queue.SimpleQueue()
        self._loop = uvloop.new_event_loop()
        self._slots = asyncio.Semaphore(settings.max_connections)
        self._ready = threading.Event()
        self._fetcher: Fetcher
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
            if _has_body(item[1]):
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
            self._queue.put(_first(error))
        finally:
            self._ready.set()

    def _cancel(self) -> None:
        if self._main is not None:
            self._main.cancel()

    async def _fetch_all(self) -> None:
        self._main = asyncio.current_task()
        # Names are looked up in threads; with too few of them one dead name server would hold up every host.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(self._settings.max_connections))
        door = Door(self._settings.allow_hosts, self._ssl, self._settings.connect_timeout_s)
        async with aclosing(door), asyncio.TaskGroup() as group:
            self._group, self._fetcher = group, Fetcher(self._settings, door, self._hosts, self._slots)
            self._ready.set()
            while not self._stopped.is_set():
                await asyncio.sleep(3600)  # until `stop` cancels it

    def _begin(self, request: Request) -> None:
        self._group.create_task(self._fetch_one(request))

    async def _fetch_one(self, request: Request) -> None:
        answer = await self._fetcher.fetch(request)
        if not _has_body(answer):
            self._slots.release()
        self._queue.put((request, answer))


def _has_body(answer: Answer) -> bool:
    """Whether it takes room until somebody takes it."""
    return isinstance(answer, Page) and bool(answer.body)


def _first(error: BaseException) -> BaseException:
    """What went wrong first, of what went wrong side by side: what the caller can name."""
    return _first(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error
