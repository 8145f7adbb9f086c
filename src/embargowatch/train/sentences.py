"""Which sentences are worth parsing: those that became a part of a record when every candidate was parsed.

    $ ./run train sentences ~/corpus

The articles need no labels: they are read in full, and each candidate sentence counts as much as the record that it
became a part of is believed. The weights go where `embargowatch.reading.choosing` finds them.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from embargowatch import lexicon
from embargowatch.classify import supported
from embargowatch.cli.analyze import BadLine, article_of
from embargowatch.confidence import with_confidence
from embargowatch.reading import read
from embargowatch.reading.choosing import ALWAYS, of_document, of_sentence
from embargowatch.topics import arms_deals
from embargowatch.topics.arms_deals.selecting import candidates
from embargowatch.train.logistic import FOLDS, Numbers, fold_of
from embargowatch.types import Article

TOPIC = "arms_deals"
RECALL = 0.97
"""Share of the believed records' sentences that is still parsed, measured on articles that were not trained on."""
SEEN = 15
"""Sentences that a sign is seen in before it has a weight."""
RIDGE, STEPS, STRIDE = 50.0, 300, 0.05
FAVOUR = 5.0
"""A sentence of a record counts as so many that are of none."""


@dataclass(frozen=True, slots=True)
class Example:
    """A candidate sentence: its signs, and how far the record that it became a part of is believed (0: none)."""

    article: str
    signs: frozenset[str]
    told: float


@dataclass(frozen=True, slots=True)
class Trained:
    """Weights by sign, and what they leave of the examples where they were not trained on their articles."""

    weights: dict[str, float]
    examples: int
    parsed: float
    """Share of the candidates that are parsed."""
    recall: float


def articles(paths: Iterable[Path]) -> Iterator[Article]:
    """Every article of the .jsonl and .jsonl.gz files there."""
    for path in paths:
        for file in sorted(path.glob("*.jsonl*")) if path.is_dir() else [path]:
            data = file.read_bytes()
            for line in (gzip.decompress(data) if file.suffix == ".gz" else data).splitlines():
                row: dict[str, Any] = json.loads(line)
                try:
                    yield article_of(row)
                except BadLine:
                    continue  # a line that is no article


def examples(article: Article) -> list[Example]:
    """The article's candidate sentences, after all of them were parsed."""
    document = read(article)
    if not any(c.topic == TOPIC and c.weight > 0 for c in document.cues) or not supported(article):
        return []
    document.in_full = True
    records = arms_deals.TOPIC.extract(document)
    told: dict[int | None, float] = {}
    for record in (with_confidence(r, records) for r in records):
        for evidence in (e for found in record.evidence.values() for e in found):
            index = document.sentence_at(evidence.where, evidence.start)
            told[index] = max(told.get(index, 0.0), record.confidence.get("record", 0.5))
    whole = frozenset(of_document(document, TOPIC))
    name = article.title + article.text[:200]
    return [
        Example(name, whole | frozenset(of_sentence(document, TOPIC, i)), told.get(i, 0.0))
        for i in candidates(document)[: arms_deals.MOST]
    ]


def train(found: Sequence[Example]) -> Trained:
    """The weights, with what is left to parse at RECALL folded into the weight of ALWAYS."""
    folds = np.array([fold_of(example.article) for example in found])
    scores = np.zeros(len(found))
    for fold in range(FOLDS):
        weights = _fit([e for e, f in zip(found, folds, strict=True) if f != fold])
        for n, example in enumerate(found):
            if folds[n] == fold:
                scores[n] = sum(weights.get(sign, 0.0) for sign in example.signs)
    told = np.array([example.told for example in found])
    least = _least(scores, told)
    weights = _fit(found)
    weights[ALWAYS] = weights.get(ALWAYS, 0.0) - least
    kept = scores >= least
    return Trained(weights, len(found), float(kept.mean()), float(told[kept].sum() / told.sum()))


def _least(scores: Numbers, told: Numbers) -> float:
    """The score that RECALL of what is told reaches."""
    order = np.argsort(-scores, kind="stable")
    reached = np.cumsum(told[order]) / told.sum()
    return float(scores[order[int(np.searchsorted(reached, RECALL))]])


def _fit(found: Sequence[Example]) -> dict[str, float]:
    """Logistic regression with a ridge over signs that are there or not (Adam over all examples at once)."""
    counts = Counter(sign for example in found for sign in example.signs)
    place = {sign: n for n, sign in enumerate(sorted(s for s, n in counts.items() if n >= SEEN))}
    pairs = [(row, place[s]) for row, example in enumerate(found) for s in sorted(example.signs) if s in place]
    rows, columns = np.array(pairs).T
    right = np.array([example.told > 0 for example in found], dtype=float)
    counted = np.array([FAVOUR * example.told or 1.0 for example in found])
    weights, mean, spread = (np.zeros(len(place)) for _ in range(3))
    for step in range(1, STEPS + 1):
        guess = 1 / (1 + np.exp(-np.bincount(rows, weights[columns], len(found))))
        slope = np.bincount(columns, ((guess - right) * counted)[rows], len(place)) + RIDGE * weights
        mean = 0.9 * mean + 0.1 * slope
        spread = 0.99 * spread + 0.01 * slope**2
        weights -= STRIDE * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
    return dict(zip(place, weights.tolist(), strict=True))


def store(trained: Trained, folder: Path = lexicon.FOLDER / "en") -> None:
    """The weights as a table, without those that say next to nothing."""
    rows = [f"{sign}\t{weight:.2f}" for sign, weight in sorted(trained.weights.items()) if abs(weight) >= 0.05]
    head = (
        "# What is seen in a sentence without parsing it, and how much that says for parsing it. Learned: ./run train\n"
        f"# sentences. Of {trained.examples} candidates {trained.parsed:.0%} are parsed, "
        f"for {trained.recall:.1%} of what becomes a record.\n"
    )
    text = head + "\n".join(["sign\tweight", *rows]) + "\n"
    (folder / f"worth_{TOPIC}.tsv").write_text(text, encoding="utf-8")
