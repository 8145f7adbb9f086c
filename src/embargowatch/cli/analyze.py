"""``embargowatch analyze``: texts in, verdicts and records out, without a database and without Airflow.

    $ embargowatch analyze article.txt
    $ echo 'Canada imposed sanctions on two Belarusian banks.' | embargowatch analyze --explain
    $ embargowatch analyze --jsonl < articles.jsonl > results.jsonl

An article as JSON is an object with title, text, published and id, all optional. With --explain nothing is JSON: the
text is shown with what was read in it, in colours on a terminal and else marked [[like this|1 by]] (also where NO_COLOR
is set), then what was judged and why, then each record with the words that each of its fields rests on.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any, TextIO

from embargowatch import classify
from embargowatch.explain import Pen, explain
from embargowatch.explain.page import ruled
from embargowatch.explain.pen import Piece, safe
from embargowatch.extract import extract
from embargowatch.records_json import record_to_json
from embargowatch.types import Article, Verdict

UNREAD = {
    "empty": "there is no text",
    "unsupported_language": "the text is in a language that is not supported, and is not guessed at",
}
"""Statuses of articles that are not read, in words."""


class BadLine(ValueError):
    """An input line that is no article; its words go into the result's ``error``."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", default="-", help="a text (first line is the title), a JSON object, or -")
    parser.add_argument("--published", default="", metavar="DATE", help="the article's date, for relative dates in it")
    parser.add_argument("--jsonl", action="store_true", help="one JSON article a line in, one result a line out")
    parser.add_argument("--explain", action="store_true", help="for a person: the text with marks, verdicts, records")


def run(args: argparse.Namespace) -> int:
    """Exit status 0; 2 when the file cannot be opened or the date not be read."""
    try:
        published = read_time(args.published)
        source = _open(args.file)
    except (OSError, BadLine) as error:
        print(f"embargowatch analyze: {error}", file=sys.stderr)
        return 2
    with source:
        if args.explain:
            for page in _pages(source, published, _pen(), several=args.jsonl):
                print(page, flush=True)
        elif args.jsonl:
            for result in analyze_lines(source, published):
                print(json.dumps(result, ensure_ascii=False), flush=True)
        else:
            print(json.dumps(analyze_whole(source.read(), published), ensure_ascii=False, indent=1))
    return 0


def _open(name: str) -> TextIO:
    stream = sys.stdin.buffer if name == "-" else open(name, "rb")  # noqa: SIM115 - the caller closes it
    return io.TextIOWrapper(stream, encoding="utf-8", errors="replace")


def _pen() -> Pen:
    """As wide as the terminal; colours only where somebody looks and wants them (no-color.org)."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return Pen(shutil.get_terminal_size((100, 24)).columns, colour=sys.stdout.isatty() and not plain)


def _pages(source: TextIO, published: datetime | None, pen: Pen, *, several: bool) -> Iterator[str]:
    """The explanation of each article, as it becomes ready."""
    if not several:
        yield "\n".join(_explained(article_of_whole(source.read(), published)[1], pen))
        return
    for number, (id_, article) in enumerate(read_lines(source, published), 1):
        yield ruled(str(id_ if id_ is not None else f"line {number}"), pen)
        yield "\n".join(_explained(article, pen)) + "\n"


def _explained(article: Article | BadLine, pen: Pen) -> Iterator[str]:
    if isinstance(article, BadLine):
        return pen.lines([Piece(safe(f"Not an article: {article}"))])
    if status := _unread(article):
        return pen.lines([Piece(f"Not read: {UNREAD[status]}.")])
    return explain(article, classify.judge(article), extract(article), pen)


def analyze_lines(lines: Iterable[str], published: datetime | None = None) -> Iterator[dict[str, Any]]:
    """One result for each line that is not blank, in order; a bad line gives ``{id, error}``."""
    for id_, article in read_lines(lines, published):
        yield {"id": id_, "error": str(article)} if isinstance(article, BadLine) else analyze(article, id_)


def read_lines(lines: Iterable[str], published: datetime | None = None) -> Iterator[tuple[Any, Article | BadLine]]:
    """The id and the article of each line that is not blank, or what is wrong with the line."""
    for line in filter(str.strip, lines):
        row: dict[str, Any] = {}
        try:
            row = _parse(line)
            yield row.get("id"), article_of(row, published)
        except BadLine as error:
            yield row.get("id"), error


def analyze_whole(text: str, published: datetime | None = None) -> dict[str, Any]:
    """The result for one input."""
    id_, article = article_of_whole(text, published)
    return analyze(article, id_)


def article_of_whole(text: str, published: datetime | None = None) -> tuple[Any, Article]:
    """Id and article of one input: a JSON object if it is one, else a text whose first line is the title."""
    if text.lstrip().startswith("{"):
        try:
            row = _parse(text)
            return row.get("id"), article_of(row, published)
        except BadLine:
            pass  # a text that starts with a brace
    title, _, body = _without_surrogates(text).lstrip("\ufeff\r\n ").partition("\n")
    return None, Article(url="", title=title.strip(), text=body.strip(), published=published)


def analyze(article: Article, id_: Any) -> dict[str, Any]:
    """The result for one article."""
    result: dict[str, Any] = {"id": id_, "status": "ok", "topics": {}, "records": []}
    if status := _unread(article):
        return result | {"status": status}
    verdicts = classify.judge(article)
    result["topics"] = {verdict.topic: _verdict(verdict) for verdict in verdicts}
    result["records"] = [record_to_json(record) for record in extract(article)]
    return result


def _unread(article: Article) -> str:
    """Why the article cannot be read, or ""."""
    if not (article.title.strip() or article.text.strip()):
        return "empty"
    return "" if classify.supported(article) else "unsupported_language"


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "relevant": verdict.relevant,
        "score": round(verdict.score, 3),
        "because": list(verdict.because),
        "against": list(verdict.against),
    }


def _parse(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine(f"not JSON: {error}") from error
    if not isinstance(row, dict):
        raise BadLine("not a JSON object")
    return row


def article_of(row: dict[str, Any], published: datetime | None = None) -> Article:
    """The article that an input row describes; absent and null are the same. Raises BadLine."""
    clean = {name: _string(row, name) for name in ("text", "title", "url", "published")}
    when = read_time(clean["published"]) or published
    return Article(url=clean["url"], title=clean["title"], text=clean["text"], published=when)


def _string(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise BadLine(f"{name} is not a string")
    return _without_surrogates(value or "")


def _without_surrogates(text: str) -> str:
    """Half a surrogate pair (from a JSON escape) cannot be written out again; the length stays the same."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if not text.isascii() else text


def read_time(text: str) -> datetime | None:
    """A time, a day, a month or a year in ISO 8601; without a zone it is UTC. Raises BadLine."""
    if not (text := text.strip()):
        return None
    text += "-01-01"[len(text) - 4 :] if len(text) in (4, 7) else ""
    try:
        if len(text) == 10:
            day = date.fromisoformat(text)
            return datetime(day.year, day.month, day.day, tzinfo=UTC)
        when = datetime.fromisoformat(text)
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise BadLine(f"published {text!r} is no date: {error}") from error
