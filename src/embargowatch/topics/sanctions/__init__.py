"""Sanctions: who takes which measure against whom, and whether an article is about it."""

from __future__ import annotations

from collections.abc import Iterable

from embargowatch.reading import Document, Parsed
from embargowatch.topics.sanctions.aliases import spell_out
from embargowatch.topics.sanctions.context import complete
from embargowatch.topics.sanctions.draft import Draft, Trigger
from embargowatch.topics.sanctions.fill import fill
from embargowatch.topics.sanctions.follow import follow, follower, listed_below, pointed_at
from embargowatch.topics.sanctions.judge import judge
from embargowatch.topics.sanctions.lists import complete_list
from embargowatch.topics.sanctions.merge import merged
from embargowatch.topics.sanctions.news import STRONG, settle
from embargowatch.topics.sanctions.round import REACH, explain, explaining
from embargowatch.topics.sanctions.stated import share_out
from embargowatch.topics.sanctions.traps import boilerplate, trap
from embargowatch.topics.sanctions.triggers import triggers
from embargowatch.topics.topic import Topic
from embargowatch.types import Sanction

ENOUGH = 0.4
"""The document's cues must weigh as much together, else the weak ones are not believed."""
MOST = 80
"""Sentences that are read at most; what a long text says after them is told before."""
MOST_DRAFTS = 200
"""They are compared in pairs; a real article has 80 at most."""


def extract(document: Document) -> tuple[Sanction, ...]:
    """The sanctions that the document states, merged over its sentences."""
    if trap(document)[0]:
        return ()
    drafts: list[Draft] = []
    clauses, lists = document.parse_all(_worth_reading(document)), _of_lists(document)
    told = [tuple(triggers(clause, lists)) for clause in clauses]
    document.recognise(clause for clause, found in zip(clauses, told, strict=True) if found)
    for clause, found in zip(clauses, told, strict=True):
        if len(drafts) >= MOST_DRAFTS:
            break
        drafts += _read(document, clause, found, drafts)
    spell_out(document, drafts)
    complete(document, [d for d in drafts if d.follows is None])
    return merged(settle(document, drafts))


def _worth_reading(document: Document) -> list[int]:
    """Sentences with a cue, and the ones after them that point back."""
    weights = {c.text: c.weight for c in document.cues if c.topic == "sanctions"}
    if sum(weights.values()) < ENOUGH:
        return []
    cued = [i for i in document.cue_sentences("sanctions") if not boilerplate(document.sentences[i].text)]
    after = [i + 1 for i in cued if i + 1 < len(document.sentences) and follower(document.sentences[i + 1].text)]
    near = {n for i in cued for n in range(i + 1, i + 1 + REACH)}
    after += [s.index for s in document.sentences if s.index in near and explaining(s.text)]
    return sorted({*cued, *after})[:MOST]


def _of_lists(document: Document) -> bool:
    """Whether the document speaks of sanctions in so many words: then "designated" is said of a list."""
    return any(c.topic == "sanctions" and c.weight >= STRONG for c in document.cues)


def _read(document: Document, clause: Parsed, told: Iterable[Trigger], before: list[Draft]) -> list[Draft]:
    found = [fill(document, clause, trigger) for trigger in told]
    if more := explain(clause, before, found):
        return more
    for draft in found:
        complete_list(document, draft)
        listed_below(document, draft)
    whole = [d for d in found if d.senders or d.countries or d.targets]
    share_out(whole)
    if whole or not before:
        return found
    return follow(pointed_at(clause, before), clause, found) or found


TOPIC = Topic("sanctions", extract, judge)
