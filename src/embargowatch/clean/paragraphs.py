"""What the page's own paragraphs say about an extracted text: how much of them is in it, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from embargowatch.clean.titles import plain_key

_LONG = 60
"""Characters: a paragraph of prose, not a label."""
_NEAR = 3
"""How many levels up paragraphs of one body meet, when it is split into several containers."""
_HALF_LOST = 0.8
"""Of the text that was found: with that much more beside it, about half of the body was lost."""
_OUTSIDE = frozenset(("nav", "aside", "footer", "header", "form", "figure", "figcaption", "button", "noscript"))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose on the page, and its text for comparing."""

    element: HtmlElement
    text: str
    key: str


def prose(tree: HtmlElement) -> list[Paragraph]:
    """The page's paragraphs of prose: long, not mostly links, not in its furniture."""
    return [
        Paragraph(element, text, plain_key(text))
        for element in tree.iter("p")
        if (text := _words(element)) and _is_prose(element, text)
    ]


def coverage(paragraphs: list[Paragraph], lines: list[str]) -> float:
    """The share of the page's prose that is among the lines; 1.0 for a page with hardly any."""
    total = sum(len(paragraph.text) for paragraph in paragraphs)
    if total < 1000:
        return 1.0
    found = {plain_key(line) for line in lines}
    return sum(len(paragraph.text) for paragraph in paragraphs if paragraph.key in found) / total


def with_lost_half(paragraphs: list[Paragraph], lines: list[str]) -> list[str]:
    """The lines, with the paragraphs that stand close to them on the page, where those are about as much again.

    A body that is split over containers by advertising is often found only in part. Anything less than half is left
    alone: then what stands beside the body is rather another article's teaser.
    """
    keys = [plain_key(line) for line in lines]
    found = set(keys)
    around = Counter(above for each in paragraphs if each.key in found for above in _above(each.element))
    lost: dict[str, list[str]] = {}
    before = ""
    for each in paragraphs:
        if each.key in found:
            before = each.key
        elif before and any(around[above] >= 2 for above in _above(each.element)):
            lost.setdefault(before, []).append(each.text)
            found.add(each.key)
    if sum(len(text) for texts in lost.values() for text in texts) < _HALF_LOST * sum(map(len, lines)):
        return lines
    return [each for key, line in zip(keys, lines, strict=True) for each in (line, *lost.pop(key, ()))]


def link_texts(tree: HtmlElement) -> frozenset[str]:
    """The words of every link and of every block in one, as keys: a line that is nothing else offers something else."""
    blocks = (
        block for link in tree.iter("a") for block in (link, *(link.iter("p", "h2", "h3", "h4") if len(link) else ()))
    )
    return frozenset(plain_key(text) for block in blocks if len(text := _words(block)) >= 12)


def _is_prose(element: HtmlElement, text: str) -> bool:
    if len(text) < _LONG or _is_outside(element):
        return False
    return sum(len(_words(link)) for link in element.iter("a")) <= len(text) / 2


def _is_outside(element: HtmlElement) -> bool:
    """Whether it is in the page's furniture; markup is often left open, so what is in an article is the article's."""
    for above in element.iterancestors():
        if above.tag in ("article", "main"):
            return False
        if above.tag in _OUTSIDE:
            return True
    return False


def _above(element: HtmlElement) -> Iterator[HtmlElement]:
    for level, above in enumerate(element.iterancestors()):
        if level >= _NEAR or not isinstance(above, HtmlElement):
            return
        yield above


def _words(element: HtmlElement) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split())
