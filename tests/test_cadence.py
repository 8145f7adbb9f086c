"""When something is due: by the clock on the subscriber's wall, also on the days it jumps."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embargowatch.alert import due, goes_with_daily_digest, is_quiet
from embargowatch.types import Subscription

ANNA = Subscription("anna@example.org", cadence="immediate")
WARSAW = replace(ANNA, timezone="Europe/Warsaw", cadence="daily", hour=7)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("2026-11-23T06:59:00+01:00", "2026-11-23T07:00:00+01:00"),
        ("2026-11-23T07:00:00+01:00", "2026-11-23T07:00:00+01:00"),
        ("2026-11-23T07:00:01+01:00", "2026-11-24T07:00:00+01:00"),
        ("2026-10-24T12:00:00+02:00", "2026-10-25T07:00:00+01:00"),  # the clock goes back in between
        ("2026-03-28T12:00:00+01:00", "2026-03-29T07:00:00+02:00"),  # and forward
    ],
)
def test_a_daily_digest_is_due_at_the_next_of_its_local_hours(since: str, expected: str) -> None:
    assert due(WARSAW, at(since)) == at(expected)


def test_an_hour_that_the_clock_skips_is_made_up_for_and_one_that_comes_twice_is_due_once() -> None:
    early = replace(WARSAW, hour=2)
    assert due(early, at("2026-03-28T12:00:00+01:00")) == at("2026-03-29T03:00:00+02:00")
    first = due(early, at("2026-10-24T12:00:00+02:00"))
    assert first == at("2026-10-25T02:00:00+02:00")
    assert due(early, first + timedelta(seconds=1)) == at("2026-10-26T02:00:00+01:00")


def test_a_weekly_digest_waits_for_its_day() -> None:
    friday = replace(WARSAW, cadence="weekly", weekday=4)
    assert due(friday, at("2026-11-23T12:00:00+01:00")) == at("2026-11-27T07:00:00+01:00")
    assert due(friday, at("2026-11-27T07:00:01+01:00")) == at("2026-12-04T07:00:00+01:00")


def test_hourly_is_due_at_the_full_hour() -> None:
    hourly = replace(ANNA, cadence="hourly")
    assert due(hourly, at("2026-11-23T12:05:00+00:00")) == at("2026-11-23T13:00:00+00:00")
    assert due(hourly, at("2026-11-23T12:00:00+00:00")) == at("2026-11-23T12:00:00+00:00")


@pytest.mark.parametrize(
    ("hours", "when", "quiet_until"),
    [
        (("22:00", "07:00"), "2026-11-23T23:30:00+01:00", "2026-11-24T07:00:00+01:00"),
        (("22:00", "07:00"), "2026-11-24T06:59:59+01:00", "2026-11-24T07:00:00+01:00"),
        (("22:00", "07:00"), "2026-11-24T07:00:00+01:00", ""),
        (("22:00", "07:00"), "2026-11-24T21:59:00+01:00", ""),
        (("12:00", "13:00"), "2026-11-24T12:30:00+01:00", "2026-11-24T13:00:00+01:00"),
        (("22:00", "07:00"), "2026-10-25T02:30:00+01:00", "2026-10-25T07:00:00+01:00"),
    ],
)
def test_quiet_hours_put_off_to_their_end(hours: tuple[str, str], when: str, quiet_until: str) -> None:
    sleeper = replace(ANNA, timezone="Europe/Warsaw", quiet_from=hours[0], quiet_until=hours[1])
    assert is_quiet(sleeper, at(when)) is bool(quiet_until)
    assert due(sleeper, at(when)) == at(quiet_until or when)


def test_a_mute_puts_off_to_its_end() -> None:
    until = at("2026-12-01T00:00:00+01:00")
    assert due(replace(ANNA, muted_until=until), at("2026-11-23T12:00:00+01:00")) == until
    assert due(replace(WARSAW, muted_until=until), at("2026-11-23T12:00:00+01:00")) == at("2026-12-01T07:00:00+01:00")


def test_only_a_daily_digest_without_an_hour_goes_with_the_others() -> None:
    assert goes_with_daily_digest(replace(ANNA, cadence="daily"))
    assert not goes_with_daily_digest(WARSAW)
    assert not goes_with_daily_digest(replace(ANNA, cadence="weekly"))


@given(
    st.integers(0, 2 * 366 * 24 * 60).map(
        lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    st.sampled_from(["immediate", "hourly", "daily", "weekly"]),
    st.sampled_from(["UTC", "Europe/Warsaw", "America/New_York", "Asia/Kathmandu", "Pacific/Chatham", "Nowhere/Gone"]),
    st.integers(0, 23),
    st.sampled_from([("", ""), ("22:00", "07:00"), ("01:30", "03:30"), ("00:00", "23:59")]),
)
def test_whatever_waits_is_due_and_never_before_it_came(since, cadence, zone, hour, quiet) -> None:
    one = Subscription(
        "a@example.org", cadence=cadence, timezone=zone, hour=hour, quiet_from=quiet[0], quiet_until=quiet[1]
    )
    assert since <= due(one, since) <= since + timedelta(days=9)
