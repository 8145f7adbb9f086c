"""Other senses of the cue words: a doping ban, a tariff dispute, a court's sanctions; and a release's standing text."""

from __future__ import annotations

from collections import Counter
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from embargowatch import lexicon
from embargowatch.reading import Document
from embargowatch.reading.gate import lower

STRONG = lexicon.group("believed_sanctions")
"""Where one of these stands, the cue words are believed in spite of the others."""
NEEDED = {"sport": 3, "trade": 2, "immigration": 3, "justice": 2, "church": 2, "school": 2, "game": 2}


@cache
def _automaton() -> tuple[AhoCorasick, tuple[tuple[str, str], ...]]:
    rows = tuple((row["sense"], row["phrase"]) for row in lexicon.table("traps"))
    return AhoCorasick([phrase for _, phrase in rows], matchkind=MatchKind.LeftmostLongest), rows


def trap(document: Document) -> tuple[str, tuple[str, ...]]:
    """The other sense that the document's words point to and the phrases that do; ("", ()) if none."""
    text = lower(f"{document.article.title}\n{document.article.text}")
    found = [row for row in _hits(text) if row[0] != "boilerplate"]
    tally = Counter(sense for sense, _ in found)
    if not tally:
        return "", ()
    sense, count = tally.most_common(1)[0]
    strong = sum(text.count(word) for word in STRONG)
    if count < NEEDED[sense] or strong * 2 > count or _meant_of_states(document, sense, text, count):
        return "", ()
    return sense, tuple(dict.fromkeys(phrase for s, phrase in found if s == sense))[:6]


def _meant_of_states(document: Document, sense: str, text: str, count: int) -> bool:
    """Whether the article speaks of sanctions more than of trade, or of sanctions and states in one sentence."""
    if sense == "trade":
        return text.count("sanction") > count
    return sense == "justice" and any(
        hit.name.kind in ("country", "body") for n in document.cue_sentences("sanctions") for hit in document.names(n)
    )


def boilerplate(sentence: str) -> bool:
    """Whether a sentence is a release's standing text."""
    return any(sense == "boilerplate" for sense, _ in _hits(lower(sentence)))


def _hits(text: str) -> list[tuple[str, str]]:
    automaton, rows = _automaton()
    found = automaton.find_matches_as_indexes(text)
    return [
        rows[n] for n, start, end in found if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
    ]
