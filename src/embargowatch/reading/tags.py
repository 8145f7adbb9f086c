"""Parts of speech and morphology from the tagger's fine tags, by the patterns of the model's own attribute ruler.

As a matcher over the sentence they cost as much as the dependency parser. Each of them looks at no more than a word
and the one before, so word by word, with the answers remembered, they cost next to nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

SET = frozenset({"TAG", "POS", "MORPH", "DEP"})
"""What is taken from the ruler. Its lemmas are not: `nlp.lemma` makes them for the words that are asked for."""


class Tags:
    """The ruler's answers, by what its patterns look at."""

    def __init__(self, ruler: Any) -> None:
        rows = [(pattern, row["index"], row["attrs"]) for row in ruler.patterns for pattern in row["patterns"]]
        self._rules = [(pattern, at, attrs) for pattern, at, attrs in rows if SET & attrs.keys()]
        asked = [word for pattern, _, _ in self._rules for word in pattern]
        strings = ruler.vocab.strings
        self._words = {strings[lower] for word in asked for lower in _values(word.get("LOWER"))}
        self._expletive = strings["expl"]  # the only word before that a pattern asks for
        self._known: dict[tuple[int, int, int, bool, bool], tuple[int, Any, int, int]] = {}

    def put(self, doc: Any) -> None:
        """Give every word of a tagged and parsed Doc its part of speech and its morphology."""
        after_expletive = False
        for token in doc:
            lower, dep = token.lower, token.dep
            key = (token.tag, lower if lower in self._words else 0, dep, token.is_space, after_expletive)
            if (answer := self._known.get(key)) is None:
                answer = self._known[key] = self._answer(token)
            token.pos, token.morph = answer[:2]
            if token.is_space:
                token.tag, token.dep = answer[2:]
            after_expletive = dep == self._expletive

    def _answer(self, token: Any) -> tuple[int, Any, int, int]:
        """What the patterns that fit say, the last of them first; where none does, all stays as it is."""
        said: dict[str, str] = {}
        here, before = _seen(token), _seen(token.nbor(-1)) if token.i else None
        for pattern, at, attrs in self._rules:
            if _fits(pattern[at], here) and (at == 0 or (before is not None and _fits(pattern[0], before))):
                said |= attrs
        strings, morphology = token.vocab.strings, token.morph
        if "MORPH" in said:
            morphology = type(token.morph)(token.vocab, said["MORPH"])
        tag, dep = strings[said.get("TAG", token.tag_)], strings[said.get("DEP", token.dep_)]
        return strings[said["POS"]] if "POS" in said else token.pos, morphology, tag, dep


def _seen(token: Any) -> dict[str, Any]:
    return {"TAG": token.tag_, "LOWER": token.lower_, "DEP": token.dep_, "IS_SPACE": token.is_space}


def _fits(asked: Mapping[str, Any], seen: Mapping[str, Any]) -> bool:
    return all(_holds(seen[name], value) for name, value in asked.items())


def _holds(value: Any, asked: Any) -> bool:
    if isinstance(asked, dict):
        return value in asked["IN"] if "IN" in asked else value not in asked["NOT_IN"]
    return bool(value == asked)


def _values(asked: Any) -> Sequence[str]:
    """The words that a pattern names."""
    return [asked] if isinstance(asked, str) else asked.get("IN", ()) if asked else ()
