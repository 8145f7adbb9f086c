"""Copies of one text: wire reports that many outlets print, found by MinHash and by their credit lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import blake2b

from rensa import RMinHash

from embargowatch.lexicon import table, values
from embargowatch.link.names import folded

Signature = tuple[int, ...]

PERMUTATIONS = 64
ROWS = 4
"""Values in a band: 16 bands of 4 find nine in ten pairs that share more than 0.6 of their shingles."""
SEED = 20261123
SHINGLE = 4
"""Words in a row that are compared."""
FEWEST = 30
"""Words; a shorter text is no copy of anything."""
COPY = 0.5
"""Share of equal values from which two texts are one report."""
COPIED_WITHIN = 6.0
"""Days; later, a form is filled in again."""

WORD = re.compile(r"\w+")
CREDIT = re.compile(
    r"\(([A-Za-z][A-Za-z -]{1,24})\)\s?[-–—]|^[-–—]\s?([A-Za-z][A-Za-z -]{1,24})$|^\(?([A-Z][A-Za-z -]{1,24})\)?$"
)
"""At the head behind the place, or alone on the last line."""
HEAD = 160
TAIL = 80


def signature(text: str) -> Signature:
    """MinHash of the text's shingles; empty for a text that is too short to be told from another."""
    words = WORD.findall(folded(text[:20_000]))
    if len(words) < FEWEST:
        return ()
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    sketch.update([" ".join(words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1)])
    return tuple(sketch.digest())


def bands(sketch: Signature) -> Iterator[int]:
    """Keys of which two copies share at least one, as signed 64-bit numbers for Postgres."""
    for start in range(0, len(sketch), ROWS):
        packed = b"".join(value.to_bytes(4, "big") for value in (start, *sketch[start : start + ROWS]))
        yield hashed(packed)


def likeness(a: Signature, b: Signature) -> float:
    """Share of the shingles that two texts have in common, as far as their signatures tell."""
    if not a or len(a) != len(b):
        return 0.0
    return sum(x == y for x, y in zip(a, b, strict=True)) / len(a)


def copied(a: Signature, b: Signature, days_apart: float) -> bool:
    """Whether one is a copy of the other, or both of a third."""
    return days_apart <= COPIED_WITHIN and likeness(a, b) >= COPY


def hashed(content: bytes) -> int:
    """A signed 64-bit number made of the content."""
    return int.from_bytes(blake2b(content, digest_size=8).digest(), "big", signed=True)


def credit(text: str) -> str:
    """The agency that a report is credited to, in its first or last words: "(Reuters) -", "— AFP"; "" if none."""
    lines = [line.strip() for line in (text[:HEAD].split("\n", maxsplit=1)[0], text[-TAIL:].rsplit("\n", 1)[-1])]
    for line in lines:
        for match in CREDIT.finditer(line):
            name = next(part for part in match.groups() if part)
            if (agency := _agencies().get(name.casefold().strip())) is not None:
                return agency
    return ""


@cache
def _agencies() -> Mapping[str, str]:
    return {
        name.casefold(): row["name"] for row in table("agencies") for name in (row["name"], *values(row["aliases"]))
    }
