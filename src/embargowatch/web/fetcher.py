"""One request, from its address over all redirects to its answer, at each host's own pace."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field, replace

from embargowatch.settings import Settings
from embargowatch.types import Failure, Page, Pause, Request, Turn
from embargowatch.web.addresses import bad_url, host_of, origin_of
from embargowatch.web.connect import Door
from embargowatch.web.hosts import Hosts, pause_after
from embargowatch.web.robots import PATH, read_robots, rules
from embargowatch.web.transfer import Answer, Moved, Transfer

PATIENCE_S = 60.0
"""A host that wants to be left alone for longer is not waited for: its requests are put off."""
LOOK_AGAIN_S = 0.2
"""While somebody else asks the host."""
SPARE_S = 5.0
"""A host stays ours for so long after the last moment at which an answer can come."""


@dataclass(slots=True)
class _Visit:
    """How far a request has got."""

    request: Request
    url: str
    left_s: float
    seen: set[str] = field(default_factory=set)
    for_good: bool = True
    """Whether all redirects so far are permanent."""


class Fetcher:
    """Follows requests to their answers. Each answer holds a slot, which whoever takes the answer gives back.

    A slot is room for a connection, and then for the body that came over it.
    """

    def __init__(self, settings: Settings, door: Door, hosts: Hosts, slots: asyncio.Semaphore) -> None:
        self._settings = settings
        self._transfer = Transfer(settings, door)
        self._hosts = hosts
        self._slots = slots
        self._patience_s = max(PATIENCE_S, 2 * settings.host_delay_s, 2 * settings.max_crawl_delay_s)
        self._gates: dict[str, asyncio.Lock] = {}
        self._name = settings.user_agent.replace("{contact}", "").removeprefix("Mozilla/5.0")

    async def fetch(self, request: Request) -> Answer:
        """The answer to a request."""
        visit = _Visit(request, request.url.strip(), self._settings.timeout_s)
        while True:
            answer = await self._next(visit)
            if isinstance(answer, Page) and visit.for_good and visit.seen:
                return replace(answer, moved_to=visit.url)
            if not isinstance(answer, Moved):
                return answer
            if (answer.to in visit.seen and not answer.with_cookie) or len(visit.seen) >= self._settings.max_redirects:
                return _redirects(request.url, answer.to, answer.to in visit.seen, len(visit.seen))
            self._slots.release()
            visit.seen.add(visit.url)
            visit.for_good = visit.for_good and answer.for_good
            visit.url = answer.to

    async def _next(self, visit: _Visit) -> Answer | Moved:
        """What the address that the visit has come to answers."""
        failure: Failure | None
        delay_s = self._settings.host_delay_s
        if fault := bad_url(visit.url):
            failure = Failure("bad_url", fault)
        elif visit.request.obeys_robots and self._settings.robots:
            failure, delay_s = await self._by_robots(visit)
        else:
            failure = None
        if failure is None:
            return await self._ask(visit, delay_s)
        await self._slots.acquire()
        return failure

    async def _ask(self, visit: _Visit, delay_s: float) -> Answer | Moved:
        host = host_of(visit.url)
        async with self._gates.setdefault(host, asyncio.Lock()):
            turn = await self._turn(host, visit.left_s)
            if not turn.ours:
                return _put_off(visit.url, host, turn)
            answer: Answer | Moved | None = None
            started = time.monotonic()
            try:
                answer = await self._transfer.get(visit.request, visit.url, visit.left_s)
            finally:
                visit.left_s -= time.monotonic() - started
                await self._hosts.release(host, _pause(host, answer, turn, delay_s))
            return answer

    async def _turn(self, host: str, seconds: float) -> Turn:
        """Wait until the host is ours, together with a slot, or wants to be left alone for too long."""
        while True:
            await self._slots.acquire()
            turn = await self._hosts.claim(host, seconds + SPARE_S)
            if turn.ours or turn.free_in_s > self._patience_s:
                return turn
            self._slots.release()  # what waits for its host keeps no connection from others
            await asyncio.sleep(turn.free_in_s or LOOK_AGAIN_S)

    async def _by_robots(self, visit: _Visit) -> tuple[Failure | None, float]:
        """Why the site's robots.txt lets us not have the page; and the delay between two requests to its host."""
        origin, delay_s = origin_of(visit.url), self._settings.host_delay_s
        async with self._gates.setdefault(origin, asyncio.Lock()):
            robots = await self._hosts.robots(origin)
            if robots is None:
                answer = await self.fetch(Request(origin + PATH, user_agent=visit.request.user_agent))
                self._slots.release()
                robots = read_robots(answer)
                if robots is None:
                    return _without_robots(visit.url, answer), delay_s
                await self._hosts.keep_robots(origin, robots)
        if robots.verdict == "refused":
            reason = f"{visit.url} may not be fetched for now: {robots.reason}"
            return Failure("robots", reason, retry_after=robots.good_for_s, final_url=visit.url), delay_s
        mine = rules(robots.body, self._name)
        if rule := mine.against(visit.url):
            reason = f'{visit.url} may not be fetched: {origin}{PATH} says "{rule}"'
            return Failure("robots", reason, final_url=visit.url), delay_s
        return None, max(delay_s, min(mine.crawl_delay_s, self._settings.max_crawl_delay_s))


def _pause(host: str, answer: Answer | Moved | None, turn: Turn, delay_s: float) -> Pause:
    if isinstance(answer, Moved):
        # Within a host it is one visit: a browser would not wait either.
        return pause_after(None, turn.slowness, 0.0 if host_of(answer.to) == host else delay_s, turn.reason)
    return pause_after(answer, turn.slowness, delay_s, turn.reason)


def _put_off(url: str, host: str, turn: Turn) -> Failure:
    reason = f"{url} was not asked for: {host} wants to be left alone for {turn.free_in_s:.0f} s ({turn.reason})"
    return Failure("put_off", reason, retry_after=turn.free_in_s, final_url=url)


def _without_robots(url: str, answer: Answer) -> Failure | None:
    """What becomes of a page whose robots.txt was not to be had; None: it may say for itself what is wrong."""
    if isinstance(answer, Failure) and answer.kind in ("unreachable", "put_off"):
        return replace(answer, reason=f"{url} was not asked for, because {answer.reason}", final_url=url)
    return None


def _redirects(asked: str, last: str, loop: bool, count: int) -> Failure:
    how = f"redirects in a loop (back to {last})" if loop else f"redirects more than {count} times"
    return Failure("redirects", f"{asked} {how}", final_url=last)
