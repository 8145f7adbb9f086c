"""How far a number could be off by the luck of which articles are in the set: the bootstrap over articles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from embargowatch.evaluate.measure import Measures

SEED = 20260101
DRAWS = 1000
SHARES = {"overstated": ("overstated", "told"), "false_records": ("false_records", "without_records")}
"""Measures that are a share: what is counted, of what."""

Interval = tuple[float, float]
Numbers = NDArray[np.float64]


def intervals(parts: Sequence[Measures], keys: Sequence[str]) -> dict[str, Interval]:
    """95 % percentile interval of each F1 or share: articles are drawn with replacement, always the same draws."""
    if not parts:
        return dict.fromkeys(keys, (0.0, 0.0))
    draws = np.random.default_rng(SEED).multinomial(len(parts), [1 / len(parts)] * len(parts), size=DRAWS)
    found = {}
    for key in keys:
        low, high = np.percentile(_drawn(parts, key, draws.astype(np.float64)), [2.5, 97.5])
        found[key] = (float(low), float(high))
    return found


def _drawn(parts: Sequence[Measures], key: str, draws: Numbers) -> Numbers:
    if key in SHARES:
        part, whole = (draws @ np.array([getattr(p, name) for p in parts], float) for name in SHARES[key])
        return _ratio(part, whole, 0.0)
    rows = [p.counts.get(key) for p in parts]
    counts = np.array([(c.hits, c.gold, c.guess) if c else (0, 0, 0) for c in rows], float)
    hits, gold, guess = (draws @ counts).T
    return _ratio(2 * hits, gold + guess, 1.0)


def _ratio(part: Numbers, whole: Numbers, of_nothing: float) -> Numbers:
    found = np.full_like(part, of_nothing)
    np.divide(part, whole, out=found, where=whole > 0)
    return found
