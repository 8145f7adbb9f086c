"""The JSON API under `/api/v1`: read-only, for programs, with a token rather than the desk's login.

An app of its own, so that it is mounted beside the pages and their login does not apply. Its description is
`openapi.json`; a token comes from `embargowatch token add NAME` and goes into `Authorization: Bearer …`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import psycopg2
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Path, Query, Request
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from psycopg2.extensions import connection

from embargowatch.desk.api_models import (
    ChangeQuery,
    Changes,
    Records,
    Refusal,
    Stories,
    StoryId,
    StoryQuery,
    WholeStory,
)
from embargowatch.store import exports as store
from embargowatch.store.readers import holder_of_token
from embargowatch.store.session import DatabaseUnavailable
from embargowatch.store.statement import Row
from embargowatch.store.story_filter import filtered_stories

log = logging.getLogger("embargowatch.desk.api")

PATH = "/api/v1"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
REFUSALS: dict[int | str, dict[str, Any]] = {
    401: {"model": Refusal, "description": "No token, or one that is not good."},
    503: {"model": Refusal, "description": "The records cannot be read just now."},
}

bearer = HTTPBearer(auto_error=False, description="A token of `embargowatch token add NAME`.")


def _token(given: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]) -> str:
    """The token as given. Raises the 401 for who gives none, before anything is asked of the database."""
    if given is None:
        raise _refused()
    return given.credentials


def _records(request: Request, token: Annotated[str, Depends(_token)]) -> Iterator[connection]:
    """A connection that only reads, for whose token is good. Raises the 401 for everybody else."""
    with closing(request.app.state.connect()) as db:
        db.set_session(readonly=True, autocommit=True)
        if holder_of_token(db, token) is None:
            raise _refused()
        yield db


def _refused() -> HTTPException:
    return HTTPException(401, "a token is needed: embargowatch token add NAME", {"WWW-Authenticate": "Bearer"})


Database = Annotated[connection, Depends(_records)]
router = APIRouter(dependencies=[Depends(_records)], responses=REFUSALS)


def create_api(connect: Callable[[], connection]) -> FastAPI:
    """The API; ``connect`` opens a connection to the records."""
    api = FastAPI(title="Embargo Watch", version="1", description=__doc__, docs_url=None, redoc_url=None)
    api.state.connect = connect
    api.include_router(router)
    api.add_exception_handler(DatabaseUnavailable, _database_down)
    api.add_exception_handler(psycopg2.Error, _database_down)
    return api


@router.get("/stories")
def stories(db: Database, query: Annotated[StoryQuery, Query()]) -> Stories:
    """Stories that fit, the one with the latest news first."""
    ids, more = _page(db, query)
    return Stories.model_validate({"stories": store.exported_stories(db, ids), "next": more})


@router.get("/stories/{story_id}", responses={404: {"model": Refusal, "description": "There is none of this id."}})
def story(db: Database, story_id: Annotated[StoryId, Path()]) -> WholeStory:
    """One story with its records and the passages that carry them."""
    found = store.exported_stories(db, [story_id])
    if not found:
        raise HTTPException(404, f"there is no story {story_id}")
    quotes = store.exported_quotes(db, [story_id])
    return WholeStory.model_validate({"story": found[0], "records": _records_of(db, [story_id]), "quotes": quotes})


@router.get("/records")
def records(db: Database, query: Annotated[StoryQuery, Query()]) -> Records:
    """The records that tell the stories that fit; `limit` counts stories."""
    ids, more = _page(db, query)
    return Records.model_validate({"records": _records_of(db, ids), "next": more})


@router.get("/changes", responses={410: {"model": Refusal, "description": "The cursor is of another server."}})
def changes(db: Database, query: Annotated[ChangeQuery, Query()]) -> Changes:
    """Stories that are new, changed or gone since a cursor. Nothing is missed by who goes on from each `next`.

    A story that changed several times is given once, as it is now. A 410 means: begin anew without `since`.
    """
    after, after_id = map(int, (query.since or "0-0").split("-"))
    if store.cursor_is_ahead(db, after):
        raise HTTPException(410, "this cursor is of another server, or from before a restore: begin anew")
    found = store.story_changes(db, (after, after_id), limit=query.limit + 1)
    shown = found[: query.limit]
    now = {row["id"]: row for row in store.exported_stories(db, [row["story_id"] for row in shown])}
    if shown:
        after, after_id = int(shown[-1]["changed_in"]), shown[-1]["story_id"]
    made = [{**row, "story": now.get(row["story_id"])} for row in shown]
    return Changes.model_validate({"changes": made, "next": f"{after}-{after_id}", "more": len(found) > len(shown)})


def _page(db: connection, query: StoryQuery) -> tuple[list[int], str | None]:
    """The ids of a page's stories, and the cursor of the next page."""
    found = list(filtered_stories(db, query.asked, before=_moment(query.cursor), limit=query.limit + 1))
    shown = found[: query.limit]
    if len(found) == len(shown):
        return [story_id for story_id, _ in shown], None
    story_id, last_seen = shown[-1]
    return [story_id for story_id, _ in shown], f"{(last_seen - EPOCH) // timedelta(microseconds=1)}-{story_id}"


def _moment(cursor: str | None) -> tuple[datetime, int] | None:
    if cursor is None:
        return None
    moment, story_id = map(int, cursor.split("-"))
    return EPOCH + timedelta(microseconds=moment), story_id


def _records_of(db: connection, ids: Sequence[int]) -> list[Row]:
    sanctions = [{"record_type": "sanction", **row} for row in store.exported_sanctions(db, ids)]
    deals = [{"record_type": "arms_deal", **row} for row in store.exported_arms_deals(db, ids)]
    for row in (*sanctions, *deals):
        del row["text"]
    return sorted([*sanctions, *deals], key=lambda row: ids.index(row["story_id"]))


async def _database_down(_request: Request, error: Exception) -> JSONResponse:
    log.warning("the API cannot read the records: %s", " ".join(str(error).split()))
    words = {"detail": "the records cannot be read just now"}
    return JSONResponse(words, 503, headers={"Retry-After": "60"})
