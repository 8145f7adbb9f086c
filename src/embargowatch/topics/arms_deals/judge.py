"""Whether a document is about arms deals: a development is in its title or lead, or two paragraphs report it."""

from __future__ import annotations

from embargowatch.reading import Document
from embargowatch.reading.gate import Cue
from embargowatch.topics.topic import Records
from embargowatch.types import Verdict

STRONG = 0.4
"""Weight from which a cue speaks for the topic by itself."""
LEAD = 700
"""Code points of the text that are its lead."""
ENOUGH = 0.5


def judge(document: Document, records: Records) -> Verdict:
    """About it when what is recorded and what the title and the lead say add up."""
    strong = [c for c in document.cues if c.topic == "arms_deals" and c.weight >= STRONG]
    news = [r for r in records if not r.background and r.modality not in ("hypothetical", "denied")]
    signs = {
        "news": 0.45 * min(2, len(news)),
        "background": 0.08 * min(3, len(records) - len(news)),
        "title": 0.2 * any(c.where == "title" for c in strong),
        "lead": 0.15 * any(c.where == "text" and c.start < LEAD for c in strong),
        "paragraphs": 0.07 * min(3, _paragraphs(document, strong)),
    }
    score = min(1.0, sum(signs.values()))
    because = tuple(dict.fromkeys([*(r.quote for r in news[:2]), *(c.text for c in strong)]))[:8]
    return Verdict("arms_deals", score >= ENOUGH, round(score, 2), because, ())


def _paragraphs(document: Document, strong: list[Cue]) -> int:
    """How many paragraphs hold a strong cue."""
    text = document.article.text
    return len({text.count("\n\n", 0, c.start) for c in strong if c.where == "text"})
