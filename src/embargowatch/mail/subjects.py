"""Subjects: one line that says the news and no more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from embargowatch import words
from embargowatch.types import AlertKind, Change, Story, TurnedSource, Unread

SUBJECT_LENGTH = 140
CHANGE_LENGTH = 60


def headline(story: Story) -> str:
    """ "Signed: Poland orders 218 K239 Chunmoo from South Korea, $3.6bn"."""
    return words.headline(story.headline, story.record, SUBJECT_LENGTH)


def subject(story: Story, kind: AlertKind = "news", changes: Sequence[Change] = ()) -> str:
    """The headline; for a story told before, what changed comes with it."""
    start = _start(story, kind, changes)
    end = f" (update: {_changed(changes)})" if kind == "change" and changes else ""
    news = words.headline(story.headline, story.record, SUBJECT_LENGTH - len(start) - len(end))
    return f"{start}{news}{end}"


def _start(story: Story, kind: AlertKind, changes: Sequence[Change]) -> str:
    if is_withdrawn(story):
        return "Correction (withdrawn): " if kind == "correction" else "Withdrawn: "
    if kind == "correction":
        return "Correction: "
    return "Update: " if kind == "change" and not changes else ""


def is_withdrawn(story: Story) -> bool:
    """Whether nothing is left of a story: a person refused every record of it."""
    return not story.sources


def changed(change: Change) -> str:
    """ "quantity: ? → 24"."""
    return f"{_plain(change.field)}: {words.one_line(change.before) or '?'} → {words.one_line(change.now) or '?'}"


def _changed(changes: Sequence[Change]) -> str:
    more = f" and {len(changes) - 1} more" if len(changes) > 1 else ""
    return words.one_line(changed(changes[0]), CHANGE_LENGTH) + more


def _plain(field: str) -> str:
    return words.one_line(field, 40).replace("_", " ")


def digest_subject(stories: Sequence[Story], unread: Sequence[Unread], now: datetime) -> str:
    """ "23 Nov: Signed: Poland orders … and 4 more"."""
    day = f"{now:%-d %b}"
    if not stories:
        return f"{day}: {words.count(len(unread), 'article')} on topic, not read by the machine"
    more = f" and {len(stories) - 1:,} more" if len(stories) > 1 else ""
    return f"{day}: {words.one_line(headline(stories[0]), SUBJECT_LENGTH - 20)}{more}"


def operator_subject(turned: Sequence[TurnedSource]) -> str:
    """ "Sources: Kyodo turned for the worse"."""
    which = turned[0].name if len(turned) == 1 else words.count(len(turned), "source")
    return words.one_line(f"Sources: {which} turned for the worse", SUBJECT_LENGTH)
