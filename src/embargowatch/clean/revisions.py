"""Whether an article has changed, and what in it."""

from __future__ import annotations

from difflib import unified_diff

from embargowatch.clean import phrases
from embargowatch.clean.phrases import either
from embargowatch.clean.titles import plain_key

SHORT = 80
LITTLE = 15
"""Characters: a short line that says no more than that beside a time or a count is not the article's."""
ENOUGH_WORDS = 30
ALIKE = 0.7
"""Of the words of the shorter text."""
_PASSING = either(phrases.PASSING)


def same_reading(title: str, text: str, other_title: str, other_text: str) -> bool:
    """Whether a person would read the same: white space, "updated 5 minutes ago" and view counts aside."""
    return _settled(title) == _settled(other_title) and _settled(text) == _settled(other_text)


def _settled(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line and not _passes(line))


def _passes(line: str) -> bool:
    if len(line) > SHORT:
        return False
    rest = _PASSING.sub("", line)
    return rest != line and len(plain_key(rest)) <= LITTLE


def alike(title: str, text: str, other_title: str, other_text: str) -> bool:
    """Whether two pages that name the same address are one article: they share their title, or most of their words."""
    if (key := plain_key(title)) and key == plain_key(other_title):
        return True
    words, others = set(text.lower().split()), set(other_text.lower().split())
    fewer = min(len(words), len(others))
    return fewer >= ENOUGH_WORDS and len(words & others) >= ALIKE * fewer


def changes(before: str, after: str, *, before_name: str = "before", after_name: str = "after") -> list[str]:
    """What an edit changed, paragraph by paragraph, as the lines of a unified diff."""
    old, new = ([line for line in text.splitlines() if line.strip()] for text in (before, after))
    return list(unified_diff(old, new, before_name, after_name, lineterm="", n=1))
