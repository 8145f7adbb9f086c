"""``embargowatch labels``: labels of texts that belong to others, kept without the texts.

    $ embargowatch labels pack open*.jsonl --texts ~/corpus > tests/data/gold/real/open.labels.jsonl
    $ embargowatch labels unpack tests/data/gold/real/open.labels.jsonl --texts ~/corpus > open.jsonl

    $ embargowatch labels list dev.labels.jsonl --texts ~/gold > tests/data/gold/real/dev.ids.jsonl

`pack` takes labels whose records have their evidence as words, finds the words in the texts (by id, from --texts or
EMBARGOWATCH_TEXTS), and keeps only where they are, together with the text's hash and source. `unpack` gives the words
back to whoever has the same texts. `list` says only which texts they are: id, hash, source, kind, language. All
write to standard output.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from embargowatch.cli.evaluate import places
from embargowatch.evaluate.packing import Unpackable, name, pack, unpack
from embargowatch.evaluate.sets import find_texts, read_rows

WORK = {"pack": pack, "unpack": lambda label, article, _: unpack(label, article), "list": name}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=list(WORK))
    parser.add_argument("labels", nargs="+", type=Path, metavar="LABELS")
    parser.add_argument("--texts", nargs="+", type=Path, default=[], metavar="PATH", help="where the texts are")
    parser.add_argument(
        "--official", nargs="+", default=[], metavar="PREFIX",
        help="articles whose source or url starts so are official releases, all others news",
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Exit status 0; 1 when a label was left out, which is said on standard error."""
    labels = [row for path in args.labels for row in read_rows(path)]
    texts = find_texts(args.texts or places(), {row["id"] for row in labels})
    status = 0
    for label in labels:
        try:
            article = texts[label["id"]]
            print(json.dumps(WORK[args.what](label, article, args.official), ensure_ascii=False))
        except (KeyError, Unpackable) as error:
            said = error if isinstance(error, Unpackable) else f"{label.get('id')}: there is no text with this id"
            print(f"embargowatch labels: {said}; left out", file=sys.stderr)
            status = 1
    return status
