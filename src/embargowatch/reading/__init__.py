"""Reading: from an article to sentences, mentions, money, dates and who does what to whom.

    document = read(article)                 # cheap: sentences and cue hits, no spaCy yet
    document.cue_sentences("arms_deals")     # which sentences have a cue of a topic
    clause = document.parse(i)               # one sentence parsed (spaCy), with mentions, money, dates
    syntax.subjects(token), syntax.objects(token), syntax.under(token, "to"), …
    modality.mood(clause, token)             # reported, future, hypothetical, denied, claimed
    roles.actors(document, clause, token)    # countries, bodies and groups that a noun phrase stands for

Nothing in here knows what a sanction or a deal is; the topics do.
"""

import os
import sys

if "numpy" not in sys.modules:  # it reads this when it is imported; the matrices of a sentence are too small to share
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from embargowatch.reading.document import Document, Parsed, read
from embargowatch.reading.language import supported
from embargowatch.reading.mentions import Mention
from embargowatch.reading.sentences import Sentence

__all__ = ["Document", "Mention", "Parsed", "Sentence", "read", "supported"]
