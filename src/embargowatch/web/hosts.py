"""What is known of the hosts that are asked: whose turn it is, how slow they want us, what their robots.txt says."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Protocol

from embargowatch.types import Failure, Page, Pause, Robots, Turn

TOO_MUCH = (429, 503)
"""What a host answers that is asked too often."""
LEAST_SLOWED_S = 1.0
MOST_DOUBLINGS = 10
MOST_PAUSE_S = 600.0
"""Unless the host asks for more."""


class Hosts(Protocol):
    """The memory that all who ask the same hosts have in common."""

    async def claim(self, host: str, seconds: float) -> Turn:
        """Take the host for ourselves until `release`, for this long at most; or say how long it is not free."""

    async def release(self, host: str, pause: Pause) -> None:
        """Leave the host to others, once the pause is over."""

    async def robots(self, origin: str) -> Robots | None:
        """What is known of its robots.txt and still good."""

    async def keep_robots(self, origin: str, robots: Robots) -> None:
        """Remember it for as long as it is good."""


def pause_after(answer: Page | Failure | None, slowness: int, delay_s: float, reason: str = "") -> Pause:
    """The pause after an answer (None: a redirect, or nothing that tells).

    A host that says "too much" is asked at twice the distance, and again twice; each answer after that takes one
    doubling back.
    """
    if isinstance(answer, Failure) and answer.status in TOO_MUCH:
        slowness = min(slowness + 1, MOST_DOUBLINGS)
        seconds = max(_slowed(slowness, delay_s), answer.retry_after or 0.0)
        return Pause(seconds, slowness, f"it answered {answer.status}")
    if isinstance(answer, Page) or (isinstance(answer, Failure) and answer.status):
        slowness = max(slowness - 1, 0)
    return Pause(_slowed(slowness, delay_s), slowness, reason if slowness else "")


def _slowed(slowness: int, delay_s: float) -> float:
    if not slowness:
        return delay_s
    return max(delay_s, min(max(delay_s, LEAST_SLOWED_S) * 2.0**slowness, MOST_PAUSE_S))


@dataclass(slots=True)
class InThisProcess:
    """The memory of one process, for a command that works alone."""

    _pauses: dict[str, tuple[float, Pause]] = field(default_factory=dict)
    _robots: dict[str, tuple[float, Robots]] = field(default_factory=dict)

    async def claim(self, host: str, seconds: float) -> Turn:  # noqa: ARG002 - nobody else is there to take it
        since, pause = self._pauses.get(host, (0.0, Pause(0.0)))
        free_in_s = since + pause.seconds - time.monotonic()
        return Turn(free_in_s <= 0, max(free_in_s, 0.0), pause.slowness, pause.reason)

    async def release(self, host: str, pause: Pause) -> None:
        self._pauses[host] = (time.monotonic(), pause)

    async def robots(self, origin: str) -> Robots | None:
        good_until, robots = self._robots.get(origin, (0.0, None))
        return robots if good_until > time.monotonic() else None

    async def keep_robots(self, origin: str, robots: Robots) -> None:
        self._robots[origin] = (time.monotonic() + robots.good_for_s, robots)
