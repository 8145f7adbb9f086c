"""Stories as the desk shows them: made from the store's rows, every text still as it was written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

from psycopg2.extensions import connection

from embargowatch import words
from embargowatch.desk.filters import Asked, before_of
from embargowatch.desk.passages import Part, passage
from embargowatch.records_json import record_from_json
from embargowatch.store.desk import desk_story, desk_story_records
from embargowatch.store.search import found_stories
from embargowatch.types import ArmsDeal, Evidence, Sanction, Topic

PER_PAGE = 20
MOST_QUOTES = 3
"""Of one field of a story; each article shows its own below."""


@dataclass(frozen=True, slots=True)
class Field:
    """A line of the record: label, words, how sure the machine is (0..1), and the sentences it rests on."""

    label: str
    text: str
    name: str
    confidence: float | None
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """An article, and the record of it that tells the story."""

    outlet: str
    tier: str
    url: str
    title: str
    language: str
    published: datetime | None
    fetched_at: datetime
    sha256: str
    """Of the page as it was fetched."""
    status: str
    reason: str
    revision: int
    record: Sanction | ArmsDeal
    fields: tuple[Field, ...]
    parts: tuple[Part, ...]
    """The paragraph that carries the record."""

    @property
    def sentence(self) -> tuple[Part, ...]:
        """Only the quoted sentence of it."""
        return tuple(part for part in self.parts if part.quoted)


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story with everything a page says of it."""

    id: int
    topic: Topic
    headline: str
    """Lead and news: "Signed: Poland orders …"."""
    lead: str
    news: str
    quote: str
    fact: bool
    background: bool
    confidence: float | None
    fields: tuple[Field, ...]
    tellings: tuple[Telling, ...]
    published: datetime | None
    first_seen: datetime
    last_seen: datetime

    @property
    def day(self) -> date:
        """The day (UTC) it was last seen on."""
        return self.last_seen.astimezone(UTC).date()

    @property
    def outlets(self) -> tuple[Telling, ...]:
        """The first telling of each outlet."""
        return tuple({telling.outlet: telling for telling in reversed(self.tellings)}.values())[::-1]

    @property
    def official(self) -> tuple[Telling, ...]:
        """The tellings of official sources."""
        return tuple(telling for telling in self.tellings if telling.tier == "official")

    @property
    def witness(self) -> Telling | None:
        """The telling whose sentence stands for the story: the merged record's own, if it is still there."""

        def rank(telling: Telling) -> tuple[object, ...]:
            other = telling.record.quote != self.quote
            return not telling.parts, other, telling.tier != "official", telling.status != "ok", telling.fetched_at

        return min(self.tellings, key=rank, default=None)


def found(db: connection, asked: Asked) -> tuple[list[StoryView], str]:
    """A page of stories, and the cursor of the next page, "" if there is none."""
    rows = found_stories(
        db, asked.filter, asked.words, by_relevance=asked.by_relevance, after=asked.after, limit=PER_PAGE + 1
    )
    shown = rows[:PER_PAGE]
    told = _by_story(desk_story_records(db, [row["id"] for row in shown]))
    last = shown[-1] if len(rows) > PER_PAGE else None
    older = before_of(last["last_seen"], last["id"], last["score"], by_relevance=asked.by_relevance) if last else ""
    return [_story(row, told.get(row["id"], ())) for row in shown], older


def whole(db: connection, story_id: int) -> StoryView | None:
    """A story with the passages of all its articles."""
    row = desk_story(db, story_id)
    return _story(row, desk_story_records(db, [story_id])) if row else None


def _by_story(records: Iterable[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    return {story_id: list(same) for story_id, same in groupby(records, key=lambda row: row["story_id"])}


def _story(row: dict[str, Any], records: Sequence[dict[str, Any]]) -> StoryView:
    record = record_from_json(row["record"])
    lead, headline = words.lead(record), words.headline(row["headline"], record, 300)
    tellings = tuple(_telling(told) for told in records)
    return StoryView(
        id=row["id"],
        topic=row["topic"],
        headline=headline,
        lead=lead,
        news=headline.removeprefix(lead).removeprefix(":").strip(),
        quote=record.quote,
        fact=record.modality == "reported",
        background=row["background"],
        confidence=record.confidence.get("record"),
        fields=tuple(_carried(field, tellings) for field in _fields(record)),
        tellings=tellings,
        published=row["published"],
        first_seen=row["first_seen"],
        last_seen=row["last_seen"],
    )


def _carried(field: Field, tellings: Sequence[Telling]) -> Field:
    """A field of the merged record with the words of the articles that say the same, or at least say something."""
    told = [one for telling in tellings for one in telling.fields if one.name == field.name]
    told = [one for one in told if one.text == field.text] or told
    quotes = dict.fromkeys(quote for one in told for quote in one.quotes)
    sure = [one.confidence for one in told if one.confidence is not None]
    return replace(field, quotes=tuple(quotes)[:MOST_QUOTES], confidence=max(sure, default=None))


def _telling(row: dict[str, Any]) -> Telling:
    record = record_from_json({**row["record"], "type": row["type"], "evidence": _by_field(row["evidence"])})
    return Telling(
        outlet=row["outlet"] or "unknown outlet",
        tier=row["tier"],
        url=words.web_url(row["url"]),
        title=row["title"] or row["url"],
        language=row["language"],
        published=row["published"],
        fetched_at=row["fetched_at"],
        sha256=row["sha256"],
        status=row["status"],
        reason=row["reason"],
        revision=row["revision"],
        record=record,
        fields=_fields(record),
        parts=passage(row["text"], record.quote, record.evidence, offset=row["text_start"]),
    )


def _by_field(evidence: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    return {name: list(same) for name, same in groupby(evidence, key=lambda found: found["field"])}


def _fields(record: Sanction | ArmsDeal) -> tuple[Field, ...]:
    return tuple(
        Field(
            label=row.label,
            text=row.text,
            name=row.field,
            confidence=record.confidence.get(row.field),
            quotes=_quotes(record.evidence.get(row.field, ())),
        )
        for row in words.rows(record)
    )


def _quotes(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words.one_line(found.quote, 320) for found in evidence))
