"""Groupings by what an article looks like: the words of its title, or of its whole text.

Two articles are put together when they are alike enough, and so is whoever hangs on to them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from storylines.measures import Grouping, pairwise

TITLES_ALIKE = 0.55
THRESHOLDS = [n / 100 for n in range(10, 91, 2)]
WORD = re.compile(r"\w+")


class Article(TypedDict):
    """A line of the articles' file."""

    id: str
    title: str
    text: str
    url: str
    outlet: str
    published: str


def by_title(articles: Sequence[Article]) -> Grouping:
    """Titles that share more than half of their words."""
    words = [frozenset(WORD.findall(article["title"].lower())) for article in articles]
    alike = [
        (a, b)
        for b in range(len(words))
        for a in range(b)
        if words[a] and len(words[a] & words[b]) / len(words[a] | words[b]) >= TITLES_ALIKE
    ]
    return _chained(articles, alike)


def by_text(articles: Sequence[Article], right: Grouping) -> tuple[Grouping, float]:
    """Cosine of TF-IDF of title and text, with the threshold that fits these articles best, which is in its favour."""
    cosines = _cosines([f"{article['title']}\n{article['text']}" for article in articles])
    groupings = {at: _chained(articles, zip(*np.nonzero(np.triu(cosines >= at, 1)), strict=True)) for at in THRESHOLDS}
    best = max(THRESHOLDS, key=lambda at: pairwise(groupings[at], right).f1)
    return groupings[best], best


def _cosines(texts: Sequence[str]) -> NDArray[np.float64]:
    counts = [Counter(WORD.findall(text.lower())) for text in texts]
    in_texts = Counter(word for count in counts for word in count)
    column = {word: n for n, word in enumerate(in_texts)}
    matrix = np.zeros((len(texts), len(column)))
    for row, count in enumerate(counts):
        for word, times in count.items():
            matrix[row, column[word]] = (1 + math.log(times)) * (math.log((1 + len(texts)) / (1 + in_texts[word])) + 1)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.asarray(matrix @ matrix.T)


def _chained(articles: Sequence[Article], alike: Iterable[tuple[int, int]]) -> Grouping:
    group_of = list(range(len(articles)))
    for a, b in alike:
        old, new = group_of[b], group_of[a]
        group_of = [new if group == old else group for group in group_of]
    return {article["id"]: frozenset({str(group)}) for article, group in zip(articles, group_of, strict=True)}
