"""HTML fragments, as feeds carry them, to plain text."""

from __future__ import annotations

import re
from html import unescape

from lxml import etree

MAX_CHARS = 50_000
_BLOCKS = frozenset((
    "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "article", "table", "tr",
    "figure", "dd", "dt", "hr", "br",
))  # fmt: skip
_NOT_TEXT = frozenset(("script", "style", "noscript", "template", "iframe", "svg", "button"))
_MARKUP = re.compile(r"<[a-zA-Z/!]")
_ESCAPED_MARKUP = re.compile(r"&lt;/?(?:p|div|br|a|span|strong|em|b|i|img|ul|li|h\d)\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff\ud800-\udfff]")
_MORE = re.compile(
    r"(?:The post\b.{0,300}\bappeared first on\b.{0,200}|(?:Read|Continue) (?:more|reading)\b.{0,40}"
    r"|\[(?:…|\.\.\.|&#8230;)\])$"
)
_MORE_CHARS = 600
"""The most that it can match."""
_IN_MORE = ("appeared first on", " more", " reading", "[")
"""One of which is in whatever it matches; searching costs more than the rest of this module."""


def plain(html: str) -> str:
    """The text of a fragment, paragraphs separated by an empty line, without the feed's own "read more"."""
    html = html[: 10 * MAX_CHARS]
    if "&lt;" in html and _ESCAPED_MARKUP.search(html):  # escaped twice
        html = unescape(html)
    text = paragraphs(_text(html) if "<" in html and _MARKUP.search(html) else unescape(html))
    end = text[-_MORE_CHARS:]
    if any(word in end for word in _IN_MORE) and (more := _MORE.search(text, max(len(text) - _MORE_CHARS, 0))):
        text = text[: more.start()].rstrip()
    return text[:MAX_CHARS]


def line(html: str) -> str:
    """The text of a fragment on one line: a title, a name."""
    return " ".join(plain(html).split())[:1000]


def printable(text: str) -> str:
    """Text without control characters and lone surrogates, which neither people nor Postgres can take."""
    return _CONTROL.sub("", text)


def paragraphs(text: str) -> str:
    """Text with its white space in order: one space in a line, an empty line between paragraphs."""
    parts = (" ".join(part.split()) for part in re.split(r"\n\s*\n", printable(text)))
    return "\n\n".join(part for part in parts if part)


def _text(html: str) -> str:
    # lxml itself and not BeautifulSoup on top of it: this runs for every entry, and is 60 times faster.
    root = etree.fromstring(f"<div>{html}</div>", etree.HTMLParser(remove_comments=True, remove_pis=True))
    if root is None:
        return ""
    etree.strip_elements(root, *_NOT_TEXT, with_tail=False)
    for block in root.iter(*_BLOCKS):
        block.text = "\n\n" + (block.text or "")
        block.tail = "\n\n" + (block.tail or "")
    return str(etree.tostring(root, method="text", encoding="unicode"))
