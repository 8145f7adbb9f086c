"""Sentences that only describe further what the one before has said: "They also include a ban on loans"."""

from __future__ import annotations

import re

from embargowatch.reading import Document, Parsed
from embargowatch.topics.sanctions.draft import Draft, Trigger
from embargowatch.topics.sanctions.phrases import measures_in, programs_in
from embargowatch.topics.sanctions.targets import put_name

LONGEST_LIST = 60
ITEM = re.compile(r"(?:[-–•*·]|\d{1,2}[.)])\s?((?:[A-Z‘'][\w.&'’‘-]*,? ?(?:of |and |the |al-|bin |for )?){1,9}?)(?=,|;|:|\s?\(|\s(?:is|was|are|has|–|-)\s|\.?$)")
LOOKS_LIKE_PERSON = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’.-]*){1,3} ?")
POINTING = ("oday's action", "oday’s action", "designated persons", "designated individuals", "blocked pursuant", "these sanctions")
OPENINGS = (
    "They ", "These ", "It also", "The sanctions", "The measures", "The move", "The restrictions", "The ban", "The order",
    "The designation", "The action", "As a result", "Those ", "Today's action", "Today’s action", "This action", "The list",
)  # fmt: skip


def follower(text: str) -> bool:
    """Whether a sentence opens by pointing back."""
    return text.startswith(OPENINGS)


def follow(draft: Draft, clause: Parsed) -> list[Draft]:
    """A draft that adds the sentence's measures and programmes to an earlier one, if it has any and points back."""
    measures = measures_in(clause)
    text = clause.sentence.text
    near = clause.sentence.index == draft.index + 1
    if not measures or not ((near and follower(text)) or any(sign in text for sign in POINTING)):
        return []
    trigger = Trigger(clause.doc[0], "noun", draft.action, asserted=False)
    return [Draft(clause, trigger, draft.action, follows=draft, measures=measures, programs=programs_in(clause))]


def listed_below(document: Document, draft: Draft) -> None:
    """ "The following individuals are now designated:" and then a name on each line."""
    if not draft.clause.sentence.text.rstrip().endswith(":") or draft.trigger.kind != "verb":
        return
    for sentence in document.sentences[draft.index + 1 : draft.index + 1 + LONGEST_LIST]:
        item = ITEM.match(sentence.text)
        if item is None:
            if sentence.paragraph > draft.paragraph + 1 and not draft.targets:
                return
            continue
        kind = "person" if LOOKS_LIKE_PERSON.fullmatch(item[1]) else "organisation"
        put_name(draft, kind, sentence.where, sentence.start + item.start(1), item[1].strip(), sentence)
