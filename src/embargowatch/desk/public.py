"""What the links in a mail do without a login: end a subscription, end a story for it, show it as a feed.

These are plain Starlette routes, so that the login which the app asks for at each of its own routes is not asked for
at these, and at no other by accident. Looking changes nothing: mail programs follow links; only the form's (or the
mail program's own, RFC 8058) POST does. Whoever has no valid secret gets the same 404 whatever there is.
"""

from __future__ import annotations

import hmac
import re
from base64 import b64encode
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256

from psycopg2.extensions import connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from embargowatch import headline, store
from embargowatch.alert import Told, changes, corrections, follows
from embargowatch.desk.atom import Entry, atom
from embargowatch.desk.rendering import render
from embargowatch.mail import feed_url, render_entry
from embargowatch.mail.addresses import folder
from embargowatch.records_json import record_from_json
from embargowatch.settings import read_settings
from embargowatch.store import KnownSubscription, ToldAlert
from embargowatch.types import Change, Story, Subscription
from embargowatch.words import one_line

MOST_ENTRIES = 40
MOST_ID = 2**63 - 1
"""What Postgres can count to."""
STYLE = (
    ":root{color-scheme:light dark}body{margin:0;font:16px/1.5 system-ui,sans-serif;background:Canvas;color:CanvasText}"
    "main{max-width:34rem;margin:12vh auto;padding:0 1.25rem}.mark{font-weight:600;color:light-dark(#1f5c44,#8fc7ad)}"
    "h1{font-size:1.4rem;line-height:1.3}button{font:inherit;font-weight:600;padding:.6rem 1.2rem;border:0;"
    "border-radius:4px;background:#1f5c44;color:#fff}"
)
HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
}
_KEY = re.compile(r"(\d{1,18})-([0-9A-Za-z]{16,128})")


def unsubscribe(request: Request) -> Response:
    """Asks first; a POST ends the subscription."""
    with closing(request.app.state.connect()) as db:
        known = _known(db, request.path_params["key"])
        if known is None:
            return _nothing(request)
        told = follows(known.subscription)
        if request.method == "POST":
            assert known.subscription.id is not None
            with store.transaction(db):
                store.unsubscribe(db, known.subscription.id, now=datetime.now(UTC))
        elif known.enabled:
            return _page(request, "Unsubscribe?", f"You follow {told}.", "Unsubscribe")
    return _page(request, "Unsubscribed", f"You no longer follow {told}. Whoever runs this can switch it on again.")


def mute(request: Request) -> Response:
    """Asks first; a POST ends one story for the subscription."""
    with closing(request.app.state.connect()) as db:
        known = _known(db, request.path_params["key"])
        story = store.story(db, min(request.path_params["story_id"], MOST_ID)) if known else None
        if known is None or story is None or story.id is None or known.subscription.id is None:
            return _nothing(request)
        line = one_line(story.headline, 200)
        if request.method == "POST":
            with store.transaction(db):
                store.mute_story(db, known.subscription.id, story.id, now=datetime.now(UTC))
        elif story.id not in known.subscription.muted_stories:
            return _page(request, "No more of this story?", line, "No more of this story")
    return _page(request, "You will hear no more of this story", line)


def feed(request: Request) -> Response:
    """The subscription's alerts as an Atom feed, where whoever runs this allows such feeds."""
    settings = read_settings()
    if not settings.feeds_of_alerts:
        return _nothing(request)
    with closing(request.app.state.connect()) as db:
        known = _known(db, request.path_params["key"])
        if known is None or not known.enabled:
            return _nothing(request)
        content = _atom(db, known.subscription, settings.desk_url)
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    headers = HEADERS | {"Cache-Control": "private, no-cache", "ETag": tag}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type="application/atom+xml")


ROUTES = (
    Route("/unsubscribe/{key}", unsubscribe, methods=["GET", "POST"], name="unsubscribe"),
    Route("/mute/{key}/{story_id:int}", mute, methods=["GET", "POST"], name="mute"),
    Route("/feeds/{key}.atom", feed, methods=["GET"], name="feed_of_alerts"),
)


def _known(db: connection, key: str) -> KnownSubscription | None:
    """The subscription that the key is of. Its row is found by its id; the secret is then compared in constant time."""
    found = _KEY.fullmatch(key)
    with store.transaction(db):
        known = next(iter(store.subscriptions_of(db, str(int(found[1])))), None) if found else None
    secret = known.subscription.secret if known else ""
    right = hmac.compare_digest(secret.encode(), (found[2] if found else "").encode())
    return known if right and secret else None


def _atom(db: connection, subscription: Subscription, desk_url: str) -> bytes:
    assert subscription.id is not None
    with store.transaction(db):
        alerts = store.told_alerts(db, subscription.id, limit=MOST_ENTRIES)
        stories = {story_id: store.story(db, story_id) for story_id in {alert.story_id for alert in alerts}}
    entries = [
        _entry(alert, story, _before(alert, alerts[place + 1 :]), subscription, desk_url)
        for place, alert in enumerate(alerts)
        if (story := stories[alert.story_id])
    ]
    began = subscription.since or datetime(2026, 1, 1, tzinfo=UTC)
    return atom(
        f"Embargo Watch: {follows(subscription)}",
        feed_id=f"subscription {subscription.id} since {began.isoformat()}",
        url=feed_url(subscription, desk_url),
        desk_url=folder(desk_url),
        updated=max((alert.created_at for alert in alerts), default=began),
        entries=entries,
    )


def _before(alert: ToldAlert, older: Sequence[ToldAlert]) -> ToldAlert | None:
    """The alert before on the same story, of those that the feed still shows."""
    return next((one for one in older if one.story_id == alert.story_id), None)


def _entry(
    alert: ToldAlert, story: Story, before: ToldAlert | None, subscription: Subscription, desk_url: str
) -> Entry:
    if alert.told:  # as it was told then, however far the story has come since
        record = record_from_json(alert.told["record"])
        story = replace(story, record=record, headline=headline.headline(record), steps=(), disagreements=())
    found = _changes(alert, story, Told.from_json(before.told) if before and before.told else None)
    title, html = render_entry(story, subscription, desk_url=desk_url, kind=alert.kind, changes=found)
    return Entry(
        id=f"story {alert.story_id} {alert.kind} {alert.before_hash} {alert.told_hash}",
        title=title,
        html=html,
        topic=story.topic,
        updated=alert.created_at,
        url=f"{folder(desk_url)}stories/{alert.story_id}",
    )


def _changes(alert: ToldAlert, story: Story, before: Told | None) -> tuple[Change, ...]:
    if alert.kind == "correction":
        return corrections(before, story, (alert.told or {}).get("correction", ""))
    return changes(before, story) if before and alert.kind == "change" else ()


def _page(request: Request, title: str, words: str, button: str = "", status: int = 200) -> Response:
    shown = partial(render, request, "public.html", title=title, words=words, button=button, style=STYLE)
    response = shown(status=status)
    response.headers.update(HEADERS)
    return response


def _nothing(request: Request) -> Response:
    words = "This link leads nowhere, or no longer: the subscription it was for may be gone."
    return _page(request, "Nothing here", words, status=404)
