"""Who may log in to a desk that runs alone: a file with salted scrypt hashes, which its owner alone can read."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Semaphore
from typing import Any

SHORTEST = 12
"""Characters of a password."""
COST = {"n": 2**15, "r": 8, "p": 1, "maxmem": 2**26}
"""32 MB and about 0.1 s a try: what OWASP asks for at least of scrypt is n=2**17, r=8 or as much work by p."""
AT_ONCE = Semaphore(2)
"""Tries that may take memory at the same time."""


class PeopleFileError(ValueError):
    """{path}: why the file of people cannot be read, and what to do."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may log in."""

    name: str
    salt: str
    hash: str
    """Of password and salt; both in hexadecimal."""
    editor: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """The file: who may log in, and the key that signs their sessions."""

    key: str
    known: Mapping[str, Person] = field(default_factory=dict)

    def with_person(self, name: str, password: str, *, editor: bool) -> People:
        """The same with this person, or with a new password of theirs. Raises ValueError."""
        name = " ".join(name.split())
        if not name or len(name) > 60 or not name.isprintable():
            raise ValueError("a name has 1 to 60 letters")
        if len(password) < SHORTEST:
            raise ValueError(f"a password has at least {SHORTEST} characters")
        salt = secrets.token_hex(16)
        person = Person(name, salt, _hash(password, salt), editor)
        return People(self.key, {**self.known, name: person})

    def without(self, name: str) -> People:
        return People(self.key, {known: person for known, person in self.known.items() if known != name})

    def with_password(self, name: str, password: str) -> Person | None:
        """The person if the password is theirs; one who is not known costs the same time."""
        person = self.known.get(name)
        given = _hash(password, person.salt if person else "00" * 16)
        return person if person and hmac.compare_digest(given, person.hash) else None


def _hash(password: str, salt: str) -> str:
    with AT_ONCE:
        return hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), dklen=32, **COST).hex()


def read_people(path: Path) -> People:
    """The people of the file. Raises FileNotFoundError, PeopleFileError."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        known = [Person(name=name, **rest) for name, rest in content["people"].items()]
        return People(content["key"], {person.name: person for person in known})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PeopleFileError(
            f"{path} is no file of people: make a new one with `embargowatch desk add-user`"
        ) from error


def read_or_new(path: Path) -> People:
    """The people of the file; nobody, and a new key, if there is none."""
    try:
        return read_people(path)
    except FileNotFoundError:
        return People(secrets.token_hex(32))


def write_people(path: Path, people: People) -> None:
    """In one step, so that nobody ever reads half a file; for the owner's eyes only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as new:
        json.dump({"key": people.key, "people": {p.name: _entry(p) for p in people.known.values()}}, new, indent=1)
        new.write("\n")
    os.replace(new.name, path)


def _entry(person: Person) -> dict[str, Any]:
    return {"salt": person.salt, "hash": person.hash, "editor": person.editor}
