"""Words before a measure noun, with those listed beside them."""

from __future__ import annotations

from typing import Any

from embargowatch.reading import syntax


def deep_modifiers(node: Any) -> list[Any]:
    """The noun's modifiers and those listed with them: "U.N., U.S. and EU sanctions"."""
    found = syntax.modifiers(node)
    for word in list(found):
        found += [t for t in syntax.conjuncts(word) if t not in found]
        found += [t for t in syntax.modifiers(word) if t not in found and word.dep_ in ("compound", "nmod", "poss")]
    return found
