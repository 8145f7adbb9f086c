"""Which stories somebody asks for: the same filter for the desk, the exports and the API."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from psycopg2.extensions import connection

from embargowatch.link.names import folded
from embargowatch.store.statement import literal, rows, streamed

if TYPE_CHECKING:
    from embargowatch.store.search import Words


@dataclass(frozen=True, slots=True)
class StoryFilter:
    """What a story must be; what is empty or None asks for nothing, several values of one field for any of them."""

    topic: str = ""
    stages: tuple[str, ...] = ()
    """Actions or stages, or their details: "impose", "signed", "contract_signed"."""
    modalities: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    """Codes or names, on either side."""
    categories: tuple[str, ...] = ()
    """Of weapons."""
    measures: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    target: str = ""
    """A part of a target's name, in any case."""
    since: date | None = None
    until: date | None = None
    """The first and the last day (UTC) on which it was in the news."""
    tiers: tuple[str, ...] = ()
    """Of any source that tells it."""
    official: bool | None = None
    """Whether an official source tells it."""
    background: bool | None = None
    min_confidence: float | None = None
    story_ids: tuple[int, ...] = ()
    words: Words | None = None
    """That its records or articles have: for exports. The desk's search takes them apart, to put them in order."""

    @property
    def parameters(self) -> dict[str, object]:
        """As ``filtered_stories.sql`` wants them."""
        values = {name: getattr(self, name) for name in self.__slots__}
        lists = {name: list(value) for name, value in values.items() if isinstance(value, tuple)}
        return {
            **values,
            **lists,
            "countries": [folded(name) for name in self.countries],
            "target": f"%{literal(self.target)}%" if self.target else "",
            "asks_words": bool(self.words),
            "words": list(self.words.words) if self.words else [],
            "phrases": list(self.words.phrases) if self.words else [],
            "without": list(self.words.without) if self.words else [],
        }


EVERYTHING = StoryFilter()


def filtered_stories(
    db: connection,
    asked: StoryFilter = EVERYTHING,
    *,
    before: tuple[datetime, int] | None = None,
    limit: int | None = None,
    withdrawn: bool = False,
) -> Iterator[tuple[int, datetime]]:
    """Id and ``last_seen`` of the stories that fit, newest first, after the story that ``before`` points to.

    Those that a person withdrew are left out unless ``withdrawn``. Without a ``limit`` they are streamed: the
    connection must be in a transaction while they are read.
    """
    moment, story_id = before or (None, None)
    params = {**asked.parameters, "before": moment, "before_id": story_id, "limit": limit, "withdrawn": withdrawn}
    read = streamed if limit is None else rows
    for found in read(db, "filtered_stories", params):
        yield found["id"], found["last_seen"]
