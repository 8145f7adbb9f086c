"""Sentences that only describe further what the one before has said: "They also include a ban on loans"."""

from __future__ import annotations

import re

from embargowatch import lexicon
from embargowatch.reading import Document, Parsed, Sentence
from embargowatch.topics.sanctions.draft import Draft, Trigger, put
from embargowatch.topics.sanctions.phrases import measures_in, programs_in
from embargowatch.topics.sanctions.targets import put_name

LONGEST_LIST = 60
FAR = 60
"""Code points into a line beyond which a person is only mentioned."""
BULLET = re.compile(r"(?:[-–•*·]|\d{1,2}[.)])\s?")
END_OF_NAME = re.compile(r"[,;:(]|\s(?:is|was|are|has|had|who|which|aka|–|-)\s|\.?$")
SMALL = lexicon.group("name_particles")
POINTING = (
    "oday's action",
    "oday’s action",
    "As a result of",
    "designated persons",
    "designated individuals",
    "blocked pursuant",
    "these sanctions",
)
OPENINGS = tuple(lexicon.group("following_openings"))


def follower(text: str) -> bool:
    """Whether a sentence opens by pointing back."""
    return text.startswith(OPENINGS)


def pointed_at(clause: Parsed, before: list[Draft]) -> Draft:
    """What a sentence points back to: "today's action" is the lead's, "they" is what was said last."""
    told = [d for d in before if d.follows is None] or before
    news = [d for d in told if d.trigger.asserted and not d.date_is_past]
    return news[0] if news and any(sign in clause.sentence.text for sign in POINTING) else told[-1]


def follow(draft: Draft, clause: Parsed, found: list[Draft]) -> list[Draft]:
    """A draft that adds the sentence's measures and programmes to an earlier one, if it has any and points back."""
    measures = measures_in(clause)
    for filler in (f for d in found for f in d.measures):
        put(measures, filler.value, filler.evidence)
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
        if BULLET.match(sentence.text):
            _take(document, draft, sentence)
        elif sentence.paragraph > draft.paragraph + 1 and not draft.targets:
            return


def _take(document: Document, draft: Draft, sentence: Sentence) -> None:
    """The name on a list's line: a person that is named there, else the words in capitals at its head."""
    people = [m for m in document.parse(sentence.index).mentions if m.kind == "person" and " " in m.text]
    if people and people[0].start - sentence.start < FAR:
        put_name(draft, "person", sentence.where, people[0].start, people[0].text, sentence)
    elif (item := _item(sentence.text)) is not None:
        put_name(draft, "organisation", sentence.where, sentence.start + item[0], item[1], sentence)


def _item(text: str) -> tuple[int, str] | None:
    """Where the name at the head of a list's line starts, and the name; None for what is no such line."""
    bullet = BULLET.match(text)
    if bullet is None:
        return None
    end = END_OF_NAME.search(text, bullet.end(), bullet.end() + 90)
    name = text[bullet.end() : end.start()].strip() if end else ""
    named = bool(name) and all(w[0].isupper() or w[0] in "‘'" or w in SMALL for w in name.split())
    return (bullet.end(), name) if named and len(name) > 3 else None
