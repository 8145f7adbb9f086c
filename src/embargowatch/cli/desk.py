"""Without a further word it serves the desk, on this machine only unless --host says otherwise, until Ctrl-C.

Whoever is to log in is added first: `embargowatch desk add-user anna --editor` asks for a password, or reads it from
standard input when that is no terminal. The people are kept in EMBARGOWATCH_DESK_USERS. For other machines put a proxy
with TLS in front, and let EMBARGOWATCH_DESK_URL begin with https: then the cookie is never sent without it.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from embargowatch import store
from embargowatch.desk.people import PeopleFileError, read_or_new, read_people, write_people
from embargowatch.settings import Settings, read_settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8090, help="port to listen on (default: 8090)")
    words = parser.add_subparsers(dest="word", metavar="WORD")
    add = words.add_parser("add-user", help="let somebody in, or give them a new password")
    add.add_argument("name")
    add.add_argument("--editor", action="store_true", help="who may also change things")
    remove = words.add_parser("remove-user", help="let somebody in no more")
    remove.add_argument("name")
    words.add_parser("users", help="who may log in")


def run(args: argparse.Namespace) -> int:
    settings = read_settings()
    try:
        match args.word:
            case "add-user":
                return _add(settings.desk_users, args.name, editor=args.editor)
            case "remove-user":
                return _remove(settings.desk_users, args.name)
            case "users":
                return _list(settings.desk_users)
        return _serve(settings, args.host, args.port)
    except FileNotFoundError:
        print(f"nobody may log in yet ({settings.desk_users}): embargowatch desk add-user NAME", file=sys.stderr)
    except ValueError as error:  # PeopleFileError too
        print(f"embargowatch desk: {error}", file=sys.stderr)
    return 1


def _add(path: Path, name: str, *, editor: bool) -> int:
    password = getpass.getpass(f"Password of {name}: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    write_people(path, read_or_new(path).with_person(name, password, editor=editor))
    print(f"{name} may log in and {'change things' if editor else 'read'}", file=sys.stderr)
    return 0


def _remove(path: Path, name: str) -> int:
    people = read_people(path)
    if name not in people.known:
        print(f"there is no {name}", file=sys.stderr)
        return 1
    write_people(path, people.without(name))
    return 0


def _list(path: Path) -> int:
    for person in read_people(path).known.values():
        print(f"{person.name}\t{'editor' if person.editor else 'reader'}")
    return 0


def _serve(settings: Settings, host: str, port: int) -> int:
    import uvicorn  # noqa: PLC0415 - only who serves needs it

    from embargowatch.desk.alone import create_alone  # noqa: PLC0415

    if not read_people(settings.desk_users).known:
        raise PeopleFileError("nobody may log in: embargowatch desk add-user NAME")
    app = create_alone(
        lambda: store.connect(settings.database_url, patience_s=0.0),
        settings.desk_users,
        https=settings.desk_url.startswith("https://"),
    )
    print(f"the desk is at http://{host}:{port}/", file=sys.stderr)
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
    return 0
