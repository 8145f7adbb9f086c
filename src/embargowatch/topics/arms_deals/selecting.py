"""Which sentences are worth parsing: those with a weapon or aid and a word of giving or taking."""

from __future__ import annotations

import re

from embargowatch import lexicon
from embargowatch.reading import Document
from embargowatch.reading.names import find
from embargowatch.topics.arms_deals.aid import AID

_MOVES = re.compile(rf"\b(?:{'|'.join(sorted(lexicon.group('arms_move_stems')))})", re.IGNORECASE)
"""Beginnings of the words of giving and taking."""


def worth_parsing(document: Document) -> list[int]:
    """Indices of the sentences to parse, in order. The document's gate is open already."""
    cued = set(document.cue_sentences("arms_deals"))
    return [s.index for s in document.sentences if (s.index in cued or _weapons(s.text)) and _MOVES.search(s.text)]


def _weapons(text: str) -> bool:
    return AID.search(text) is not None or any(
        hit.name.kind == "weapon" and not hit.name.ambiguous for hit in find(text)
    )
