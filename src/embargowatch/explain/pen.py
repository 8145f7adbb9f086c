"""Writing for a terminal: styles, and lines that break at its width."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple
from unicodedata import category, combining, east_asian_width

from embargowatch.words import DIRECTION

NARROWEST = 20
STYLES = {"title": "1", "heading": "1;4", "faint": "2", "act": "1;35", "who": "1;34", "whom": "1;33"}
STYLES |= {"detail": "1;32", "for": "4", "against": "9;31", "good": "1;32"}
"""SGR codes of ECMA-48 by what is meant; every one ends with a reset."""


class Piece(NamedTuple):
    """A stretch of one style; the empty style is plain."""

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Pen:
    """How wide the lines are, and whether styles may be shown."""

    width: int = 100
    colour: bool = False

    def lines(self, pieces: Iterable[Piece], first: str = "", rest: str = "") -> Iterator[str]:
        """The pieces as wrapped lines; ``first`` and ``rest`` are put before the first and the other lines."""
        room = max(NARROWEST, self.width - max(wide(first), wide(rest)))
        prefix = first
        for line in _wrapped(_atoms(pieces), room):
            runs = (Piece("".join(p.text for p in same), style) for style, same in groupby(line, key=lambda p: p.style))
            yield prefix + "".join(map(self._styled, runs))
            prefix = rest

    def _styled(self, piece: Piece) -> str:
        code = STYLES.get(piece.style) if self.colour else None
        return f"\x1b[{code}m{piece.text}\x1b[0m" if code and piece.text.strip() else piece.text


def safe(text: str) -> str:
    """The text without anything that a terminal obeys; every code point stays one, so that offsets stay true."""
    return "".join(" " if category(c) in ("Cc", "Cs", "Zl", "Zp") or c in DIRECTION else c for c in text)


def wide(text: str) -> int:
    """Columns that the text takes."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if combining(char) or category(char) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def _atoms(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Words, which may be of several styles; blanks between them are atoms of their own."""
    word: list[Piece] = []
    for text, style in pieces:
        for part in re.findall(r" +|[^ ]+", text):
            if part.isspace():
                yield from ([word] if word else [])
                yield [Piece(" ", style)]
                word = []
            else:
                word.append(Piece(part, style))
    yield from ([word] if word else [])


def _wrapped(atoms: Iterable[list[Piece]], room: int) -> Iterator[list[Piece]]:
    line: list[Piece] = []
    used = 0
    for atom in (short for long in atoms for short in _broken(long, room)):
        size = sum(wide(piece.text) for piece in atom)
        blank = atom[0].text == " "
        if used + size > room and not blank:
            yield _trimmed(line)
            line, used = [], 0
        if blank and not line:
            continue
        line += atom
        used += size
    if line:
        yield _trimmed(line)


def _broken(atom: list[Piece], room: int) -> Iterator[list[Piece]]:
    """A word that is longer than a line, in as many as it needs."""
    if sum(len(piece.text) for piece in atom) * 2 <= room or sum(wide(piece.text) for piece in atom) <= room:
        yield atom
        return
    for text, style in atom:
        step = max(1, room // 2)
        yield from ([Piece(text[i : i + step], style)] for i in range(0, len(text), step))


def _trimmed(line: list[Piece]) -> list[Piece]:
    while line and line[-1].text.isspace():
        line.pop()
    return line
