"""Mentions in a parsed sentence: known names, and what spaCy's entity recogniser adds where it is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from embargowatch.reading.names import Hit, Name, find
from embargowatch.reading.sentences import Sentence, Where
from embargowatch.reading.wording import numbered

NER_KINDS = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "NORP": "people",
    "LAW": "law",
    "PRODUCT": "product",
}
RECOGNISED = frozenset(NER_KINDS.values())
"""Kinds that only the entity recogniser gives."""

_AFTER = re.compile(r" (?:\([A-Za-z/. ]{2,20}\) )?[-–—] ")
"""What follows a dateline whose place also stands for a body: "BRUSSELS (AP) - "."""
DATELINE = 40
"""Code points at the head of an article in which a place in capitals is a dateline."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at a place in the article."""

    kind: str
    """country, body, group, states, institution, leader, programme, weapon, manufacturer; or from the entity
    recogniser: person, organisation, place, people, law, product."""
    name: str
    """Canonical where the lexicon knows it, else as written."""
    codes: tuple[str, ...]
    form: str
    text: str
    """As written."""
    where: Where
    start: int
    end: int
    """Code-point offsets into the article's title or text."""
    first: int
    last: int
    """Token indices in the sentence's Doc, ``last`` inclusive."""

    ambiguous: bool = False
    """A known name that is an ordinary word too ("Javelin")."""

    @property
    def known(self) -> bool:
        return self.kind not in RECOGNISED


def known_in(sentence: Sentence, doc: Any) -> tuple[Mention, ...]:
    """The known names in the sentence, by position."""
    found = []
    replaced = numbered(sentence.text)
    taken = {hit.start for hit in replaced}
    hits = sorted(replaced + [h for h in find(doc.text) if h.start not in taken], key=lambda h: h.start)
    for hit in hits:
        if is_dateline(sentence, hit):
            continue
        if (span := doc.char_span(hit.start, hit.end, alignment_mode="expand")) is not None:
            found.append(_mention(sentence, span, hit.start, hit.end, hit.name))
    return tuple(found)


def with_entities(sentence: Sentence, doc: Any, known: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Known names and the Doc's entities by position; a known name inside an entity is kept beside it."""
    found = list(known)
    taken = {(m.first, m.last) for m in found}
    for ent in doc.ents:
        kind = NER_KINDS.get(ent.label_)
        if kind and (ent.start, ent.end - 1) not in taken:
            found.append(_mention(sentence, ent, ent.start_char, ent.end_char, Name(kind, ent.text, (), "")))
    return tuple(sorted(found, key=lambda m: (m.start, -m.end)))


def is_dateline(sentence: Sentence, hit: Hit) -> bool:
    """ "VIENNA - The talks …": where a report was written is nobody who acts."""
    opens = hit.end < DATELINE and sentence.where == "text" and sentence.paragraph == 0 and not sentence.text.isupper()
    if not (opens and sentence.text[: hit.end].isupper() and hit.end - hit.start > 3):
        return False
    return hit.name.form == "place" or (
        sentence.text[: hit.end] not in hit.name.codes and _AFTER.match(sentence.text, hit.end) is not None
    )


def _mention(sentence: Sentence, span: Any, start: int, end: int, name: Name) -> Mention:
    at = sentence.start
    return Mention(
        name.kind, name.name, name.codes, name.form, sentence.text[start:end], sentence.where,
        at + start, at + end, span.start, span.end - 1, name.ambiguous,
    )  # fmt: skip
