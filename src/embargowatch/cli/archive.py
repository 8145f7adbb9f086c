"""The pages that are kept: out as WARC files, let go when they are old, and what an article said before it was edited.

    embargowatch export warc --day 2026-11-23 pages.warc.gz    what was fetched on a day, for other tools
    embargowatch forget                                        let go of old pages (EMBARGOWATCH_KEEP_PAGES_DAYS)
    embargowatch revisions https://gazette.example/radars      each revision of an article, and what changed

`embargowatch replay warc FILE` reads such a file, also others', back in as pages to clean.
"""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection

from embargowatch import pipeline, store
from embargowatch.clean.revisions import changes
from embargowatch.cli.files import written
from embargowatch.explain.pen import safe
from embargowatch.settings import Settings, read_settings
from embargowatch.warc import write_warc


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command that ``parser`` is for."""
    match parser.get_default("command"):
        case "export":
            parser.add_argument("--day", type=date.fromisoformat, required=True, help="YYYY-MM-DD, UTC")
            parser.add_argument("file", metavar="FILE", help="compressed if its name ends in .gz; - is standard output")
        case "revisions":
            parser.add_argument("url", metavar="URL", help="of the article, or of the feed's link to it")


def run(args: argparse.Namespace) -> int:
    """Exit status 0; 1 with a clear word when the database, the file or a setting is not as it should be."""
    try:
        settings = read_settings()
        with closing(store.connect(settings.database_url)) as db:
            return COMMANDS[args.command](db, settings, args)
    except BrokenPipeError:  # whoever reads us has seen enough: the command line's own business
        raise
    except psycopg2.errors.UndefinedTable:
        words = "no tables there yet: run `embargowatch migrate`"
    except (store.DatabaseUnavailable, psycopg2.OperationalError, OSError, ValueError) as error:
        words = " ".join(str(error).split())
    print(f"embargowatch {args.command}: {words}", file=sys.stderr)
    return 1


def _export(db: connection, settings: Settings, args: argparse.Namespace) -> int:  # noqa: ARG001 - as every command
    with written(args.file) as file:
        name = Path(args.file).name if args.file != "-" else f"{args.day}.warc"
        count = write_warc(file, pipeline.archived(db, args.day), name=name, compressed=name.endswith(".gz"))
    print(json.dumps({"pages": count}), file=sys.stderr if args.file == "-" else sys.stdout)
    return 0


def _forget(db: connection, settings: Settings, args: argparse.Namespace) -> int:  # noqa: ARG001 - as every command
    print(json.dumps(asdict(pipeline.forget(db, settings, now=datetime.now(UTC)))))
    return 0


def _revisions(db: connection, settings: Settings, args: argparse.Namespace) -> int:  # noqa: ARG001 - as every command
    found = store.revisions(db, args.url)
    if not found:
        print(f"embargowatch revisions: there is no article of {args.url}", file=sys.stderr)
        return 1
    before = ""
    for each in found:
        text = f"{each['title']}\n\n{each['text']}"
        words = f" ({each['reason']})" if each["reason"] else ""
        print(safe(f"revision {each['revision']}, {each['created_at']:%Y-%m-%d %H:%M} UTC, {each['status']}{words}"))
        if before:
            names = {"before_name": f"revision {each['revision'] - 1}", "after_name": f"revision {each['revision']}"}
            print("\n".join(map(safe, changes(before, text, **names))))
        before = text
    return 0


COMMANDS = {"export": _export, "forget": _forget, "revisions": _revisions}
