"""How many: the number that stands with a weapon, never one of money, calibre, distance or rank."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from embargowatch import lexicon

if TYPE_CHECKING:
    from embargowatch.reading import Parsed
    from embargowatch.topics.arms_deals.goods import Good

WORDS = {
    w: n
    for n, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "pair": 2}
SCALES = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1000, "million": 10**6, "mln": 10**6}
COUNTERS = lexicon.group("arms_counters")
UNITS = lexicon.group("arms_units")
QUALIFIERS = (
    "more than",
    "less than",
    "up to",
    "at least",
    "as many as",
    "nearly",
    "almost",
    "around",
    "about",
    "some",
    "over",
    "approximately",
    "roughly",
    "an additional",
    "another",
)
_COUNTED = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Number:
    """A count with the tokens it was read from."""

    value: int
    first: int
    last: int
    qualifier: str = ""
    most: int | None = None
    """The upper end of a range: "24 to 36"."""


def number_of(clause: Parsed, good: Good) -> Number | None:
    """The number before the weapon's words, with adjectives between: "18 more self-propelled howitzers"."""
    at = good.first - 1
    for _ in range(6):
        if at < 0:
            return None
        token = clause.doc[at]
        if number := _read(clause, token, good):
            return number
        if token.lower_ == "of" and at > 0 and clause.doc[at - 1].lower_ in COUNTERS:
            at -= 1
        elif not (
            token.pos_ in ("ADJ", "NOUN", "PROPN", "ADV")
            or token.lower_ in ("(", ")", "-", "more", "used", "of", "the", "these")
            or token.tag_ in ("VBN", "VBG")
        ):
            return None
        at -= 1
    return None


def _read(clause: Parsed, token: Any, good: Good) -> Number | None:
    if not _counts(token) or good.first <= token.i <= good.last:
        return None
    first = last = token.i
    while first > 0 and _counts(clause.doc[first - 1]):
        first -= 1
    while last + 1 < len(clause.doc) and _counts(clause.doc[last + 1]) and not good.first <= last + 1 <= good.last:
        last += 1
    if _is_something_else(clause, first, last):
        return None
    value = _value([t.lower_.strip("()") for t in clause.doc[first : last + 1]])
    if not value:
        return None
    least = _least_of_range(clause, first)
    if least is not None and least[0] < value:
        return Number(least[0], least[1], last, _qualifier(clause, least[1]), value)
    return Number(value, first, last, _qualifier(clause, first))


def _least_of_range(clause: Parsed, first: int) -> tuple[int, int] | None:
    """The lower end of "24 to 36" or "between 24 and 36", given where the upper one starts: value and token."""
    if first < 2 or clause.doc[first - 1].lower_ not in ("to", "-", "–", "and", "or"):
        return None
    start = first - 2
    if not _counts(clause.doc[start]) or (clause.doc[first - 1].lower_ == "and" and not _between(clause, start)):
        return None
    while start > 0 and _counts(clause.doc[start - 1]):
        start -= 1
    value = _value([t.lower_.strip("()") for t in clause.doc[start : first - 1]])
    return (value, start) if value and not _is_something_else(clause, start, first - 2) else None


def _between(clause: Parsed, start: int) -> bool:
    return start > 0 and clause.doc[start - 1].lower_ == "between"


def _counts(token: Any) -> bool:
    low = token.lower_.strip("()")
    return bool(_COUNTED.fullmatch(low)) or low in WORDS or low in SCALES


def _is_something_else(clause: Parsed, first: int, last: int) -> bool:
    before = clause.doc[first - 1].text if first else ""
    after = clause.doc[last + 1].lower_ if last + 1 < len(clause.doc) else ""
    money = (before and before[-1] in "$€£¥₹₩-/") or before.lower() in (
        "block",
        "type",
        "mark",
        "mk",
        "class",
        "phase",
        "rs",
        "eur",
        "usd",
    )
    dashed = (
        after in ("-", "–")
        and last + 2 < len(clause.doc)
        and clause.doc[last + 2].lower_.rstrip("s") in UNITS | {"seat", "month", "year"}
    )
    year = first == last and re.fullmatch(r"(19|20)\d\d", clause.doc[first].text) is not None
    return bool(money or dashed or year or after.rstrip("s.") in UNITS or after in ("%", "dollars", "dlrs", "euros"))


def _value(words: list[str]) -> int:
    total, current = 0.0, 0.0
    for word in words:
        if word in SCALES:
            current = (current or 1) * SCALES[word]
            if SCALES[word] >= 1000:
                total, current = total + current, 0
        else:
            current += WORDS[word] if word in WORDS else float(word.replace(",", ""))
    return int(total + current)


def _qualifier(clause: Parsed, first: int) -> str:
    text = clause.sentence.text[: clause.doc[first].idx].lower().rstrip()
    return next((q for q in QUALIFIERS if text.endswith(q)), "")
