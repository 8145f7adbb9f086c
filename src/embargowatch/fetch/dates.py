"""Dates as sources write them: believed only when they can be true."""

from __future__ import annotations

import re
from calendar import timegm
from datetime import UTC, datetime, timedelta
from time import struct_time

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
LATEST_AHEAD = timedelta(days=1)
_ZONE = re.compile(r"(?:Z|[+-]\d{1,2}:?\d{2}|\b[A-Z]{2,5})\s*(?:\([^)]*\))?\s*$", re.IGNORECASE)
_SLASHED = re.compile(r"\d{4}[/.]\d")
_HAS_TIME = re.compile(r"\d:\d\d")
_ZONES: dict[str, float] = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_ZONES |= {"BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "TRT": 3, "IST": 5.5, "JST": 9, "KST": 9}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_RFC822 = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) ((?:19|20)\d\d) (\d\d):(\d\d)(?::(\d\d))?"
    r" (?:([+-])(\d\d)(\d\d)|(GMT|UTC?|Z|[ECMP][SD]T))"
)
_ISO = re.compile(r"((?:19|20)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?(Z|[+-]\d\d:\d\d)")


def believed(written: str, parsed: datetime | None, now: datetime) -> tuple[datetime | None, str]:
    """A date as UTC and a note about it: why it is not believed (then None), or that it had no zone.

    ``parsed`` is the feed parser's reading in UTC, None where it had none.
    """
    written = " ".join(written.split())[:60]
    # feedparser takes most named zones for UTC, and "2026/11/23" for the first of the month.
    misread = written[-4:].strip().upper() in _ZONES or _SLASHED.match(written)
    moment = (misread and parse(written)) or parsed or parse(written)
    if moment is None:
        return None, f"the date {written!r} cannot be read" if written else ""
    return check(moment, written, now)


def check(moment: datetime, written: str, now: datetime) -> tuple[datetime | None, str]:
    """A date that was read, with a note; None when it cannot be true."""
    if moment > now + LATEST_AHEAD:
        return None, f"the date {written!r} is in the future"
    if moment < EARLIEST:
        return None, f"the date {written!r} is before 1990"
    note = "the time has no zone and is read as UTC" if _HAS_TIME.search(written) and not _ZONE.search(written) else ""
    return moment, note


def parse(written: str, *, day_first: bool = True) -> datetime | None:
    """A date in words or digits as UTC; without a zone it is read as UTC. None when it is none.

    ``day_first`` is how 4/5/2026 is meant; after a year the month comes first everywhere.
    """
    if not any(character.isdigit() for character in written) or len(written) > 60:
        return None
    try:
        moment = datetime.fromisoformat(written.replace("Z", "+00:00"))
    except ValueError:
        from dateutil import parser as dateutil  # noqa: PLC0415 - start-up that standard dates never pay

        first = day_first and not written.strip()[:4].isdigit()
        try:
            # An impossible default shows whether the day was really there.
            moment = dateutil.parse(written, dayfirst=first, tzinfos=_offset, default=datetime(1, 1, 1))  # noqa: DTZ001
        except (ValueError, OverflowError, TypeError):
            return None
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _offset(name: str | None, offset: int | None) -> int | None:
    if offset is not None:
        return offset
    hours = _ZONES.get((name or "").upper())
    return None if hours is None else int(hours * 3600)


def from_struct(parsed: struct_time | None) -> datetime | None:
    """feedparser's reading of a date; None when it cannot be one."""
    if parsed is None:
        return None
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def in_full(written: str) -> datetime | None:
    """A date in one of the two forms that the standards ask for, with its time and zone, as UTC; else None."""
    try:
        if found := _RFC822.fullmatch(written):
            day, month, year, hour, minute, second, sign, hours, minutes, zone = found.groups()
            month_number = _MONTHS.index(month) + 1
            moment = datetime(int(year), month_number, int(day), int(hour), int(minute), int(second or 0), tzinfo=UTC)
            ahead = timedelta(hours=int(hours or 0) or _ZONES.get(zone, 0), minutes=int(minutes or 0))
            return moment + ahead if sign == "-" else moment - ahead
        if found := _ISO.fullmatch(written):
            return datetime.fromisoformat(found[1] + found[2].replace("Z", "+00:00")).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    return None
