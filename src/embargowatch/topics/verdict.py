"""Whether a document is about a topic: what its words and records say for it and against it, weighed.

The signs are the same for every topic; their weights are learned from labelled articles (``./run train verdicts``) and
stand in ``lexicon/en/verdicts.tsv``. The score is a probability.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Collection, Sequence
from functools import cache
from math import exp, log1p

from embargowatch import lexicon, types
from embargowatch.reading import Document
from embargowatch.reading.gate import Cue
from embargowatch.topics.topic import Records
from embargowatch.types import Evidence, Verdict

ABOUT = 0.4
"""Score from which an article is told to be about the topic: an alert too few hurts more than one too many."""
SURE = 0.9
"""The same where no record was read: words alone can have another sense (a court's sanctions, arms of a bank)."""
STRONG, WEAK = 0.4, 0.2
"""Weights from which a cue speaks for the topic by itself, and from which it hints at it."""
LEAD = 600
"""Code points of the text that are its lead."""
_BREAK = re.compile("\n\n")
OF_ANOTHER = 0.2
"""The most that is scored where the cue words have another sense (a doping ban, a tariff dispute)."""


def judge(
    document: Document, topic: types.Topic, records: Records, against: Collection[str], another_sense: bool = False
) -> Verdict:
    """The verdict on a document, given the topic's own records and the phrases of other subjects in it."""
    cues = [c for c in document.cues if c.topic == topic]
    if not records and not any(c.weight >= WEAK for c in cues):
        return Verdict(topic, False, 0.0)
    found = signs(document, topic, records, against)
    score = probability(topic, found)
    score = min(score, OF_ANOTHER) if another_sense else score
    return Verdict(topic, about(score, found), round(score, 3), _because(cues, records), tuple(against))


def about(score: float, found: dict[str, float]) -> bool:
    """Whether a score is enough for what it rests on."""
    return score >= (ABOUT if found["any record"] else SURE)


def probability(topic: str, found: dict[str, float]) -> float:
    """The logistic of the weighted signs; a sign without a weight says nothing."""
    weights = _weights()[topic]
    return 1 / (1 + exp(-weights["-"] - sum(weights.get(sign, 0.0) * value for sign, value in found.items())))


@cache
def _weights() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for row in lexicon.table("verdicts"):
        found.setdefault(row["topic"], {})[row["sign"]] = float(row["weight"])
    return found


def signs(document: Document, topic: str, records: Records, against: Collection[str]) -> dict[str, float]:
    """What speaks for the topic or against it, by name."""
    cues = [c for c in document.cues if c.topic == topic]
    strong = [c for c in cues if c.weight >= STRONG]
    others = [c for c in document.cues if c.topic != topic and c.weight >= STRONG]
    return {
        **_of_cues("strong", strong, document.article.text),
        **_of_cues("weak", [c for c in cues if WEAK <= c.weight < STRONG], document.article.text),
        **_of_records(records),
        **{f"word {word}": 1.0 for word in {c.text for c in cues}},
        **{f"title word {word}": 1.0 for word in {c.text for c in cues if c.where == "title"}},
        "share of sentences": min(1.0, len(strong) / max(8, len(document.sentences))),
        "other topics": log1p(len(others)),
        "against": float(min(2, len(against))),
        "no title": float(not document.article.title),
    }


def _of_cues(name: str, cues: Sequence[Cue], text: str) -> dict[str, float]:
    in_text = [c.start for c in cues if c.where == "text"]
    breaks = [found.start() for found in _BREAK.finditer(text)] if in_text else []
    return {
        f"{name} in title": float(min(2, len(cues) - len(in_text))),
        f"{name} in lead": float(min(3, sum(start < LEAD for start in in_text))),
        f"{name} paragraphs": log1p(len({bisect(breaks, start) for start in in_text})),
        f"{name} number": log1p(len(cues)),
        f"{name} density": min(4.0, 1000 * len(cues) / max(300, len(text))),
    }


def _of_records(records: Records) -> dict[str, float]:
    news = [r for r in records if not r.background and r.modality not in ("hypothetical", "denied")]
    return {
        "news": float(min(3, len(news))),
        "any news": float(bool(news)),
        "whole news": float(min(2, sum(_whole(r) for r in news))),
        "listed by somebody": float(any(_listed(r) for r in news)),
        "weapon in lead": float(any(_leads(e) for r in news for e in r.evidence.get("weapons", ()))),
        "any record": float(bool(records)),
        "background": log1p(len(records) - len(news)),
        "record in lead": float(any(_leads(e) for r in records for e in _carrying(r))),
        "news in lead": float(any(_leads(e) for r in news for e in _carrying(r))),
    }


def _whole(record: types.Sanction | types.ArmsDeal) -> bool:
    """Whether both sides are known."""
    if isinstance(record, types.Sanction):
        return bool(record.senders and (record.target_countries or record.targets))
    return bool(record.suppliers and record.recipients)


def _listed(record: types.Sanction | types.ArmsDeal) -> bool:
    """Somebody puts names on a list, as an authority's own release tells."""
    return isinstance(record, types.Sanction) and bool(record.senders) and "listing" in record.measures


def _carrying(record: types.Sanction | types.ArmsDeal) -> tuple[Evidence, ...]:
    return record.evidence.get("action", ()) or record.evidence.get("stage", ())


def _leads(evidence: Evidence) -> bool:
    return evidence.where == "title" or evidence.start < LEAD


def _because(cues: Sequence[Cue], records: Records) -> tuple[str, ...]:
    """The first news sentences and the weightiest words, each once."""
    words = (c.text for c in sorted(cues, key=lambda c: -c.weight) if c.weight > 0)
    return tuple(dict.fromkeys([*[r.quote for r in records if not r.background][:2], *words]))[:8]
