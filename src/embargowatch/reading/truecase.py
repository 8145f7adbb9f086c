"""Headlines In Title Case or ALL CAPS, written as a sentence would be, so that they can be parsed. The length stays."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from embargowatch import lexicon
from embargowatch.reading.names import find

_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
FUNCTION_WORDS = lexicon.group("function_words")
ENOUGH = 20_000
"""Code points of text that teach which words are ordinary."""


def truecase(title: str, text: str) -> str:
    """The title with ordinary words in lower case, if most of its words are capitalised; else as it is."""
    words = [m for m in _WORD.finditer(title) if len(m[0]) > 3]
    if len(words) < 3 or sum(m[0][0].isupper() for m in words) < 0.7 * len(words):
        return title
    shouting = sum(m[0].isupper() for m in words) > 0.7 * len(words)
    low, high = _seen(text[:ENOUGH])
    known = [(h.start, h.end) for h in find(title) if h.name.kind != "manufacturer" or not h.name.ambiguous]
    out = list(title)
    for n, m in enumerate(_WORD.finditer(title)):
        if any(start <= m.start() < end for start, end in known):
            if shouting and m[0].isalpha() and len(m[0]) > 4:
                _write(out, m.start(), m[0].capitalize())
            continue
        if _ordinary(m[0], low, high):
            _write(out, m.start(), m[0].capitalize() if n == 0 else m[0].lower())
        elif shouting and m[0].isalpha() and len(m[0]) > 3:
            _write(out, m.start(), m[0].capitalize())
    return "".join(out)


def _write(out: list[str], at: int, word: str) -> None:
    for i, char in enumerate(word):
        out[at + i] = char


@lru_cache(maxsize=2)  # an article has many headings
def _seen(text: str) -> tuple[set[str], set[str]]:
    """Words that the text writes in lower case, and words that it capitalises in mid-sentence."""
    low, high, after_stop = set(), set(), True
    for piece in text.split():
        word = piece.strip(".,;:!?\"'“”‘’()[]")
        if word[:1].islower():
            low.add(word)
        elif word and not after_stop:
            high.add(word.lower())
        after_stop = piece[-1:] in '.!?:”"' or not word
    return low, high


def _ordinary(word: str, low: set[str], high: set[str]) -> bool:
    small = word.lower()
    if len(small) != len(word):
        return False
    if small in FUNCTION_WORDS or small in _known_words():
        return True
    return small in low and small not in high


@cache
def _known_words() -> frozenset[str]:
    """Forms of the verbs and measures that topics look for."""
    words: set[str] = set()
    for row in lexicon.table("sanction_verbs"):
        word = row["word"]
        stem = word.removesuffix("e")
        words |= {word, word + "s", word + "es", word + "d", stem + "ed", stem + "ing", word + "ed", word + "ing"}
    for row in lexicon.table("cues"):
        words |= set(row["cue"].split())
    return frozenset(words - {"swift", "ofac", "caatsa", "jcpoa", "magnitsky", "kingpin", "treasury"})
