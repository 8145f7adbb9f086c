"""Whole numbers in words or digits."""

from __future__ import annotations

from embargowatch import lexicon


def number_of(text: str) -> int:
    """ "three" or "1,700" as a number; 0 for what is no number, or one of more than 9 digits."""
    plain = text.lower().replace(",", "")
    if plain.isdecimal() and len(plain) < 10:
        return int(plain)
    return next((int(row["number"]) for row in lexicon.table("numbers") if plain == row["word"]), 0)
