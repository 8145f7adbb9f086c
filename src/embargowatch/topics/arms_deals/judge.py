"""Whether a document is about arms deals."""

from __future__ import annotations

from embargowatch.reading import Document
from embargowatch.topics.topic import Records
from embargowatch.types import Verdict


def judge(document: Document, records: Records) -> Verdict:
    """About it when it has news records, or its title says so."""
    found = [c for c in document.cues if c.topic == "arms_deals"]
    news = [r for r in records if not r.background]
    titled = any(c.where == "title" and c.weight >= 0.5 for c in found)
    score = 0.5 * bool(news) + 0.3 * titled + min(0.3, 0.05 * sum(c.weight >= 0.5 for c in found))
    because = tuple(dict.fromkeys(c.text for c in found if c.weight >= 0.5))[:8]
    return Verdict("arms_deals", score >= 0.5, min(1.0, score), because, ())
