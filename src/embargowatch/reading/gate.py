"""The cheap gate: which words of a topic are in a text. No cue, no spaCy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from embargowatch import lexicon
from embargowatch.reading.sentences import Where
from embargowatch.types import Topic

ARMS: Topic = "arms_deals"
SYSTEM = 0.2
"""What the name of a weapon system says by itself: a hint."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue word of a topic, found in the article's title or text at code-point offsets."""

    topic: str
    text: str
    """In lower case, as the lexicon has it."""
    weight: float
    """How much it says alone, 0 to 1; negative: it speaks against."""
    where: Where
    start: int
    end: int


@cache
def _automaton() -> tuple[AhoCorasick, tuple[tuple[str, str, float], ...]]:
    rows = tuple(
        (row["topic"], row["cue"], float(row["weight"]))
        for path in sorted((lexicon.FOLDER / "en").glob("cues*.tsv"))
        for row in lexicon.table(path.stem)
    )
    return AhoCorasick([cue for _, cue, _ in rows], matchkind=MatchKind.LeftmostLongest), rows


def cues(title: str, text: str) -> tuple[Cue, ...]:
    """Every cue in title and text as a whole word, in order; every form stands on its own line in the table."""
    wholes: tuple[tuple[Where, str], ...] = (("title", lower(title)), ("text", lower(text)))
    found = [cue for where, low in wholes for cue in _words(where, low)]
    if all(cue.topic != ARMS for cue in found):
        found += [cue for where, low in wholes for cue in _named_systems(where, low)]
    return tuple(found)


def _words(where: Where, low: str) -> Iterator[Cue]:
    automaton, rows = _automaton()
    for which, start, end in automaton.find_matches_as_indexes(low):
        if low[start - 1 : start].isalnum():
            continue
        if low[end : end + 1].isalnum():
            which, end = _shorter(low, start, end)  # noqa: PLW2901 - "sanctions listings" holds "sanctions"
        if end > start:
            topic, cue, weight = rows[which]
            yield Cue(topic, cue, weight, where, start, end)


def _named_systems(where: Where, low: str) -> Iterator[Cue]:
    """Weapon systems by name, for a text without any other word of arms: "picked the Gripen"."""
    automaton, names = _systems()
    for which, start, end in automaton.find_matches_as_indexes(low):
        if not (low[start - 1 : start].isalnum() or low[end : end + 1].isalnum()):
            yield Cue(ARMS, names[which], SYSTEM, where, start, end)


@cache
def _systems() -> tuple[AhoCorasick, tuple[str, ...]]:
    rows = (row for row in lexicon.table("weapons") if not row["ambiguous"])
    names = {lower(name) for row in rows for name in (row["name"], *lexicon.values(row["aliases"]))}
    kept = tuple(sorted(names))
    return AhoCorasick(list(kept), matchkind=MatchKind.LeftmostLongest), kept


def _shorter(low: str, start: int, end: int) -> tuple[int, int]:
    """The longest cue of whole words that the one found begins with: its place in the table and where it ends."""
    while (end := low.rfind(" ", start, end)) > start:
        which = _places().get(low[start:end])
        if which is not None:
            return which, end
    return 0, start


@cache
def _places() -> dict[str, int]:
    return {row[1]: n for n, row in enumerate(_automaton()[1])}


def lower(text: str) -> str:
    """Lower case with the length kept, so that offsets stay true."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
