"""When a source is asked again: by its own rhythm, by what went wrong, and never before it asked to be left alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from embargowatch.types import Failure

Severity = Literal["temporary", "soft", "hard"]

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
NO_TIME = timedelta(0)
_STEP: dict[Severity, timedelta] = {
    "temporary": timedelta(minutes=10),
    "soft": timedelta(hours=1),
    "hard": timedelta(hours=6),
}
"""How much longer a source is left alone with each failure in a row."""
_HARD = ("private_address", "bad_url")
_TEMPORARY = ("unreachable", "internal")
_TEMPORARY_STATUS = (408, 425, 429)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between two polls of a source that answers: at least, at most."""

    fastest: timedelta = timedelta(minutes=10)
    slowest: timedelta = DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What is known of a source when it has just been asked."""

    last: datetime | None = None
    """When it was asked before, or None."""
    planned: timedelta = NO_TIME
    """How long it was then to be left alone."""
    n_new: int = 0
    n_entries: int = 0
    failure: Failure | None = None
    failures: int = 0
    """In a row, with this one."""
    fresh_for: timedelta = NO_TIME
    """As the answer's Cache-Control or Expires has it."""
    retry_after: timedelta = NO_TIME


def next_poll(polled: Polled, bounds: Bounds, now: datetime) -> datetime:
    """When the source is due again; always a time, for a source is never given up.

    Nothing new: after twice as long as last time. All of it new: after a quarter, for something may have been missed;
    at least half of it: after half. Failures in a row: linearly longer, by their severity: temporary ones at most as
    long as a quiet source, soft ones a day, hard ones a week. What the server asks for comes on top, a day at most.
    """
    ours = _back_off(polled, polled.failure, bounds) if polled.failure else _rhythm(polled, bounds, now)
    fresh_for = min(polled.fresh_for, _a_little_early(DAY))
    return now + max(_a_little_early(ours), fresh_for, min(polled.retry_after, DAY))


def severity(failure: Failure) -> Severity:
    """Hard will not pass without somebody changing something; temporary will pass by itself; soft may."""
    if failure.kind == "http_status" and failure.status is not None:
        if failure.status in (404, 410):
            return "hard"
        return "temporary" if failure.status >= 500 or failure.status in _TEMPORARY_STATUS else "soft"
    if failure.kind in _HARD:
        return "hard"
    return "temporary" if failure.kind in _TEMPORARY else "soft"


def _rhythm(polled: Polled, bounds: Bounds, now: datetime) -> timedelta:
    if polled.last is None:
        return bounds.fastest
    elapsed = now - polled.last
    longer, shorter = max(elapsed, polled.planned), min(elapsed, polled.planned)
    if polled.n_new == 0:
        wait = 2 * longer
    elif polled.n_new >= polled.n_entries:
        wait = shorter / 4
    else:
        wait = shorter / 2 if 2 * polled.n_new >= polled.n_entries else longer
    return min(max(wait, bounds.fastest), bounds.slowest)


def _back_off(polled: Polled, failure: Failure, bounds: Bounds) -> timedelta:
    how = severity(failure)
    most = {"temporary": max(bounds.slowest, _STEP["temporary"]), "soft": DAY, "hard": WEEK}[how]
    return min(_STEP[how] * min(polled.failures, 1000), most)


def _a_little_early(wait: timedelta) -> timedelta:
    """Shorter by a tenth, ten minutes at most: a run that begins earlier than the last one did asks all the same."""
    return wait - min(wait / 10, timedelta(minutes=10))
