"""The desk as Airflow's plugin: what it adds, what it costs processes that never serve it, whom it lets in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from embargowatch.settings import ROOT

# In a process of its own: Airflow reads its settings when it is first imported.
LOOK = """
import asyncio, importlib.util, json, sys
spec = importlib.util.spec_from_file_location("desk", sys.argv[1])
plugin = importlib.util.module_from_spec(spec)
spec.loader.exec_module(plugin)
imported = sorted({"fastapi", "psycopg2", "embargowatch.desk"} & set(sys.modules))

import fastapi, httpx
from airflow.api_fastapi.app import create_auth_manager
create_auth_manager()
outer = fastapi.FastAPI(root_path="/airflow")
for app in plugin.DeskPlugin.fastapi_apps:
    outer.mount(app["url_prefix"], app["app"])

from airflow.api_fastapi.app import get_auth_manager
from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser
from airflow import settings
from airflow.models.revoked_token import RevokedToken
RevokedToken.__table__.create(settings.engine)
ROLES = ("viewer", "user", "op", "admin")

def token(role):
    return get_auth_manager().generate_jwt(SimpleAuthManagerUser(username=role, role=role))

async def ask(path, **headers):
    async with httpx.AsyncClient(transport=httpx.ASGITransport(outer), base_url="http://airflow.example") as client:
        answer = await client.get(path, headers=headers)
        return [answer.status_code, answer.headers.get("location", "")]

async def answers():
    forged = "_token=eyJhbGciOiJIUzUxMiIsInR5cCI6IkpXVCJ9.e30.AAAA"
    return {
        "stranger": [await ask(f"/airflow/embargowatch/{page}") for page in ("", "stories/1", "sources", "desk.css")],
        "browser": await ask("/airflow/embargowatch/sources", accept="text/html"),
        "forged": await ask("/airflow/embargowatch/", cookie=forged),
        "docs": await ask("/airflow/embargowatch/docs"),
        # Feeds are switched off: it is not the login that says no.
        "secret": await ask("/airflow/embargowatch/feeds/1-0123456789abcdef.atom"),
        "api": [await ask(f"/airflow/embargowatch/api/v1/{path}") for path in ("stories", "openapi.json")],
        "log": {role: await ask("/airflow/embargowatch/log", cookie=f"_token={token(role)}") for role in ROLES},
    }

views = plugin.DeskPlugin.external_views
print(json.dumps({"imported": imported, "views": views, **asyncio.run(answers())}))
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    home = tmp_path_factory.mktemp("airflow")
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "ERROR",
        "AIRFLOW__API__BASE_URL": "https://ops.example/airflow",
        "AIRFLOW__API_AUTH__JWT_SECRET": "0123456789" * 7,
        "PYTHONPATH": str(ROOT / "src"),
    }
    done = subprocess.run(
        [sys.executable, "-c", LOOK, ROOT / "plugins" / "desk.py"], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_a_worker_that_reads_the_plugin_imports_no_web_server(seen: dict[str, Any]) -> None:
    assert seen["imported"] == []


def test_the_entries_of_the_navigation_open_pages_of_their_own(seen: dict[str, Any]) -> None:
    # One entry alone, or one at the top level, is drawn as a button that does nothing.
    assert [view["href"] for view in seen["views"]] == ["/airflow/embargowatch/", "/airflow/embargowatch/sources"]
    assert not any("url_route" in view or view.get("nav_top_level") for view in seen["views"])


def test_strangers_get_nothing(seen: dict[str, Any]) -> None:
    assert [status for status, _ in seen["stranger"]] == [401] * 4
    assert seen["docs"][0] == 404


def test_a_strangers_browser_is_sent_to_airflows_login(seen: dict[str, Any]) -> None:
    assert seen["browser"] == [303, "/airflow/api/v2/auth/login?next=%2Fairflow%2Fembargowatch%2Fsources"]


def test_a_token_of_another_key_is_no_login(seen: dict[str, Any]) -> None:
    assert seen["forged"][0] == 401


def test_the_routes_that_ask_for_a_secret_ask_for_no_login(seen: dict[str, Any]) -> None:
    assert seen["secret"] == [404, ""]


def test_the_api_asks_for_a_token_of_its_own_and_describes_itself(seen: dict[str, Any]) -> None:
    assert seen["api"] == [[401, ""], [200, ""]]


def test_who_may_edit_dags_may_edit_on_the_desk(seen: dict[str, Any]) -> None:
    # 503: let in, and there is no database here.
    assert {role: status for role, (status, _) in seen["log"].items()} == {
        "viewer": 403,
        "user": 503,
        "op": 503,
        "admin": 503,
    }
