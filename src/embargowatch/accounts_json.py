"""Who says what in a story, as JSON for the columns of ``stories``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from embargowatch.link import Merged
from embargowatch.types import Disagreement, Step, Variant


def account_to_json(story: Merged) -> dict[str, Any]:
    return {
        "steps": [{**asdict(step), "first_told": step.first_told.isoformat()} for step in story.steps],
        "support": {name: list(ids) for name, ids in story.support.items()},
        "disagreements": [asdict(each) for each in story.disagreements],
    }


def account_from_json(found: Mapping[str, Any]) -> dict[str, Any]:
    """Steps, support and disagreements as the types have them."""
    return {
        "steps": tuple(_step(each) for each in found["steps"]),
        "support": {name: tuple(ids) for name, ids in found["support"].items()},
        "disagreements": tuple(_disagreement(each) for each in found["disagreements"]),
    }


def _step(found: Mapping[str, Any]) -> Step:
    when = datetime.fromisoformat(found["first_told"])
    return Step(**{**found, "first_told": when, "article_ids": tuple(found["article_ids"])})


def _disagreement(found: Mapping[str, Any]) -> Disagreement:
    variants = (Variant(each["value"], tuple(each["article_ids"])) for each in found["variants"])
    return Disagreement(found["field"], tuple(variants))
