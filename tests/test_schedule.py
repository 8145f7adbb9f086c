"""When a source is due again, for every way in which it can answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from embargowatch.fetch import Bounds, FeedContent, Polled, moved_to, next_poll
from embargowatch.fetch.schedule import severity
from embargowatch.types import Entry, Failure, Page

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BOUNDS = Bounds(fastest=10 * MINUTE, slowest=DAY)
TIMED_OUT = Failure("unreachable", "no answer in time")
FORBIDDEN = Failure("http_status", "it answered 403", status=403)
NOT_FOUND = Failure("http_status", "it answered 404", status=404)


@pytest.fixture
def wait(now):
    """How long a source that was planned for, and asked after, two hours is left alone."""

    def until_next(bounds: Bounds = BOUNDS, **known: object) -> timedelta:
        polled = {"last": now - 2 * HOUR, "planned": 2 * HOUR, "n_entries": 20} | known
        return next_poll(Polled(**polled), bounds, now) - now  # type: ignore[arg-type]  # a test's own words

    return until_next


def test_the_more_is_new_the_sooner_it_is_asked_again(wait):
    nothing, little, half, everything = (wait(n_new=n) for n in (0, 1, 10, 20))
    assert nothing > little > half > everything
    assert nothing > 2 * HOUR > everything


def test_a_source_that_stays_quiet_is_asked_ever_more_slowly_up_to_the_bound(now):
    planned, waits = 10 * MINUTE, []
    for _ in range(12):
        due = next_poll(Polled(last=now, planned=planned, n_entries=20), BOUNDS, now + planned)
        planned, now = due - now - planned, now + planned
        waits.append(planned)
    assert waits == sorted(waits)
    assert waits[0] < HOUR
    assert DAY - 15 * MINUTE <= waits[-1] <= DAY


def test_a_source_of_which_all_is_new_every_time_is_asked_as_fast_as_is_allowed(now):
    planned = DAY
    for _ in range(12):
        due = next_poll(Polled(last=now, planned=planned, n_new=20, n_entries=20), BOUNDS, now + planned)
        planned, now = due - now - planned, now + planned
    assert 5 * MINUTE < planned <= 10 * MINUTE


def test_a_source_that_was_never_asked_begins_fast(wait):
    assert wait(last=None, planned=timedelta(0), n_new=20) <= 10 * MINUTE


def test_asking_early_by_hand_does_not_make_a_quiet_source_a_fast_one(now):
    due = next_poll(Polled(last=now - MINUTE, planned=12 * HOUR, n_entries=20), BOUNDS, now)
    assert due - now > 12 * HOUR


def test_a_daily_run_finds_every_source_that_answers_due_even_if_it_begins_earlier_than_the_last_one(wait):
    assert wait(last=None, planned=timedelta(0), fresh_for=30 * DAY) <= DAY - 5 * MINUTE
    assert wait(planned=5 * DAY) <= DAY - 5 * MINUTE


def test_an_official_source_has_bounds_of_its_own(wait):
    assert wait(Bounds(10 * MINUTE, HOUR), n_new=0) <= HOUR


# --- what went wrong --------------------------------------------------------------------------------


@pytest.mark.parametrize("failure", [TIMED_OUT, FORBIDDEN, NOT_FOUND])
def test_each_failure_in_a_row_adds_the_same_time(wait, failure):
    one, two, three = (wait(failure=failure, failures=n) for n in (1, 2, 3))
    assert one < two < three
    assert three - two <= one * 1.2


def test_what_passes_by_itself_is_tried_again_sooner_than_what_does_not(wait):
    waits = [wait(failure=failure, failures=3) for failure in (TIMED_OUT, FORBIDDEN, NOT_FOUND)]
    assert waits == sorted(set(waits))


@pytest.mark.parametrize(("failure", "most"), [(TIMED_OUT, DAY), (FORBIDDEN, DAY), (NOT_FOUND, 7 * DAY)])
def test_a_source_that_fails_for_years_is_still_asked(wait, failure, most):
    assert most - 15 * MINUTE <= wait(failure=failure, failures=10**9) <= most


@pytest.mark.parametrize(
    ("failure", "how"),
    [
        (Failure("unreachable", ""), "temporary"),
        (Failure("http_status", "", status=503), "temporary"),
        (Failure("http_status", "", status=429), "temporary"),
        (Failure("internal", ""), "temporary"),
        (Failure("http_status", "", status=403), "soft"),
        (Failure("not_a_feed", ""), "soft"),
        (Failure("consent_wall", ""), "soft"),
        (Failure("too_large", ""), "soft"),
        (Failure("http_status", "", status=404), "hard"),
        (Failure("http_status", "", status=410), "hard"),
        (Failure("private_address", ""), "hard"),
        (Failure("bad_url", ""), "hard"),
    ],
)
def test_every_failure_has_a_severity(failure, how):
    assert severity(failure) == how


# --- what the server asks for -----------------------------------------------------------------------


def test_a_source_is_not_asked_while_its_answer_is_fresh(wait):
    assert wait(n_new=20, fresh_for=5 * HOUR) == 5 * HOUR


def test_a_source_that_asks_us_to_wait_is_not_asked_before(wait):
    assert wait(n_new=20, retry_after=6 * HOUR) == 6 * HOUR
    assert wait(failure=TIMED_OUT, failures=1, retry_after=6 * HOUR) == 6 * HOUR


def test_no_server_can_keep_us_away_for_more_than_a_day(wait):
    assert wait(n_new=20, fresh_for=300 * DAY) <= DAY
    assert wait(n_new=20, retry_after=300 * DAY) == DAY


def test_a_server_cannot_make_us_ask_faster_than_we_would(wait):
    assert wait(n_new=0, fresh_for=MINUTE, retry_after=MINUTE) > HOUR


# --- where it has moved to --------------------------------------------------------------------------

OLD, NEW = "https://old.example/feed", "https://new.example/feed"
READ = FeedContent((Entry("https://new.example/1", "One"),))


@pytest.mark.parametrize(
    ("url", "new", "outcome", "moved"),
    [
        (OLD, NEW, READ, NEW),
        (OLD, NEW, None, NEW),
        (OLD, NEW, FeedContent(()), ""),
        (OLD, NEW, Failure("not_a_feed", "a front page"), ""),
        (OLD, OLD, READ, ""),
        (OLD, "", READ, ""),
        (OLD, "http://new.example/feed", READ, ""),
        ("http://old.example/feed", "http://new.example/feed", READ, "http://new.example/feed"),
    ],
)
def test_a_source_moves_only_to_what_can_be_read_as_it(now, url, new, outcome, moved):
    page = Page(url, new or url, 200, {}, b"", now, moved_to=new)
    assert moved_to(url, page, outcome) == moved
