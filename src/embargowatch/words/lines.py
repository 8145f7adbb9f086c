"""Text of strangers, names and moments on one line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from unicodedata import category

DIRECTION = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Marks that turn the reading direction: in a line of ours they could make it say something else."""


def one_line(text: str, limit: int = 0) -> str:
    """Text of strangers on one line: no control or direction-changing characters, cut at ``limit`` characters."""
    kept = "".join(" " if category(char) in ("Cc", "Zl", "Zp") else char for char in text if char not in DIRECTION)
    line = " ".join(kept.split())
    if limit and len(line) > limit:
        line = line[:limit].rsplit(" ", 1)[0].rstrip(" ,;:") or line[:limit]
        return f"{line[: limit - 1]}…"
    return line


def listed(names: Iterable[str]) -> str:
    """("a", "b", "c") → "a, b and c"."""
    *most, last = [*names] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def few(names: Sequence[str], most: int) -> str:
    """(("a", "b", "c", "d"), 2) → "a, b and 2 more"."""
    return listed(names) if len(names) <= most else f"{', '.join(names[:most])} and {len(names) - most} more"


def lower_first(word: str) -> str:
    """ "Planned, not signed" → "planned, not signed"."""
    return word[:1].lower() + word[1:]


def plain(term: str) -> str:
    return term.replace("_", " ")


def moment(when: datetime | None) -> str:
    """ "23 Nov 2026, 12:00 UTC"; "unknown" for None."""
    return f"{when.astimezone(UTC):%-d %b %Y, %H:%M} UTC" if when else "unknown"


def web_url(url: str) -> str:
    """The address if it is one of the web, or "": no other scheme ever becomes a link."""
    return url if url.lower().startswith(("http://", "https://")) and not set(url) & set(' \n\r\t"<>') else ""


def count(number: int, noun: str) -> str:
    """ "1 story", "1,200 stories"."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun[:-1]}ies" if noun.endswith("y") else f"{number:,} {noun}s"
