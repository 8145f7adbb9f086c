"""``embargowatch evaluate``: how right the judging is on labelled articles.

    $ ./run evaluate                                  the set that ships with the tests
    $ ./run evaluate ~/gold --errors 20               every set of a folder, and what is wrong with 20 articles
    $ ./run evaluate tests/data/gold/real/open.labels.jsonl --texts ~/corpus
    $ ./run evaluate ~/gold --official US-Department-of-the-Treasury --json
    $ ./run evaluate --markdown docs/accuracy.md      renew the measured sets' sections of that page

A set is NAME.labels.jsonl with NAME.articles.jsonl beside it, one JSON object a line, joined by id:

    label    {"id", "sanctions": "about|mention|none|borderline", "arms_deals": the same, "records": [...]}
    article  {"id", "title", "text", "published"}

Labels whose texts may not lie beside them get them by id from --texts (or EMBARGOWATCH_TEXTS, several separated by
colons): .jsonl or .jsonl.gz files, or folders of them. A label with text_sha256 (of title, line feed, text) refuses any
other text. Optional keys of labels or articles are kind (official or news), language, source and url.

core      same action or stage, and a sender and a target (supplier, recipient) in common where labelled
strict    core, and no party that is not labelled
main      core of the news alone, without background: what people are alerted to
slots     every filler of every field
overstated  news told as further than it is: planned as done, talks as signed, one side's word as fact
interval  95 % bootstrap over articles, always with the same draws
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from embargowatch.cli.analyze import analyze_lines
from embargowatch.evaluate import LabelledSet, Report, as_json, as_text, errors, read_sets, report, tables
from embargowatch.evaluate.page import with_sections
from embargowatch.evaluate.sets import ARTICLES, LABELS
from embargowatch.settings import ROOT

SHIPPED = ROOT / "tests" / "data" / "gold"
TEXTS = "EMBARGOWATCH_TEXTS"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="*", type=Path, default=[SHIPPED], metavar="PATH",
        help="a folder of labelled articles, or one .labels.jsonl (default: the shipped set)",
    )  # fmt: skip
    parser.add_argument("--texts", nargs="+", type=Path, default=[], metavar="PATH", help="where the texts are")
    parser.add_argument(
        "--official", nargs="+", default=[], metavar="PREFIX",
        help="articles whose source or url starts so are official releases, all others news",
    )  # fmt: skip
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="list what is wrong with N articles")
    parser.add_argument("--json", action="store_true", help="numbers as JSON instead of tables")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="renew the sections of these sets in this page")


def run(args: argparse.Namespace) -> int:
    """Exit status 0; 1 when a text was refused; 2 when there is nothing to measure."""
    found = [one for path in args.paths for one in read_sets(path, args.texts or places())]
    measured = [report(one, results(one), args.official) for one in found if _usable(one)]
    if not measured:
        where = ", ".join(map(str, args.paths))
        print(f"embargowatch evaluate: no labels with texts in {where}; see --help", file=sys.stderr)
        return 2
    if args.json:
        print(json.dumps([as_json(said) for said in measured], ensure_ascii=False, indent=1))
    else:
        for said in measured:
            _print(said, args.errors)
    if args.markdown:
        _write(args.markdown, measured)
    return int(any(one.refused for one in found))


def places() -> list[Path]:
    """Where EMBARGOWATCH_TEXTS says that texts are."""
    return [Path(part) for part in os.environ.get(TEXTS, "").split(os.pathsep) if part]


def results(found: LabelledSet) -> dict[str, dict[str, Any]]:
    """What `embargowatch analyze` says of each article of a set."""
    lines = (json.dumps(dict(article)) for article in found.articles.values())
    return {row["id"]: row for row in analyze_lines(lines)}


def _usable(found: LabelledSet) -> bool:
    for id_ in found.refused:
        print(f"{found.name}: {id_} is left out, its text is not the one that was labelled", file=sys.stderr)
    if missing := found.without_text:
        shown = f"{', '.join(missing[:5])}{', …' if len(missing) > 5 else ''}"
        print(f"{found.name}: {len(missing)} labels have no text here and are left out ({shown})", file=sys.stderr)
    return bool(found.labels)


def _print(said: Report, most: int) -> None:
    print("\n\n".join(as_text(table) for table in tables(said)), end="\n\n")
    if most:
        print(errors(said.whole, most), end="\n\n")


def _write(page: Path, measured: list[Report]) -> None:
    page.parent.mkdir(parents=True, exist_ok=True)
    before = page.read_text(encoding="utf-8") if page.exists() else ""
    page.write_text(with_sections(before, measured), encoding="utf-8")
    print(f"{page}: {', '.join(said.name for said in measured)}", file=sys.stderr)


def labelled(folder: Path) -> Iterator[tuple[str, list[str], list[dict[str, Any]]]]:
    """The labelled sets of a folder whose articles are beside them: name, article lines, labels."""
    for articles in sorted(folder.glob(f"*{ARTICLES}")):
        labels = articles.with_name(articles.name.replace(ARTICLES, LABELS))
        if labels.exists():
            yield articles.name.split(".")[0], _lines(articles), [json.loads(line) for line in _lines(labels)]


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
