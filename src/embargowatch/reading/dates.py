"""Dates in news phrases, each with its own precision: "in April 2017" is 2017-04, "earlier this month" a month."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {m: n for n, names in enumerate(
    ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
     "september sept sep", "october oct", "november nov", "december dec"), 1) for m in names.split()}  # fmt: skip
DAYS = {d: n for n, d in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])}
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_COUNT = r"(\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten|a few|several)"
_SPAN = r"(day|week|month|year|summer|winter|spring|autumn|fall)"
_YEAR = r"(?:1[89]|20)\d\d"
_PATTERNS = (
    ("iso", re.compile(rf"\b({_YEAR})-(\d\d)-(\d\d)\b")),
    ("mdy", re.compile(rf"\b({_MONTH})\s(\d{{1,2}})(?:st|nd|rd|th)?,?\s({_YEAR})\b")),
    ("dmy", re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s({_MONTH}),?\s({_YEAR})\b")),
    ("my", re.compile(rf"\b({_MONTH}),?\s(?:of\s)?({_YEAR})\b")),
    ("md", re.compile(rf"\b({_MONTH})\s(\d{{1,2}})(?:st|nd|rd|th)?\b(?!,?\s?\d)")),
    ("dm", re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s({_MONTH})(?!\w)")),
    ("ago", re.compile(rf"\b{_COUNT}\s(day|week|month|year|decade)s?\s(?:ago|earlier)\b", re.I)),
    ("rel", re.compile(rf"\b(earlier this|later this|this|last|next|the previous|the past)\s{_SPAN}\b", re.I)),
    ("mon", re.compile(rf"\b(?:(last|next|this|in|since|until|by|early|late|mid-?)\s)({_MONTH})(?!\w)", re.I)),
    ("day", re.compile(r"\b(?:(last|next)\s)?(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b")),
    ("now", re.compile(r"\b(today|yesterday|tomorrow|tonight)\b", re.I)),
    ("y", re.compile(rf"(?<![\d.,$€£-])({_YEAR})(?![\d%-]|,\d|\.\d)\b")),
)  # fmt: skip
_NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}


@dataclass(frozen=True, slots=True)
class When:
    """A date at a place of a sentence's text (offsets are the sentence's own)."""

    iso: str
    """2017, 2017-04 or 2017-04-12; "" when it is relative and the article's own date is unknown."""
    start: int
    end: int
    kind: str
    """absolute, or relative to the article's date."""
    past: bool
    """Clearly before the article's news: another month than the article's or older than 10 days."""
    future: bool = False


def dates(text: str, published: date | None) -> tuple[When, ...]:
    """Every date in a sentence, in order, without overlaps. Years alone count from 1800 to 2099."""
    found: list[When] = []
    for kind, pattern in _PATTERNS:
        for m in pattern.finditer(text):
            if any(m.start() < w.end and w.start < m.end() for w in found):
                continue
            if (iso := _iso(kind, m, published)) is None:
                continue
            relative = kind in ("ago", "rel", "mon", "day", "now", "md", "dm")
            past, future = _tense(iso, kind, m, published)
            found.append(When(iso, m.start(), m.end(), "relative" if relative else "absolute", past, future))
    return tuple(sorted(found, key=lambda w: w.start))


def _iso(kind: str, m: re.Match[str], published: date | None) -> str | None:  # noqa: PLR0911 - one return a form
    g = m.groups()
    match kind:
        case "iso":
            return _day(int(g[0]), int(g[1]), int(g[2]))
        case "mdy":
            return _day(int(g[2]), _month(g[0]), int(g[1]))
        case "dmy":
            return _day(int(g[2]), _month(g[1]), int(g[0]))
        case "my":
            return f"{g[1]}-{_month(g[0]):02}"
        case "y":
            return str(g[0])
        case "md" | "dm":
            month, day = (g[0], g[1]) if kind == "md" else (g[1], g[0])
            return _nearest_day(_month(month), int(day), published)
        case _:
            return _relative(kind, g, published) if published else ""


def _relative(kind: str, g: tuple[str, ...], published: date) -> str:
    match kind:
        case "now":
            shift = {"yesterday": -1, "tomorrow": 1}.get(g[0].lower(), 0)
            return (published + timedelta(days=shift)).isoformat()
        case "day":
            return _weekday(g, published)
        case "mon":
            return _named_month(g, published)
        case "ago":
            count = _NUMBERS.get(g[0].lower()) or (int(g[0]) if g[0].isdigit() else 0)
            return _back(published, g[1].lower(), count) if count else ""
        case _:
            return _this_or_last(g[0].lower(), g[1].lower(), published)


def _weekday(g: tuple[str, ...], published: date) -> str:
    ahead = (DAYS[g[1].lower()] - published.weekday()) % 7
    back = ahead - 7 if ahead else 0
    return (published + timedelta(days=ahead or 7 if g[0] == "next" else back)).isoformat()


def _named_month(g: tuple[str, ...], published: date) -> str:
    month, word = _month(g[1]), g[0].lower()
    if word in ("next", "until", "by"):
        year = published.year + (month < published.month)
    else:
        year = published.year - (month > published.month or (word == "last" and month == published.month))
    return f"{year}-{month:02}"


def _this_or_last(word: str, unit: str, published: date) -> str:
    if unit in ("summer", "winter", "spring", "autumn", "fall"):
        return str(published.year - (word == "last")) if word in ("last", "this") else ""
    shift = -1 if word in ("last", "the previous") else 1 if word == "next" else 0
    if word == "the past":
        return ""
    if unit == "year":
        return str(published.year + shift)
    if unit == "month":
        return _back(published, "month", -shift)
    return "" if unit == "day" else (published + timedelta(days=7 * shift)).strftime("%Y-%m")


def _back(published: date, unit: str, count: int) -> str:
    if unit in ("day", "week"):
        day = published - timedelta(days=count * (7 if unit == "week" else 1))
        return day.isoformat() if unit == "day" else day.strftime("%Y-%m")
    if unit == "month":
        months = published.year * 12 + published.month - 1 - count
        return f"{months // 12}-{months % 12 + 1:02}"
    return str(published.year - count * (10 if unit == "decade" else 1))


def _nearest_day(month: int, day: int, published: date | None) -> str | None:
    """ "March 3" is the one nearest before the article, or up to 4 months ahead of it."""
    if published is None:
        return "" if 1 <= day <= 31 else None
    here = _day(published.year, month, day)
    if here is None:
        return None
    ahead = (month - published.month) * 30 + day - published.day
    if ahead > 120:
        return _day(published.year - 1, month, day)
    return _day(published.year + 1, month, day) if ahead < -300 else here


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _month(word: str) -> int:
    return MONTHS[word.lower().rstrip(".")]


def _tense(iso: str, kind: str, m: re.Match[str], published: date | None) -> tuple[bool, bool]:
    if kind == "ago":
        return m.group(2).lower() not in ("day",) and m.group(0).lower() != "a week ago", False
    if not iso or published is None:
        return kind == "y" and published is None, False
    now = published.isoformat()[: len(iso)]
    if len(iso) == 10:
        gap = (published - date.fromisoformat(iso)).days
        return gap > 10, gap < -1
    return iso < now and not (kind == "rel" and m.group(2).lower() == "week"), iso > now
