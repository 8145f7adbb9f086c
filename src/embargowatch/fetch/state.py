"""How a source is doing, decided from its last answer: nothing is ever silently blind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Literal

from embargowatch.fetch.content import FeedContent
from embargowatch.types import Failure

State = Literal[
    "unverified", "ok", "quiet", "stale", "empty", "not_a_feed", "broken", "truncated", "slow", "consent_wall",
    "blocked", "unreachable", "gone",
]  # fmt: skip
WORKS = frozenset({"ok", "quiet", "slow", "truncated"})
"""What it says can be read, and is of now."""
STALE_AFTER = timedelta(days=90)
SLOW_AFTER_S = 15.0
SLOW_OF = 3
"""Answers: fewer have no median worth the name."""
_BY_FAILURE: dict[str, State] = {
    "unreachable": "unreachable",
    "redirects": "unreachable",
    "private_address": "blocked",
    "bad_url": "broken",
    "consent_wall": "consent_wall",
    "not_a_feed": "not_a_feed",
    "not_html": "not_a_feed",
    "too_large": "broken",
    "broken": "broken",
    "internal": "broken",
    "robots": "blocked",
    "put_off": "blocked",
}


@dataclass(frozen=True, slots=True)
class FeedState:
    """A source's state and one sentence why, for people."""

    state: State
    reason: str = ""


def feed_state(
    outcome: FeedContent | Failure | None,
    now: datetime,
    *,
    newest: datetime | None = None,
    median_gap: timedelta | None = None,
    n_new: int | None = None,
    seen_before: bool = False,
    answers_s: Sequence[float] = (),
    unverified: str = "",
) -> FeedState:
    """How a source is doing, after its last answer.

    ``outcome`` is None for a source that says nothing has changed (304); then ``newest`` and ``median_gap`` come
    from what is stored. ``n_new`` of its entries were not known, ``seen_before`` whether it was read earlier,
    ``answers_s`` how long its last answers took, ``unverified`` why nobody knows that it works: it stays
    unverified until its first good answer.
    """
    found = _state(outcome, now, newest, median_gap, n_new if seen_before else None, answers_s)
    if unverified and found.state not in WORKS:
        return FeedState(
            "unverified", f"{unverified}; when it was asked: {found.state.replace('_', ' ')}, {found.reason}"
        )
    return found


def _state(
    outcome: FeedContent | Failure | None,
    now: datetime,
    newest: datetime | None,
    median_gap: timedelta | None,
    n_new: int | None,
    answers_s: Sequence[float],
) -> FeedState:
    """The first state that applies, the worst first."""
    if isinstance(outcome, Failure):
        return _failed(outcome)
    if outcome is not None:
        newest = outcome.newest or newest
        median_gap = outcome.median_gap or median_gap
        if not outcome.entries:
            dropped = f"; {len(outcome.dropped)} were left out: {outcome.dropped[0]}" if outcome.dropped else ""
            return FeedState("empty", f"it can be read, and holds no entries{dropped}")
    if (late := _late(newest, median_gap, now)) is not None:
        return late
    if outcome and n_new is not None and n_new == len(outcome.entries) >= 5:
        return FeedState("truncated", f"all {n_new} entries are new: older ones may have been missed between two polls")
    if len(answers_s) >= SLOW_OF and (usual := median(answers_s)) > SLOW_AFTER_S:
        return FeedState("slow", f"it takes {usual:.0f} s to answer (median of its last {len(answers_s)})")
    return FeedState("ok", outcome.note if outcome else "")


def _failed(failure: Failure) -> FeedState:
    if failure.kind == "http_status":
        state: State = "gone" if failure.status in (404, 410) else "blocked"
        if failure.status is not None and failure.status >= 500:
            state = "unreachable"
        return FeedState(state, failure.reason)
    return FeedState(_BY_FAILURE[failure.kind], failure.reason)


def _late(newest: datetime | None, gap: timedelta | None, now: datetime) -> FeedState | None:
    if newest is None:
        return None
    age = now - newest
    rhythm = f"; usually one every {_days(gap)}" if gap is not None else ""
    if age > STALE_AFTER and age > 10 * (gap or timedelta(0)):
        return FeedState("stale", f"its newest entry is of {newest:%Y-%m-%d}{rhythm}")
    if gap is not None and age > max(4 * gap, timedelta(days=1)):
        return FeedState("quiet", f"nothing new for {_days(age)}{rhythm}")
    return None


def _days(span: timedelta) -> str:
    hours = span.total_seconds() / 3600
    return f"{hours / 24:.0f} days" if hours >= 48 else f"{hours:.0f} hours" if hours >= 2 else f"{hours * 60:.0f} min"
