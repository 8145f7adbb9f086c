"""Records as a person sees them: those of a story, and what is wrong with one.

    embargowatch records list 7                                       the records that tell story 7
    embargowatch records reject arms_deal/12 --reason "another Georgia"
    embargowatch records correct arms_deal/12 right.json --reason …   the record as `analyze` prints one

A rejected record tells its story no more, a corrected one counts as the file says; judging the article again changes
neither. Whoever was told of the story gets a correction with the next `alert`.
"""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection

from embargowatch import pipeline, store
from embargowatch.explain.pen import safe
from embargowatch.records_json import record_from_json
from embargowatch.settings import read_settings
from embargowatch.types import ArmsDeal, Topic

KINDS: dict[str, Topic] = {"sanction": "sanctions", "arms_deal": "arms_deals"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One sub-command for each thing that can be done with records."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="list|reject|correct")
    action = actions.add_parser("list", help="the records that tell a story")
    action.add_argument("story", type=int, metavar="STORY")
    for name, words in (("reject", "a record is wrong"), ("correct", "a record as it should be")):
        action = actions.add_parser(name, help=words)
        action.add_argument("id", type=_record_id, metavar="ID", help="such as sanction/12, as `list` shows it")
        if name == "correct":
            action.add_argument("file", metavar="FILE", help="JSON as `analyze` prints a record; - is standard input")
        action.add_argument("--reason", required=True, help="those who were told of it read it")
        action.add_argument("--by", default="", help="who says so; default: you")


def run(args: argparse.Namespace) -> int:
    """Exit status 0; 1 with a clear word when the database, the record or a setting is not as it should be."""
    try:
        with closing(store.connect(read_settings().database_url)) as db:
            return ACTIONS[args.action](db, args)
    except BrokenPipeError:  # whoever reads us has seen enough: the command line's own business
        raise
    except psycopg2.errors.UndefinedTable:
        words = "no tables there yet: run `embargowatch migrate`"
    except (store.DatabaseUnavailable, psycopg2.OperationalError, OSError, ValueError) as error:
        words = " ".join(str(error).split())
    print(f"embargowatch records {args.action}: {words}", file=sys.stderr)
    return 1


def _record_id(text: str) -> tuple[str, int]:
    kind, _, number = text.partition("/")
    if kind not in KINDS or not number.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is no record: write sanction/12 or arms_deal/12")
    return kind, int(number)


def _list(db: connection, args: argparse.Namespace) -> int:
    if not (found := store.records_of_story(db, args.story)):
        raise ValueError(f"nothing tells a story {args.story}")
    for each in found:
        standing = f" REJECTED by {each['rejected_by']}: {each['reject_reason']}" if each["rejected_at"] else ""
        standing = standing or (f" corrected by {each['rejected_by']}" if each["corrected"] else "")
        print(safe(f"{each['type']}/{each['id']}  {each['summary'] or each['quote']}{standing}"))
        print(safe(f"    {each['url']}"))
    return 0


def _reject(db: connection, args: argparse.Namespace) -> int:
    kind, number = args.id
    by = args.by or getpass.getuser()
    if not pipeline.reject_record(db, KINDS[kind], number, by=by, reason=args.reason, now=datetime.now(UTC)):
        raise ValueError(f"there is no {kind}/{number}, or it was rejected before")
    print(f"{kind}/{number} is rejected; who was told of it gets a correction with the next `embargowatch alert`")
    return 0


def _correct(db: connection, args: argparse.Namespace) -> int:
    kind, number = args.id
    text = sys.stdin.read() if args.file == "-" else Path(args.file).read_text(encoding="utf-8")
    record = record_from_json({"type": kind, **json.loads(text)})
    if isinstance(record, ArmsDeal) != (kind == "arms_deal"):
        raise ValueError(f"{args.file} is no {kind}")
    by = args.by or getpass.getuser()
    if not pipeline.correct_record(db, number, record, by=by, reason=args.reason, now=datetime.now(UTC)):
        raise ValueError(f"there is no {kind}/{number}")
    print(f"{kind}/{number} is corrected; who was told of it gets a correction with the next `embargowatch alert`")
    return 0


ACTIONS: dict[str, Callable[[connection, argparse.Namespace], int]] = {
    "list": _list, "reject": _reject, "correct": _correct,
}  # fmt: skip
