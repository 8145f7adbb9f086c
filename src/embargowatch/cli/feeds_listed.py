"""`embargowatch feeds list`: the sources with their health, from the database; without one, as feeds.yaml has them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from typing import Any

import psycopg2

from embargowatch import store
from embargowatch.explain.pen import safe
from embargowatch.feeds_file import read_feeds
from embargowatch.health import beside
from embargowatch.settings import Settings
from embargowatch.types import Feed

GOOD = ("ok", "quiet")
_SHOWN = 90
"""Characters of a reason in the table."""


def listed(settings: Settings) -> list[dict[str, Any]]:
    """Every source as a JSON object; times in ISO 8601, None where there is none."""
    feeds = read_feeds(settings.feeds)
    known = {row["slug"]: _row(row) for row in _rows(settings)}
    new = [_unasked(feed) for feed in feeds if feed.slug not in known]
    return sorted([*known.values(), *new], key=_place)


def table(rows: Sequence[dict[str, Any]]) -> str:
    """The sources for people: what needs a look comes first."""
    shown = [
        (
            row["state"] if row["enabled"] else "off",
            row["slug"],
            row["tier"],
            (row["since"] or "")[:10],
            (row["newest"] or "")[:10],
            _short(row),
        )
        for row in rows
    ]
    head = ("STATE", "SOURCE", "TIER", "SINCE", "NEWEST", "WHY")
    widths = [max(len(line[n]) for line in (head, *shown)) for n in range(len(head) - 1)]
    lines = ["  ".join([*map(str.ljust, line, widths), line[-1]]).rstrip() for line in (head, *shown)]
    watched = sum(row["enabled"] for row in rows)
    return "\n".join([*lines, "", f"{watched} watched, {len(rows) - watched} switched off"])


def _rows(settings: Settings) -> list[dict[str, Any]]:
    try:
        with closing(store.connect(settings.database_url, patience_s=0.0)) as db:
            return store.listed_feeds(db)
    except store.DatabaseUnavailable as error:
        print(f"how the sources are doing is not known: {error}", file=sys.stderr)
    except psycopg2.errors.UndefinedTable:
        print("how the sources are doing is not known: run `embargowatch migrate` first", file=sys.stderr)
    return []


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "slug": row["slug"],
        "url": row["url"],
        "kind": row["kind"],
        "tier": row["tier"],
        "enabled": row["enabled"],
        "state": row["state"],
        "reason": row["disabled_reason"] if not row["enabled"] else row["state_reason"] or _why(row),
        "since": _iso(row["state_since"]),
        "newest": _iso(row["newest_at"]),
        "last_error": row["last_error"],
    }


def _why(row: dict[str, Any]) -> str:
    return str(row["unverified"] or "not asked yet") if row["state"] == "unverified" else ""


def _unasked(feed: Feed) -> dict[str, Any]:
    return {
        "slug": feed.slug,
        "url": feed.url,
        "kind": feed.kind,
        "tier": feed.tier,
        "enabled": feed.enabled,
        "state": "unverified",
        "reason": feed.disabled_reason or feed.unverified or "not asked yet",
        "since": None,
        "newest": None,
        "last_error": "",
    }


def _place(row: dict[str, Any]) -> tuple[object, ...]:
    return (
        not row["enabled"],
        row["state"] in GOOD,
        row["state"] == "unverified",
        row["tier"] != "official",
        row["slug"],
    )


def _iso(when: datetime | None) -> str | None:
    return when.isoformat() if when else None


def _short(row: dict[str, Any]) -> str:
    reason = safe(beside(row["url"], row["reason"]))  # it may be in a server's own words
    return reason if len(reason) <= _SHOWN else f"{reason[: _SHOWN - 1]}…"
