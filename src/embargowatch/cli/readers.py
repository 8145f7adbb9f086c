"""Who may read what is known: roles of the database, and holders of tokens for the JSON API.

embargowatch grant-reader analyst           the role sees the views for people (docs/sql.md) and no table
embargowatch grant-reader analyst --print   only say the statements, for whoever may run them
embargowatch token add newsroom             a token for /api/v1 on the desk; it is shown this once
embargowatch token list
embargowatch token revoke newsroom
"""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from datetime import UTC, datetime

import psycopg2
from psycopg2.extensions import connection

from embargowatch import store
from embargowatch.explain.pen import safe
from embargowatch.settings import read_settings
from embargowatch.store import readers
from embargowatch.store.session import transaction


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command that ``parser`` is for."""
    if parser.get_default("command") == "grant-reader":
        parser.add_argument("role", metavar="ROLE", help="an existing role of the database")
        parser.add_argument("--print", action="store_true", help="only print the statements")
        return
    actions = parser.add_subparsers(dest="action", required=True, metavar="add|list|revoke")
    for action, words in (("add", "make a token and show it once"), ("revoke", "a token is no longer good")):
        actions.add_parser(action, help=words).add_argument("name", metavar="NAME", help="of who holds it")
    actions.add_parser("list", help="who holds one, and since when")


def run(args: argparse.Namespace) -> int:
    """Exit status 0; 1 with a clear word when it cannot be done."""
    try:
        with closing(store.connect(read_settings().database_url)) as db, transaction(db):
            return (_grant if args.command == "grant-reader" else _tokens)(db, args)
    except (psycopg2.errors.UndefinedTable, psycopg2.errors.UndefinedFunction):
        words = "the tables are missing or not up to date: run `embargowatch migrate`"
    except psycopg2.errors.UndefinedObject:
        words = f"there is no role {args.role!r}: `create role … login password '…'` first"
    except (store.DatabaseUnavailable, psycopg2.Error, ValueError) as error:
        words = " ".join(str(error).split())
    print(f"embargowatch {args.command}: {words}", file=sys.stderr)
    return 1


def _grant(db: connection, args: argparse.Namespace) -> int:
    statements = readers.reader_grants(db, args.role)
    if not args.print:
        readers.grant_reader(db, args.role)
    print("\n".join(f"{statement};" for statement in statements))
    return 0


def _tokens(db: connection, args: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    match args.action:
        case "add":
            print(readers.save_api_token(db, args.name, now=now))
        case "revoke" if not readers.revoke_api_token(db, args.name, now=now):
            raise ValueError(f"nobody called {args.name!r} has a token")
        case "list":
            for found in readers.api_tokens(db):
                gone = f", revoked {found['revoked_at']:%Y-%m-%d}" if found["revoked_at"] else ""
                print(safe(f"{found['name']}  since {found['created_at']:%Y-%m-%d}{gone}"))
    return 0
