"""Whether a document is about arms deals."""

from __future__ import annotations

from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from embargowatch import lexicon
from embargowatch.reading import Document
from embargowatch.reading.gate import lower
from embargowatch.topics import verdict
from embargowatch.topics.topic import Records
from embargowatch.types import Verdict

READ = 3000
"""Code points of the text that are searched for other subjects."""


def judge(document: Document, records: Records) -> Verdict:
    against = traps(f"{document.article.title}\n{document.article.text[:READ]}")
    return verdict.judge(document, "arms_deals", records, against)


def traps(text: str) -> tuple[str, ...]:
    """Phrases of other subjects in the text, each once, in order."""
    automaton, phrases = _traps()
    low = lower(text)
    hits = automaton.find_matches_as_indexes(low)
    whole = (phrases[i] for i, s, e in hits if not (low[s - 1 : s].isalnum() or low[e : e + 1].isalnum()))
    return tuple(dict.fromkeys(whole))[:8]


@cache
def _traps() -> tuple[AhoCorasick, tuple[str, ...]]:
    phrases = tuple(row["phrase"] for row in lexicon.table("arms_traps"))
    return AhoCorasick(list(phrases), matchkind=MatchKind.LeftmostLongest), phrases
