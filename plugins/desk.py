"""Registers the desk with Airflow: mounted behind Airflow's login, opened from its navigation as a page of its own.

No logic here; the desk itself is `embargowatch.desk`. Airflow imports this file in every process, workers too, so
whatever only the web server needs is imported when the first request comes.
"""

from functools import cache
from typing import Annotated, Any
from urllib.parse import quote, urlsplit

from airflow.configuration import conf
from airflow.plugins_manager import AirflowPlugin

PREFIX = "/embargowatch"
DATABASE = "embargowatch_db"
DAG = "watch_news"
SVG = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'>{}</svg>"
ROOT = urlsplit(conf.get("api", "base_url", fallback="") or "").path.rstrip("/")
"""Where Airflow is below its host: empty unless a proxy puts it under a path."""


async def desk(scope: Any, receive: Any, send: Any) -> None:
    """The desk as an ASGI app that is made when it is first asked for."""
    await _desk()(scope, receive, send)


@cache
def _desk() -> Any:
    from embargowatch.desk import create_app

    return create_app(_connect, _login(), login_url=f"{ROOT}/api/v2/auth/login")


def _login() -> Any:
    """The dependency that lets in who is logged in and may see Airflow's own pages.

    Who may edit the DAG that watches the news may write on the desk too.
    """
    from airflow.api_fastapi.app import get_auth_manager
    from airflow.api_fastapi.auth.managers.models.base_user import BaseUser
    from airflow.api_fastapi.auth.managers.models.resource_details import AccessView, DagDetails
    from airflow.api_fastapi.core_api.security import bearer_scheme, get_user, requires_access_view
    from fastapi import Depends, HTTPException, Request
    from fastapi.security import HTTPAuthorizationCredentials

    from embargowatch.desk import Visitor

    may_see = requires_access_view(AccessView.WEBSITE)

    async def user(
        request: Request, bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer_scheme)]
    ) -> BaseUser:
        try:
            return await get_user(request, None, bearer)
        except HTTPException as refused:
            # Airflow answers 403 to a token that another key signed; here that means: log in again.
            raise HTTPException(401, refused.detail) from refused

    def require_login(request: Request, user: Annotated[BaseUser, Depends(user)]) -> Visitor:
        may_see(request, user)
        may_edit = get_auth_manager().is_authorized_dag(method="PUT", details=DagDetails(id=DAG), user=user)
        return Visitor(user.get_name(), may_edit)

    return require_login


def _connect() -> Any:
    """A connection to the records: of Airflow's connection, or of EMBARGOWATCH_DATABASE_URL."""
    from airflow.exceptions import AirflowNotFoundException
    from airflow.models.connection import Connection

    from embargowatch.settings import read_settings
    from embargowatch.store import connect

    try:
        url = Connection.get_connection_from_secrets(DATABASE).get_uri()
    except AirflowNotFoundException:
        url = read_settings().database_url
    return connect(url, patience_s=0.0)  # somebody waits for the page: better say at once that it is down


def _view(name: str, page: str) -> dict[str, str]:
    icons = {"icon": _icon("#2b4a75"), "icon_dark_mode": _icon("#d5e2f5")}
    return {"name": name, "href": f"{ROOT}{PREFIX}/{page}", "destination": "nav", **icons}


def _icon(colour: str) -> str:
    ring = f"<circle cx='12' cy='12' r='8' fill='none' stroke='{colour}' stroke-width='2'/>"
    bar = f"<path d='M6.3 17.7 17.7 6.3' stroke='{colour}' stroke-width='2'/>"
    return f"data:image/svg+xml,{quote(SVG.format(ring + bar))}"


class DeskPlugin(AirflowPlugin):
    """The desk in Airflow's web server and navigation."""

    name = "embargowatch"
    fastapi_apps = [{"app": desk, "url_prefix": PREFIX, "name": "Embargo Watch desk"}]  # noqa: RUF012  # Airflow's way
    # Without url_route they open as pages of their own: in Airflow's frame the links to articles would be dead.
    # Two, because Airflow 3.3 draws a single one as a button that does nothing, and several as a menu that works.
    external_views = [_view("Embargo Watch stories", ""), _view("Embargo Watch sources", "sources")]  # noqa: RUF012
