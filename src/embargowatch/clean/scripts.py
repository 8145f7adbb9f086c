"""A body that a page carries in its scripts only, for the browser to build."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from embargowatch.fetch.plain import plain

_STRING = re.compile(r'"(?:[^"\\]|\\.){400,}+"', re.DOTALL)
_PARAGRAPH = re.compile(r"<p[\s>]", re.IGNORECASE)
MAX_SCRIPT = 3_000_000


def body_in_scripts(tree: HtmlElement) -> str:
    """The longest text with at least three paragraphs among the strings of the page's scripts, one a line; or ""."""
    return max((_lines(html) for html in _fragments(tree)), key=len, default="")


def _fragments(tree: HtmlElement) -> Iterator[str]:
    for script in tree.iter("script"):
        text = script.text or ""
        if len(text) > MAX_SCRIPT or not ("\\u003cp" in text or "<p" in text):
            continue
        for match in _STRING.finditer(text):
            try:
                value = json.loads(match[0], strict=False)
            except ValueError:
                continue
            if len(_PARAGRAPH.findall(value)) >= 3:
                yield value


def _lines(html: str) -> str:
    return plain(html).replace("\n\n", "\n")
