"""`embargowatch read`: HTML in, what a person would read out, one JSON object for each page."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from embargowatch.charset import decode
from embargowatch.clean import Reading
from embargowatch.fetch.dates import check
from embargowatch.sandbox import Sandbox
from embargowatch.settings import read_settings
from embargowatch.types import ArticleStatus, Failure, FailureKind, Request
from embargowatch.web import Web
from embargowatch.web.answers import not_text

_STATUS: dict[FailureKind, ArticleStatus] = {"too_large": "too_large", "not_html": "not_article"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `read`."""
    parser.add_argument("source", nargs="?", default="-", metavar="FILE|URL|-", help="a saved page, or its address")
    parser.add_argument("--url", default="", help="where a saved page is from: helps with its date and its walls")
    parser.add_argument(
        "--jsonl", action="store_true", help="read one {id, url, html} a line, write one result a line, in order"
    )


def run(args: argparse.Namespace) -> int:
    """Print the results on standard output. 0; 1 when a single page could not be had; 2 when there is no such file."""
    with Sandbox(cpu_s=30.0) as sandbox:
        try:
            if args.jsonl:
                return _read_lines(args.source, sandbox)
            return _read_one(args.source, args.url, sandbox)
        except BrokenPipeError:  # whoever reads us has seen enough: the command line's own business
            raise
        except OSError as error:
            print(f"embargowatch read: {error}", file=sys.stderr)
            return 2


def results(lines: Iterable[str | bytes], sandbox: Sandbox, now: datetime) -> Iterator[dict[str, Any]]:
    """One result for each line that is not blank; {id, error} for one that cannot be used."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            page = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield {"id": None, "error": f"line {number} is not JSON: {error}"}
            continue
        if fault := _fault(page):
            yield {"id": page.get("id") if isinstance(page, dict) else None, "error": f"line {number}: {fault}"}
            continue
        url = page.get("url") or ""
        yield _result(page.get("id"), url, sandbox.read_html(page["html"], url), now)


def _fault(page: Any) -> str:
    if not isinstance(page, dict):
        return "is not an object"
    if not isinstance(page.get("html"), str):
        return 'has no "html" that is a string'
    if not isinstance(page.get("url") or "", str):
        return 'its "url" is not a string'
    return ""


def _read_lines(source: str, sandbox: Sandbox) -> int:
    now = datetime.now(UTC)
    if source == "-":
        for result in results(sys.stdin.buffer, sandbox, now):
            _print(result)
    else:
        with Path(source).open("rb") as file:
            for result in results(file, sandbox, now):
                _print(result)
    return 0


def _read_one(source: str, url: str, sandbox: Sandbox) -> int:
    content_type = ""
    if source.startswith(("http://", "https://")):
        answer = Web(read_settings()).fetch(Request(source))
        if isinstance(answer, Failure):
            status = _STATUS.get(answer.kind, "error")
            _print(_result(None, source, Reading(status=status, reason=answer.reason), datetime.now(UTC)))
            return 1
        body, url, content_type = answer.body, url or answer.final_url, answer.headers.get("content-type", "")
    else:
        body = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    if what := not_text("", body[:32]):
        reading = Reading(status="not_article", reason=f"{url or source} is {what}")
    else:
        reading = sandbox.read_html(decode(body, content_type), url)
    _print(_result(None, url, reading, datetime.now(UTC)))
    return 0


def _result(identifier: Any, url: str, reading: Reading, now: datetime) -> dict[str, Any]:
    published = check(reading.published, "", now)[0] if reading.published else None
    return {
        "id": identifier,
        "url": url,
        "title": reading.title,
        "text": reading.text,
        "authors": list(reading.authors),
        "published": published.isoformat() if published else None,
        "language": reading.language,
        "status": reading.status,
        "reason": reading.reason,
    }


def _print(result: dict[str, Any]) -> None:
    line = json.dumps(result, ensure_ascii=False)
    # A lone surrogate cannot be written as UTF-8, its escape can.
    sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()
