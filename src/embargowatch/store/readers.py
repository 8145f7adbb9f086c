"""Who may read: roles of the database, and holders of tokens for the JSON API."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe

from psycopg2.extensions import connection

from embargowatch.store.statement import Row, execute, row, rows

PREFIX = "ew_"
"""So that a token is known for what it is where it should not be."""
TOKEN_BYTES = 32


def reader_grants(db: connection, role: str) -> list[str]:
    """The statements that let a role see the views for people, and nothing else."""
    return [str(found["statement"]) for found in rows(db, "reader_grants", {"role": role})]


def grant_reader(db: connection, role: str) -> None:
    """Let an existing role see the views for people."""
    execute(db, "grant_reader", {"role": role})


def save_api_token(db: connection, name: str, *, now: datetime) -> str:
    """A new token, which is kept nowhere: only its hash is. Raises ValueError if the name has one already."""
    token = PREFIX + token_urlsafe(TOKEN_BYTES)
    if not execute(db, "save_api_token", {"name": name, "sha256": _hash(token), "now": now}):
        raise ValueError(f"{name!r} has a token already: revoke it, or take another name")
    return token


def revoke_api_token(db: connection, name: str, *, now: datetime) -> bool:
    """Whether there was one."""
    return execute(db, "revoke_api_token", {"name": name, "now": now}) > 0


def api_tokens(db: connection) -> list[Row]:
    """``name``, ``created_at``, ``revoked_at``; those in force first."""
    return rows(db, "api_tokens")


def holder_of_token(db: connection, token: str) -> str | None:
    """Whose token it is, or None. It is looked up by its hash, so the time that takes says nothing of it."""
    found = row(db, "holder_of_token", {"sha256": _hash(token)})
    return str(found["name"]) if found else None


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()
