"""The pages of the desk that only read: one function each."""

from __future__ import annotations

import csv
import json
from datetime import datetime
from io import StringIO

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse, Response

from embargowatch.desk import stories as reading
from embargowatch.desk.rendering import STYLE, render
from embargowatch.desk.sight import seen
from embargowatch.desk.visitors import Editor, Records
from embargowatch.store import desk as store
from embargowatch.store.desk_log import desk_log
from embargowatch.words import TOPIC_WORDS

router = APIRouter()

QUERY_LENGTH = 200
LOG_PER_PAGE = 100
MOST_ID = 2**63 - 1
"""What Postgres can count to."""


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
        **seen(db),
    )


@router.get("/stories/{story_id}", name="story")
def story(request: Request, db: Records, story_id: int) -> HTMLResponse:
    """One story: its record field by field, then every article that tells it."""
    found = reading.whole(db, story_id) if 0 < story_id <= MOST_ID else None
    if found is None:
        raise HTTPException(404)
    return render(request, "story.html", story=found, **seen(db))


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
        **seen(db),
    )


@router.get("/log", name="log")
def log(request: Request, _editor: Editor, db: Records, subject: str = "", before: str = "") -> HTMLResponse:
    """Who did what here, newest first."""
    shown = desk_log(db, subject=subject[:QUERY_LENGTH], before=_id(before), limit=LOG_PER_PAGE + 1)
    older = str(shown[LOG_PER_PAGE - 1]["id"]) if len(shown) > LOG_PER_PAGE else ""
    return render(
        request, "log.html", lines=shown[:LOG_PER_PAGE], subject=subject[:QUERY_LENGTH], older=older, **seen(db)
    )


@router.get("/log.csv", name="log_csv")
def log_csv(_editor: Editor, db: Records) -> Response:
    """All of it, oldest first, for an audit."""
    text = StringIO()
    rows = csv.writer(text)
    rows.writerow(("id", "at", "who", "did", "subject", "detail"))
    for line in reversed(desk_log(db)):
        told = (line["who"], line["did"], line["subject"], json.dumps(line["detail"], ensure_ascii=False))
        rows.writerow((line["id"], line["at"].isoformat(), *map(_cell, told)))
    headers = {"Content-Disposition": 'attachment; filename="desk-log.csv"'}
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/desk.css", name="style")
def style() -> FileResponse:
    return FileResponse(STYLE, media_type="text/css", headers={"Cache-Control": "private, max-age=31536000, immutable"})


def _cell(text: str) -> str:
    """No spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _id(text: str) -> int | None:
    return min(int(text), MOST_ID) if text.isascii() and text.isdecimal() and len(text) < 30 else None


def _cursor(text: str) -> tuple[datetime, int] | None:
    """Where a page begins: the last story of the page before. What cannot be read is the first page."""
    moment, _, story_id = text.partition("~")
    try:
        when = datetime.fromisoformat(moment)
        return (when, max(0, min(int(story_id), MOST_ID))) if when.tzinfo else None
    except ValueError:
        return None
