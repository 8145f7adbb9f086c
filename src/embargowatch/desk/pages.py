"""The pages of the desk that only read: one function each."""

from __future__ import annotations

import csv
import json
from io import StringIO

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from embargowatch.desk import stories as reading
from embargowatch.desk.filters import MOST_ID, asked_of, choices, country_names
from embargowatch.desk.rendering import STYLE, path, render
from embargowatch.desk.sight import seen
from embargowatch.desk.visitors import Editor, Records
from embargowatch.store import desk as store
from embargowatch.store.desk_log import desk_log

router = APIRouter()

QUERY_LENGTH = 200
LOG_PER_PAGE = 100


@router.get("/", name="stories")
def stories(request: Request, db: Records) -> Response:
    """Stories that fit the filter in the address, newest first or by relevance."""
    asked = asked_of(request.query_params)
    if any(not value for value in request.query_params.values()):  # a form sends its empty fields too
        return RedirectResponse(path(request, "stories", asked.query), 303)
    found, older = reading.found(db, asked)
    counts = store.desk_story_counts(db)
    return render(
        request,
        "stories.html",
        stories=found,
        asked=asked,
        said=asked.said,
        choices=choices(),
        countries=country_names(),
        begun=bool(asked.after),
        older=older,
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
