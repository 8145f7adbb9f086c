"""Which sentences may tell a deal: those with a weapon or aid and a word of giving or taking."""

from __future__ import annotations

import re

from embargowatch import lexicon
from embargowatch.reading import Document, choosing, roles
from embargowatch.topics.arms_deals.aid import AID

_MOVES = re.compile(rf"\b(?:{'|'.join(sorted(lexicon.group('arms_move_stems')))})", re.IGNORECASE)
"""Beginnings of the words of giving and taking."""


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
        if hit.name.kind == "weapon" and not hit.name.ambiguous
    )
    return {i for i in places if i is not None}
