"""The demo's list of feeds: ``feeds.yaml`` beside this file, with the newsroom's address put in."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from embargowatch.feeds_file import written
from embargowatch.types import Feed, Selectors

FILE = Path(__file__).parent / "feeds.yaml"


def demo_feeds(base_url: str) -> tuple[Feed, ...]:
    """The newsroom's outlets as feeds."""
    rows: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["feeds"]
    return tuple(_feed(row, base_url) for row in rows)


def write(feeds: Iterable[Feed], file: Path) -> None:
    """Write the feeds as a ``feeds.yaml``, whole or not at all."""
    text = yaml.safe_dump({"feeds": [written(feed) for feed in feeds]}, sort_keys=False, allow_unicode=True, width=120)
    fresh = file.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, file)


def _feed(row: dict[str, Any], base_url: str) -> Feed:
    selectors = Selectors(**row["selectors"]) if "selectors" in row else None
    return Feed(**{**row, "url": row["url"].replace("{newsroom}", base_url), "selectors": selectors})
