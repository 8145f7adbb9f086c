"""The page that `embargowatch analyze --explain` prints for one article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from embargowatch.explain.marks import Mark, marks, parts
from embargowatch.explain.pen import Pen, Piece, safe, wide
from embargowatch.headline import headline
from embargowatch.types import ArmsDeal, Article, Evidence, Sanction, Verdict
from embargowatch.words import TOPIC_WORDS, lower_first, modality_words, one_line, rows

WHOLE = 20_000
"""Code points up to which all of a text is shown; of a longer one only the paragraphs with a mark."""
LONGEST = 12_000
"""Of one paragraph."""
MOST_QUOTES = 3
LEGEND = (
    ("act", "what is done"),
    ("who", "by whom"),
    ("whom", "to whom"),
    ("detail", "details"),
    ("for", "speaks for a topic"),
    ("against", "speaks against it"),
)
Found = Sequence[Sanction | ArmsDeal]


def explain(article: Article, verdicts: Sequence[Verdict], records: Found, pen: Pen) -> Iterator[str]:
    """Lines: the legend, the text with its marks, each topic's verdict, each record with what carries its fields."""
    found = marks(article, verdicts, records)
    if found:
        yield from _legend(pen)
    yield from _text(article, found, pen)
    for verdict in verdicts:
        yield from _verdict(verdict, pen)
    yield ""
    told = sum(not record.background for record in records)
    counted = f"{len(records)} record{'s' * (len(records) != 1)}" if records else "No records"
    yield from _line(pen, f"{counted}, {told} of them news" if told != len(records) else counted, "heading")
    for number, record in enumerate(records, 1):
        yield ""
        yield from _record(number, record, pen)


def _line(pen: Pen, text: str, style: str = "", first: str = "", rest: str = "") -> Iterator[str]:
    return pen.lines([Piece(safe(text), style)], first, rest)


def _legend(pen: Pen) -> Iterator[str]:
    if pen.colour:
        pieces = [Piece("Marks: ", "faint")]
        pieces += [piece for style, text in LEGEND for piece in (Piece(text, style), Piece("  "))]
        yield from pen.lines([*pieces, Piece("a number is the record's", "faint")])
    else:
        yield from _line(
            pen,
            "Marks: [[words|1 by]] carry the field “By” of record 1; [[words|for sanctions]] speak for a topic, "
            "[[words|against sanctions]] against it.",
        )
    yield ""


def _text(article: Article, found: Sequence[Mark], pen: Pen) -> Iterator[str]:
    in_title = [m for m in found if m.where == "title"]
    if article.title:
        yield from pen.lines(_pieces(article.title, 0, min(len(article.title), LONGEST), in_title, pen, "title"))
        yield ""
    in_text = [m for m in found if m.where == "text"]
    left_out = 0
    for start, end in _paragraphs(article.text):
        here = [m for m in in_text if m.start < end and start < m.end]
        if not here and len(article.text) > WHOLE:
            left_out += 1
            continue
        yield from _left_out(left_out, pen)
        left_out = 0
        yield from pen.lines(_pieces(article.text, start, end, here, pen))
        yield ""
    yield from _left_out(left_out, pen)


def _left_out(count: int, pen: Pen) -> Iterator[str]:
    if count:
        yield from _line(pen, f"[{count:,} paragraph{'s' * (count > 1)} without a mark]", "faint")
        yield ""


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Lines that are not blank, a very long one in portions."""
    for line in re.finditer(r"[^\n]+", text):
        if not line.group().isspace():
            for start in range(line.start(), line.end(), LONGEST):
                yield start, min(start + LONGEST, line.end())


def _pieces(text: str, start: int, end: int, found: Sequence[Mark], pen: Pen, style: str = "") -> Iterator[Piece]:
    for part in parts(text, start, end, found):
        words = safe(part.text)
        if not part.note or not words.strip():
            yield Piece(words, style)
        elif pen.colour:
            yield Piece(words, part.style)
            yield from _numbers(part.note)
        else:
            yield Piece(f"[[{words}|{safe(part.note)}]]")


def _numbers(note: str) -> Iterator[Piece]:
    numbers = dict.fromkeys(re.findall(r"(?:^|, )(\d+) ", note))
    if numbers:
        yield Piece(",".join(numbers).translate(str.maketrans("0123456789,", "⁰¹²³⁴⁵⁶⁷⁸⁹˒")), "faint")


def _verdict(verdict: Verdict, pen: Pen) -> Iterator[str]:
    topic, said = TOPIC_WORDS[verdict.topic], "about it" if verdict.relevant else "not about it"
    style = "good" if verdict.relevant else ""
    yield from pen.lines([Piece(f"{topic}: ", "title"), Piece(said, style), Piece(f", score {verdict.score:.2f}")])
    for side, phrases in (("for", verdict.because), ("against", verdict.against)):
        if phrases:
            quoted = ", ".join(f"“{one_line(phrase, 160)}”" for phrase in phrases)
            yield from _line(pen, quoted, "", f"  {side:8}", " " * 10)


def _record(number: int, record: Sanction | ArmsDeal, pen: Pen) -> Iterator[str]:
    yield from _line(pen, one_line(headline(record)), "title", f"{number:>2}  ", "    ")
    kind = "a sanction" if isinstance(record, Sanction) else "an arms deal"
    news = "background" if record.background else "news"
    told = f"{kind}, {news}, {lower_first(modality_words(record))}, {_sure(record.confidence.get('record'))}".rstrip(
        ", "
    )
    yield from _line(pen, told, "faint", "    ", "    ")
    shown = [row for row in rows(record) if row.field != "modality"]
    column = max(len(row.label) for row in shown) + 2
    for row in shown:
        reasons = (_sure(record.confidence.get(row.field)), _quoted(record.evidence.get(row.field, ())))
        why = ", ".join(filter(None, reasons))
        pieces = [Piece(safe(one_line(row.text))), Piece(f" ({safe(why)})" if why else "", "faint")]
        yield from pen.lines(pieces, f"    {row.label:{column}}", " " * (4 + column))
    if record.quote:
        yield from _line(
            pen, f"“{one_line(record.quote, 600)}”", "faint", f"    {'Passage':{column}}", " " * (4 + column)
        )


def _sure(confidence: float | None) -> str:
    return "" if confidence is None else f"{confidence:.0%} sure"


def _quoted(spans: Iterable[Evidence]) -> str:
    quotes = list(dict.fromkeys(f"“{one_line(span.quote, 120)}”" for span in spans))
    rest = f" and {len(quotes) - MOST_QUOTES} more" if len(quotes) > MOST_QUOTES else ""
    return f"from {', '.join(quotes[:MOST_QUOTES])}{rest}" if quotes else ""


def ruled(name: str, pen: Pen) -> str:
    """A line across that starts an article among several."""
    shown = safe(one_line(name, 60))
    return f"── {shown} " + "─" * max(2, min(pen.width, 100) - wide(shown) - 4)
