"""The command line: the same functions without Airflow.

Standard output holds only the results; progress and complaints go to standard error.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import sys
from collections.abc import Sequence

COMMANDS = {
    "read": ("read", "HTML in, an article as JSON out (needs no database)"),
    "analyze": ("analyze", "a text in, verdicts and records as JSON out (needs no database)"),
    "group": ("group", "articles in, the stories that each tells as JSON out (needs no database)"),
    "stories": ("stories", "what stories are made of; put together, take apart; what official sources told"),
    "evaluate": ("evaluate", "score the judging against labelled articles (needs no database)"),
    "train": ("train", "learn weights from labelled articles (needs no database)"),
    "labels": ("labels", "keep labels without the texts that they are about, and back (needs no database)"),
    "feeds": ("feeds", "try, list, add, import and export sources"),
    "subscriptions": (
        "subscriptions",
        "who is told what; try a subscription before it is saved; be silent for a while",
    ),
    "records": ("records", "what a person says is wrong with a record"),
    "migrate": ("stages", "bring the database's tables up to date"),
    "fetch": ("stages", "ask the feeds that are due what is new"),
    "scrape": ("stages", "download the pages of new entries"),
    "clean": ("stages", "make articles out of pages"),
    "classify": ("stages", "judge which topics articles are about"),
    "extract": ("stages", "record who did what to whom"),
    "link": ("stages", "put records into stories"),
    "alert": ("stages", "decide who is told, and send what waits"),
    "run": ("stages", "all stages once, in order"),
    "replay": ("stages", "judge again what is stored, or read a WARC file; tells nobody"),
    "revisions": ("archive", "what an article said before it was edited"),
    "export": ("export", "deals, sanctions, stories, alerts, quotes as files; FollowTheMoney; dossiers; pages as WARC"),
    "grant-reader": ("readers", "let a role of the database see the views for people"),
    "token": ("readers", "who may read the JSON API"),
    "desk": ("desk", "serve the desk without Airflow, and who may log in there"),
    "forget": ("archive", "let go of what old pages held"),
}
"""Command to the module of this package that has it (``add_arguments(parser)``, ``run(args) -> status``), and its help.

A module is imported when its command is called, so that each starts at once.
"""

PIPE_CLOSED = 141
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 when it did what was asked."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in ("-h", "--help", "help"):
        print(_help())
        return 0 if words else 2
    if words[0] not in COMMANDS:
        print(f"embargowatch: there is no command {words[0]!r}\n\n{_help()}", file=sys.stderr)
        return 2
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(name)s: %(message)s")
    return _run(words[0], words[1:])


def _run(command: str, words: Sequence[str]) -> int:
    module = importlib.import_module(f"embargowatch.cli.{COMMANDS[command][0]}")
    parser = argparse.ArgumentParser(
        prog=f"embargowatch {command}",
        description=f"{COMMANDS[command][1]}\n\n{module.__doc__}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(command=command)
    module.add_arguments(parser)
    args = parser.parse_args(words)
    try:
        return int(module.run(args))
    except BrokenPipeError:  # the reader (head, less) has gone: not an error of ours
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED


def _help() -> str:
    rows = "\n".join(f"  {name:12} {text}" for name, (_, text) in COMMANDS.items())
    return (
        f"usage: embargowatch COMMAND …\n\n{rows}\n\n`embargowatch COMMAND --help` says more. "
        "The database is the one of EMBARGOWATCH_DATABASE_URL."
    )
