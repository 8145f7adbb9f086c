"""Alerts → what a mail says: each story as it stands now, what is new of it to this subscriber, and why they get it."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from psycopg2.extensions import connection

from embargowatch import store
from embargowatch.alert import Parcel, Told, changes, corrections, is_late, why
from embargowatch.mail import Occasion, render_digest, render_story_mail
from embargowatch.pipeline.telling import turned_since
from embargowatch.pipeline.work import attempt, attempt_on
from embargowatch.types import Alert, AlertKind, BlindSource, Failure, Mail, Story, Subscription, Unread

log = logging.getLogger("embargowatch.alert")

OLD_NEWS = "nothing new: it was told since, or changed back"
GONE = "the story is gone"
MUTED = "muted: no more of this story is wanted"
FOLLOWED = "you were told of it before"


@dataclass(frozen=True, slots=True)
class Desk:
    """What every mail of one run says besides."""

    url: str
    blind: Sequence[BlindSource]
    skipped: Mapping[str, int]
    now: datetime


@dataclass(slots=True)
class Letter:
    """What goes out in one mail, and what does not after all."""

    parcel: Parcel
    unread: Sequence[Unread] = ()
    stories: list[Story] = field(default_factory=list)
    occasions: dict[int, Occasion] = field(default_factory=dict)
    left_out: list[tuple[Sequence[int], str]] = field(default_factory=list)
    """Ids of alerts that are no news after all, and why."""
    unwritable: list[tuple[Sequence[int], str]] = field(default_factory=list)
    """Ids of alerts of stories that cannot be read or written, and why: they cost no other story."""

    @property
    def told(self) -> list[tuple[Sequence[int], dict[str, Any]]]:
        """What each of its alerts says, to be kept."""
        by_story = {story_id: _ids(alerts) for story_id, alerts in _by_story(self.parcel.alerts)}
        return [(by_story[story.id or 0], Told.of(story).to_json()) for story in self.stories]

    def leave_out(self, broken: Mapping[int, str]) -> None:
        """Leave out these stories, which cannot be written, for these reasons."""
        by_story = dict(_by_story(self.parcel.alerts))
        self.unwritable += [(_ids(by_story[story_id]), reason) for story_id, reason in broken.items()]
        self.stories = [story for story in self.stories if story.id not in broken]
        self.keep_only({story.id for story in self.stories})

    def keep_only(self, story_ids: set[int | None]) -> None:
        """Its alerts are those of these stories, and of articles that were not read."""
        kept = (a for a in self.parcel.alerts if a.story_id is None or a.story_id in story_ids)
        self.parcel = replace(self.parcel, alerts=tuple(kept))


def compose(
    db: connection, parcel: Parcel, unread: Mapping[int | None, Unread], subscription: Subscription, now: datetime
) -> Letter:
    """The stories of a parcel as they stand now, without those that are no news to this subscriber after all."""
    made = Letter(parcel, [unread[alert.id] for alert in parcel.alerts if alert.id in unread])
    of_stories = _by_story(parcel.alerts)
    told_before = store.told_before(db, subscription.id or 0, [story_id for story_id, _ in of_stories])
    for story_id, alerts in of_stories:
        if story_id in subscription.muted_stories and not parcel.repeat:
            made.left_out.append((_ids(alerts), MUTED))
            continue
        story = attempt_on(db, log, f"reading story {story_id}", lambda s=story_id: store.story(db, s))  # type: ignore[misc]  # mypy cannot infer it
        if isinstance(story, Failure) or story is None:
            places = made.unwritable if story else made.left_out
            places.append((_ids(alerts), story.reason if story else GONE))
            continue
        occasion = attempt(
            log,
            f"comparing story {story_id}",
            lambda s=story, a=alerts: _occasion(s, a, told_before, subscription, now),  # type: ignore[misc]  # as above
        )
        if isinstance(occasion, Failure):
            made.unwritable.append((_ids(alerts), occasion.reason))
        elif occasion is None and not parcel.repeat:
            made.left_out.append((_ids(alerts), OLD_NEWS))
        else:
            made.stories.append(story)
            made.occasions[story_id] = occasion or Occasion(why=why(subscription, story))
    made.keep_only({story.id for story in made.stories})
    return made


def _occasion(
    story: Story,
    alerts: Sequence[Alert],
    told_before: Mapping[int, Mapping[str, Any] | None],
    subscription: Subscription,
    now: datetime,
) -> Occasion | None:
    """Why they are told just now; None if nothing is new to them."""
    kept = told_before.get(story.id or 0)
    before = Told.from_json(kept) if kept else None
    correction = next((a.told["correction"] for a in alerts if a.kind == "correction" and a.told), None)
    kind: AlertKind = "change" if story.id in told_before else "news"
    found = changes(before, story) if before else ()
    if correction is not None:
        kind, found = "correction", corrections(before, story, correction)
    elif before and not found:
        return None
    return Occasion(kind, found, why(subscription, story) or FOLLOWED, is_late(story, kind, now))


def write(db: connection, made: Letter, subscription: Subscription, desk: Desk, held_back: int) -> Mail | Failure:
    """The mail. A story that cannot be written is left out of it, unless there is nothing else."""
    mail = _attempt(db, made, made.stories, made.unread, subscription, desk, held_back)
    if not isinstance(mail, Failure) or len(made.stories) + len(made.unread) < 2:
        return mail
    alone = {s.id or 0: _attempt(db, made, [s], (), subscription, desk, 0) for s in made.stories}
    made.leave_out({story_id: each.reason for story_id, each in alone.items() if isinstance(each, Failure)})
    return _attempt(db, made, made.stories, made.unread, subscription, desk, held_back)


def _attempt(
    db: connection,
    made: Letter,
    stories: Sequence[Story],
    unread: Sequence[Unread],
    subscription: Subscription,
    desk: Desk,
    held_back: int,
) -> Mail | Failure:
    def render() -> Mail:
        if subscription.cadence == "immediate" and len(stories) == 1 and not unread:
            return _story_mail(made, stories[0], subscription, desk, held_back)
        return _digest(db, made, stories, unread, subscription, desk, held_back)

    return attempt(log, f"writing to {subscription.email}", render)


def _story_mail(made: Letter, story: Story, subscription: Subscription, desk: Desk, held_back: int) -> Mail:
    occasion = made.occasions[story.id or 0]
    return render_story_mail(
        story,
        subscription,
        blind=desk.blind,
        skipped=desk.skipped,
        now=desk.now,
        desk_url=desk.url,
        message_id=made.parcel.message_id,
        maybe_repeat=made.parcel.repeat,
        changes=occasion.changes,
        why=occasion.why,
        late=occasion.late,
        held_back=held_back,
        kind=occasion.kind,
    )


def _digest(
    db: connection,
    made: Letter,
    stories: Sequence[Story],
    unread: Sequence[Unread],
    subscription: Subscription,
    desk: Desk,
    held_back: int,
) -> Mail:
    return render_digest(
        stories,
        unread,
        subscription,
        blind=desk.blind,
        skipped=desk.skipped,
        now=desk.now,
        desk_url=desk.url,
        message_id=made.parcel.message_id,
        maybe_repeat=made.parcel.repeat,
        turned=turned_since(db, last_told(db, subscription, desk.now)) if subscription.cadence != "immediate" else (),
        occasions=made.occasions,
        held_back=held_back,
    )


def last_told(db: connection, subscription: Subscription, now: datetime) -> datetime:
    """When this subscriber last heard of us: from then on a change is new."""
    told = store.last_sent(db, subscription.id) if subscription.id is not None else None
    return told or subscription.since or now - timedelta(days=1)


def _by_story(alerts: Iterable[Alert]) -> list[tuple[int, list[Alert]]]:
    of_stories = sorted((alert for alert in alerts if alert.story_id is not None), key=lambda a: a.story_id or 0)
    return [(story_id, list(same)) for story_id, same in groupby(of_stories, key=lambda a: a.story_id or 0)]


def _ids(alerts: Iterable[Alert]) -> list[int]:
    return [alert.id for alert in alerts if alert.id is not None]
