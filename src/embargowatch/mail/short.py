"""The same news for where a mail does not fit: a few lines for a chat, plain values for a program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from embargowatch import words
from embargowatch.mail.subjects import changed
from embargowatch.mail.told import Told
from embargowatch.records_json import record_to_json
from embargowatch.types import Source, Story, Unread


def in_short(line: str, told: Told) -> str:
    """A few lines: the news, what changed, the sentence it rests on, whether it is official, where to read on."""
    outlet = words.one_line(told.witness.outlet, 80) if told.witness else ""
    official = words.listed(words.one_line(source.outlet, 80) for source in told.official[:3])
    late = "Late report. " if told.occasion.late else ""
    if told.withdrawn:
        return f"{line}\nA person withdrew what we told you of this story: do not rely on it.\n{told.url}"
    lines = [
        line,
        *(changed(change) for change in told.occasion.changes),
        "" if told.fact else told.standing,
        f"“{words.one_line(told.quote, 300)}” ({outlet})" if told.quote else "",
        f"{late}{told.origins}. Official notice: {official or 'none found yet'}.",
        "Press monitoring, not list screening.",
        told.url,
    ]
    return "\n".join(filter(None, lines))


def story_facts(line: str, story: Story, told: Told) -> dict[str, Any]:
    """One story as JSON values."""
    return {"subject": line, "stories": [_story(story, told)]}


def digest_facts(line: str, stories: Sequence[Story], told: Sequence[Told], unread: Sequence[Unread]) -> dict[str, Any]:
    """A digest as JSON values."""
    return {
        "subject": line,
        "stories": [_story(story, one) for story, one in zip(stories, told, strict=True)],
        "unread": [{"topic": one.topic, "outlet": one.outlet, "url": one.url, "title": one.title} for one in unread],
    }


def _story(story: Story, told: Told) -> dict[str, Any]:
    occasion = told.occasion
    return {
        "id": story.id,
        "kind": occasion.kind,
        "topic": story.topic,
        "headline": told.headline,
        "stage": told.stage,
        "record": record_to_json(story.record),
        "changes": [{"field": one.field, "before": one.before, "now": one.now} for one in occasion.changes],
        "why": occasion.why,
        "late": occasion.late,
        "withdrawn": told.withdrawn,
        "origins": story.origins,
        "confirmed": told.confirmed,
        "sources": [_source(source) for source in story.sources],
        "url": told.url,
    }


def _source(source: Source) -> Mapping[str, Any]:
    return {
        "outlet": source.outlet,
        "tier": source.tier,
        "url": source.url,
        "title": source.title,
        "published": source.published.isoformat() if source.published else None,
        "fetched": source.fetched_at.isoformat(),
    }
