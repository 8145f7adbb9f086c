"""The newsroom's articles: Markdown files with a YAML head, dated when the newsroom starts.

A file ``articles/<outlet>.<slug>.md`` is one article; ``….2.md`` is its second edition. Words in braces stand
for dates, so that the text agrees with the date on the page: see ``_dates``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "articles"


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as written: without dates, and with words in braces that stand for them."""

    outlet: str
    slug: str
    title: str
    standfirst: str
    authors: tuple[str, ...]
    age_hours: float
    """How long before the newsroom's first start it was published."""
    happened_hours: float
    """How long before the first start the event was: the same for all outlets that tell it."""
    section: str
    caption: str
    paragraphs: tuple[str, ...]
    language: str = "en"
    wall: bool = False
    """The page shows only a consent wall; the feed's summary is all there is."""
    undated: bool = False
    """The feed gives no date."""
    edition: int = 1

    @property
    def path(self) -> str:
        return f"/{self.outlet}/{self.slug}"


@dataclass(frozen=True, slots=True)
class Printed:
    """An article as the newsroom serves it."""

    draft: Draft
    url: str
    title: str
    standfirst: str
    caption: str
    paragraphs: tuple[str, ...]
    published: datetime
    updated: datetime


@cache
def read_drafts(folder: Path = FOLDER) -> Mapping[str, tuple[Draft, ...]]:
    """All editions of every article, by path, first edition first. Raises ValueError naming a bad file."""
    drafts = sorted((_read(file) for file in folder.glob("*.md")), key=lambda draft: (draft.path, draft.edition))
    return MappingProxyType({path: tuple(editions) for path, editions in groupby(drafts, key=lambda draft: draft.path)})


def print_draft(draft: Draft, *, base_url: str, started: datetime, updated: datetime | None = None) -> Printed:
    """The article with its dates filled in; ``updated`` is when a later edition came out."""
    published = started - timedelta(hours=draft.age_hours)
    words = _dates(started - timedelta(hours=draft.happened_hours))
    return Printed(
        draft=draft,
        url=base_url + draft.path,
        title=draft.title.format_map(words),
        standfirst=draft.standfirst.format_map(words),
        caption=draft.caption.format_map(words),
        paragraphs=tuple(paragraph.format_map(words) for paragraph in draft.paragraphs),
        published=published,
        updated=updated or published,
    )


def _read(file: Path) -> Draft:
    outlet, slug, *edition = file.name.removesuffix(".md").split(".")
    try:
        _, head, body = file.read_text(encoding="utf-8").split("---\n", 2)
        fields: Mapping[str, Any] = yaml.safe_load(head)
        return Draft(
            outlet=outlet,
            slug=slug,
            title=fields["title"],
            standfirst=fields["standfirst"],
            authors=tuple(fields.get("authors", ())),
            age_hours=fields["age_hours"],
            happened_hours=fields.get("happened_hours", fields["age_hours"]),
            section=fields.get("section", "News"),
            caption=fields.get("caption", ""),
            paragraphs=tuple(" ".join(paragraph.split()) for paragraph in body.strip().split("\n\n")),
            language=fields.get("language", "en"),
            wall=fields.get("wall", False),
            undated=fields.get("undated", False),
            edition=int(edition[0]) if edition else 1,
        )
    except (KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        raise ValueError(f"{file.name} is not an article: {error!r}") from error


def _dates(happened: datetime) -> dict[str, str]:
    """What the words in braces stand for."""
    next_month = (happened.replace(day=1) + timedelta(days=32)).replace(day=1)
    return {
        "weekday": f"{happened:%A}",
        "day_before": f"{happened - timedelta(days=1):%A}",
        "day": f"{happened.day} {happened:%B}",
        "us_day": f"{happened:%B} {happened.day}, {happened.year}",
        "month": f"{happened:%B}",
        "next_month": f"{next_month:%B}",
        "year": f"{happened.year}",
        "last_year": f"{happened.year - 1}",
        "next_year": f"{happened.year + 1}",
        "in_two_years": f"{happened.year + 2}",
        "in_three_years": f"{happened.year + 3}",
    }
