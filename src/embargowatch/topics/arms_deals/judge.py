"""Whether a document is about arms deals: a development is in its title or lead, or two paragraphs report it."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from math import exp

from ahocorasick_rs import AhoCorasick, MatchKind

from embargowatch import lexicon
from embargowatch.reading import Document
from embargowatch.reading.gate import Cue, lower
from embargowatch.topics.topic import Records
from embargowatch.types import Verdict

STRONG, WEAK = 0.4, 0.2
"""Weights from which a cue speaks for the topic by itself, and from which it hints at it."""
LEAD = 600
"""Code points of the text that are its lead."""
ENOUGH = 0.45
SIGNS = {
    "news": 1.9,
    "background": 0.5,
    "strong title": 0.9,
    "weak title": 0.3,
    "strong lead": 0.3,
    "weak lead": 1.4,
    "record in the lead": 1.4,
    "paragraphs": 0.35,
    "density": 1.0,
    "traps": -0.5,
}
"""Weights of the signs on the logistic scale, as a regression on labelled articles gave them, rounded."""
BIAS = -4.2


def judge(document: Document, records: Records) -> Verdict:
    """About it when what is recorded and what title, lead and paragraphs say add up."""
    cues = [c for c in document.cues if c.topic == "arms_deals" and c.weight >= WEAK]
    if not cues and not records:
        return Verdict("arms_deals", False, 0.0)
    against = traps(f"{document.article.title}\n{document.article.text[:3000]}")
    signs = _signs(document, cues, records) | {"traps": float(min(2, len(against)))}
    score = 1 / (1 + exp(-BIAS - sum(SIGNS[name] * value for name, value in signs.items())))
    news = [r.quote for r in records if not r.background]
    because = tuple(dict.fromkeys([*news[:2], *(c.text for c in cues if c.weight >= STRONG)]))[:8]
    return Verdict("arms_deals", score >= ENOUGH, round(score, 3), because, against)


def _signs(document: Document, cues: list[Cue], records: Records) -> dict[str, float]:
    strong = [c for c in cues if c.weight >= STRONG]
    told = [r for r in records if not r.background and r.modality not in ("hypothetical", "denied")]
    whole = [r for r in told if getattr(r, "suppliers", ()) and getattr(r, "recipients", ())]
    text = document.article.text
    breaks = [m.end() for m in re.finditer("\n\n", text)]
    places = [e for r in records for e in r.evidence.get("stage", ())]
    weapons = [e for r in told for e in r.evidence.get("weapons", ())]
    return {
        "news": min(2, len(whole)),
        "background": min(4, len(records) - len(told)),
        "strong title": any(c.where == "title" for c in strong),
        "weak title": any(c.where == "title" for c in cues),
        "strong lead": any(c.where == "text" and c.start < LEAD for c in strong),
        "weak lead": any(c.where == "text" and c.start < LEAD for c in cues) or any(e.start < LEAD for e in weapons),
        "record in the lead": any(e.where == "title" or e.start < LEAD + 100 for e in places),
        "paragraphs": min(4, len({bisect_right(breaks, c.start) for c in strong if c.where == "text"})),
        "density": min(3.0, 1000 * len(strong) / max(1, len(text))),
    }


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
