"""Which sentences may tell a deal: those with a weapon or aid and a word of giving or taking."""

from __future__ import annotations

import re

from embargowatch import lexicon
from embargowatch.reading import Document, choosing, roles
from embargowatch.reading.names import Hit
from embargowatch.reading.sentences import Where
from embargowatch.topics.arms_deals.aid import AID
from embargowatch.topics.arms_deals.goods import CARRIERS, noun_heads

_MOVES = re.compile(rf"\b(?:{'|'.join(sorted(lexicon.group('arms_move_stems')))})", re.IGNORECASE)
"""Beginnings of the words of giving and taking."""
LONGEST = 30
"""Characters of the word after a weapon's name."""


def worth_parsing(document: Document) -> list[int]:
    """Indices of the sentences to parse, in order: where a system is named, and those of the others that are worth it.
    The document's gate is open already."""
    found = candidates(document)
    systems = _systems(document)
    worth = set(choosing.worth_parsing(document, "arms_deals", [i for i in found if i not in systems]))
    return [i for i in found if i in systems or i in worth]


def candidates(document: Document) -> list[int]:
    """Indices of the sentences that may be worth parsing, in order; none where nobody is named who could be a party."""
    if not any(hit.name.kind in roles.ACTOR_KINDS for _, hit in document.first_hits):
        return []
    cued = set(document.cue_sentences("arms_deals"))
    hidden = {i for i in document.cue_sentences("sanctions") if AID.search(document.sentences[i].text)}  # "ban on arms"
    found = sorted(cued | hidden | _systems(document))
    return [i for i in found if _MOVES.search(document.sentences[i].text)]


def _systems(document: Document) -> set[int]:
    """The sentences that name a weapon system."""
    places = (
        document.sentence_at(where, hit.start)
        for where, hit in document.hits
        if hit.name.kind == "weapon" and (not hit.name.ambiguous or _with_a_noun(document, where, hit))
    )
    return {i for i in places if i is not None}


def _with_a_noun(document: Document, where: Where, hit: Hit) -> bool:
    """Whether a weapon word ends a name that is an ordinary word too, or follows it: "Patriot battery"."""
    text = document.article.title if where == "title" else document.article.text
    words = [*text[hit.start : hit.end].split()[1:], *text[hit.end : hit.end + LONGEST].split()[:1]]
    return any(word.strip(".,;:()").lower() in noun_heads() | CARRIERS for word in words)
