"""The desk without Airflow: a login of its own in front of it.

A session is a signed cookie with the name and a part of the password's hash. Each request is held against the file of
people, so that who is removed from it, or gets another password, is out at once, and each asks what they may do anew.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Form, HTTPException, Request, Response
from fastapi.responses import FileResponse, RedirectResponse
from psycopg2.extensions import connection
from starlette.middleware.sessions import SessionMiddleware

from embargowatch.desk.app import create_app, with_headers
from embargowatch.desk.people import Person, read_people
from embargowatch.desk.rendering import STYLE, render_alone
from embargowatch.desk.visitors import Visitor, from_the_desk

SESSION_S = 12 * 3600
WRONG_AT_MOST = 10
WRONG_WITHIN_S = 300.0
REFUSED = "Name and password do not fit together."
TOO_MANY = "Too many tries. Wait five minutes."
FOREIGN = "The form did not come from this page. Try again."


def create_alone(connect: Callable[[], connection], people: Path, *, https: bool = False) -> FastAPI:
    """The desk with its own login, at the root of its address; ``https``: the cookie is never sent without."""
    app = FastAPI(title="Embargo Watch", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(
        SessionMiddleware,
        secret_key=read_people(people).key,
        session_cookie="embargowatch",
        max_age=SESSION_S,
        same_site="lax",  # links in mails lead here; what writes asks for more (visitors.py)
        https_only=https,
    )
    app.middleware("http")(with_headers)
    _add_login(app, people, _Wrong())
    desk = create_app(connect, _required(people), login_url="/login", logout_url="/logout")
    app.mount("/", desk)
    return app


class _Wrong:
    """How often a wrong password was given lately, by name; a flood of names makes no flood of memory."""

    def __init__(self) -> None:
        self._tries: deque[tuple[float, str]] = deque(maxlen=10_000)

    def note(self, name: str) -> None:
        self._tries.append((time.monotonic(), name))

    def too_many(self, name: str) -> bool:
        since = time.monotonic() - WRONG_WITHIN_S
        return sum(at > since and tried == name for at, tried in list(self._tries)) >= WRONG_AT_MOST


def _required(people: Path) -> Callable[[Request], Visitor]:
    def require_login(request: Request) -> Visitor:
        person = read_people(people).known.get(str(request.session.get("name")))
        if person is None or request.session.get("seal") != _seal(person):
            raise HTTPException(401, "Not logged in")
        return Visitor(person.name, person.editor)

    return require_login


def _seal(person: Person) -> str:
    return person.hash[:16]


def _add_login(app: FastAPI, people: Path, wrong: _Wrong) -> None:
    @app.get("/desk.css")
    def style() -> FileResponse:
        return FileResponse(STYLE, media_type="text/css")

    @app.get("/login")
    def login(next: str = "/") -> Response:
        return render_alone("login.html", next=_own(next), words="", name="")

    @app.post("/login")
    def log_in(
        request: Request,
        name: Annotated[str, Form()] = "",
        password: Annotated[str, Form()] = "",
        next: Annotated[str, Form()] = "/",
    ) -> Response:
        name = " ".join(name.split())[:60]
        words, status = "", 200
        if not from_the_desk(request):
            words, status = FOREIGN, 403
        elif wrong.too_many(name):
            words, status = TOO_MANY, 429
        elif (person := read_people(people).with_password(name, password[:1000])) is None:
            wrong.note(name)
            words, status = REFUSED, 401
        else:
            request.session.clear()
            request.session.update(name=person.name, seal=_seal(person))
            return RedirectResponse(_own(next), 303)
        return render_alone("login.html", status=status, next=_own(next), words=words, name=name)

    @app.post("/logout")
    def log_out(request: Request) -> Response:
        if from_the_desk(request):
            request.session.clear()
        return RedirectResponse("/login", 303)


def _own(address: str) -> str:
    """A page of this desk: what a stranger made of ``next`` leads nowhere else."""
    plain = address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
    return address if plain else "/"
