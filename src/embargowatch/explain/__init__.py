"""What was read in an article and why, for a person at a terminal: the text with marks, verdicts, records.

Pure: an article with its verdicts and records in, lines out. Nothing of the article can steer the terminal.
"""

from embargowatch.explain.marks import Mark, marks
from embargowatch.explain.page import explain
from embargowatch.explain.pen import Pen

__all__ = ["Mark", "Pen", "explain", "marks"]
