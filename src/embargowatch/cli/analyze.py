"""``embargowatch analyze``: texts in, verdicts and records out, without a database and without Airflow."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any, TextIO

from embargowatch import classify
from embargowatch.extract import extract
from embargowatch.records_json import record_to_json
from embargowatch.types import Article, Verdict


class BadLine(ValueError):
    """An input line that is no article; its words go into the result's ``error``."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", default="-", help="a text (first line is the title), a JSON object, or -")
    parser.add_argument("--published", default="", metavar="DATE", help="the article's date, for relative dates in it")
    parser.add_argument("--jsonl", action="store_true", help="one JSON article a line in, one result a line out")


def run(args: argparse.Namespace) -> int:
    """Exit status 0; 2 when the file cannot be opened or the date not be read."""
    try:
        published = read_time(args.published)
        source = _open(args.file)
    except (OSError, BadLine) as error:
        print(f"embargowatch analyze: {error}", file=sys.stderr)
        return 2
    with source:
        if args.jsonl:
            for result in analyze_lines(source, published):
                print(json.dumps(result, ensure_ascii=False), flush=True)
        else:
            print(json.dumps(analyze_whole(source.read(), published), ensure_ascii=False, indent=1))
    return 0


def _open(name: str) -> TextIO:
    stream = sys.stdin.buffer if name == "-" else open(name, "rb")  # noqa: SIM115 - the caller closes it
    return io.TextIOWrapper(stream, encoding="utf-8", errors="replace")


def analyze_lines(lines: Iterable[str], published: datetime | None = None) -> Iterator[dict[str, Any]]:
    """One result for each line that is not blank, in order; a bad line gives ``{id, error}``."""
    for line in lines:
        if not line.strip():
            continue
        row: Any = None
        try:
            row = _parse(line)
            yield analyze(article_of(row, published), row.get("id"))
        except BadLine as error:
            yield {"id": row.get("id") if isinstance(row, dict) else None, "error": str(error)}


def analyze_whole(text: str, published: datetime | None = None) -> dict[str, Any]:
    """The result for one input: a JSON object if it is one, else a text whose first line is the title."""
    if text.lstrip().startswith("{"):
        try:
            row = _parse(text)
            return analyze(article_of(row, published), row.get("id"))
        except BadLine:
            pass  # a text that starts with a brace
    title, _, body = _without_surrogates(text).lstrip("\ufeff\r\n ").partition("\n")
    return analyze(Article(url="", title=title.strip(), text=body.strip(), published=published), None)


def analyze(article: Article, id_: Any) -> dict[str, Any]:
    """The result for one article."""
    result: dict[str, Any] = {"id": id_, "status": "ok", "topics": {}, "records": []}
    if not (article.title.strip() or article.text.strip()):
        return result | {"status": "empty"}
    if not classify.supported(article):
        return result | {"status": "unsupported_language"}
    verdicts = classify.judge(article)
    result["topics"] = {verdict.topic: _verdict(verdict) for verdict in verdicts}
    result["records"] = [record_to_json(record) for record in extract(article)]
    return result


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
