"""What the newsroom remembers over a restart: when it first started, and which editions are out."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock


class Memory:
    """The newsroom's state, kept in ``newsroom.json`` of its folder.

    The second edition of an article comes out when its feed is polled after the first edition has been read.
    """

    def __init__(self, folder: Path, *, now: datetime) -> None:
        self._file = folder / "newsroom.json"
        self._lock = Lock()
        folder.mkdir(parents=True, exist_ok=True)
        kept = json.loads(self._file.read_text()) if self._file.exists() else {}
        self.started = datetime.fromisoformat(kept["started"]) if kept else now.replace(second=0, microsecond=0)
        self._read: set[str] = set(kept.get("read", ()))
        self._second_edition: dict[str, str] = dict(kept.get("second_edition", {}))
        if not kept:
            self._keep()

    def article_was_read(self, path: str) -> None:
        """Note that somebody has the edition that is out."""
        with self._lock:
            if path not in self._read:
                self._read.add(path)
                self._keep()

    def feed_is_polled(self, paths: list[str], *, now: datetime | None = None) -> None:
        """Bring out the second edition of those of ``paths`` that have been read."""
        with self._lock:
            due = [path for path in paths if path in self._read and path not in self._second_edition]
            if due:
                at = (now or datetime.now(UTC)).replace(microsecond=0).isoformat()
                self._second_edition.update(dict.fromkeys(due, at))
                self._keep()

    def second_edition(self, path: str) -> datetime | None:
        """When the second edition came out; None while the first is out."""
        with self._lock:
            at = self._second_edition.get(path)
        return datetime.fromisoformat(at) if at else None

    def _keep(self) -> None:
        whole = {
            "started": self.started.isoformat(),
            "read": sorted(self._read),
            "second_edition": self._second_edition,
        }
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps(whole, indent=1))
        os.replace(fresh, self._file)
