"""feeds.yaml → the feeds table → entries."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from itertools import pairwise
from statistics import median

from psycopg2.extensions import connection

from embargowatch import store
from embargowatch.fetch import Bounds, FeedContent, Polled, feed_state, moved_note, moved_to, next_poll
from embargowatch.pipeline.following import FetchMany, follow
from embargowatch.pipeline.work import BATCH, REFUSED, attempt, internal, until_nothing_waits
from embargowatch.sandbox import Sandbox
from embargowatch.settings import Settings
from embargowatch.store import Poll, WatchedFeed
from embargowatch.types import Entry, Failure, Feed, Page, Request, Tally, Tier
from embargowatch.web import Web
from embargowatch.web.answers import fresh_for, retry_after

log = logging.getLogger("embargowatch.fetch")

RHYTHM_OF = 50
"""Entries."""
DEFAULTS = Settings()
PUT_OFF = "put_off"
RETIRED = "it is asked again when feeds.yaml has a new address for it, or with --everything"


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one feed answered; content None when nothing has changed."""

    page: Page | None
    outcome: FeedContent | Failure | None


def import_feeds(db: connection, feeds: Sequence[Feed], *, now: datetime) -> Tally:
    """Bring the file's feeds into the table: by slug, edited rows stay, vanished ones are switched off."""
    with store.transaction(db):
        store.save_feeds(db, feeds, now=now)
        gone = store.disable_vanished_feeds(db, [feed.slug for feed in feeds])
    log.info("%d feeds in the file, %d no longer in it", len(feeds), gone)
    return Tally(done=len(feeds), skipped=gone)


def fetch(
    db: connection,
    web: Web | FetchMany,
    *,
    now: datetime,
    tiers: tuple[Tier, ...] | None = None,
    everything: bool = False,
    sandbox: Sandbox | None = None,
    settings: Settings = DEFAULTS,
) -> Tally:
    """Ask the feeds that are due (of these tiers; with ``everything`` also those that are not) what is new.

    ``sandbox`` is one to go on using; else it has its own. ``settings`` say how often at least and at most.
    """
    with nullcontext(sandbox) if sandbox else Sandbox() as reader:

        def batch() -> Tally | None:
            due = store.feeds_to_fetch(db, now=now, tiers=tiers, everything=everything, limit=BATCH)
            return _fetch(db, web, reader, due, settings, now) if due else None

        return until_nothing_waits(db, batch)


def _fetch(
    db: connection, web: Web | FetchMany, sandbox: Sandbox, due: list[WatchedFeed], settings: Settings, now: datetime
) -> Tally:
    requests = [_request(watched.feed) for watched in due]
    answers = {request.of: _read(sandbox, request, answer, now) for request, answer in web.fetch_many(requests)}
    answers |= _with_more(web, sandbox, answers, now)
    # In the feeds' order, whatever came first: then the same answers make the same rows.
    entries = [
        replace(entry, feed_id=watched.feed.id)
        for watched in sorted(due, key=lambda w: w.feed.slug)
        if isinstance(content := answers[watched.feed].outcome, FeedContent)
        for entry in content.entries
    ]
    known = store.known_entries(db, entries)
    refused = _save_entries(db, entries, now)
    for watched in due:
        answer = answers[watched.feed]
        poll = _poll(db, watched, answer, known.get(watched.feed.id or 0, 0), settings, now)
        if reasons := refused.get(watched.feed.id):
            poll = replace(poll, state_reason=f"{poll.state_reason} {len(reasons)} left out: {reasons[0]}".strip())
        store.save_poll(db, poll)
        log.info("%s: %s%s", watched.feed.slug, poll.state, f" ({poll.state_reason})" if poll.state_reason else "")
    failures = [answer.outcome for answer in answers.values() if isinstance(answer.outcome, Failure)]
    put_off = sum(failure.kind == PUT_OFF for failure in failures)
    return Tally(done=len(due) - len(failures), failed=len(failures) - put_off, skipped=put_off)


def _request(feed: Feed) -> Request:
    return Request(feed.url, of=feed, etag=feed.etag, last_modified=feed.last_modified, user_agent=feed.user_agent)


def _read(sandbox: Sandbox, request: Request, answer: Page | Failure, now: datetime) -> _Answer:
    feed: Feed = request.of
    match answer:
        case Failure():
            return _Answer(None, answer)
        case Page(not_modified=True):
            return _Answer(answer, None)
        case Page(sha256=sha) if sha == feed.body_sha256:
            return _Answer(answer, None)
        case Page():
            return _Answer(answer, _content(sandbox, answer, feed, now))


def _with_more(
    web: Web | FetchMany, sandbox: Sandbox, answers: Mapping[Feed, _Answer], now: datetime
) -> dict[Feed, _Answer]:
    """The answers that go on elsewhere, put together; they say nothing of what has changed, so none is remembered."""
    first = {feed: content for feed, answer in answers.items() if isinstance(content := answer.outcome, FeedContent)}
    whole = follow(web, lambda page, feed: _content(sandbox, page, feed, now), first)
    return {feed: _Answer(_forgotten(answers[feed].page), content) for feed, content in whole.items()}


def _forgotten(page: Page | None) -> Page | None:
    if page is None:
        return None
    headers = {name: value for name, value in page.headers.items() if name not in ("etag", "last-modified")}
    return replace(page, headers=headers, body=b"")


def _content(sandbox: Sandbox, page: Page, feed: Feed, now: datetime) -> FeedContent | Failure:
    return attempt(log, f"reading {feed.slug}", lambda: sandbox.read_feed(page, feed, now))


def _save_entries(db: connection, entries: Sequence[Entry], now: datetime) -> dict[int | None, list[str]]:
    """Save all at once; if Postgres refuses, one by one. By feed id: why entries were left out."""
    try:
        with store.item(db):
            _save_all(db, entries, now)
    except REFUSED:
        return _save_one_by_one(db, entries, now)
    return {}


def _save_one_by_one(db: connection, entries: Sequence[Entry], now: datetime) -> dict[int | None, list[str]]:
    refused: dict[int | None, list[str]] = {}
    for entry in sorted(entries, key=lambda entry: entry.url):
        try:
            with store.item(db):
                _save_all(db, [entry], now)
        except REFUSED as error:
            reason = internal(f"entry {entry.url[:200]}", error).reason
            log.warning("%s", reason)
            refused.setdefault(entry.feed_id, []).append(reason)
    return refused


def _save_all(db: connection, entries: Sequence[Entry], now: datetime) -> None:
    store.save_entries(db, entries, now=now)
    if store.changed_entries(db, entries):
        store.update_entries(db, entries, now=now)
    store.save_entry_feeds(db, entries, now=now)


def _poll(
    db: connection, watched: WatchedFeed, answer: _Answer, n_known: int, settings: Settings, now: datetime
) -> Poll:
    feed, outcome = watched.feed, answer.outcome
    assert feed.id is not None  # it comes from the table
    if isinstance(outcome, Failure) and outcome.kind == PUT_OFF:
        return _as_before(feed.id, watched, outcome, now)
    content = outcome if isinstance(outcome, FeedContent) else None
    state = feed_state(
        outcome,
        now,
        newest=watched.newest_at,
        median_gap=_median_gap(store.feed_dates(db, feed.id, limit=RHYTHM_OF)),
        n_new=len(content.entries) - n_known if content else None,
        seen_before=bool(feed.body_sha256),
        answers_s=(*((answer.page.seconds,) if answer.page else ()), *watched.answer_s)[:5],
        unverified=feed.unverified if watched.state == "unverified" else "",
    )
    failures = watched.failures + 1 if isinstance(outcome, Failure) else 0
    read = answer.page is not None and not isinstance(outcome, Failure) and not answer.page.not_modified
    headers = answer.page.headers if answer.page else {}
    moved = moved_to(feed.url, answer.page, outcome) if answer.page else ""
    retired = isinstance(outcome, Failure) and outcome.status == HTTPStatus.GONE
    return Poll(
        feed_id=feed.id,
        now=now,
        next_poll_at=_next_poll(watched, answer, n_known, failures, settings, now),
        state=state.state,
        state_reason="; ".join(filter(None, (state.reason, RETIRED if retired else "", _moved_note(watched, moved)))),
        failures=failures,
        etag=headers.get("etag", "") if read else None,
        last_modified=headers.get("last-modified", "") if read else None,
        body_sha256=answer.page.sha256 if read and answer.page else None,
        newest_at=content.newest if content else None,
        n_entries=len(content.entries) if content else None,
        url=moved or None,
        retired=retired,
        seconds=answer.page.seconds if answer.page else None,
    )


def _as_before(feed_id: int, watched: WatchedFeed, put_off: Failure, now: datetime) -> Poll:
    """A source that was not asked is as it was, and its turn comes when its host wants it."""
    return Poll(
        feed_id=feed_id,
        now=now,
        next_poll_at=now + timedelta(seconds=put_off.retry_after or 0),
        state=watched.state,
        state_reason=put_off.reason,
        failures=watched.failures,
        retired=watched.retired,
    )


def _next_poll(
    watched: WatchedFeed, answer: _Answer, n_known: int, failures: int, settings: Settings, now: datetime
) -> datetime:
    outcome = answer.outcome
    failure = outcome if isinstance(outcome, Failure) else None
    content = outcome if isinstance(outcome, FeedContent) else None
    headers = answer.page.headers if answer.page else {}
    asked = failure.retry_after if failure else retry_after(headers.get("retry-after", ""), now)
    polled = Polled(
        last=watched.polled_at,
        planned=watched.next_poll_at - watched.polled_at if watched.polled_at else timedelta(0),
        n_new=len(content.entries) - n_known if content else 0,
        n_entries=len(content.entries) if content else watched.n_entries,
        failure=failure,
        failures=failures,
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
