"""Article → Records: each sanction and arms deal that the article states, merged over its sentences."""

from __future__ import annotations

from embargowatch.classify import reading
from embargowatch.confidence import with_confidence
from embargowatch.types import ArmsDeal, Article, Sanction


def extract(article: Article) -> tuple[Sanction | ArmsDeal, ...]:
    """All records, news before background. Empty at almost no cost when the gate finds no cue.

    Runs whatever the verdict is: verdicts decide what is told, not what is recorded.
    """
    found = stated(article)
    return tuple(with_confidence(record, found) for record in found)


def stated(article: Article) -> tuple[Sanction | ArmsDeal, ...]:
    """The same with what each topic itself says of its records' confidence, which is not calibrated."""
    _, records = reading(article)
    return tuple(sorted((r for topic in records for r in topic), key=lambda r: r.background))
