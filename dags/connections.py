"""Airflow's connections and mail settings, as the package wants them. Looked up when a task runs, never at import."""

from __future__ import annotations

from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

from airflow.sdk import Connection
from airflow.sdk.exceptions import AirflowRuntimeError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from embargowatch.channels.email import MailServer
    from embargowatch.settings import Settings
    from embargowatch.web import Web

DATABASE = "embargowatch_db"
SMTP = "smtp_default"


def database() -> AbstractContextManager[Any]:
    """A connection to the records, closed at the end; EMBARGOWATCH_DATABASE_URL stands in for the connection."""
    from embargowatch import store  # imported when a task runs: parsing a DAG stays cheap

    return closing(store.connect(_database_url()))


def web() -> AbstractContextManager[Web]:
    """The web, whose hosts are asked in turns with everybody who works on the same records."""
    from embargowatch import pipeline

    return pipeline.polite_web(settings(), _database_url())


def settings() -> Settings:
    """The settings of the environment."""
    from embargowatch.settings import read_settings

    return read_settings()


def mail_server() -> MailServer:
    """The mail server of the SMTP connection. Its extras mean what Airflow's own mail hook means by them."""
    from embargowatch.channels.email import MailServer

    connection = Connection.get(SMTP)
    extra = connection.extra_dejson
    implicit_tls = not extra.get("disable_ssl", False)
    return MailServer(
        host=connection.host or "localhost",
        port=connection.port or (465 if implicit_tls else 587),
        user=connection.login or "",
        password=connection.password or "",
        implicit_tls=implicit_tls,
        starttls=not implicit_tls and not extra.get("disable_tls", False),
        timeout_s=float(extra.get("timeout", 30)),
        mail_from=extra.get("from_email") or settings().mail_from,
    )


def _database_url() -> str:
    with suppress(AirflowRuntimeError):
        return Connection.get(DATABASE).get_uri()
    if url := settings().database_url:
        return url
    raise LookupError(f"no database: add the Airflow connection {DATABASE}, or set EMBARGOWATCH_DATABASE_URL")
