"""Who is at the desk, and what they may do: everybody who is let in may read, some may write.

A write needs more than a login, because a browser sends the login along with whatever form a foreign page makes it
submit. So a write has to come from the desk's own pages, as the browser itself says: in ``Sec-Fetch-Site``, which no
page can set, or, where that is missing (old browsers, http without a name of the machine itself), in ``Origin``, which
has to be the host that was asked. Neither can be forged from another site, none has to be kept on either side, and
where both are missing nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request
from psycopg2.extensions import connection

from embargowatch.store.session import transaction

READERS_ONLY = "Your account may read the desk, not change anything on it."
FOREIGN = "This form did not come from a page of the desk, so nothing was changed."


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is logged in; without a name, anybody whom the desk's address is open to."""

    name: str = ""
    may_edit: bool = False


def remember(require_login: Callable[..., Any]) -> Callable[..., None]:
    """A dependency that lets in whom ``require_login`` lets in, and keeps the Visitor that it gives (if any)."""

    def let_in(request: Request, visitor: Any = Depends(require_login)) -> None:  # noqa: B008 - FastAPI's way
        request.state.visitor = visitor if isinstance(visitor, Visitor) else Visitor()

    return let_in


def visitor(request: Request) -> Visitor:
    """Who asks."""
    found: Visitor = getattr(request.state, "visitor", Visitor())
    return found


def editor(request: Request) -> Visitor:
    """Who asks, if they may write and this is their own wish. Raises a 403 otherwise."""
    found = visitor(request)
    if not (found.may_edit and found.name):
        raise HTTPException(403, READERS_ONLY)
    if request.method not in ("GET", "HEAD") and not from_the_desk(request):
        raise HTTPException(403, FOREIGN)
    return found


def from_the_desk(request: Request) -> bool:
    """Whether the browser says that the request was made by a page of the same origin."""
    if site := request.headers.get("sec-fetch-site"):
        return site == "same-origin"
    origin = urlsplit(request.headers.get("origin", ""))
    return bool(origin.netloc) and origin.netloc == request.headers.get("host")


def _records(request: Request) -> Iterator[connection]:
    with closing(request.app.state.connect()) as db:
        db.set_session(readonly=True, autocommit=True)
        yield db


def _changed(request: Request, _editor: Annotated[Visitor, Depends(editor)]) -> Iterator[connection]:
    with closing(request.app.state.connect()) as db, transaction(db):
        yield db


Records = Annotated[connection, Depends(_records)]
"""The records, to read."""
Editor = Annotated[Visitor, Depends(editor)]
Changes = Annotated[connection, Depends(_changed, scope="function")]
"""The records, to write to, in a transaction that ends before the answer goes out."""
