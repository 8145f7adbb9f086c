"""One stage on the database, as an Airflow task would run it. Settings come from the environment (EMBARGOWATCH_…).

The tally is printed as one JSON object. `alert` and `run` send through EMBARGOWATCH_SMTP_URL, such as
smtp://user:password@mail.example.org:587 (STARTTLS), smtps://… (TLS from the first byte) or
smtp+plain://127.0.0.1:1025 (no TLS).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, get_args
from urllib.parse import unquote, urlsplit

import psycopg2

from embargowatch import pipeline, store
from embargowatch.channels.email import MailServer
from embargowatch.feeds_file import FeedsFileError, read_feeds
from embargowatch.settings import Settings, read_settings
from embargowatch.types import Tally, Tier

if TYPE_CHECKING:
    from psycopg2.extensions import connection

SMTP_URL = "EMBARGOWATCH_SMTP_URL"
DEFAULT_SMTP_URL = "smtp+plain://localhost:25"
NOTHING_LOST = "what was under way is as it was before: run it again"
TIERS: tuple[Tier, ...] = get_args(Tier)


class BadSetting(ValueError):
    """An environment variable or argument that cannot be used; the message names it."""


EXPECTED = (store.DatabaseUnavailable, store.MigrationEdited, FeedsFileError, BadSetting)
"""What a person can put right; the rest is a fault of ours and keeps its traceback."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the stage that ``parser`` is for."""
    command = parser.get_default("command")
    if command in ("fetch", "run"):
        parser.add_argument("--tier", action="append", choices=TIERS, help="only sources of this tier; may be repeated")
        parser.add_argument("--everything", action="store_true", help="also sources that are not due yet")
    if command in ("alert", "run"):
        parser.add_argument("--digest", action="store_true", help="also send the daily digests now")
    if command == "replay":
        parser.add_argument("archive", nargs="*", metavar="warc FILE", help="pages of a WARC file instead of days")
        parser.add_argument("--since", type=date.fromisoformat, help="first day of publication, YYYY-MM-DD")
        parser.add_argument("--until", type=date.fromisoformat, help="last day of publication")
        parser.add_argument("--stage", choices=("clean", "classify"), default="classify", help="where to start again")


def run(args: argparse.Namespace) -> int:
    """Run the stage; 1 with a clear word when the database, a file or a setting is not as it should be."""
    try:
        settings = _settings()
        with closing(store.connect(settings.database_url)) as db:
            told = STAGES[args.command](db, settings, args)
    except psycopg2.OperationalError as error:
        words = " ".join(str(error).split())
        print(f"embargowatch {args.command}: the database went away ({words}); {NOTHING_LOST}", file=sys.stderr)
        return 1
    except psycopg2.errors.UndefinedTable:
        print(f"embargowatch {args.command}: no tables there yet: run `embargowatch migrate`", file=sys.stderr)
        return 1
    except EXPECTED as error:
        print(f"embargowatch {args.command}: {error}", file=sys.stderr)
        return 1
    print(json.dumps(told))
    return 0


Told = dict[str, object]
Stage = Callable[["connection", Settings, argparse.Namespace], Told]


def _migrate(db: connection, settings: Settings, args: argparse.Namespace) -> Told:  # noqa: ARG001 - as every stage
    return {"applied": store.migrate(db)}


def _fetch(db: connection, settings: Settings, args: argparse.Namespace) -> Told:
    pipeline.import_feeds(db, read_feeds(settings.feeds), now=_now())
    tiers = tuple(args.tier) if args.tier else None
    with pipeline.polite_web(settings, settings.database_url) as web:
        return asdict(pipeline.fetch(db, web, now=_now(), tiers=tiers, everything=args.everything, settings=settings))


def _scrape(db: connection, settings: Settings, args: argparse.Namespace) -> Told:  # noqa: ARG001 - as every stage
    with pipeline.polite_web(settings, settings.database_url) as web:
        return asdict(pipeline.scrape(db, web, now=_now()))


def _alert(db: connection, settings: Settings, args: argparse.Namespace) -> Told:
    pipeline.import_subscribers_file(db, settings.subscribers, now=_now())
    server = mail_server(os.environ.get(SMTP_URL) or DEFAULT_SMTP_URL, settings.mail_from)
    decided = pipeline.decide(db, settings, now=_now())
    sent = pipeline.send(db, server, settings, now=_now())
    if args.digest:
        sent += pipeline.send_digest(db, server, settings, now=_now())
        pipeline.tell_operator(db, server, settings, now=_now())
    return {"decided": asdict(decided), "sent": asdict(sent)}


def _replay(db: connection, settings: Settings, args: argparse.Namespace) -> Told:
    if args.archive:
        return asdict(_replay_archive(db, settings, args.archive))
    if args.since is None or args.until is None:
        raise BadSetting("which days? --since and --until, or `replay warc FILE`")
    if args.since > args.until:
        raise BadSetting(f"--since {args.since} is after --until {args.until}")
    return asdict(pipeline.replay(db, since=args.since, until=args.until, stage=args.stage))


def _replay_archive(db: connection, settings: Settings, words: Sequence[str]) -> Tally:
    """Pages of a WARC file, to be cleaned; a file that breaks off is kept as far as it can be read."""
    from embargowatch.warc import NotAnArchive, read_warc  # noqa: PLC0415 - start-up that no other stage pays

    if len(words) != 2 or words[0] != "warc":
        raise BadSetting("replay takes days, or `warc FILE`")
    try:
        with Path(words[1]).open("rb") as file:
            pages = read_warc(file, name=words[1], max_bytes=settings.max_bytes, now=_now())
            return pipeline.replay_pages(db, pages, now=_now())
    except (NotAnArchive, OSError) as error:
        raise BadSetting(str(error)) from error


def _run(db: connection, settings: Settings, args: argparse.Namespace) -> Told:
    store.migrate(db)
    return {stage: STAGES[stage](db, settings, args) for stage in LINE}


def _plain(stage: Callable[..., Tally]) -> Stage:
    def call(db: connection, settings: Settings, args: argparse.Namespace) -> Told:  # noqa: ARG001 - as every stage
        return asdict(stage(db, now=_now()))

    return call


STAGES: dict[str, Stage] = {
    "migrate": _migrate,
    "fetch": _fetch,
    "scrape": _scrape,
    "clean": _plain(pipeline.clean),
    "classify": _plain(pipeline.classify),
    "extract": _plain(pipeline.extract),
    "link": _plain(pipeline.link),
    "alert": _alert,
    "replay": _replay,
    "run": _run,
}
LINE = ("fetch", "scrape", "clean", "classify", "extract", "link", "alert")


def mail_server(url: str, mail_from: str) -> MailServer:
    """The mail server that a URL names. Raises BadSetting."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:  # its words may repeat the URL, and with it the password
        raise BadSetting(f"{SMTP_URL} cannot be read as a URL: its host or port") from None
    if parts.scheme not in ("smtp", "smtps", "smtp+plain") or not host:
        raise BadSetting(f"{SMTP_URL} must start with smtp://, smtps:// or smtp+plain:// and name a host")
    implicit_tls = parts.scheme == "smtps"
    return MailServer(
        host=host,
        port=port or {"smtp": 587, "smtps": 465}.get(parts.scheme, 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp",
        implicit_tls=implicit_tls,
        mail_from=mail_from,
    )


def _settings() -> Settings:
    try:
        settings = read_settings()
    except ValueError as error:
        raise BadSetting(str(error)) from error
    if not settings.feeds.exists():
        raise BadSetting(f"EMBARGOWATCH_FEEDS: there is no file {settings.feeds}")
    return settings


def _now() -> datetime:
    return datetime.now(UTC)
