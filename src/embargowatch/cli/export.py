"""What is known, as files for other tools. Everything is streamed; standard output is used where no file is named.

    embargowatch export arms-deals deals.csv --since 2026-01-01       in the columns of SIPRI's trade register
    embargowatch export arms-deals --legacy old.csv                   in those that have the number ordered
    embargowatch export sanctions --country RU --format jsonl         every record with its sentence
    embargowatch export stories stories.parquet                       (needs pyarrow)
    embargowatch export quotes --topic sanctions --full-text          each passage that carries a field
    embargowatch export ftm entities.ftm.json                         FollowTheMoney entities
    embargowatch export dossier --story 7 --date 2026-11-23 7.html    evidence as of a day; the same bytes every time
    embargowatch export warc --day 2026-11-23 pages.warc.gz           the pages that were fetched on a day

The filter is the desk's. Columns are those of the view of the same name (docs/sql.md). In CSV, text that a spreadsheet
would take for a formula has an apostrophe before it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import psycopg2
from psycopg2.extensions import connection

from embargowatch import store
from embargowatch.cli import archive
from embargowatch.cli.files import written
from embargowatch.export.dossier import write_dossier
from embargowatch.export.ftm import write_entities
from embargowatch.export.streams import VIEWS, WITH_TEXT, chosen
from embargowatch.export.tables import FORMS, ExtraMissing, write
from embargowatch.settings import read_settings
from embargowatch.store.exports import read_at_one_moment
from embargowatch.store.search import Words
from embargowatch.store.story_filter import StoryFilter
from embargowatch.types import Modality, Tier, Topic

HELP = {
    "arms-deals": "orders and deliveries of arms, as SIPRI's trade register has them, or every record",
    "sanctions": "records of sanctions",
    "stories": "developments, each with its merged record",
    "alerts": "who was told what, or why not",
    "quotes": "the passages that carry the records",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One sub-command for each thing that can be had."""
    whats = parser.add_subparsers(dest="what", required=True, metavar="|".join((*VIEWS, *WHATS, "warc")))
    for name in VIEWS:
        what = _filtered(whats.add_parser(name, help=HELP[name], description=HELP[name]))
        what.add_argument("--format", choices=tuple(FORMS), help="default: by the file's name, else csv")
        if name in WITH_TEXT:
            words = "also the articles' text, which belongs to their publishers: for your own use only"
            what.add_argument("--full-text", action="store_true", help=words)
        if name == "arms-deals":
            words = (
                "sipri: its trade register (default of CSV); legacy: its older form; all: every record (default else)"
            )
            what.add_argument("--columns", choices=("sipri", "legacy", "all"), help=words)
            what.add_argument("--legacy", dest="columns", action="store_const", const="legacy")
    words = "FollowTheMoney entities of sanctions, one JSON object a line"
    what = _filtered(whats.add_parser("ftm", help=words, description=words))
    what.add_argument("--full-text", action="store_true", help="also the articles' text: for your own use only")
    what.add_argument("--validate", action="store_true", help="check each against the model (needs followthemoney)")
    words = "what was known at the end of a day, as one HTML page without scripts; the same bytes every time"
    what = _filtered(whats.add_parser("dossier", help=words, description=words))
    what.add_argument("--date", type=date.fromisoformat, required=True, help="YYYY-MM-DD, UTC; a day that is over")
    pages = whats.add_parser("warc", help="the pages of a day as a WARC file")
    pages.set_defaults(command="export")
    archive.add_arguments(pages)


def run(args: argparse.Namespace) -> int:
    """Exit status 0; 1 with a clear word when the database, the file or a setting is not as it should be."""
    if args.what == "warc":
        return archive.run(args)
    try:
        with closing(store.connect(read_settings().database_url)) as db:
            read_at_one_moment(db)
            count = WHATS.get(args.what, _table)(db, args)
    except BrokenPipeError:  # whoever reads us has seen enough: the command line's own business
        raise
    except (psycopg2.errors.UndefinedTable, psycopg2.errors.UndefinedColumn):
        words = "the tables are missing or not up to date: run `embargowatch migrate`"
    except (ExtraMissing, store.DatabaseUnavailable, psycopg2.OperationalError, OSError, ValueError) as error:
        words = " ".join(str(error).split())
    else:
        print(json.dumps(count), file=sys.stderr if args.file == "-" else sys.stdout)
        return 0
    print(f"embargowatch export {args.what}: {words}", file=sys.stderr)
    return 1


def _filtered(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """The file, and the filter of stories."""
    parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="default: standard output")
    asked = parser.add_argument_group("which stories", "all of what is asked for must fit; a repeated one in any value")
    asked.add_argument("--since", type=date.fromisoformat, help="in the news on this day (YYYY-MM-DD, UTC) or later")
    asked.add_argument("--until", type=date.fromisoformat, help="in the news on this day or earlier")
    asked.add_argument("--words", default="", help='that it has, as on the desk: `k239 "rocket launchers" -ukraine`')
    asked.add_argument("--topic", default="", choices=get_args(Topic))
    asked.add_argument("--story", action="append", type=int, default=[], metavar="ID")
    asked.add_argument("--stage", action="append", default=[], help="action or stage, or its detail: signed, delisting")
    asked.add_argument("--modality", action="append", default=[], choices=get_args(Modality))
    asked.add_argument("--country", action="append", default=[], help="code, or a body's name, on either side")
    asked.add_argument("--category", action="append", default=[], help="of weapons: aircraft, missile, …")
    asked.add_argument("--measure", action="append", default=[], help="asset_freeze, travel_ban, …")
    asked.add_argument("--program", action="append", default=[], help="CAATSA, …")
    asked.add_argument("--target", default="", help="a part of a target's name")
    asked.add_argument("--tier", action="append", default=[], choices=get_args(Tier), help="of a source that tells it")
    asked.add_argument("--official", action=argparse.BooleanOptionalAction, help="whether an official source tells it")
    asked.add_argument("--background", action=argparse.BooleanOptionalAction, help="whether it is only background")
    asked.add_argument("--min-confidence", type=float, metavar="0..1")
    return parser


def _asked(args: argparse.Namespace) -> StoryFilter:
    return StoryFilter(
        topic=args.topic,
        stages=tuple(args.stage),
        modalities=tuple(args.modality),
        countries=tuple(args.country),
        categories=tuple(args.category),
        measures=tuple(args.measure),
        programs=tuple(args.program),
        target=args.target,
        since=args.since,
        until=args.until,
        tiers=tuple(args.tier),
        official=args.official,
        background=args.background,
        min_confidence=args.min_confidence,
        story_ids=tuple(args.story),
        words=Words.typed(args.words) if args.words else None,
    )


def _table(db: connection, args: argparse.Namespace) -> dict[str, int]:
    form = args.format or Path(args.file).suffix.removeprefix(".")
    form = form if form in FORMS else "csv"
    columns, full_text = getattr(args, "columns", None), getattr(args, "full_text", False)
    table = chosen(db, args.what, _asked(args), form=form, columns=columns, full_text=full_text)
    with written(args.file) as file:
        return {"rows": write(table, form, file)}


def _ftm(db: connection, args: argparse.Namespace) -> dict[str, int]:
    asked = replace(_asked(args), topic="sanctions")
    with written(args.file) as file:
        return {"entities": write_entities(db, asked, file, full_text=args.full_text, validated=args.validate)}


def _dossier(db: connection, args: argparse.Namespace) -> dict[str, int]:
    if args.words:
        raise ValueError("a dossier is of what was known on a day, and its words are only searched as they are now")
    with written(args.file) as file:
        return {"stories": write_dossier(db, _asked(args), args.date, file)}


WHATS: dict[str, Callable[[connection, argparse.Namespace], dict[str, int]]] = {"ftm": _ftm, "dossier": _dossier}
