"""HTML fragments, as feeds carry them, to plain text."""

from __future__ import annotations

import re
from html import unescape

from bs4 import BeautifulSoup

MAX_CHARS = 50_000
_BLOCKS = (
    "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "article", "table", "tr",
    "figure", "dd", "dt", "hr", "br",
)  # fmt: skip
_NOT_TEXT = ("script", "style", "noscript", "template", "iframe", "figcaption", "svg", "form", "button")
_MARKUP = re.compile(r"<[a-zA-Z/!]")
_ESCAPED_MARKUP = re.compile(r"&lt;/?(?:p|div|br|a|span|strong|em|b|i|img|ul|li|h\d)\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff]")
_MORE = re.compile(
    r"\s*(?:The post\b.{0,300}\bappeared first on\b.{0,200}|(?:Read|Continue) (?:more|reading)\b.{0,40}"
    r"|\[(?:…|\.\.\.|&#8230;)\])\s*$"
)


def plain(html: str) -> str:
    """The text of a fragment, paragraphs separated by an empty line, without the feed's own "read more"."""
    html = html[: 10 * MAX_CHARS]
    if _ESCAPED_MARKUP.search(html):  # escaped twice
        html = unescape(html)
    return _MORE.sub("", paragraphs(_text(html) if _MARKUP.search(html) else unescape(html)))[:MAX_CHARS]


def line(html: str) -> str:
    """The text of a fragment on one line: a title, a name."""
    return " ".join(plain(html).split())[:1000]


def paragraphs(text: str) -> str:
    """Text with its white space in order: one space in a line, an empty line between paragraphs."""
    parts = (" ".join(part.split()) for part in re.split(r"\n\s*\n", _CONTROL.sub("", text)))
    return "\n\n".join(part for part in parts if part)


def _text(html: str) -> str:
    soup = BeautifulSoup(html, "lxml")
    for tag in soup(_NOT_TEXT):
        tag.decompose()
    for tag in soup(_BLOCKS):
        tag.insert_before("\n\n")
        tag.insert_after("\n\n")
    return soup.get_text()
