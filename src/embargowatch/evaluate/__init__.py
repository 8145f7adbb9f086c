"""Accuracy against labelled articles: topics, records as a whole, their slots, and what would hurt a reader.

Labels are JSON lines ``{id, sanctions, arms_deals, records}``, where a topic is about, mention, none or borderline
(left out); results are the lines of ``embargowatch analyze --jsonl``.
"""

from embargowatch.evaluate.measure import Measures, measure
from embargowatch.evaluate.report import Report, as_json, report
from embargowatch.evaluate.sets import LabelledSet, read_sets
from embargowatch.evaluate.tables import as_text, errors, tables

__all__ = [
    "LabelledSet",
    "Measures",
    "Report",
    "as_json",
    "as_text",
    "errors",
    "measure",
    "read_sets",
    "report",
    "tables",
]
