"""A dossier: what was known of a story, or of all that fit a filter, at the end of a day, as one HTML page.

The page holds all it shows and runs nothing: no script, no picture, nothing from elsewhere. It is made from what had
been fetched by the end of that day (UTC): the articles in the revision that was there, each with the SHA-256 of its
page, the merged record made again from theirs alone, and the sources that could not be read then. So it is the same,
byte by byte, whenever it is made again for a day that is over, unless the articles were judged again. The filter, too,
is put to what was known then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import IO, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from psycopg2.extensions import connection

from embargowatch import words
from embargowatch.link import Merged, Telling, merge
from embargowatch.link.names import folded
from embargowatch.records_json import record_from_json
from embargowatch.store import exports as store
from embargowatch.store.statement import Row
from embargowatch.store.story_filter import StoryFilter, filtered_stories
from embargowatch.types import ArmsDeal, Sanction

MOST_QUOTE = 1200
"""Characters of one quote: a dossier cites, it does not reprint."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A record of an article, with where and when that was read."""

    told: Row
    record: Sanction | ArmsDeal

    @property
    def fields(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Label, words and passages of each known field."""
        return [(row.label, row.text, self._passages(row.field)) for row in words.rows(self.record)]

    def _passages(self, field: str) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(words.one_line(span.quote, MOST_QUOTE) for span in self.record.evidence.get(field, ()))
        )


@dataclass(frozen=True, slots=True)
class Chapter:
    """A story as it was known."""

    story_id: int
    merged: Merged
    witnesses: tuple[Witness, ...]

    @property
    def headline(self) -> str:
        return words.headline(self.merged.headline, self.merged.record)

    @property
    def rows(self) -> tuple[words.Row, ...]:
        return words.rows(self.merged.record)

    @property
    def tiers(self) -> frozenset[str]:
        return frozenset(witness.told["tier"] for witness in self.witnesses)


def write_dossier(db: connection, asked: StoryFilter, day: date, file: IO[bytes]) -> int:
    """Write the page, chapter by chapter, the newest story first; how many stories.

    Raises ValueError if a single story is asked for and nothing was known of it.
    """
    moment = datetime.combine(day + timedelta(days=1), time(), UTC)
    pages = _environment()
    file.write(pages.get_template("head.html").render(day=day, blind=store.blind_at(db, moment=moment)).encode())
    n = 0
    for n, chapter in enumerate(_chapters(db, asked, moment), 1):  # noqa: B007 - the count is what is wanted
        file.write(pages.get_template("chapter.html").render(chapter=chapter).encode())
    if asked.story_ids and not n:
        raise ValueError(f"nothing was known of story {', '.join(map(str, asked.story_ids))} by the end of {day}")
    file.write(pages.get_template("foot.html").render(day=day, n=n).encode())
    return n


def _chapters(db: connection, asked: StoryFilter, moment: datetime) -> Iterator[Chapter]:
    """The stories that fitted then. What may have changed since is not asked of the database."""
    lasting = StoryFilter(topic=asked.topic, story_ids=asked.story_ids, since=asked.since)
    for story_id, _ in filtered_stories(db, lasting, withdrawn=True):
        witnesses = tuple(map(_witness, store.dossier_records(db, story_id, moment=moment)))
        if witnesses:
            chapter = Chapter(story_id, merge([_telling(witness) for witness in witnesses]), witnesses)
            if fits(asked, chapter):
                yield chapter


def fits(asked: StoryFilter, chapter: Chapter) -> bool:
    """Whether a story as it was known is what a filter asks for: `filtered_stories.sql` in Python."""
    merged, record = chapter.merged, chapter.merged.record
    detail = record.action_detail if isinstance(record, Sanction) else record.stage_detail
    names = [folded(target.name) for target in record.targets] if isinstance(record, Sanction) else []
    sure = record.confidence.get("record")
    return (
        _any(asked.stages, (merged.stage, detail))
        and _any(asked.modalities, (record.modality,))
        and _any([folded(country) for country in asked.countries], merged.parties)
        and _any(asked.categories, [w.category for w in record.weapons] if isinstance(record, ArmsDeal) else ())
        and _any(asked.measures, record.measures if isinstance(record, Sanction) else ())
        and _any(asked.programs, record.programs if isinstance(record, Sanction) else ())
        and (not asked.target or any(folded(asked.target) in name for name in names))
        and _any(asked.tiers, chapter.tiers)
        and asked.official in (None, "official" in chapter.tiers)
        and asked.background in (None, merged.background)
        and (asked.min_confidence is None or (sure is not None and sure >= asked.min_confidence))
        and (asked.since is None or merged.news_until.date() >= asked.since)
        and (asked.until is None or merged.news_from.date() <= asked.until)
    )


def _any(asked: Sequence[str], found: Any) -> bool:
    return not asked or not set(asked).isdisjoint(found)


def _witness(told: Row) -> Witness:
    by_field = {name: list(same) for name, same in groupby(told["evidence"], key=lambda span: span["field"])}
    return Witness(told, record_from_json({**told["record"], "type": told["type"], "evidence": by_field}))


def _telling(witness: Witness) -> Telling:
    told = witness.told
    return Telling(witness.record, told["url"], told["published"], told["created_at"])


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "dossier_pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"line": words.one_line, "moment": words.moment, "web_url": words.web_url}
    made.globals |= {"TIER_WORDS": words.TIER_WORDS, "MOST_QUOTE": MOST_QUOTE}
    return made
