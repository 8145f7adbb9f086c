"""A passage of an article with the words that carry a record marked in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from embargowatch.types import Evidence


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the passage: whether it is in the quoted sentence, and the fields that rest on it."""

    text: str
    quoted: bool = False
    fields: tuple[str, ...] = ()


class _Span(NamedTuple):
    start: int
    end: int
    field: str


def passage(
    text: str, quote: str, evidence: Mapping[str, Sequence[Evidence]], *, offset: int = 0, around: int = 280
) -> tuple[Part, ...]:
    """The paragraph around the quote, in parts; the quote alone when it cannot be found in the text.

    ``text`` starts at code point ``offset`` of the article, which is what the evidence counts from; at most
    ``around`` characters are shown before and after the quote.
    """
    start = text.find(quote) if quote else -1
    if start < 0:
        return (Part(quote, quoted=True),) if quote else ()
    end = start + len(quote)
    opens, closes = _window(text, start, end, around)
    spans = [
        _Span(span.start - offset - opens, span.end - offset - opens, field)
        for field, found in evidence.items()
        for span in found
        # What covers the whole sentence says nothing about where in it to look.
        if span.where == "text"
        and opens <= span.start - offset < span.end - offset <= closes
        and span.end - span.start < len(quote)
    ]
    parts = _marked(text[opens:closes], (start - opens, end - opens), spans)
    before = (Part("… "),) if opens and text[opens - 1] != "\n" else ()
    after = (Part(" …"),) if closes < len(text) and text[closes] != "\n" else ()
    return (*before, *parts, *after)


def _window(text: str, start: int, end: int, around: int) -> tuple[int, int]:
    """From where to where to show: the paragraph, or less of it, at word borders."""
    opens = text.rfind("\n", 0, start) + 1
    closes = text.find("\n", end)
    closes = len(text) if closes < 0 else closes
    if start - opens > around:
        opens = text.find(" ", start - around, start) + 1 or start
    if closes - end > around:
        closes = text.rfind(" ", end, end + around)
        closes = end if closes < 0 else closes
    return opens, closes


def _marked(shown: str, quoted: tuple[int, int], spans: Sequence[_Span]) -> tuple[Part, ...]:
    cuts = sorted({0, len(shown), *quoted, *(cut for span in spans for cut in (span.start, span.end))})
    return tuple(
        Part(
            shown[start:end],
            quoted=quoted[0] <= start and end <= quoted[1],
            fields=tuple(sorted({span.field for span in spans if span.start <= start and end <= span.end})),
        )
        for start, end in pairwise(cuts)
    )
