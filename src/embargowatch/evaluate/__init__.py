"""Accuracy against labelled articles: topics, records as a whole, their slots, and what would hurt a reader.

Labels are JSON lines ``{id, sanctions, arms_deals, records}``, where a topic is about, mention, none or borderline
(left out); results are the lines of ``embargowatch analyze --jsonl``.
"""

from embargowatch.evaluate.measure import Measures, measure
from embargowatch.evaluate.tables import errors, table

__all__ = ["Measures", "errors", "measure", "table"]
