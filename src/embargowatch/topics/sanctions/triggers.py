"""The words in a parsed sentence that name a restrictive measure or the act of taking one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from embargowatch.reading import Parsed, syntax
from embargowatch.topics.sanctions.acts import act, lists_of
from embargowatch.topics.sanctions.draft import Trigger
from embargowatch.topics.sanctions.governing import noun_triggers
from embargowatch.topics.sanctions.measures import names_measure

MOST = 8
"""Measures and acts of a sentence that are read at most, twice as many as real ones have: drafts are compared in
pairs, and a line of nothing but "sanctions" has a hundred."""


def triggers(clause: Parsed, lists: bool = False) -> Iterator[Trigger]:
    """Every trigger in the sentence, in order; a measure and the verb that is done with it are one trigger."""
    verbs = (t for t in clause.doc if t.pos_ in ("VERB", "ADJ"))
    acting = list(islice((said for t in verbs if (said := act(clause, t, lists))), MOST))
    listed = {node.i for said in acting if said.predicate is not None for node in lists_of(said.predicate)}
    nouns = (t for t in clause.doc if t.pos_ in ("NOUN", "PROPN") and t.i not in listed)
    found = [
        trigger for t in islice((t for t in nouns if names_measure(clause, t)), MOST) for trigger in noun_triggers(t)
    ]
    taken = {trigger.predicate.i for trigger in found if trigger.predicate is not None}
    yield from (trigger for trigger in found if not _repeats(trigger, found))
    yield from (said for said in acting if said.token.i not in taken)


def _repeats(trigger: Trigger, found: list[Trigger]) -> bool:
    """Whether it is only listed after another measure of the same predicate ("sanctions and export controls")."""
    return any(trigger.token in syntax.conjuncts(t.token) and t.token.i < trigger.token.i for t in found)
