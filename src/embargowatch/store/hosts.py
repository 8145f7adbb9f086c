"""Hosts: what all workers together know of whoever they ask."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import datetime
from typing import Generic, TypeVar

from psycopg2.extensions import connection

from embargowatch.store.session import connect
from embargowatch.store.statement import execute, execute_many, row, rows_for
from embargowatch.types import Pause, Robots, Turn

Q = TypeVar("Q")
A = TypeVar("A")


def claim_hosts(db: connection, wanted: Mapping[str, float]) -> dict[str, Turn]:
    """Take each host, for so many seconds at most; or say how long it is not free."""
    found = rows_for(db, "claim_hosts", wanted.items())
    return {str(one.pop("host")): Turn(**one) for one in found}


def release_hosts(db: connection, pauses: Mapping[str, Pause]) -> dict[str, None]:
    """Leave each host to others, once its pause is over."""
    said = ((host, pause.seconds, pause.slowness, pause.reason) for host, pause in pauses.items())
    execute_many(db, "release_hosts", said)
    return dict.fromkeys(pauses)


def robots_of(db: connection, origin: str) -> Robots | None:
    """What is known of the origin's robots.txt and still good."""
    found = row(db, "robots_of", {"origin": origin})
    return Robots(**found) if found else None


def keep_robots(db: connection, origin: str, robots: Robots) -> None:
    """Remember it for as long as it is good."""
    execute(db, "keep_robots", {"origin": origin, **asdict(robots)})


def forget_hosts(db: connection, *, before: datetime) -> None:
    """Hosts that were last asked before then are as if they never had been."""
    execute(db, "forget_hosts", {"before": before})


def forget_robots(db: connection, *, before: datetime) -> None:
    """What robots.txt said and is no longer good since then."""
    execute(db, "forget_robots", {"before": before})


class SharedHosts:
    """The memory of `web.Web` in Postgres, so that all processes take turns at a host.

    It has a connection and a thread of its own, and commits by itself: what is said of a host holds for others at
    once, whatever becomes of the batch.
    """

    def __init__(self, database_url: str) -> None:
        db = connect(database_url, durable=False)
        db.autocommit = True
        self._db = db
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="hosts")
        self._claims: _Together[float, Turn] = _Together(self._thread, lambda wanted: claim_hosts(db, wanted))
        self._releases: _Together[Pause, None] = _Together(self._thread, lambda pauses: release_hosts(db, pauses))

    async def claim(self, host: str, seconds: float) -> Turn:
        return await self._claims.ask(host, seconds)

    async def release(self, host: str, pause: Pause) -> None:
        await self._releases.ask(host, pause)

    async def robots(self, origin: str) -> Robots | None:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, robots_of, self._db, origin)

    async def keep_robots(self, origin: str, robots: Robots) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, keep_robots, self._db, origin, robots)

    def close(self) -> None:
        """End the thread and the connection."""
        self._thread.shutdown()
        self._db.close()


class _Together(Generic[Q, A]):
    """Asks at once for all hosts that came up while the last question was under way.

    A request costs two questions; one by one they would take longer than the requests.
    """

    def __init__(self, thread: ThreadPoolExecutor, answer: Callable[[Mapping[str, Q]], Mapping[str, A]]) -> None:
        self._thread = thread
        self._answer = answer
        self._waiting: list[tuple[str, Q, asyncio.Future[A]]] = []
        self._asking: asyncio.Task[None] | None = None

    async def ask(self, host: str, question: Q) -> A:
        future: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self._waiting.append((host, question, future))
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask_all())
        return await future

    async def _ask_all(self) -> None:
        try:
            while self._waiting:
                await self._ask_once()
        finally:
            self._asking, self._waiting = None, []

    async def _ask_once(self) -> None:
        first = {host: (question, future) for host, question, future in reversed(self._waiting)}
        taken = {id(future) for _, future in first.values()}
        self._waiting = [each for each in self._waiting if id(each[2]) not in taken]
        questions = {host: question for host, (question, _) in first.items()}
        try:
            answers = await asyncio.get_running_loop().run_in_executor(self._thread, self._answer, questions)
        except Exception as error:  # of the database: it is the same for all who asked
            for _, future in first.values():
                if not future.done():
                    future.set_exception(error)
            return
        for host, (_, future) in first.items():
            if not future.done():
                future.set_result(answers[host])
