"""The tables of measure nouns and of what is done with a measure, by lemma."""

from __future__ import annotations

from functools import cache
from typing import Any

from embargowatch import lexicon
from embargowatch.reading.nlp import lemma

LISTS = frozenset({"list", "blacklist", "annex"})

SOFTENING = ("threaten", "propose", "call_for")

PENDING = frozenset(
    {
        "new",
        "fresh",
        "further",
        "additional",
        "possible",
        "potential",
        "more",
        "tougher",
        "future",
        "stronger",
        "harsher",
        "wider",
    }
)


@cache
def frames() -> dict[str, lexicon.Row]:
    """What is done with a measure, by lemma."""
    return {row["word"]: row for row in lexicon.table("sanction_verbs")}


@cache
def nouns() -> dict[str, frozenset[str]]:
    """Measure nouns by lemma, with the words of which one must stand beside (none: a measure by itself)."""
    return {row["noun"]: frozenset(lexicon.values(row["beside"])) for row in lexicon.table("sanction_nouns")}


def singular(token: Any) -> str:
    word = token.lower_
    bare: str = word.rstrip("s").removesuffix("e")
    if token.pos_ == "PROPN" and word.endswith("s") and bare in ("sanction", "embargo", "blacklist"):
        return bare
    return lemma(token)
