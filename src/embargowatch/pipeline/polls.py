"""What one answer makes of a source: its state, and when it is asked again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from itertools import pairwise
from statistics import median

from embargowatch.fetch import Bounds, FeedContent, FeedState, Polled, feed_state, moved_note, moved_to, next_poll
from embargowatch.settings import Settings
from embargowatch.store import Poll, WatchedFeed
from embargowatch.types import Failure, Page
from embargowatch.web.answers import fresh_for, retry_after

PUT_OFF = "put_off"
RETIRED = "it is asked again when feeds.yaml has a new address for it, or with --everything"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one feed answered; content None when nothing has changed."""

    watched: WatchedFeed
    page: Page | None
    outcome: FeedContent | Failure | None

    @property
    def content(self) -> FeedContent | None:
        return self.outcome if isinstance(self.outcome, FeedContent) else None

    @property
    def failure(self) -> Failure | None:
        return self.outcome if isinstance(self.outcome, Failure) else None


def feed_id(watched: WatchedFeed) -> int:
    """The id of a feed that comes from the table."""
    assert watched.feed.id is not None
    return watched.feed.id


def poll_of(
    answer: Answer, dates: Sequence[datetime], n_known: int, reasons: Sequence[str], settings: Settings, now: datetime
) -> Poll:
    """What is kept of asking a source once.

    ``dates`` are those of its newest entries as stored, newest first; ``n_known`` of the answer's entries it had told
    before; ``reasons`` say why entries could not be saved.
    """
    watched, content, failure = answer.watched, answer.content, answer.failure
    if failure and failure.kind == PUT_OFF:
        return _as_before(watched, failure, now)
    state = _state(answer, dates, n_known, now)
    etag, last_modified, body_sha256 = _remembered(answer)
    moved = moved_to(watched.feed.url, answer.page, answer.outcome) if answer.page else ""
    retired = failure is not None and failure.status == HTTPStatus.GONE
    said = "; ".join(filter(None, (state.reason, RETIRED if retired else "", _moved_note(watched, moved))))
    left_out = f"{len(reasons)} left out: {reasons[0]}" if reasons else ""
    return Poll(
        feed_id=feed_id(watched),
        now=now,
        next_poll_at=_next_poll(answer, n_known, settings, now),
        state=state.state,
        state_reason=f"{said} {left_out}".strip(),
        failures=_failures(answer),
        newest_at=content.newest if content else None,
        n_entries=len(content.entries) if content else None,
        url=moved or None,
        retired=retired,
        seconds=answer.page.seconds if answer.page else None,
        etag=etag,
        last_modified=last_modified,
        body_sha256=body_sha256,
    )


def _state(answer: Answer, dates: Sequence[datetime], n_known: int, now: datetime) -> FeedState:
    watched, content = answer.watched, answer.content
    return feed_state(
        answer.outcome,
        now,
        newest=watched.newest_at,
        median_gap=_median_gap(dates),
        n_new=len(content.entries) - n_known if content else None,
        seen_before=bool(watched.feed.body_sha256),
        answers_s=(*((answer.page.seconds,) if answer.page else ()), *watched.answer_s)[:5],
        unverified=watched.feed.unverified if watched.state == "unverified" else "",
    )


def _remembered(answer: Answer) -> tuple[str, str, str] | tuple[None, None, None]:
    """ETag, Last-Modified and hash, by which the next answer is known to be the same; None: as before."""
    page, content = answer.page, answer.content
    # An answer without entries is not remembered: it would be taken for "nothing new" when it comes again.
    if page is None or page.not_modified or answer.failure or (content and not content.entries):
        return None, None, None
    return page.headers.get("etag", ""), page.headers.get("last-modified", ""), page.sha256


def _failures(answer: Answer) -> int:
    return answer.watched.failures + 1 if answer.failure else 0


def _as_before(watched: WatchedFeed, put_off: Failure, now: datetime) -> Poll:
    """A source that was not asked is as it was, and its turn comes when its host wants it."""
    return Poll(
        feed_id=feed_id(watched),
        now=now,
        next_poll_at=now + timedelta(seconds=put_off.retry_after or 0),
        state=watched.state,
        state_reason=put_off.reason,
        failures=watched.failures,
        retired=watched.retired,
        asked=False,
    )


def _next_poll(answer: Answer, n_known: int, settings: Settings, now: datetime) -> datetime:
    watched, content, failure = answer.watched, answer.content, answer.failure
    headers = answer.page.headers if answer.page else {}
    asked = failure.retry_after if failure else retry_after(headers.get("retry-after", ""), now)
    polled = Polled(
        last=watched.polled_at,
        planned=watched.next_poll_at - watched.polled_at if watched.polled_at else timedelta(0),
        n_new=len(content.entries) - n_known if content else 0,
        n_entries=len(content.entries) if content else watched.n_entries,
        failure=failure,
        failures=_failures(answer),
        fresh_for=timedelta(seconds=fresh_for(headers, now)),
        retry_after=timedelta(seconds=asked or 0),
    )
    slowest = settings.poll_slowest_official_s if watched.feed.tier == "official" else settings.poll_slowest_s
    bounds = Bounds(timedelta(seconds=settings.poll_fastest_s), timedelta(seconds=slowest))
    return next_poll(polled, bounds, now)


def _moved_note(watched: WatchedFeed, moved: str) -> str:
    """What is said of a source until the file has its new address."""
    file_has = watched.moved_from or (watched.feed.url if moved else "")
    url = moved or watched.feed.url
    return moved_note(file_has, url) if file_has and file_has != url else ""


def _median_gap(dates: Sequence[datetime]) -> timedelta | None:
    if len(dates) < 3:
        return None
    return timedelta(seconds=median((a - b).total_seconds() for a, b in pairwise(dates)))
