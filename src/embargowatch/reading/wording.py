"""How a sentence is put to the parser: wordings that it misreads are replaced by others of the same length."""

from __future__ import annotations

import re
from functools import cache

from embargowatch import lexicon
from embargowatch.reading.names import Hit, find


def parseable(text: str, words: str) -> str:
    """``words`` (the text as it shall be parsed, as long as it) with what the parser misreads replaced."""
    for row in lexicon.table("parse_as"):
        words = words.replace(row["text"], row["parsed"])
    for hit in numbered(text):
        words = words[: hit.start] + _stand_in(text, hit) + words[hit.end :]
    return words


def numbered(text: str) -> list[Hit]:
    """The weapons in a text that are called by a number, as far as they are put otherwise to the parser, which
    takes the number for a count."""
    hits = (h for h in find(text) if h.name.kind == "weapon" and any(map(str.isdigit, text[h.start : h.end])))
    return [h for h in hits if _stand_in(text, h) != text[h.start : h.end]]


def _stand_in(text: str, hit: Hit) -> str:
    """A plain word for "F-16V" or "S-400s"; an adjective for "S-400" in "S-400 missiles"."""
    name, after = text[hit.start : hit.end], _WORD.match(text, hit.end)
    before_a_noun = after is not None and (after[1] in _weapon_words() or after[1].removesuffix("s") in _weapon_words())
    form = "adjective" if before_a_noun else "plural" if name.endswith("s") else "singular"
    return _words(form).get(len(name), name)


_WORD = re.compile(r" ([a-z]+)\b")


@cache
def _weapon_words() -> frozenset[str]:
    """The last words of the nouns for weapons, in the singular, and the nouns that may follow a weapon's name."""
    return lexicon.group("arms_carriers") | {row["noun"].split()[-1] for row in lexicon.table("weapon_nouns")}


@cache
def _words(form: str) -> dict[int, str]:
    return {len(row[form]): row[form] for row in lexicon.table("stand_ins")}
