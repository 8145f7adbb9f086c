"""Stories that fit a filter and have certain words, a page at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from psycopg2.extensions import connection

from embargowatch.store.statement import Row, rows
from embargowatch.store.story_filter import EVERYTHING, StoryFilter

MOST_RANKED = 1000
"""Of the stories that have the words, so many of the newest are put in order of relevance."""
MOST_WORDS = 20


@dataclass(frozen=True, slots=True)
class Words:
    """What was typed into a search: "k239 -ukraine "rocket launchers"" has a word, one to be without, a phrase."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @classmethod
    def typed(cls, text: str) -> Words:
        """A search as people type it: quotes hold a phrase together, a minus takes away."""
        found = re.findall(r'(-?)(?:"([^"]*)"|([^\s"]+))', text)[:MOST_WORDS]
        parts = [(minus, phrase.strip(), word) for minus, phrase, word in found]
        return cls(
            words=tuple(word for minus, _, word in parts if word and not minus),
            phrases=tuple(phrase for minus, phrase, _ in parts if phrase and not minus),
            without=tuple(phrase or word for minus, phrase, word in parts if minus and (phrase or word)),
        )

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases or self.without)


@dataclass(frozen=True, slots=True)
class After:
    """Where a page begins: the last story of the page before, by its time or its score."""

    story_id: int
    last_seen: datetime | None = None
    score: int | None = None


def found_stories(
    db: connection,
    asked: StoryFilter = EVERYTHING,
    words: Words = Words(),
    *,
    by_relevance: bool = False,
    after: After | None = None,
    limit: int = 30,
) -> list[Row]:
    """Stories as rows, newest first or by relevance, after the one that ``after`` points to."""
    by_relevance = by_relevance and bool(words)
    params = {
        **asked.parameters,
        "asks_words": bool(words),
        "words": list(words.words),
        "phrases": list(words.phrases),
        "without": list(words.without),
        "by_relevance": by_relevance,
        "before": after.last_seen if after and not by_relevance else None,
        "before_id": after.story_id if after else None,
        "below": after.score if after and by_relevance else None,
        "below_id": after.story_id if after else None,
        "most": MOST_RANKED if by_relevance else limit,
        "limit": limit,
    }
    return rows(db, "found_stories", params)
