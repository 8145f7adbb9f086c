"""When what waits for a subscriber is to be sent: by the clock on their wall."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from embargowatch.types import Subscription

DIGEST_HOUR = 7
DAY = timedelta(days=1)


def due(subscription: Subscription, since: datetime) -> datetime:
    """When what waits since then is to be sent.

    A digest is due at the first of its hours from then on; immediate and hourly mails wait for the end of quiet
    hours, and everything for the end of a mute. A missed run changes nothing: what is due stays due.
    """
    since = max(since, subscription.muted_until or since)
    match subscription.cadence:
        case "immediate":
            return _after_quiet(subscription, since)
        case "hourly":
            return _after_quiet(subscription, _full_hour(since))
        case "daily":
            return _next(subscription, since, range(7))
        case "weekly":
            return _next(subscription, since, (subscription.weekday,))


def is_quiet(subscription: Subscription, now: datetime) -> bool:
    """Whether it is in the quiet hours."""
    return _after_quiet(subscription, now) > now


def is_muted(subscription: Subscription, now: datetime) -> bool:
    return subscription.muted_until is not None and now < subscription.muted_until


def goes_with_daily_digest(subscription: Subscription) -> bool:
    """Whether it has no hour of its own: then the DAG's schedule says when."""
    return subscription.cadence == "daily" and subscription.hour is None


def _full_hour(since: datetime) -> datetime:
    floor = since.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return floor if floor == since else floor + timedelta(hours=1)


def _next(subscription: Subscription, since: datetime, weekdays: range | tuple[int, ...]) -> datetime:
    """The first time that the local clock shows the digest's hour on such a day; on one that skips it, just after."""
    zone = _zone(subscription.timezone)
    hour = time(DIGEST_HOUR if subscription.hour is None else subscription.hour)
    day = since.astimezone(zone).date()
    while True:
        moment = _moment(datetime.combine(day, hour), zone)
        if day.weekday() in weekdays and moment >= since:
            return moment
        day += DAY


def _after_quiet(subscription: Subscription, when: datetime) -> datetime:
    """That moment, or the end of the quiet hours it is in."""
    if not (subscription.quiet_from and subscription.quiet_until):
        return when
    zone = _zone(subscription.timezone)
    starts, ends = time.fromisoformat(subscription.quiet_from), time.fromisoformat(subscription.quiet_until)
    today = when.astimezone(zone).date()
    for day in (today - DAY, today):  # begun yesterday, or today
        end_day = day if starts < ends else day + DAY
        begin, end = (_moment(datetime.combine(d, t), zone) for d, t in ((day, starts), (end_day, ends)))
        if begin <= when < end:
            return end
    return when


def _moment(local: datetime, zone: ZoneInfo) -> datetime:
    """A local time in UTC: of two in autumn the first, and where spring skips it, as much later."""
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # edited by hand, or a zone that this machine does not know
        return ZoneInfo("UTC")
