"""Which changes of sources are worth telling: a turn for the worse; and most at once, told as one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from embargowatch.types import BlindSource, TurnedSource

_LIMPS = frozenset({"slow", "truncated"})
"""It is read, and some of it may be missed or late."""
_SEES = frozenset({"ok", "quiet", "unverified"})
"""Nothing is known to be wrong: a source may be silent, and nothing is expected of one that never worked."""
_SLUG = re.compile(r"[a-z0-9-]{1,60}: ")
OUTAGE_FROM = 5
OUTAGE = "most sources at once: look at our own network first"


def worse(before: Iterable[str], state: str) -> bool:
    """Whether a state is worse than one of those that came before it."""
    return severity(state) > min(map(severity, before), default=0)


def severity(state: str) -> int:
    """0 nothing is wrong, 1 it limps, 2 it gives us nothing."""
    return 0 if state in _SEES else 1 if state in _LIMPS else 2


def outage(unreachable: int, watched: int) -> bool:
    """Whether so many sources cannot be reached that it is rather our own network."""
    return unreachable >= OUTAGE_FROM and 2 * unreachable > watched


def turned_worse(
    turned: Iterable[TurnedSource], blind: Sequence[BlindSource], watched: int
) -> tuple[TurnedSource, ...]:
    """Those that turned for the worse; those that a whole outage took down are one."""
    told = [each for each in turned if worse(each.before, each.state)]
    lost = [each for each in told if each.state == "unreachable"]
    if not lost or not outage(_unreachable(blind), watched):
        return tuple(told)
    since = min(each.since for each in lost)
    one = replace(lost[0], name=_most(len(lost), watched), url="", reason=OUTAGE, since=since)
    return (one, *(each for each in told if each.state != "unreachable"))


def seen_as_one(blind: Sequence[BlindSource], watched: int) -> tuple[BlindSource, ...]:
    """The sources that cannot be read; those that a whole outage took down are one."""
    lost = [each for each in blind if each.state == "unreachable"]
    if not outage(len(lost), watched):
        return tuple(blind)
    one = BlindSource(_most(len(lost), watched), "unreachable", OUTAGE, min(each.since for each in lost), len(lost))
    return (one, *(each for each in blind if each.state != "unreachable"))


def beside(url: str, reason: str) -> str:
    """A reason that is shown beside its source: without the slug and the address with which reasons begin."""
    head, _, rest = reason.partition(url or " ")
    return rest.lstrip() if url and rest and (not head or _SLUG.fullmatch(head)) else reason


def _unreachable(blind: Sequence[BlindSource]) -> int:
    return sum(each.stands_for for each in blind if each.state == "unreachable")


def _most(lost: int, watched: int) -> str:
    return f"{lost} of {watched} sources"
