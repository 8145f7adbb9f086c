"""The demo's list of feeds: ``feeds.yaml`` beside this file, with the newsroom's address put in."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any

import yaml

from embargowatch.types import Feed, Selectors

FILE = Path(__file__).parent / "feeds.yaml"

_WRITTEN = ("slug", "name", "url", "kind", "tier", "country", "language", "group")


def demo_feeds(base_url: str) -> tuple[Feed, ...]:
    """The newsroom's outlets as feeds."""
    rows: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["feeds"]
    return tuple(_feed(row, base_url) for row in rows)


def write(feeds: Iterable[Feed], file: Path) -> None:
    """Write the feeds as a ``feeds.yaml``, whole or not at all."""
    text = yaml.safe_dump({"feeds": [_row(feed) for feed in feeds]}, sort_keys=False, allow_unicode=True, width=120)
    fresh = file.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, file)


def _feed(row: dict[str, Any], base_url: str) -> Feed:
    selectors = Selectors(**row["selectors"]) if "selectors" in row else None
    return Feed(**{**row, "url": row["url"].replace("{newsroom}", base_url), "selectors": selectors})


def _row(feed: Feed) -> dict[str, Any]:
    row = {name: getattr(feed, name) for name in _WRITTEN if getattr(feed, name)}
    if feed.selectors:
        row["selectors"] = {one.name: getattr(feed.selectors, one.name) for one in fields(Selectors)}
    return row
