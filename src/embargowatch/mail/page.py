"""Templates → Mail: the same values as HTML with its styles inlined, and as plain text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from css_inline import CSSInliner
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from embargowatch import words
from embargowatch.mail.subjects import changed

TEMPLATES = Path(__file__).parent / "templates"
LONGEST_ADDRESS = 2000
"""Characters: what a browser takes, and what a few dozen of them may add to a mail."""


def forms(template: str, values: Mapping[str, Any]) -> tuple[str, str]:
    """A template as HTML and as plain text."""
    html = _environment().get_template(f"{template}.html").render(values)
    text = _environment().get_template(f"{template}.txt").render(values)
    inlined = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False).inline(html)
    return inlined, re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def entry(values: Mapping[str, Any]) -> str:
    """A story as HTML without styles, for a feed reader."""
    return _environment().get_template("entry.html").render(values).strip()


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(("html",), default=False),  # plain text would show the escaping as it stands
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "changed": changed,
        "count": words.count,
        "line": words.one_line,
        "lower_first": words.lower_first,
        "moment": words.moment,
        "spaced": words.plain,
        "web_url": _web_url,
    }
    made.globals |= {"TOPIC_WORDS": words.TOPIC_WORDS}
    return made


def _web_url(url: str) -> str:
    return words.web_url(url) if len(url) <= LONGEST_ADDRESS else ""
