"""The body of an article: trafilatura's, without the lines that are not the article's."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from lxml.html import HtmlElement
from trafilatura import bare_extraction

from embargowatch.clean import phrases
from embargowatch.clean.metadata import About
from embargowatch.clean.paragraphs import coverage, link_texts, prose, with_lost_half
from embargowatch.clean.phrases import either
from embargowatch.clean.scripts import body_in_scripts
from embargowatch.clean.titles import plain_key

_RESCUE_SHARE = 0.5
"""Of the publisher's own articleBody: with less text than that, the page's text is taken from there."""

_SUSPICIOUS = 0.35
"""Share of the page's prose: with less than that found, trafilatura's slower way is tried as well."""

_NOTHING = 60

_NOT_THE_ARTICLE = either(phrases.FURNITURE)


def read_body(tree: HtmlElement, html: str, url: str, about: About) -> str:
    """The paragraphs of the article on a page, separated by an empty line; "" where there are none."""
    paragraphs, links = prose(tree), link_texts(tree)
    lines = _lines(_extract(tree, url))
    if coverage(paragraphs, lines) < _SUSPICIOUS:
        lines = max(lines, _lines(_extract(html, url, fast=False)), key=lambda found: coverage(paragraphs, found))
    lines = with_lost_half(paragraphs, lines)
    text = "\n\n".join(_without_noise(lines, about, links))
    if len(text) < _NOTHING and (hidden := body_in_scripts(tree)):
        return "\n\n".join(_without_noise(_lines(hidden), about, links))
    if len(text) < _RESCUE_SHARE * len(about.body) or _is_that_body(lines, about):
        return "\n\n".join(_without_noise(_lines(about.body), about, frozenset()))
    return text


def _is_that_body(lines: list[str], about: About) -> bool:
    """Whether trafilatura took the publisher's articleBody itself, which it makes one paragraph of."""
    return len(lines) == 1 and "\n" in about.body and plain_key(lines[0]) == plain_key(about.body)


def _extract(page: Any, url: str, fast: bool = True) -> str:
    document = bare_extraction(
        page, url=url or None, fast=fast, with_metadata=False, include_comments=False, include_tables=True
    )
    text = getattr(document, "text", None)  # trafilatura types its answer as this or a dict
    return text or ""


def _lines(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in lines if line]


def _without_noise(lines: list[str], about: About, links: Collection[str]) -> list[str]:
    heads = {plain_key(about.title)} | {plain_key(title) for title in about.titles}
    kept: list[str] = []
    seen: set[str] = set()
    for number, line in enumerate(lines):
        key = plain_key(line)
        if number < 4 and key in heads:
            continue
        if _NOT_THE_ARTICLE.fullmatch(line) or key in links or (len(key) > 60 and key in seen):
            continue
        seen.add(key)
        kept.append(line)
    return kept
