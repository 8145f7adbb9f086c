"""Templates of the desk: everything is escaped, links stay below wherever the desk is mounted."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from embargowatch import words
from embargowatch.desk.visitors import visitor
from embargowatch.health import beside

HERE = Path(__file__).parent
STYLE = HERE / "static" / "desk.css"


def render(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page. In templates ``path("story", story_id=7)`` is the address of a route."""

    page = environment().get_template(template)
    always = {"path": partial(path, request), "style_version": style_version(), "visitor": visitor(request)}
    return HTMLResponse(page.render(**always, logout_url=request.app.state.logout_url, **values), status)


def render_alone(template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page outside the desk, such as the one to log in on."""
    return HTMLResponse(environment().get_template(template).render(style_version=style_version(), **values), status)


def path(request: Request, route: str, /, query: dict[str, str] | None = None, **parameters: Any) -> str:
    """The address of a route below its host, wherever the desk is mounted; empty query values are left out."""
    below = str(request.scope.get("root_path", "")).rstrip("/")
    found = f"{below}{request.app.url_path_for(route, **parameters)}"
    asked = urlencode({name: value for name, value in (query or {}).items() if value})
    return f"{found}?{asked}" if asked else found


@cache
def style_version() -> str:
    """Changes with the style sheet, so that a browser may keep it."""
    return sha256(STYLE.read_bytes()).hexdigest()[:12]


@cache
def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "clock": _clock,
        "day": _day,
        "line": words.one_line,
        "lower_first": words.lower_first,
        "moment": words.moment,
        "percent": _percent,
        "plain": _plain,
        "web_url": words.web_url,
    }
    made.globals |= {"beside": beside, "TOPIC_WORDS": words.TOPIC_WORDS, "TIER_WORDS": words.TIER_WORDS}
    return made


def _clock(when: datetime) -> str:
    return f"{when.astimezone(UTC):%H:%M}"


def _day(when: datetime) -> str:
    return f"{when.astimezone(UTC):%A %-d %B %Y}"


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}"


def _plain(term: str) -> str:
    return term.replace("_", " ")
