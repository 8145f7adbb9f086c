"""Where in an article something was read: what carries a field, and what spoke for or against a topic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from embargowatch.reading.gate import lower
from embargowatch.types import ArmsDeal, Article, Sanction, Verdict
from embargowatch.words import TOPIC_WORDS, lower_first, rows

STYLE_OF = {
    "action": "act", "stage": "act", "senders": "who", "suppliers": "who", "authority": "who",
    "manufacturers": "who", "claimed_by": "who", "target_countries": "whom", "targets": "whom",
    "recipients": "whom", "respondents": "whom", "evaders": "whom", "end_user": "whom",
}  # fmt: skip
"""A field's style; every other field is a detail."""
STRENGTH = ("act", "who", "whom", "detail", "against", "for")
"""Which style is seen where several meet."""
LONGEST_PHRASE = 60
"""A longer "because" is a whole sentence, which its records mark better."""
MOST_PLACES = 200


class Mark(NamedTuple):
    """A passage of the title or text, by code points, with what it stands for: "1 By", "for sanctions"."""

    where: str
    start: int
    end: int
    note: str
    style: str


class Part(NamedTuple):
    """A stretch of text; without a note nothing was read in it."""

    text: str
    note: str = ""
    style: str = ""


def marks(article: Article, verdicts: Sequence[Verdict], records: Sequence[Sanction | ArmsDeal]) -> list[Mark]:
    """Every mark; a phrase that is evidence too is marked as that only."""
    found = [mark for number, record in enumerate(records, 1) for mark in _evidence(number, record)]
    taken = [(mark.where, mark.start, mark.end) for mark in found]
    said = (mark for verdict in verdicts for mark in _phrases(article, verdict))
    return found + [m for m in said if not any(w == m.where and s < m.end and m.start < e for w, s, e in taken)]


def _evidence(number: int, record: Sanction | ArmsDeal) -> Iterator[Mark]:
    labels = {row.field: lower_first(row.label) for row in rows(record)}
    for field, spans in record.evidence.items():
        note = f"{number} {labels.get(field, field.replace('_', ' '))}"
        for span in spans:
            yield Mark(span.where, span.start, span.end, note, STYLE_OF.get(field, "detail"))


def _phrases(article: Article, verdict: Verdict) -> Iterator[Mark]:
    topic = lower_first(TOPIC_WORDS[verdict.topic])
    told = [(phrase, "for") for phrase in verdict.because if len(phrase) <= LONGEST_PHRASE]
    for phrase, side in told + [(phrase, "against") for phrase in verdict.against]:
        for where, text in (("title", article.title), ("text", article.text)):
            for start in _places(lower(text), phrase):
                yield Mark(where, start, start + len(phrase), f"{side} {topic}", side)


def _places(low: str, phrase: str) -> list[int]:
    """Where the phrase stands as whole words, the first of them."""
    found: list[int] = []
    at = low.find(phrase) if phrase else -1
    while at >= 0 and len(found) < MOST_PLACES:
        end = at + len(phrase)
        if not (low[at - 1 : at].isalnum() or low[end : end + 1].isalnum()):
            found.append(at)
        at = low.find(phrase, end)
    return found


def parts(text: str, start: int, end: int, found: Sequence[Mark]) -> Iterator[Part]:
    """``text[start:end]`` in stretches with and without marks; marks that meet are one stretch with both notes."""
    at = start
    for first, last, over in _regions(sorted(found, key=lambda m: (m.start, -m.end)), start, end):
        yield Part(text[at:first])
        style = min((m.style for m in over), key=STRENGTH.index)
        yield Part(text[first:last], ", ".join(dict.fromkeys(m.note for m in over)), style)
        at = last
    yield Part(text[at:end])


def _regions(found: Sequence[Mark], start: int, end: int) -> Iterator[tuple[int, int, list[Mark]]]:
    over: list[Mark] = []
    first = last = start
    for mark in found:
        if mark.end <= start or mark.start >= end:
            continue
        if over and mark.start >= last:
            yield first, last, over
            over = []
        first = first if over else max(start, mark.start)
        last = min(end, max(last, mark.end))
        over.append(mark)
    if over:
        yield first, last, over
