"""`./run demo`, `up`, `stop`, `status`, `reset`: what they do once the environment is there."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from embargowatch.local import modes
from embargowatch.local.airflow import AirflowFailed
from embargowatch.local.home import PortInUse
from embargowatch.local.household import AlreadyRunning
from embargowatch.local.postgres import PostgresWouldNotStart
from embargowatch.store import DatabaseUnavailable

NAMED = (AirflowFailed, AlreadyRunning, DatabaseUnavailable, PortInUse, PostgresWouldNotStart, TimeoutError)
"""Failures whose message says all: no traceback for these."""
INTERRUPTED = 130


def main() -> int:
    """Run one mode; the exit status is 0 when it did what was asked."""
    args = _parser().parse_args()
    for ending in (signal.SIGINT, signal.SIGTERM):  # said explicitly: a background job of a shell starts deaf to SIGINT
        signal.signal(ending, _interrupt)
    try:
        return int(args.mode(args))
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return INTERRUPTED
    except NAMED as error:
        print(f"embargowatch: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./run", description=__doc__)
    modes_of = parser.add_subparsers(required=True, metavar="mode")
    demo = modes_of.add_parser("demo", help="the whole line over the demo newsroom, on this machine")
    demo.add_argument("--exit", action="store_true", help="stop after the first full cycle; status 0 if all was found")
    demo.add_argument(
        "--pages",
        type=Path,
        metavar="DIR",
        help="play a folder of saved pages (urls.jsonl and <id>.html.gz) instead of the demo's articles",
    )
    demo.set_defaults(mode=modes.demo)
    up = modes_of.add_parser("up", help="the same with feeds.yaml, subscribers.yaml and your mail server")
    up.set_defaults(mode=modes.up)
    for name, does in (("stop", modes.stop), ("status", modes.status), ("reset", modes.reset)):
        modes_of.add_parser(name, help=does.__doc__).set_defaults(mode=does)
    return parser


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
