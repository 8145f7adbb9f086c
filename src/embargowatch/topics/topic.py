"""What a topic is: a name, how to extract its records from a document, and how to judge the document by them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from embargowatch import types
from embargowatch.reading import Document

Records = tuple[types.Sanction | types.ArmsDeal, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """One subject that subscribers can follow. Both functions are pure; the gate (``document.cues``) comes first:
    a document without a cue of the topic is never given to ``extract``."""

    name: types.Topic
    extract: Callable[[Document], Records]
    judge: Callable[[Document, Records], types.Verdict]
    """Given the topic's own records: whether the document is about it, a score 0 to 1, the phrases for and against."""
