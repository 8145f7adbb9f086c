"""``embargowatch evaluate``: how right the judging is on labelled articles.

A folder holds ``*.articles.jsonl`` beside ``*.labels.jsonl`` of the same name; without one, the small set that ships
with the tests is measured.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from embargowatch.cli.analyze import analyze_lines
from embargowatch.evaluate import errors, measure, table
from embargowatch.settings import ROOT

SHIPPED = ROOT / "tests" / "data" / "gold"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", nargs="?", type=Path, default=SHIPPED, help="labelled articles (default: the shipped set)"
    )
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="list what is wrong with N articles")


def run(args: argparse.Namespace) -> int:
    """Exit status 0; 2 when the folder has no labelled articles."""
    sets = list(labelled(args.folder))
    if not sets:
        print(f"embargowatch evaluate: no *.articles.jsonl beside *.labels.jsonl in {args.folder}", file=sys.stderr)
        return 2
    for name, articles, labels in sets:
        found = measure(labels, {row["id"]: row for row in analyze_lines(articles)})
        print(f"# {name}\n{table(found)}\n{errors(found, args.errors)}")
    return 0


def labelled(folder: Path) -> Iterator[tuple[str, list[str], list[dict[str, Any]]]]:
    """The labelled sets of a folder: name, article lines, labels."""
    for articles in sorted(folder.glob("*.articles.jsonl")):
        labels = articles.with_name(articles.name.replace(".articles.", ".labels."))
        if labels.exists():
            yield articles.name.split(".")[0], _lines(articles), [json.loads(line) for line in _lines(labels)]


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
