"""The pages of the desk: one function each, reading only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse
from psycopg2.extensions import connection

from embargowatch.desk import stories as reading
from embargowatch.desk.rendering import STYLE, render
from embargowatch.health import seen_as_one
from embargowatch.store import desk as store
from embargowatch.words import TOPIC_WORDS

router = APIRouter()

QUERY_LENGTH = 200
MOST_ID = 2**63 - 1
"""What Postgres can count to."""


def _records(request: Request) -> Iterator[connection]:
    with closing(request.app.state.connect()) as db:
        db.set_session(readonly=True, autocommit=True)
        yield db


Records = Annotated[connection, Depends(_records)]


@router.get("/", name="stories")
def stories(request: Request, db: Records, topic: str = "", q: str = "", before: str = "") -> HTMLResponse:
    """Stories, newest first; the filter lives in the address."""
    topic = topic if topic in TOPIC_WORDS else ""
    query = " ".join(q.split())[:QUERY_LENGTH]
    found, more = reading.newest(db, topic=topic, query=query, before=_cursor(before))
    counts = store.desk_story_counts(db)
    return render(
        request,
        "stories.html",
        stories=found,
        topic=topic,
        query=query,
        before=before,
        older=f"{found[-1].last_seen.isoformat()}~{found[-1].id}" if more else "",
        counts=counts,
        total=sum(counts.values()),
        **_seen(db),
    )


@router.get("/stories/{story_id}", name="story")
def story(request: Request, db: Records, story_id: int) -> HTMLResponse:
    """One story: its record field by field, then every article that tells it."""
    found = reading.whole(db, story_id) if 0 < story_id <= MOST_ID else None
    if found is None:
        raise HTTPException(404)
    return render(request, "story.html", story=found, **_seen(db))


@router.get("/sources", name="sources")
def sources(request: Request, db: Records) -> HTMLResponse:
    """Every source with its state, every item that failed with its reason, every mail that was not delivered."""
    listed = store.desk_sources(db)
    return render(
        request,
        "sources.html",
        watched=[source for source in listed if source["enabled"]],
        history=store.desk_feed_states(db),
        disabled=[source for source in listed if not source["enabled"]],
        troubles=store.desk_troubles(db),
        articles=store.desk_article_counts(db),
        alerts=store.desk_alert_counts(db),
        undelivered=store.desk_undelivered(db),
        **_seen(db),
    )


@router.get("/desk.css", name="style")
def style() -> FileResponse:
    return FileResponse(STYLE, media_type="text/css", headers={"Cache-Control": "private, max-age=31536000, immutable"})


def _seen(db: connection) -> dict[str, Any]:
    """What the head of every page says: how much is watched, and what cannot be seen."""
    watching = store.desk_source_counts(db)
    return {"blind": seen_as_one(store.desk_blind_sources(db), watching["watched"]), "watching": watching}


def _cursor(text: str) -> tuple[datetime, int] | None:
    """Where a page begins: the last story of the page before. What cannot be read is the first page."""
    moment, _, story_id = text.partition("~")
    try:
        when = datetime.fromisoformat(moment)
        return (when, max(0, min(int(story_id), MOST_ID))) if when.tzinfo else None
    except ValueError:
        return None
