"""Verdicts: which articles are about a topic, and what in their words and records tells so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from embargowatch import classify, lexicon
from embargowatch.cli.analyze import article_of
from embargowatch.evaluate.sets import LabelledSet
from embargowatch.topics import TOPICS
from embargowatch.topics.verdict import about, signs
from embargowatch.train.logistic import Numbers, cross_validated, fit, matrix

TABLE = lexicon.FOLDER / "en" / "verdicts.tsv"
STRENGTH = 10.0
"""Of the ridge, on signs of equal spread: the signs are many and say much the same."""
SELDOM = 3
"""A word in fewer articles is no sign."""
LEAST_SPREAD = 0.5
"""A sign that hardly differs between articles is not blown up to count like the others."""


@dataclass(frozen=True, slots=True)
class Example:
    article: str
    of: str
    """The name of its set."""
    signs: dict[str, float]
    about: bool


@dataclass(frozen=True, slots=True)
class Trained:
    """Weights by sign ("-" is the bias), and F1 by the name of the set, cross-validated."""

    weights: dict[str, float]
    f1: dict[str, float]


def train(sets: Iterable[LabelledSet]) -> dict[str, Trained]:
    """The weights of each topic."""
    found: dict[str, list[Example]] = {topic.name: [] for topic in TOPICS}
    for each in sets:
        for label in each.labels:
            for name, example in _examples(each.name, label["id"], label, each.articles[label["id"]]):
                found[name].append(example)
    return {name: _trained(examples) for name, examples in found.items()}


def _examples(of: str, id_: str, label: Mapping[str, str], row: Mapping[str, str]) -> Iterable[tuple[str, Example]]:
    """One for each topic that two careful readers would agree on."""
    document, records = classify.reading(article_of(dict(row)))
    for topic, own in zip(TOPICS, records, strict=True):
        against = topic.judge(document, own).against
        if label[topic.name] != "borderline":
            yield topic.name, Example(id_, of, signs(document, topic.name, own, against), label[topic.name] == "about")


def _trained(examples: Sequence[Example]) -> Trained:
    names, values = matrix(_without_seldom([e.signs for e in examples]))
    spread = np.maximum(values.std(axis=0), LEAST_SPREAD)
    spread[0] = 1.0
    about = np.array([float(e.about) for e in examples])
    said = cross_validated(values / spread, about, [e.article for e in examples], STRENGTH)
    weights = fit(values / spread, about, STRENGTH) / spread
    by_name = {name or "-": round(float(w), 2) for name, w in zip(names, weights, strict=True)}
    return Trained(by_name, {of: _f1(examples, said, of) for of in dict.fromkeys(e.of for e in examples)})


def _without_seldom(rows: Sequence[dict[str, float]]) -> list[dict[str, float]]:
    number = Counter(name for row in rows for name in row if "word " in name)
    return [{k: v for k, v in row.items() if "word " not in k or number[k] >= SELDOM} for row in rows]


def _f1(examples: Sequence[Example], said: Numbers, of: str) -> float:
    pairs = [(e.about, about(float(p), e.signs)) for e, p in zip(examples, said, strict=True) if e.of == of]
    total = sum(int(a) + int(b) for a, b in pairs)
    return round(2 * sum(a and b for a, b in pairs) / total, 3) if total else 0.0


def store(found: Mapping[str, Trained], path: Path = TABLE) -> None:
    """The weights as a table of the lexicon."""
    head = [
        "# What tells that an article is about a topic: weights on the logistic scale.",
        "# Learned by `./run train verdicts`. The sign - is the bias. Cross-validated F1 by labelled set:",
        *(f"# {name}: {', '.join(f'{of} {f1}' for of, f1 in one.f1.items())}" for name, one in found.items()),
        "topic\tsign\tweight",
    ]
    lines = [f"{name}\t{sign}\t{w}" for name, one in found.items() for sign, w in one.weights.items() if w]
    path.write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")
