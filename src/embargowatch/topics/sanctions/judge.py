"""Whether a document is about sanctions."""

from __future__ import annotations

from embargowatch.reading import Document
from embargowatch.topics.sanctions.news import topicality
from embargowatch.topics.sanctions.traps import trap
from embargowatch.topics.topic import Records
from embargowatch.types import Sanction, Verdict

LISTED = 0.2
"""What it adds that somebody's listing is news."""
UNREAD = 0.45
"""What cues alone can say, where no sentence gave a record."""


def judge(document: Document, records: Records) -> Verdict:
    """About it when it has news records, or its title or lead says so."""
    found = [c for c in document.cues if c.topic == "sanctions"]
    if not found:
        return Verdict("sanctions", False, 0.0)
    sense, against = trap(document)
    news = [r for r in records if not r.background]
    listed = any(isinstance(r, Sanction) and r.senders and "listing" in r.measures for r in news)
    score = 0.35 * bool(news) + LISTED * listed + topicality(document)
    if not records:
        score = min(score, UNREAD)
    score = min(score, 0.2) if sense else min(1.0, score)
    because = tuple(dict.fromkeys(c.text for c in sorted(found, key=lambda c: -c.weight) if c.weight > 0))[:8]
    return Verdict("sanctions", score >= 0.5, score, because, against)
