"""Article → Verdicts: is it about sanctions, is it about arms deals, and which words say so."""

from __future__ import annotations

from functools import lru_cache

from embargowatch.reading import Document, read
from embargowatch.reading import language as languages
from embargowatch.topics import TOPICS
from embargowatch.topics.topic import Records
from embargowatch.types import Article, Verdict

CLASSIFIER = "rules-1"
"""Version of the verdicts: a new one is judged again, beside the old."""

REMEMBERED = 24
"""Documents kept: a batch is classified and then extracted, and should be read once."""


def supported(article: Article) -> bool:
    """Whether the article's language can be read; an unsupported one is never guessed at."""
    return languages.supported(article.title, article.text, article.language)


def judge(article: Article) -> tuple[Verdict, ...]:
    """One verdict for each topic, in the order of TOPICS."""
    document, records = reading(article)
    return tuple(topic.judge(document, records[i]) for i, topic in enumerate(TOPICS))


@lru_cache(maxsize=REMEMBERED)
def reading(article: Article) -> tuple[Document, tuple[Records, ...]]:
    """The article read once: its document and each topic's records, in the order of TOPICS.

    The gate comes first: a topic without a cue in the text is not extracted, and without any cue spaCy
    is not even loaded.
    """
    document = read(article)
    cued = {cue.topic for cue in document.cues if cue.weight > 0}
    return document, tuple(topic.extract(document) if topic.name in cued else () for topic in TOPICS)
