"""The desk as a FastAPI app: who may come in, where the records are, what every answer carries."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

import psycopg2
from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse, RedirectResponse
from psycopg2.extensions import connection
from starlette.exceptions import HTTPException

from embargowatch.desk import api, pages, public, subscriptions
from embargowatch.desk.rendering import path, render
from embargowatch.desk.visitors import remember
from embargowatch.store.session import DatabaseUnavailable

log = logging.getLogger("embargowatch.desk")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'self'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    # Nobody outside learns where a link was; the desk itself does, else a form of its own would have no Origin.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
}


def create_app(
    connect: Callable[[], connection],
    require_login: Callable[..., Any] | None = None,
    *,
    login_url: str = "",
    logout_url: str = "",
) -> FastAPI:
    """The desk, to be mounted anywhere or served alone.

    ``connect`` opens a connection to the records. ``require_login`` is a FastAPI dependency that raises a 401
    for strangers and gives the Visitor; it guards every route, the style sheet too, but for those of `public`, which
    ask for a secret, and the JSON API, which asks for a token. Without a Visitor nobody may write. A stranger's browser
    is sent to ``login_url`` (if any) with the page it wanted as ``next``; everybody else gets the 401. ``logout_url``
    (if any) takes a form that ends the login.
    """
    app = FastAPI(
        title="Embargo Watch desk",
        dependencies=[Depends(remember(require_login))] if require_login else [],
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    app.state.connect = connect
    app.state.login_url = login_url
    app.state.logout_url = logout_url
    app.include_router(pages.router)
    app.include_router(subscriptions.router)
    app.router.routes.extend(public.ROUTES)  # not included, so that no login is asked for
    app.mount(api.PATH, api.create_api(connect))
    app.middleware("http")(with_headers)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _not_found)
    app.add_exception_handler(DatabaseUnavailable, _database_down)
    app.add_exception_handler(psycopg2.Error, _database_down)
    return app


async def with_headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """What every answer carries."""
    response = await call_next(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


async def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 404:
        return await _not_found(request, error)
    if status == 401 and request.app.state.login_url and request.method == "GET" and _is_browser(request):
        wanted = path(request, request.scope["route"].name, dict(request.query_params), **request.path_params)
        return RedirectResponse(f"{request.app.state.login_url}?{urlencode({'next': wanted})}", 303)
    if status == 403 and _is_browser(request):
        return render(request, "error.html", status=403, title="Not changed", words=getattr(error, "detail", ""))
    headers = error.headers if isinstance(error, HTTPException) else None
    words = "Please log in." if status == 401 else getattr(error, "detail", "")
    return PlainTextResponse(f"{words}\n", status, headers=headers)


async def _not_found(request: Request, _error: Exception) -> Response:
    return render(request, "error.html", status=404, title="Nothing here", words="There is no such page on the desk.")


async def _database_down(request: Request, error: Exception) -> Response:
    log.warning("the desk cannot read the records: %s", " ".join(str(error).split()))
    response = render(
        request,
        "error.html",
        status=503,
        title="The records cannot be read just now",
        words="The database does not answer as it should. Nothing is lost: load this page again in a minute. "
        "If it stays like this, the reason is in the server's log.",
    )
    response.headers["Retry-After"] = "60"
    return response


def _is_browser(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")
