"""How far apart in time two articles are."""

from __future__ import annotations

from embargowatch.link.units import Unit

USUAL_DAYS = 3.0
"""Between two articles of which one has no date."""


def days_apart(a: Unit, b: Unit) -> float:
    if a.when is None or b.when is None:
        return USUAL_DAYS
    return abs(a.when - b.when).total_seconds() / 86400
