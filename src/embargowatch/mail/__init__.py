"""Mails: a story or a day's digest, as HTML and as plain text that say the same."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

from css_inline import CSSInliner
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from embargowatch import words
from embargowatch.alert import concerns, confirmed, follows
from embargowatch.types import (
    AlertKind,
    ArmsDeal,
    BlindSource,
    Change,
    Mail,
    Source,
    Story,
    Subscription,
    Topic,
    TurnedSource,
    Unread,
)

SUBJECT_LENGTH = 140
MOST_TURNED = 3
"""Of sources, on the line that leads a digest."""
FULL_STORIES = 20
"""Of a digest; the others are a headline and a link, since mail programs clip what is over 100 kB."""
TEMPLATES = Path(__file__).parent / "templates"
NOTHING: Mapping[str, int] = MappingProxyType({})
ORDER = (
    *("impose", "enforce", "lift", "ease", "extend", "evade", "threaten", "propose", "call_for", "maintain"),
    *("signed", "delivered", "approved", "blocked", "proposed"),
)
"""What comes first in a digest."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why a subscriber is told of a story just now."""

    kind: AlertKind = "news"
    changes: tuple[Change, ...] = ()
    why: str = ""
    """Why the story matched what they asked for."""
    late: bool = False
    """Whether the news was old when it was told."""


def render_story_mail(
    story: Story,
    subscription: Subscription,
    *,
    blind: Sequence[BlindSource],
    now: datetime,
    desk_url: str,
    message_id: str,
    maybe_repeat: bool = False,
    changes: Sequence[Change] = (),
    why: str = "",
    late: bool = False,
    held_back: int = 0,
    kind: AlertKind = "news",
    skipped: Mapping[str, int] = NOTHING,
) -> Mail:
    """One story for one subscriber.

    ``blind`` are the sources that cannot be read just now, ``skipped`` the articles of today that were not read, by
    the reason; ``held_back`` is how many alerts have been kept from this subscriber since the last mail.
    """
    occasion = Occasion(kind, tuple(changes), why, late)
    values = {
        "story": _Told.of(story, subscription, desk_url, occasion),
        "held_back": held_back,
        "skipped": skipped,
        "blind": blind,
        "turned": "",
        "now": now,
        "desk_url": _folder(desk_url),
        "follows": follows(subscription),
        "maybe_repeat": maybe_repeat,
    }
    line = subject(story)
    return _mail("story", values, to=subscription.email, line=line, message_id=message_id, maybe_repeat=maybe_repeat)


def render_digest(
    stories: Sequence[Story],
    unread: Sequence[Unread],
    subscription: Subscription,
    *,
    blind: Sequence[BlindSource],
    now: datetime,
    desk_url: str,
    message_id: str,
    maybe_repeat: bool = False,
    turned: Sequence[TurnedSource] = (),
    occasions: Mapping[int, Occasion] = MappingProxyType({}),
    held_back: int = 0,
    skipped: Mapping[str, int] = NOTHING,
) -> Mail:
    """Everything that waits for one subscriber, by topic and stage; then what the machine could not read.

    ``turned`` are the sources that turned for the worse since the last one; ``occasions`` says by the id of a story
    why it is told.
    """
    in_order = sorted(stories, key=_place)
    all_told = [_Told.of(story, subscription, desk_url, occasions.get(story.id or 0, Occasion())) for story in in_order]
    told = all_told[:FULL_STORIES]
    line = _digest_subject(in_order, unread, now)
    values = {
        "title": line,
        "count": len(stories),
        "topics": _grouped(told),
        "others": all_told[FULL_STORIES:],
        "held_back": held_back,
        "skipped": skipped,
        "unread": unread,
        "blind": blind,
        "turned": turned_line(turned),
        "now": now,
        "desk_url": _folder(desk_url),
        "follows": follows(subscription),
        "maybe_repeat": maybe_repeat,
    }
    return _mail("digest", values, to=subscription.email, line=line, message_id=message_id, maybe_repeat=maybe_repeat)


def render_operator_mail(
    turned: Sequence[TurnedSource],
    *,
    blind: Sequence[BlindSource],
    watched: int,
    operator: str,
    now: datetime,
    desk_url: str,
    message_id: str,
) -> Mail:
    """What whoever runs this has to know of its sources: those that turned for the worse, and how many are blind."""
    line = f"Sources: {turned[0].name if len(turned) == 1 else _count(len(turned), 'source')} turned for the worse"
    line = words.one_line(line, SUBJECT_LENGTH)
    values = {
        "title": line,
        "turned": turned,
        "n_blind": sum(source.stands_for for source in blind),
        "watched": watched,
        "now": now,
        "desk_url": _folder(desk_url),
    }
    return _mail("operator", values, to=operator, line=line, message_id=message_id, maybe_repeat=False)


def turned_line(turned: Sequence[TurnedSource]) -> str:
    """The sources that turned for the worse since the last digest, on one line; "" for none."""
    if not turned:
        return ""
    told = [
        f"{words.one_line(source.name, 60)} ({': '.join(filter(None, (_spaced(source.state), reason)))})"
        for source in turned[:MOST_TURNED]
        for reason in (words.one_line(source.reason, 90),)
    ]
    more = [f"{len(turned) - MOST_TURNED} more"] if len(turned) > MOST_TURNED else []
    return f"Turned for the worse since the last digest: {'; '.join(told + more)}"


def subject(story: Story) -> str:
    """One line that says the news and no more."""
    return words.headline(story.headline, story.record, SUBJECT_LENGTH)


def _digest_subject(stories: Sequence[Story], unread: Sequence[Unread], now: datetime) -> str:
    day = f"{now:%-d %b}"
    if not stories:
        return f"{day}: {_count(len(unread), 'article')} on topic, not read by the machine"
    more = f" and {len(stories) - 1} more" if len(stories) > 1 else ""
    return f"{day}: {words.one_line(subject(stories[0]), SUBJECT_LENGTH - 20)}{more}"


@dataclass(frozen=True, slots=True)
class _Told:
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
    official: tuple[Source, ...]
    confirmed: bool
    concerns: str
    url: str
    occasion: Occasion

    @classmethod
    def of(cls, story: Story, subscription: Subscription, desk_url: str, occasion: Occasion) -> _Told:
        witness = _witness(story)
        return cls(
            topic=story.topic,
            stage=words.stage_word(story.record),
            headline=subject(story),
            fact=story.record.modality == "reported",
            standing=words.modality_words(story.record),
            rows=words.rows(story.record),
            quote=words.one_line((witness.quote if witness else "") or story.record.quote, 600),
            witness=witness,
            sources=story.sources,
            official=tuple(source for source in story.sources if source.tier == "official"),
            confirmed=confirmed(story),
            concerns=words.listed(concerns(subscription, story)),
            url=_folder(desk_url) + (f"stories/{story.id}" if story.id is not None else ""),
            occasion=occasion,
        )


def _witness(story: Story) -> Source | None:
    """Whose sentence is quoted: the merged record's own, else an official source's, else the first in full."""

    def rank(source: Source) -> tuple[object, ...]:
        other = source.quote != story.record.quote
        return not source.quote, other, source.tier != "official", source.status != "ok", source.fetched_at

    return min(story.sources, key=rank, default=None)


def _folder(desk_url: str) -> str:
    # Mounted in Airflow, the desk answers below its prefix only: without the slash Airflow's own page would come.
    return f"{desk_url.rstrip('/')}/"


def _place(story: Story) -> tuple[str, int, str]:
    stage = story.record.stage if isinstance(story.record, ArmsDeal) else story.record.action
    return story.topic, ORDER.index(stage) if stage in ORDER else len(ORDER), words.stage_word(story.record)


def _grouped(told: Sequence[_Told]) -> list[tuple[str, list[tuple[str, list[_Told]]]]]:
    return [
        (words.TOPIC_WORDS[topic], [(stage, list(same)) for stage, same in groupby(of_topic, key=lambda t: t.stage)])
        for topic, of_topic in groupby(told, key=lambda t: t.topic)
    ]


def _mail(
    template: str, values: Mapping[str, object], *, to: str, line: str, message_id: str, maybe_repeat: bool
) -> Mail:
    templates = _environment()
    html = templates.get_template(f"{template}.html").render(values)
    text = templates.get_template(f"{template}.txt").render(values)
    return Mail(
        to=to,
        subject=line,
        text=re.sub(r"\n{3,}", "\n\n", text).strip() + "\n",
        html=CSSInliner(keep_at_rules=True, load_remote_stylesheets=False).inline(html),
        message_id=message_id,
        maybe_repeat=maybe_repeat,
    )


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(("html",), default=False),  # plain text would show the escaping as it stands
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "count": _count,
        "line": words.one_line,
        "lower_first": words.lower_first,
        "moment": words.moment,
        "spaced": _spaced,
        "web_url": words.web_url,
    }
    made.globals |= {"TOPIC_WORDS": words.TOPIC_WORDS}
    return made


def _spaced(term: str) -> str:
    return term.replace("_", " ")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else _plural(noun)}"


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
