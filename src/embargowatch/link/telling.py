"""A record that tells a story, with what matters of its article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from embargowatch.types import ArmsDeal, Sanction


@dataclass(frozen=True, slots=True)
class Telling:
    """A record that tells a story, with what matters of its article."""

    record: Sanction | ArmsDeal
    url: str
    published: datetime | None
    seen: datetime
    replayed: bool = False
    official: bool = False
    """Whether an official source carries the article."""
    credit: str = ""
    """The agency that its credit line names."""
    signature: tuple[int, ...] = ()
    """MinHash of its text; copies of one report have nearly the same."""

    @property
    def when(self) -> datetime:
        return self.published or self.seen

    @property
    def article_id(self) -> int:
        return self.record.article_id or 0
