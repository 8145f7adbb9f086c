"""When two fillers are the same: names with or without their legal form, programmes by number, weapons by model."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

Same = Callable[[Any, Any], bool]
LITTLE = frozenset({"of", "the", "and", "through", "for", "to", "on"})
LEGAL = re.compile(r"\b(?:the|s|ltd|llc|inc|co|company|corporation|corp)\b")


def plain(text: Any) -> str:
    """Letters and digits in lower case without accents, single blanks between."""
    folded = unicodedata.normalize("NFKD", str(text)).casefold()
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", bare).strip()


def equal(one: Any, two: Any) -> bool:
    return plain(one) == plain(two)


def same_name(one: Any, two: Any) -> bool:
    """One name's words are all in the other; a single word must not stand after "of" in the longer."""
    short, long = sorted((LEGAL.sub(" ", plain(x)).split() for x in (one, two)), key=len)
    if not short or short == long:
        return bool(short)
    if len(short) > 1:
        return set(short) <= set(long)
    return short[0] in long and len(short[0]) > 2 and "of" not in long[: long.index(short[0])]


def same_target(one: Any, two: Any) -> bool:
    return any(same_name(a, b) for a in _names(one) for b in _names(two))


def _names(target: Any) -> list[str]:
    return [target.get("name", ""), *(target.get("aliases") or [])] if isinstance(target, dict) else [target]


def same_program(one: Any, two: Any) -> bool:
    """By number where either has one, else by name or initials."""
    numbers = [set(re.findall(r"\d{3,}", plain(x))) for x in (one, two)]
    if any(numbers):
        return bool(numbers[0] & numbers[1])
    joined = [plain(x).replace(" ", "") for x in (one, two)]
    return same_name(one, two) or joined[1] in _initials(one) or joined[0] in _initials(two)


def _initials(text: Any) -> set[str]:
    words = [w for w in plain(text).split() if w != "s"]
    return {"".join(w[0] for w in words), "".join(w[0] for w in words if w not in LITTLE)}


def same_weapon(one: Any, two: Any) -> bool:
    """The shorter model stands in the longer: "F-16" in "F-16C Block 70"."""
    short, long = sorted((_model(one), _model(two)), key=len)
    windows = (long[i : i + len(short)] for i in range(len(long) - len(short) + 1))
    return bool(short) and any(all(map(_same_token, short, window)) for window in windows)


def _model(text: Any) -> list[str]:
    joined = re.sub(r"(?<=[a-z])[ -]+(?=\d)", "", plain(text))
    tokens = re.findall(r"[a-z]+\d+[a-z]*|[a-z]+|\d+[a-z]*", joined)
    return [t[:-1] if t.isalpha() and len(t) > 3 and t.endswith("s") else t for t in tokens]


def _same_token(one: str, two: str) -> bool:
    short, long = sorted((one, two), key=len)
    variant = long.startswith(short) and any(c.isdigit() for c in short)
    return one == two or (variant and not long[len(short)].isdigit())


def same_number(one: Any, two: Any) -> bool:
    """Within 5 %."""
    try:
        a, b = float(one), float(two)
    except (TypeError, ValueError):
        return False
    return abs(a - b) <= 0.05 * max(abs(a), abs(b))


def same_money(one: Any, two: Any) -> bool:
    return same_number(one["amount"], two["amount"]) and one.get("currency") == two.get("currency")
