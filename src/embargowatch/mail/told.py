"""A story as mails, feeds and chats show it: everything in words, nothing that a stranger wrote as markup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from embargowatch import words
from embargowatch.alert import confirmed
from embargowatch.mail.addresses import folder, mute_url
from embargowatch.mail.subjects import headline, is_withdrawn
from embargowatch.records_json import record_from_json, record_to_json
from embargowatch.types import (
    AlertKind,
    ArmsDeal,
    Change,
    Disagreement,
    Sanction,
    Source,
    Step,
    Story,
    Subscription,
    Topic,
)

MOST_NAMED = 4
"""Outlets of one of the values that are told side by side."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why a subscriber is told of a story just now."""

    kind: AlertKind = "news"
    changes: tuple[Change, ...] = ()
    why: str = ""
    """Why the story matched what they asked for."""
    late: bool = False
    """Whether the news was old when it was told."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of a story's ladder in words."""

    when: str
    stage: str
    who: str


@dataclass(frozen=True, slots=True)
class Sides:
    """A field on which outlets contradict each other: each value with those that give it."""

    label: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A story as the templates show it."""

    topic: Topic
    stage: str
    headline: str
    fact: bool
    standing: str
    rows: tuple[words.Row, ...]
    quote: str
    witness: Source | None
    sources: tuple[Source, ...]
    origins: str
    ladder: tuple[Rung, ...]
    sides: tuple[Sides, ...]
    official: tuple[Source, ...]
    confirmed: bool
    times: tuple[tuple[str, str], ...]
    url: str
    mute: str
    occasion: Occasion
    withdrawn: bool
    """Whether a person refused every record that told it: then nothing of it is told again."""

    @classmethod
    def of(cls, story: Story, subscription: Subscription, desk_url: str, occasion: Occasion) -> Told:
        witness = _witness(story)
        return cls(
            topic=story.topic,
            stage=words.stage_word(story.record),
            headline=headline(story),
            fact=story.record.modality == "reported",
            standing=words.modality_words(story.record),
            rows=words.rows(story.record),
            quote=words.one_line((witness.quote if witness else "") or story.record.quote, 600),
            witness=witness,
            sources=story.sources,
            origins=origins(story),
            ladder=_ladder(story),
            sides=tuple(filter(None, (_sides(one, story) for one in story.disagreements))),
            official=tuple(source for source in story.sources if source.tier == "official"),
            confirmed=confirmed(story),
            times=_times(story),
            url=folder(desk_url) + (f"stories/{story.id}" if story.id is not None else ""),
            mute=mute_url(subscription, story, desk_url),
            occasion=occasion,
            withdrawn=is_withdrawn(story),
        )


def origins(story: Story) -> str:
    """ "Told by 6 outlets, 2 independent origins"."""
    n_outlets = len({source.outlet for source in story.sources})
    told = f"Told by {words.count(n_outlets, 'outlet')}"
    if len(story.sources) > n_outlets:
        told += f" in {words.count(len(story.sources), 'article')}"
    if not story.origins or len(story.sources) < 2:
        return told
    return f"{told}, {words.count(story.origins, 'independent origin')}"


def _witness(story: Story) -> Source | None:
    """Whose sentence is quoted: the merged record's own, else an official source's, else the first in full."""

    def rank(source: Source) -> tuple[object, ...]:
        other = source.quote != story.record.quote
        return not source.quote, other, source.tier != "official", source.status != "ok", source.fetched_at

    return min(story.sources, key=rank, default=None)


def _times(story: Story) -> tuple[tuple[str, str], ...]:
    """Happened, published, fetched: of the first article of a story; when it is sent is the mail's own."""
    published = story.published or min((s.published for s in story.sources if s.published), default=None)
    fetched = min((source.fetched_at for source in story.sources), default=None)
    return (
        ("Happened", story.record.date or "unknown"),
        ("First published", words.moment(published)),
        ("First fetched", words.moment(fetched)),
    )


def _ladder(story: Story) -> tuple[Rung, ...]:
    """The steps, if there are several; one told without its detail is the one that is told with it."""
    plain = [step for step in story.steps if not step.detail]
    steps = [step for step in story.steps if step.detail]
    for step in plain:
        same = [other for other in steps if (other.stage, other.modality) == (step.stage, step.modality)]
        if len(same) == 1:
            steps[steps.index(same[0])] = _joined(same[0], step)
        else:
            steps.append(step)
    in_order = sorted(steps, key=lambda step: step.first_told)
    return tuple(_rung(step, story) for step in in_order) if len(in_order) > 1 else ()


def _joined(detailed: Step, plain: Step) -> Step:
    return replace(
        detailed,
        date=detailed.date or plain.date,
        first_told=min(detailed.first_told, plain.first_told),
        article_ids=detailed.article_ids + plain.article_ids,
        official=detailed.official or plain.official,
    )


def _rung(step: Step, story: Story) -> Rung:
    record: Sanction | ArmsDeal
    if isinstance(story.record, ArmsDeal):
        record = ArmsDeal(stage=step.stage, stage_detail=step.detail, modality=step.modality)
    else:
        record = Sanction(action=step.stage, action_detail=step.detail, modality=step.modality)
    who = ", ".join(filter(None, (_outlets(step.article_ids, story), "official" if step.official else "")))
    return Rung(step.date or f"told {words.moment(step.first_told)}", words.lead(record), who)


def _sides(one: Disagreement, story: Story) -> Sides | None:
    """None for a field that no row of the table shows."""
    label, values = "", []
    for variant in one.variants:
        row = _row(story.record, one.field, variant.value)
        label = row.label if row else label
        n_outlets = len({source.outlet for source in story.sources if source.article_id in variant.article_ids})
        number = words.count(n_outlets or len(variant.article_ids), "outlet" if n_outlets else "article")
        named = _outlets(variant.article_ids, story)
        values.append((row.text if row else "not told", f"{number}: {named}" if named else number))
    return Sides(label, tuple(values)) if label else None


def _row(record: Sanction | ArmsDeal, field: str, value: Any) -> words.Row | None:
    """The line of the table that the record would have with this value."""
    if field == "quantity" and isinstance(value, int):  # of the weapons: no field of its own
        return words.Row("Quantity", f"{value:,}", field)
    try:
        other = record_from_json({**record_to_json(replace(record, evidence={})), field: value})
        return next((row for row in words.rows(other) if row.field == field), None)
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError):
        return None


def _outlets(article_ids: Iterable[int], story: Story) -> str:
    by_id: Mapping[int, str] = {source.article_id: words.one_line(source.outlet, 60) for source in story.sources}
    names = list(dict.fromkeys(by_id[one] for one in article_ids if one in by_id))
    return words.few(names, MOST_NAMED)
