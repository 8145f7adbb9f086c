"""feeds.yaml → the feeds table → entries."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from itertools import islice
from queue import SimpleQueue

from psycopg2.extensions import connection

from embargowatch import store
from embargowatch.fetch import FeedContent
from embargowatch.pipeline.following import FetchMany, follow, goes_on
from embargowatch.pipeline.polls import PUT_OFF, Answer, feed_id, poll_of
from embargowatch.pipeline.readers import Readers
from embargowatch.pipeline.work import BATCH, REFUSED, attempt, internal
from embargowatch.sandbox import Sandbox
from embargowatch.settings import Settings
from embargowatch.store import WatchedFeed
from embargowatch.types import Entry, Failure, Feed, Page, Request, Tally, Tier
from embargowatch.web import Web

log = logging.getLogger("embargowatch.fetch")

RHYTHM_OF = 50
"""Entries."""
MOST_UNREAD = 4 * BATCH
"""Answers that wait for a reader: when there are more, the network waits too."""
CLAIMED = 10 * BATCH
"""At a time: what is due is looked for in the whole table."""
DEFAULTS = Settings()


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

    Network, reading and saving go on at the same time; what has been read is saved a batch and a transaction at a time.
    ``sandbox`` is one to go on using; else it has its own. ``settings`` say how often at least and at most.
    """
    tally = Tally()
    going_on: list[Answer] = []
    with (
        closing(_Claims(db, now, tiers, everything)) as claims,
        Readers(settings.readers, sandbox) as readers,
        closing(_answers(web, readers, claims, now)) as answers,
    ):
        while batch := list(islice(answers, BATCH)):
            further = [answer for answer in batch if answer.content and goes_on(answer.watched.feed, answer.content)]
            going_on += further
            tally += _save(db, claims, [answer for answer in batch if answer not in further], settings, now)
        tally += _save(db, claims, _with_more(web, readers, going_on, now), settings, now)
    return tally


class _Claims:
    """The feeds that are due, claimed as they are asked for, until they are released."""

    def __init__(self, db: connection, now: datetime, tiers: tuple[Tier, ...] | None, everything: bool) -> None:
        self._db = db
        self._now = now
        self._tiers = tiers
        self._everything = everything
        self._held: set[int] = set()
        self._over: set[int] = set()
        self._put_off: set[int] = set()

    def __iter__(self) -> Iterator[Request]:
        while ids := self._claim():
            with store.transaction(self._db):
                due = store.feeds_to_fetch(self._db, ids, now=self._now, everything=self._everything)
            self.release(set(ids) - {feed_id(watched) for watched in due})
            yield from map(_request, due)

    def _claim(self) -> list[int]:
        with store.transaction(self._db):
            ids = store.claim_feeds(
                self._db,
                now=self._now,
                tiers=self._tiers,
                everything=self._everything,
                limit=CLAIMED,
                done=self._put_off,
            )
        self._held.update(ids)
        return ids

    def leave(self, ids: Iterable[int]) -> None:
        """Not to be claimed again by this run, though they were not asked: their hosts want to be left alone."""
        self._put_off.update(ids)

    def release(self, ids: Iterable[int]) -> None:
        """Leave feeds to others, soon: what was found out of them is saved, or they were not asked."""
        self._over.update(self._held.intersection(ids))
        self._held -= self._over

    def let_go(self) -> None:
        """Tell the database of those that were released. In a transaction that is there anyway."""
        if self._over:
            store.release_feeds(self._db, self._over)
            self._over = set()

    def close(self) -> None:
        """Leave all to others; with the connection, Postgres does so by itself."""
        if not self._db.closed:
            self.release(self._held)
            with store.transaction(self._db):
                self.let_go()


def _request(watched: WatchedFeed) -> Request:
    feed = watched.feed
    return Request(feed.url, of=watched, etag=feed.etag, last_modified=feed.last_modified, user_agent=feed.user_agent)


# --- Asking and reading -------------------------------------------------------------------------------


def _answers(
    web: Web | FetchMany, readers: Readers, requests: Iterable[Request], now: datetime
) -> Generator[Answer, None, None]:
    """What the sources answered, in the order in which it was read."""
    read: SimpleQueue[Future[Answer]] = SimpleQueue()
    unread = 0
    for request, answer in web.fetch_many(_starting(readers, requests)):
        if isinstance(answer, Failure):
            yield Answer(request.of, None, answer)
            continue
        if answer.not_modified or answer.sha256 == request.of.feed.body_sha256:
            yield Answer(request.of, answer, None)
            continue
        readers.do(_reading(request.of, answer, now)).add_done_callback(read.put)
        unread += 1
        while unread > MOST_UNREAD or not read.empty():
            yield read.get().result()
            unread -= 1
    for _ in range(unread):
        yield read.get().result()


def _starting(readers: Readers, requests: Iterable[Request]) -> Iterator[Request]:
    """The requests; with the first one, something will have to be read."""
    for number, request in enumerate(requests):
        if number == 0:
            readers.start()
        yield request


def _reading(watched: WatchedFeed, page: Page, now: datetime) -> Callable[[Sandbox], Answer]:
    return lambda sandbox: Answer(watched, page, _content(sandbox, page, watched.feed, now))


def _content(sandbox: Sandbox, page: Page, feed: Feed, now: datetime) -> FeedContent | Failure:
    return attempt(log, f"reading {feed.slug}", lambda: sandbox.read_feed(page, feed, now))


def _with_more(web: Web | FetchMany, readers: Readers, answers: Sequence[Answer], now: datetime) -> list[Answer]:
    """The answers that go on elsewhere, put together; they say nothing of what has changed, so none is remembered."""
    first = {answer.watched.feed: answer.content for answer in answers if answer.content}
    whole = follow(web, lambda page, feed: readers.do(lambda s: _content(s, page, feed, now)).result(), first)
    return [Answer(answer.watched, _forgotten(answer.page), whole[answer.watched.feed]) for answer in answers]


def _forgotten(page: Page | None) -> Page | None:
    if page is None:
        return None
    headers = {name: value for name, value in page.headers.items() if name not in ("etag", "last-modified")}
    return replace(page, headers=headers, body=b"")


# --- Saving -------------------------------------------------------------------------------------------


def _save(db: connection, claims: _Claims, answers: Sequence[Answer], settings: Settings, now: datetime) -> Tally:
    """Save what some sources said, all of it or nothing, and release them."""
    # In the feeds' order, whatever came first: then the same answers make the same rows.
    answers = sorted(answers, key=lambda answer: answer.watched.feed.slug)
    ids = [feed_id(answer.watched) for answer in answers]
    try:
        with store.transaction(db):
            claims.let_go()
            _save_answers(db, answers, ids, settings, now, _save_together)
    except REFUSED:
        with store.transaction(db):
            _save_answers(db, answers, ids, settings, now, _save_one_by_one)
    put_off = [feed_id(answer.watched) for answer in answers if answer.failure and answer.failure.kind == PUT_OFF]
    claims.leave(put_off)
    claims.release(ids)
    failed = sum(answer.failure is not None for answer in answers)
    return Tally(done=len(answers) - failed, failed=failed - len(put_off), skipped=len(put_off))


def _save_answers(
    db: connection, answers: Sequence[Answer], ids: Sequence[int], settings: Settings, now: datetime, save: _SaveEntries
) -> None:
    entries = [entry for answer in answers if answer.content for entry in answer.content.entries]
    known = store.known_entries(db, entries)
    refused = save(db, *_new_and_changed(entries, known), now)
    n_known = Counter(feed for _, feed in known)
    dates = store.feed_dates(db, ids, limit=RHYTHM_OF)
    polls = [
        poll_of(answer, dates[each], n_known[each], refused.get(each, ()), settings, now)
        for answer, each in zip(answers, ids, strict=True)
    ]
    store.save_polls(db, polls)
    for answer, poll in zip(answers, polls, strict=True):
        slug = answer.watched.feed.slug
        log.info("%s: %s%s", slug, poll.state, f" ({poll.state_reason})" if poll.state_reason else "")


def _new_and_changed(entries: Sequence[Entry], known: Mapping[tuple[str, int], str]) -> tuple[list[Entry], list[Entry]]:
    before = [(entry, known.get((entry.url, entry.feed_id or 0))) for entry in entries]
    new = [entry for entry, told in before if told is None]
    changed = [entry for entry, told in before if told is not None and told != store.content_sha256(entry)]
    return new, changed


_Refused = Mapping[int | None, list[str]]
"""By feed id: why entries were left out."""
_SaveEntries = Callable[[connection, Sequence[Entry], Sequence[Entry], datetime], _Refused]


def _save_together(db: connection, new: Sequence[Entry], changed: Sequence[Entry], now: datetime) -> _Refused:
    """All at once. Raises what Postgres says if it refuses one; then all are saved one by one."""
    store.save_entries(db, new, now=now)
    if store.changed_entries(db, changed):
        store.update_entries(db, changed, now=now)
    store.save_entry_feeds(db, {(entry.url, entry.feed_id): entry for entry in (*new, *changed)}.values(), now=now)
    return {}


def _save_one_by_one(db: connection, new: Sequence[Entry], changed: Sequence[Entry], now: datetime) -> _Refused:
    refused: dict[int | None, list[str]] = {}
    for entry in sorted((*new, *changed), key=lambda entry: entry.url):
        try:
            with store.item(db):
                _save_together(db, [entry], [entry], now)
        except REFUSED as error:
            reason = internal(f"entry {entry.url[:200]}", error).reason
            log.warning("%s", reason)
            refused.setdefault(entry.feed_id, []).append(reason)
    return refused
