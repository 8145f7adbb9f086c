"""Which sentences may tell a deal: those with a weapon or aid and a word of giving or taking."""

from __future__ import annotations

import re

from embargowatch import lexicon
from embargowatch.reading import Document, roles
from embargowatch.topics.arms_deals.aid import AID

_MOVES = re.compile(rf"\b(?:{'|'.join(sorted(lexicon.group('arms_move_stems')))})", re.IGNORECASE)
"""Beginnings of the words of giving and taking."""


def candidates(document: Document) -> list[int]:
    """Indices of the sentences that may be worth parsing, in order; none where nobody is named who could be a party.
    The document's gate is open already."""
    if not any(hit.name.kind in roles.ACTOR_KINDS for _, hit in document.first_hits):
        return []
    cued = set(document.cue_sentences("arms_deals"))
    hidden = {i for i in document.cue_sentences("sanctions") if AID.search(document.sentences[i].text)}  # "ban on arms"
    named = {
        document.sentence_at(where, hit.start)
        for where, hit in document.hits
        if hit.name.kind == "weapon" and not hit.name.ambiguous
    }
    return sorted(i for i in cued | hidden | named if i is not None and _MOVES.search(document.sentences[i].text))
