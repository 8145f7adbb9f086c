"""The cheap gate: which words of a topic are in a text. No cue, no spaCy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from embargowatch import lexicon
from embargowatch.reading.sentences import Where


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
    automaton, rows = _automaton()
    found = []
    where: Where
    for where, whole in (("title", title), ("text", text)):
        low = lower(whole)
        for which, start, end in automaton.find_matches_as_indexes(low):
            if low[start - 1 : start].isalnum():
                continue
            if low[end : end + 1].isalnum():
                which, end = _shorter(low, start, end)  # noqa: PLW2901 - "sanctions listings" holds "sanctions"
            if end > start:
                topic, cue, weight = rows[which]
                found.append(Cue(topic, cue, weight, where, start, end))
    return tuple(found)


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
