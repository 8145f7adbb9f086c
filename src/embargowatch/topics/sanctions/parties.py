"""Who a document's measures are by where no sentence says so."""

from __future__ import annotations

from collections import Counter

from embargowatch.reading import Document
from embargowatch.reading.document import evidence_of
from embargowatch.topics.sanctions.draft import Draft, Filler
from embargowatch.types import Evidence

SENDERS = frozenset({"US", "EU", "UN", "GB"})
"""Who most measures are by."""
BESIDE = 0.5
GUESSED = 0.4
"""How sure a sender is that no sentence names as one."""
SHARE = 0.6
"""How much of what is said of such senders must be said of one."""
FEWEST = 2


def sender_beside(draft: Draft) -> Filler | None:
    """The one usual sender that the draft's own sentence names."""
    named = {m.codes[0]: m for m in draft.clause.known if m.codes and m.codes[0] in SENDERS and m.kind != "programme"}
    if len(named) != 1:
        return None
    code, mention = named.popitem()
    return Filler(code, evidence_of(mention), BESIDE)


def usual_sender(document: Document) -> Filler | None:
    """The one usual sender that the document speaks of throughout; None where there are several or none."""
    tally: Counter[str] = Counter()
    first: dict[str, Filler] = {}
    for sentence in document.sentences:
        for hit in document.names(sentence.index):
            if hit.name.kind == "programme" or not hit.name.codes or hit.name.codes[0] not in SENDERS:
                continue
            code = hit.name.codes[0]
            tally[code] += 2 if hit.name.kind == "institution" or sentence.where == "title" else 1
            start = sentence.start + hit.start
            quote = sentence.text[hit.start : hit.end]
            first.setdefault(code, Filler(code, Evidence(sentence.where, start, start + len(quote), quote), GUESSED))
    if not tally:
        return None
    code, votes = tally.most_common(1)[0]
    return first[code] if votes >= max(FEWEST, SHARE * sum(tally.values())) else None
