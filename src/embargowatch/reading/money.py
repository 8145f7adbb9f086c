"""Money in news phrases: "$2.5 billion", "€300m", "5 billion Norwegian crowns", "up to USD 1.2bn", "Rs 5,000 crore"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from embargowatch import lexicon

SCALES = {
    "thousand": 10**3, "k": 10**3, "lakh": 10**5, "million": 10**6, "mn": 10**6, "mln": 10**6, "m": 10**6,
    "crore": 10**7,
    "billion": 10**9, "bn": 10**9, "bln": 10**9, "b": 10**9, "milliard": 10**9, "trillion": 10**12, "tn": 10**12,
}  # fmt: skip
_NUMBER = r"\d[\d,]{0,20}(?:\.\d{1,6})?"
_SCALE = r"(?:thousand|lakh|million|mln|mn|m|crore|billion|bln|bn|b|milliard|trillion|tn|k)\b"
_SYMBOLS = r"(?:US|U\.S\.|A|AU|C|CA|HK|NZ|NT|S|R)?\$|€|£|¥|₹|₩|₽|₺|₴|₪"
_QUALIFIERS = (
    r"(?:more than|less than|up to|at least|at most|as much as|nearly|almost|around|about|some|roughly|over|under|"
    r"an estimated|estimated(?: at)?|approximately|worth|close to)"
)
SYMBOLS = {
    "$": "USD", "US$": "USD", "U.S.$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "HK$": "HKD",
    "NZ$": "NZD", "NT$": "TWD", "S$": "SGD", "R$": "BRL", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW",
    "₽": "RUB", "₺": "TRY", "₴": "UAH", "₪": "ILS",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Amount:
    """Money at a place of a sentence's text (offsets are the sentence's own)."""

    amount: Decimal
    currency: str
    start: int
    end: int
    amount_max: Decimal | None = None
    qualifier: str = ""


def _words() -> str:
    names = sorted(
        (n for row in lexicon.table("currencies") for n in lexicon.values(row["names"])), key=len, reverse=True
    )
    return "|".join(re.escape(name) for name in names)


def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = _words()
    codes = "|".join(row["code"] for row in lexicon.table("currencies")) + r"|Rs\.?|RM"
    before = re.compile(
        rf"(?P<q>{_QUALIFIERS}\s)?(?:(?P<sym>{_SYMBOLS})\s?|\b(?P<code>{codes})\s?)(?P<n>{_NUMBER})"
        rf"(?:\s?(?:-|–|to|and)\s?(?:{_SYMBOLS})?\s?(?P<max>{_NUMBER}))?[\s-]?(?P<scale>{_SCALE})?",
        re.IGNORECASE,
    )
    after = re.compile(
        rf"(?P<q>{_QUALIFIERS}\s)?(?<![\w.,$€£])(?P<n>{_NUMBER})(?:\s?(?:-|–|to|and)\s?(?P<max>{_NUMBER}))?"
        rf"[\s-]?(?:(?P<scale>{_SCALE})[\s-])?(?P<cur>(?:{words}|{codes})\b|€)",
        re.IGNORECASE,
    )
    return before, after


_compiled: list[tuple[re.Pattern[str], re.Pattern[str]]] = []


def amounts(text: str) -> tuple[Amount, ...]:
    """Every sum of money in a sentence, in order. The unit counts: "$2.5 billion" is 2500000000 USD."""
    if not any(char.isdigit() for char in text):
        return ()
    if not _compiled:
        _compiled.append(_patterns())
    before, after = _compiled[0]
    found = [_amount(m, _currency_before(m)) for m in before.finditer(text)]
    taken = [(a.start, a.end) for a in found]
    for m in after.finditer(text):
        if not any(m.start() < end and start < m.end() for start, end in taken):
            found.append(_amount(m, _currency_named(m["cur"])))
    return tuple(sorted((a for a in found if a.currency), key=lambda a: a.start))


def _amount(m: re.Match[str], currency: str) -> Amount:
    scale = SCALES.get((m["scale"] or "").lower(), 1)
    top = Decimal(m["max"].replace(",", "")) * scale if m["max"] else None
    qualifier = (m["q"] or "").strip().lower().removeprefix("worth")  # belongs to the sum, and says nothing of it
    start = m.start() if m["q"] else m.start("n") - (m.start("n") - m.start())
    return Amount(Decimal(m["n"].replace(",", "")) * scale, currency, start, m.end(), top, qualifier)


def _currency_before(m: re.Match[str]) -> str:
    if m["sym"]:
        return SYMBOLS.get(m["sym"].upper(), "USD")
    return {"RS": "INR", "RS.": "INR", "RM": "MYR"}.get(m["code"].upper(), m["code"].upper())


def _currency_named(word: str) -> str:
    folded = word.casefold()
    for row in lexicon.table("currencies"):
        if folded == row["code"].casefold() or folded in (n.casefold() for n in lexicon.values(row["names"])):
            return row["code"]
    return "EUR" if word == "€" else ""
