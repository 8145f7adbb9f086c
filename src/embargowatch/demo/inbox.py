"""Caught mails as files: ``mails/000001.eml``, ``000002.eml``, … in the order in which they came."""

from __future__ import annotations

import os
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from threading import Lock


@dataclass(frozen=True, slots=True)
class Caught:
    """One mail as it came in."""

    name: str
    """Its file's name without ``.eml``."""
    message: EmailMessage


class Inbox:
    """A folder of mails; a file is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "mails"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._lock = Lock()

    def keep(self, raw: bytes) -> str:
        """Write one mail and give its name."""
        with self._lock:
            last = max((int(file.stem) for file in self._folder.glob("*.eml")), default=0)
            name = f"{last + 1:06d}"
            fresh = self._folder / f"{name}.new"
            fresh.write_bytes(raw)
            os.replace(fresh, self._folder / f"{name}.eml")
        return name

    def mails(self) -> tuple[Caught, ...]:
        """All mails, oldest first."""
        return tuple(self._read(file) for file in sorted(self._folder.glob("*.eml")))

    def mail(self, name: str) -> Caught | None:
        """One mail by its name, if it is there."""
        file = self._folder / f"{name}.eml"
        return self._read(file) if name.isdigit() and file.exists() else None

    def _read(self, file: Path) -> Caught:
        return Caught(file.stem, message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=default))


def part(message: EmailMessage, kind: str) -> str:
    """The text of the mail's ``plain`` or ``html`` part; empty if it has none."""
    body = message.get_body((kind,))
    return str(body.get_content()) if body else ""
