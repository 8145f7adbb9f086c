"""Mails: a story or a day's digest, as HTML and as plain text that say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from types import MappingProxyType
from typing import Any

from embargowatch import words
from embargowatch.alert import confirmed, follows
from embargowatch.mail.addresses import feed_url, folder, thread_id, unsubscribe_url
from embargowatch.mail.page import entry, forms
from embargowatch.mail.short import digest_facts, in_short, story_facts
from embargowatch.mail.subjects import SUBJECT_LENGTH, digest_subject, operator_subject, subject
from embargowatch.mail.told import Occasion, Told
from embargowatch.types import (
    AlertKind,
    ArmsDeal,
    BlindSource,
    Change,
    Mail,
    Story,
    Subscription,
    TurnedSource,
    Unread,
)

__all__ = [
    "SUBJECT_LENGTH",
    "Occasion",
    "feed_url",
    "render_digest",
    "render_entry",
    "render_operator_mail",
    "render_story_mail",
    "subject",
    "thread_id",
    "turned_line",
    "unsubscribe_url",
]

MOST_TURNED = 3
"""Of sources, on the line that leads a digest."""
CLIPPED = 100_000
"""Bytes of HTML: mail programs clip what is longer."""
SIZES = ((20, 100), (10, 150), (4, 150), (0, 60))
"""Of a digest, the fullest that is not clipped: so many stories in full, so many as a headline and a link."""
MOST_UNREAD = 40
NOTHING: Mapping[str, int] = MappingProxyType({})
ORDER = {
    stage: rank
    for stages in (
        ("impose", "enforce", "lift", "ease", "extend", "evade", "threaten", "propose", "call_for", "maintain"),
        ("signed", "delivered", "approved", "blocked", "proposed"),
    )
    for rank, stage in enumerate(stages)
}
"""What comes first of a topic in a digest; and, of what comes equally early in its topic, which is told in full."""


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
    told = Told.of(story, subscription, desk_url, Occasion(kind, tuple(changes), why, late))
    values = _of_all(subscription, blind, skipped, held_back, now, desk_url, maybe_repeat)
    html, text = forms("story", {**values, "story": told})
    first = thread_id(subscription, story.id, message_id) if story.id is not None else message_id
    line = subject(story, kind, changes)
    return Mail(
        to=subscription.email,
        subject=line,
        text=text,
        html=html,
        message_id=message_id,
        maybe_repeat=maybe_repeat,
        in_reply_to="" if first == message_id else first,
        unsubscribe_url=unsubscribe_url(subscription, desk_url),
        short=in_short(line, told),
        facts=story_facts(line, story, told),
    )


def render_entry(
    story: Story, subscription: Subscription, *, desk_url: str, kind: AlertKind = "news", changes: Sequence[Change] = ()
) -> tuple[str, str]:
    """A story for a feed reader: one line, and HTML without styles."""
    told = Told.of(story, subscription, desk_url, Occasion(kind, tuple(changes)))
    return subject(story, kind, changes), entry({"story": told})


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
    why_told = {story.id: occasions.get(story.id or 0, Occasion()) for story in stories}
    in_order = sorted(stories, key=lambda story: (why_told[story.id].kind != "correction", _rank(story), _place(story)))
    shown = in_order[: max(map(sum, SIZES))]
    told = [Told.of(story, subscription, desk_url, why_told[story.id]) for story in shown]
    line = digest_subject(in_order, unread, now)
    values = _of_all(subscription, blind, skipped, held_back, now, desk_url, maybe_repeat) | {
        "title": line,
        "count": len(stories),
        "unread": unread,
        "most_unread": MOST_UNREAD,
        "turned": turned_line(turned),
    }
    html, text = _fullest(values, told)
    return Mail(
        to=subscription.email,
        subject=line,
        text=text,
        html=html,
        message_id=message_id,
        maybe_repeat=maybe_repeat,
        unsubscribe_url=unsubscribe_url(subscription, desk_url),
        short="\n".join([line, *(f"{one.headline}\n{one.url}" for one in told[:10]), folder(desk_url)]),
        facts=digest_facts(line, shown, told, unread),
    )


def _fullest(values: Mapping[str, Any], told: Sequence[Told]) -> tuple[str, str]:
    for full, brief in SIZES:
        others = told[full : full + brief]
        shown = {"topics": _grouped(told[:full]), "others": others, "n_left": values["count"] - full - len(others)}
        html, text = forms("digest", {**values, **shown})
        if len(html.encode()) < CLIPPED:
            break
    return html, text


def _of_all(
    subscription: Subscription,
    blind: Sequence[BlindSource],
    skipped: Mapping[str, int],
    held_back: int,
    now: datetime,
    desk_url: str,
    maybe_repeat: bool,
) -> dict[str, Any]:
    """What every mail to a subscriber says."""
    return {
        "blind": blind,
        "skipped": {words.one_line(reason, 60): n for reason, n in skipped.items() if n},
        "held_back": held_back,
        "turned": "",
        "now": now,
        "desk_url": folder(desk_url),
        "unsubscribe_url": unsubscribe_url(subscription, desk_url),
        "name": words.one_line(subscription.name, 80),
        "follows": follows(subscription),
        "maybe_repeat": maybe_repeat,
    }


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
    line = operator_subject(turned)
    values = {
        "title": line,
        "turned": turned,
        "n_blind": sum(source.stands_for for source in blind),
        "watched": watched,
        "now": now,
        "desk_url": folder(desk_url),
    }
    html, text = forms("operator", values)
    return Mail(to=operator, subject=line, text=text, html=html, message_id=message_id)


def turned_line(turned: Sequence[TurnedSource]) -> str:
    """The sources that turned for the worse since the last digest, on one line; "" for none."""
    if not turned:
        return ""
    told = [
        f"{words.one_line(source.name, 60)} ({': '.join(filter(None, (words.plain(source.state), reason)))})"
        for source in turned[:MOST_TURNED]
        for reason in (words.one_line(source.reason, 90),)
    ]
    more = [f"{len(turned) - MOST_TURNED} more"] if len(turned) > MOST_TURNED else []
    return f"Turned for the worse since the last digest: {'; '.join(told + more)}"


def _rank(story: Story) -> tuple[int, bool]:
    stage = story.record.stage if isinstance(story.record, ArmsDeal) else story.record.action
    return ORDER.get(stage, len(ORDER)), not confirmed(story)


def _place(story: Story) -> tuple[str, str]:
    return story.topic, words.stage_word(story.record)


def _grouped(told: Sequence[Told]) -> list[tuple[str, list[Told]]]:
    by_topic = groupby(sorted(told, key=lambda one: one.topic), key=lambda one: one.topic)
    return [(words.TOPIC_WORDS[topic], list(same)) for topic, same in by_topic]
