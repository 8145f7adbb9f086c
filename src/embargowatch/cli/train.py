"""``embargowatch train``: learn weights from labelled articles and store them as plain data.

    $ ./run train confidence ~/gold/dev.labels.jsonl tests/data/gold/real/open.labels.jsonl --texts ~/corpus
    $ ./run train sentences ~/corpus

Labels and texts are those of `embargowatch evaluate`. What it says is cross-validated: five folds by article.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from embargowatch.cli.evaluate import places
from embargowatch.evaluate.page import with_section
from embargowatch.evaluate.sets import LabelledSet, read_sets
from embargowatch.evaluate.tables import Table, as_markdown, as_text
from embargowatch.settings import ROOT
from embargowatch.train import confidence, sentences, verdicts
from embargowatch.train.plot import reliability_svg

PLOT = ROOT / "docs" / "img" / "reliability.svg"
PAGE = ROOT / "docs" / "accuracy.md"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        choices=["verdicts", "confidence", "sentences"],
        help="verdicts: which articles are about a topic; confidence: how far records and fields are to be believed; "
        "sentences: which are worth parsing (from articles, which need no labels)",
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="folders of labels, or .labels.jsonl files")
    parser.add_argument("--texts", nargs="+", type=Path, default=[], metavar="PATH", help="where the texts are")
    parser.add_argument("--dry", action="store_true", help="only say how good it would be; write nothing")


def run(args: argparse.Namespace) -> int:
    """Exit status 0; 2 when there is nothing to learn from."""
    if args.what == "sentences":
        return _sentences(args.paths, args.dry)
    sets = [found for path in args.paths for found in read_sets(path, args.texts or places()) if found.labels]
    if not sets:
        print("embargowatch train: no labels with texts there", file=sys.stderr)
        return 2
    return _verdicts(sets, args.dry) if args.what == "verdicts" else _confidence(sets, args.dry)


def _sentences(paths: list[Path], dry: bool) -> int:
    found = [example for article in sentences.articles(paths) for example in sentences.examples(article)]
    if not any(example.told for example in found):
        print("embargowatch train: no articles there that tell of an arms deal", file=sys.stderr)
        return 2
    trained = sentences.train(found)
    print(
        f"of {trained.examples} sentences that may tell of an arms deal {trained.parsed:.1%} are parsed, "
        f"with {trained.recall:.1%} of what becomes a record (cross-validated)"
    )
    if not dry:
        sentences.store(trained)
    return 0


def _verdicts(sets: list[LabelledSet], dry: bool) -> int:
    trained = verdicts.train(sets)
    rows = tuple((name.replace("_", " "), *(f"{f1:.3f}" for f1 in one.f1.values())) for name, one in trained.items())
    told = Table("topic F1, cross-validated", ("", *(found.name for found in sets)), rows)
    print(as_text(told))
    if not dry:
        verdicts.store(trained)
        PAGE.write_text(with_section(PAGE.read_text("utf-8"), "verdicts", as_markdown(told)), encoding="utf-8")
    return 0


def _confidence(sets: list[LabelledSet], dry: bool) -> int:
    trained = confidence.train(sets)
    told = _table(trained, sets)
    print(as_text(told))
    if not dry:
        confidence.store(trained)
        PLOT.write_text(reliability_svg(trained), encoding="utf-8")
        PAGE.write_text(with_section(PAGE.read_text("utf-8"), "reliability", as_markdown(told)), encoding="utf-8")
    return 0


def _table(trained: dict[str, confidence.Trained], sets: list[LabelledSet]) -> Table:
    rows = tuple((kind, *(str(n) for n in found.numbers.values())) for kind, found in trained.items())
    names = " and ".join(f"{found.name} ({len(found.labels)} articles)" for found in sets)
    columns = ("", "examples", "right", "Brier before", "after", "calibration error before", "after")
    return Table(f"confidence, cross-validated on {names}", columns, rows)
