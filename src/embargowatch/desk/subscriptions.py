"""Subscriptions on the desk: all of them, one to edit, what it would have told, mute and switch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from psycopg2.extensions import connection

from embargowatch import store
from embargowatch.alert import follows, matches, matches_everything, why
from embargowatch.channels import CHANNELS
from embargowatch.desk.rendering import path, render
from embargowatch.desk.sight import seen
from embargowatch.desk.subscription_form import Filled, choices, differences, filled, form_of
from embargowatch.desk.visitors import Changes, Editor, Records
from embargowatch.store.desk_log import save_desk_log
from embargowatch.store.story_filter import StoryFilter, filtered_stories
from embargowatch.store.subscriptions import add_subscription, edit_subscription, switch_subscription
from embargowatch.types import Subscription

router = APIRouter()

PREVIEW_DAYS = 30
MOST_PREVIEWED = 500
"""Stories that a preview looks at."""
MOST_ID = 2**63 - 1
MUTES = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}
WISHES = {
    "day": "muted for a day",
    "week": "muted for a week",
    "month": "muted for a month",
    "speak": "ended mute",
    "on": "switched on",
    "off": "switched off",
}
TAKEN = "There is one with this address, channel, rhythm and label already: give this one another label."


@dataclass(frozen=True, slots=True)
class Preview:
    """What a subscription would have told."""

    stories: tuple[tuple[int, str, datetime, str], ...]
    """Id, headline, last seen, and which wishes it meets."""
    looked_at: int


async def _fields(request: Request) -> dict[str, list[str]]:
    sent = await request.form(max_files=0, max_fields=500)
    return {name: [value for value in sent.getlist(name) if isinstance(value, str)] for name in sent}


Fields = Annotated[dict[str, list[str]], Depends(_fields)]


@router.get("/subscriptions", name="subscriptions")
def subscriptions(request: Request, db: Records) -> HTMLResponse:
    """Who is told what, and what is wrong in the file."""
    known = store.subscriptions_of(db)
    return render(
        request,
        "subscriptions.html",
        known=[(one, follows(one.subscription), matches_everything(one.subscription)) for one in known],
        faults=store.subscription_faults(db),
        now=datetime.now(UTC),
        **seen(db),
    )


@router.get("/subscriptions/new", name="new_subscription")
def new_subscription(request: Request, _editor: Editor, db: Records) -> HTMLResponse:
    """An empty form, or one with what the address says: so it can be made from a filter of stories."""
    asked = {name: request.query_params.getlist(name) for name in request.query_params}
    return _form(request, db, filled({"most_per_hour": ["30"], "cadence": ["daily"], **asked}), fresh=True)


@router.post("/subscriptions/new", name="add_subscription")
def add(request: Request, editor: Editor, fields: Fields, db: Changes) -> Response:
    """Look at what it would have told, or save it."""
    form, now = filled(fields), datetime.now(UTC)
    if form.wanted is None or "preview" in fields:
        return _form(request, db, form, preview=_preview(db, form.wanted, now))
    made = add_subscription(db, form.wanted, now=now)
    if made is None:
        return _form(request, db, form, faults=(TAKEN,))
    save_desk_log(db, editor.name, "made subscription", f"subscription {made}", _shown(form.wanted), now=now)
    return RedirectResponse(path(request, "subscriptions"), 303)


@router.get("/subscriptions/{subscription_id}", name="subscription")
def subscription(request: Request, subscription_id: int, _editor: Editor, db: Records) -> HTMLResponse:
    """One, to edit."""
    return _form(request, db, form_of(_known(db, subscription_id)), subscription_id)


@router.post("/subscriptions/{subscription_id}", name="edit_subscription")
def edit(request: Request, subscription_id: int, editor: Editor, fields: Fields, db: Changes) -> Response:
    """Look at what it would have told, or save it."""
    before, form, now = _known(db, subscription_id), filled(fields), datetime.now(UTC)
    if form.wanted is None or "preview" in fields:
        return _form(request, db, form, subscription_id, preview=_preview(db, form.wanted, now))
    if not edit_subscription(db, subscription_id, form.wanted, now=now):
        return _form(request, db, form, subscription_id, faults=(TAKEN,))
    changed = differences(before, form.wanted)
    save_desk_log(db, editor.name, "changed subscription", f"subscription {subscription_id}", changed, now=now)
    return RedirectResponse(path(request, "subscriptions"), 303)


@router.post("/subscriptions/{subscription_id}/state", name="subscription_state")
def state(request: Request, subscription_id: int, editor: Editor, fields: Fields, db: Changes) -> Response:
    """Mute it for a while, let it speak again, switch it on or off."""
    _known(db, subscription_id)
    wish, now = (fields.get("wish") or [""])[0], datetime.now(UTC)
    if wish in MUTES or wish == "speak":
        store.mute_subscription(db, subscription_id, now + MUTES[wish] if wish in MUTES else None)
    elif wish in ("on", "off"):
        switch_subscription(db, subscription_id, enabled=wish == "on", now=now)
    else:
        raise HTTPException(404)
    did = (
        f"muted for a {wish}"
        if wish in MUTES
        else {"speak": "ended mute", "on": "switched on"}.get(wish, "switched off")
    )
    save_desk_log(db, editor.name, did, f"subscription {subscription_id}", now=now)
    return RedirectResponse(path(request, "subscriptions"), 303)


def _known(db: connection, subscription_id: int) -> Subscription:
    found = store.subscription(db, subscription_id) if 0 < subscription_id <= MOST_ID else None
    if found is None:
        raise HTTPException(404)
    return found


def _preview(db: connection, wanted: Subscription | None, now: datetime) -> Preview | None:
    """What it would have told of the last 30 days' stories, as they are now."""
    if wanted is None:
        return None
    topic = wanted.topics[0] if len(wanted.topics) == 1 else ""
    since = (now - timedelta(days=PREVIEW_DAYS)).date()
    asked = StoryFilter(topic=topic, since=since, background=False)
    ids = [story_id for story_id, _ in filtered_stories(db, asked, limit=MOST_PREVIEWED)]
    told = (store.story(db, story_id) for story_id in ids)
    fits = [s for s in told if s is not None and s.id is not None and matches(wanted, s)]
    return Preview(tuple((s.id or 0, s.headline, s.last_seen, why(wanted, s)) for s in fits), len(ids))


def _form(
    request: Request,
    db: connection,
    form: Filled,
    subscription_id: int | None = None,
    *,
    preview: Preview | None = None,
    faults: Sequence[str] = (),
    fresh: bool = False,
) -> HTMLResponse:
    wrong = () if fresh else (*form.faults, *faults)
    return render(
        request,
        "subscription.html",
        status=422 if wrong else 200,
        form=form,
        faults=wrong,
        subscription_id=subscription_id,
        preview=preview,
        days=PREVIEW_DAYS,
        choices=choices(),
        channels=CHANNELS,
        **seen(db),
    )


def _shown(wanted: Subscription) -> dict[str, object]:
    return differences(Subscription(email=""), wanted)
