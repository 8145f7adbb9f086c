"""Which sentences are worth parsing: those with a weapon or aid and a word of giving or taking."""

from __future__ import annotations

import re

from embargowatch.reading import Document
from embargowatch.reading.names import find
from embargowatch.topics.arms_deals.aid import AID

_MOVES = re.compile(
    r"\b(?:s[eo]ld|sell(?:s|ing|er)?|sales?|buy(?:s|ing|er)?|bought|purchas\w+|acqui\w+|procur\w+|order(?:s|ed|ing)?|suppl(?:y|ies|ied|ying|ier|iers)|"
    r"provid\w+|provision|giv(?:e|es|en|ing)|gave|send(?:s|ing)?|sent|ship(?:s|ped|ping|ment|ments)|deliver\w*|transfer\w*|export\w*|import\w*|"
    r"donat\w+|gift\w*|lend\w*|lent|leas\w+|loan\w*|offer\w*|pledg\w+|promis\w+|commit\w*|announc\w+|approv\w+|authori[sz]\w+|clear\w*|licen[cs]\w+|"
    r"block\w*|halt\w*|suspen\w+|cancel\w*|refus\w+|seiz\w+|intercept\w*|smuggl\w+|traffick\w*|receiv\w+|got|get(?:s|ting)?|request\w*|seek\w*|sought|want\w*|"
    r"deals?|contracts?|agreements?|accord|pact|talks?|negotiat\w+|arm(?:s|ed|ing)?|equip\w*|outfit\w*|rearm\w*|furnish\w*|aid|assistance|packages?|support|help|"
    r"transport\w*|airlift\w*|dispatch\w*|hand(?:s|ed|ing)? over|turn(?:s|ed|ing)? over|select\w*|choos\w+|chose\w*|pick\w*|peddl\w+|funnel\w*|arriv\w+|"
    r"need\w*|accept\w*|contribut\w+|eye[sd]?|eyeing|allocat\w+|earmark\w*|tranche|memorandum|withh\w+|ban(?:s|ned|ning)?|freez\w+|froze\w*|pause\w*|trade\w*|financ\w+|fund\w*)\b",
    re.IGNORECASE,
)


def worth_parsing(document: Document) -> list[int]:
    """Indices of the sentences to parse, in order. The document's gate is open already."""
    cued = set(document.cue_sentences("arms_deals"))
    return [s.index for s in document.sentences if (s.index in cued or _weapons(s.text)) and _MOVES.search(s.text)]


def _weapons(text: str) -> bool:
    return AID.search(text) is not None or any(
        hit.name.kind == "weapon" and not hit.name.ambiguous for hit in find(text)
    )
