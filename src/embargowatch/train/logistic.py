"""Logistic regression with a ridge, and how good its probabilities are on articles that it has not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Signals = Mapping[str, float]
RIDGE = 2.0
STEPS = 30
FOLDS = 5
BINS = 10


def matrix(rows: Sequence[Signals]) -> tuple[list[str], Numbers]:
    """The signals' names, the bias "" first, and a row of values for each example."""
    names = ["", *sorted({name for row in rows for name in row})]
    return names, np.array([[1.0, *(row.get(name, 0.0) for name in names[1:])] for row in rows])


def fit(signals: Numbers, right: Numbers, strength: float = RIDGE) -> Numbers:
    """Weights that minimise the log loss with a ridge of that strength, the bias without (Newton's method)."""
    weights = np.zeros(signals.shape[1])
    ridge = np.full(signals.shape[1], strength)
    ridge[0] = 1e-6
    for _ in range(STEPS):
        guess = predict(signals, weights)
        slope = signals.T @ (guess - right) + ridge * weights
        bend = (signals.T * (guess * (1 - guess))) @ signals + np.diag(ridge)
        weights = weights - np.linalg.solve(bend, slope)
    return weights


def predict(signals: Numbers, weights: Numbers) -> Numbers:
    found: Numbers = 1 / (1 + np.exp(-(signals @ weights)))
    return found


def cross_validated(signals: Numbers, right: Numbers, articles: Sequence[str], strength: float = RIDGE) -> Numbers:
    """For each example what a model says that was trained without any example of its article."""
    folds = np.array([fold_of(article) for article in articles])
    found = np.zeros(len(right))
    for fold in range(FOLDS):
        weights = fit(signals[folds != fold], right[folds != fold], strength)
        found[folds == fold] = predict(signals[folds == fold], weights)
    return found


def fold_of(article: str) -> int:
    """Always the same for an article, whatever else is in the set."""
    return int(sha256(article.encode()).hexdigest()[:8], 16) % FOLDS


def brier(said: Numbers, right: Numbers) -> float:
    """Mean squared distance between what was said and what was so."""
    return float(np.mean((said - right) ** 2))


def bins(said: Numbers, right: Numbers) -> list[tuple[float, float, int]]:
    """Ten bins of equal size: mean of what was said, share that was right, number."""
    parts = (part for part in np.array_split(np.argsort(said, kind="stable"), BINS) if len(part))
    return [(float(said[part].mean()), float(right[part].mean()), len(part)) for part in parts]


def calibration_error(said: Numbers, right: Numbers) -> float:
    """Expected calibration error over the bins."""
    return sum(abs(mean - share) * number for mean, share, number in bins(said, right)) / len(said)
