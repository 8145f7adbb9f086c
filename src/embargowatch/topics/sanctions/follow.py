"""Sentences that only describe further what the one before has said: "They also include a ban on loans"."""

from __future__ import annotations

from embargowatch.reading import Parsed
from embargowatch.topics.sanctions.draft import Draft, Trigger
from embargowatch.topics.sanctions.phrases import measures_in, programs_in

OPENINGS = (
    "They ", "These ", "It also", "The sanctions", "The measures", "The move", "The restrictions", "The ban", "The order",
    "The designation", "The action", "As a result", "Those ", "Today's action", "Today’s action", "This action", "The list",
)  # fmt: skip


def follower(text: str) -> bool:
    """Whether a sentence opens by pointing back."""
    return text.startswith(OPENINGS)


def follow(draft: Draft, clause: Parsed) -> list[Draft]:
    """A draft that adds the sentence's measures and programmes to the one before, if it has any."""
    measures = measures_in(clause)
    if not measures:
        return []
    trigger = Trigger(clause.doc[0], "noun", draft.action, asserted=False)
    added = Draft(clause, trigger, draft.action, follows=draft, measures=measures, programs=programs_in(clause))
    return [added]
