"""``embargowatch group``: which articles tell the same story, without a database and without Airflow.

    $ embargowatch group < articles.jsonl > stories.jsonl

In: one article a line, as for ``analyze --jsonl``. Out, in the same order: ``{id, stories: [key, …]}``. Two articles
with a key in common tell the same development; an article may tell several, or none. Keys are made of the content:
the same articles in any order give the same keys. A bad line gives ``{id, error}`` and the run goes on.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from embargowatch.classify import judge, supported
from embargowatch.cli.analyze import BadLine, read_lines
from embargowatch.extract import extract
from embargowatch.link.grouping import group
from embargowatch.link.units import Unit, unit
from embargowatch.types import Article


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", default="-", help="one JSON article a line, or - for standard input")
    parser.add_argument("--jsonl", action="store_true", help="the only form there is; here so that it may be said")


def run(args: argparse.Namespace) -> int:
    """Exit status 0; 2 when the file cannot be opened."""
    try:
        source = _open(args.file)
    except OSError as error:
        print(f"embargowatch group: {error}", file=sys.stderr)
        return 2
    with source:
        for result in group_lines(source):
            print(json.dumps(result, ensure_ascii=False))
    return 0


def group_lines(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """One result for each line that is not blank, in order; a bad line gives ``{id, error}``."""
    given = [(id_, article if isinstance(article, BadLine) else read(article)) for id_, article in read_lines(lines)]
    stories = iter(group([one for _, one in given if isinstance(one, Unit)]))
    for id_, one in given:
        yield {"id": id_, "error": str(one)} if isinstance(one, BadLine) else {"id": id_, "stories": [*next(stories)]}


def read(article: Article) -> Unit:
    """What linking needs of an article; nothing is read in a language that is not supported."""
    told = bool(article.title.strip() or article.text.strip()) and supported(article)
    return unit(article, judge(article), extract(article)) if told else unit(article, (), ())


def _open(name: str) -> TextIO:
    stream = sys.stdin.buffer if name == "-" else open(name, "rb")  # noqa: SIM115 - the caller closes it
    return io.TextIOWrapper(stream, encoding="utf-8", errors="replace")
