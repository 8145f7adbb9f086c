"""Whether a name in a record is one that a subscriber looks out for, however it is spelt.

One word is never enough for a person: "Petrov" is not every Petrov, and a Petrova is somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from embargowatch.link.names import COMPANY_FORMS, folded
from embargowatch.types import Target

SPELLINGS = (
    *(("kh", "h"), ("ph", "f"), ("ck", "k"), ("ks", "x"), ("iy", "i"), ("yi", "i"), ("ij", "i"), ("ey", "ei")),
    *(("y", "i"), ("j", "i"), ("w", "v"), ("q", "k"), ("ou", "u"), ("oo", "u")),
)
"""Ways of writing one sound, by which transliterations differ."""
LONG, VERY_LONG = 6, 10
"""Letters from which on one letter, or two, may differ."""
COMPANIES = frozenset({"company", "organisation"})


def named(wanted: str, targets: Iterable[Target]) -> str:
    """The name among the targets, or their aliases, that ``wanted`` means; "" if none is."""
    for target in targets:
        if any(same_name(wanted, name, target.type) for name in (target.name, *target.aliases)):
            return target.name
    return ""


def same_name(wanted: str, name: str, kind: str = "") -> bool:
    """Whether two spellings mean one: every word of the shorter has its like in the other, and there are two of them.

    One word is enough where it is all there is, or begins the name of a company.
    """
    fewer, more = sorted((_words(wanted), _words(name)), key=len)
    if not fewer:
        return False
    if "".join(fewer) == "".join(more):
        return True
    if len(fewer) == 1:
        whole = len(more) == 1 or (kind in COMPANIES and more == _words(name))
        return whole and len(fewer[0]) >= 4 and _alike(fewer[0], more[0])
    return _each_has_its_like(fewer, list(more))


def _each_has_its_like(fewer: Iterable[str], left: list[str]) -> bool:
    for word in fewer:
        like = next((other for other in left if other == word), None) or next(
            (other for other in left if _alike(word, other)), None
        )
        if like is None:
            return False
        left.remove(like)
    return True


def _alike(word: str, other: str) -> bool:
    if word == other:
        return True
    shortest = min(len(word), len(other))
    one_is_hers = word.endswith("a") != other.endswith("a")  # Petrov and Petrova, Alexander and Alexandra
    if shortest < LONG or word[0] != other[0] or one_is_hers or not (word + other).isalpha():
        return False
    only_vowels = _consonants(word) == _consonants(other) and len(_consonants(word)) >= 4  # Mohamed, Muhammad
    most = 2 if shortest >= VERY_LONG or only_vowels else 1
    return Levenshtein.distance(word, other, score_cutoff=most) <= most


@lru_cache(maxsize=8192)
def _words(name: str) -> tuple[str, ...]:
    found = re.findall(r"\w+", folded(name))
    return tuple(_spelt(word) for word in found if word not in COMPANY_FORMS) or tuple(map(_spelt, found))


def _consonants(word: str) -> str:
    return "".join(char for char in word if char not in "aeiou")


def _spelt(word: str) -> str:
    word = f"e{word[2:]}" if word.startswith("ye") else word
    for written, sound in SPELLINGS:
        word = word.replace(written, sound)
    return re.sub(r"([a-z])\1", r"\1", word)
