"""Saved pages played as if they were on the web: one feed for each host they come from.

The folder has ``urls.jsonl`` with ``{id, url}`` lines and ``<id>.html.gz``, the page in UTF-8. A page is served at
``/pages/<host>/<id>`` and its host's feed at ``/pages/<host>/feed.xml``. The header ``Link: <…>; rel="canonical"``
names the address that the page really had.
"""

from __future__ import annotations

import gzip
import html
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from embargowatch.types import Feed

from .serving import HTML, Answer

_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_PUBLISHED = re.compile(
    r"""(?:"datePublished"\s*:\s*"|published_time["']\s+content=["'])(\d{4}-\d\d-\d\dT?[\d:.]*(?:Z|[+-]\d\d:?\d\d)?)"""
)
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One page of the folder, under the address that it really had."""

    id: str
    url: str
    file: Path

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc.lower()

    @property
    def path(self) -> str:
        return f"/pages/{self.host}/{self.id}"


class SavedPages:
    """The site: ``answer`` is what ``serving.Server`` wants."""

    def __init__(self, folder: Path, *, base_url: str, started: datetime) -> None:
        self.pages: Mapping[str, SavedPage] = {page.path: page for page in read_pages(folder)}
        self.hosts = tuple(dict.fromkeys(page.host for page in self.pages.values()))
        self._base_url = base_url
        self._started = started

    @property
    def amount(self) -> str:
        """How much there is, in words."""
        return f"{len(self.pages)} saved pages of {len(self.hosts)} hosts"

    def answer(self, path: str) -> Answer:
        """What a GET of the path brings."""
        if page := self.pages.get(path):
            canonical = f'<{quote(page.url, safe=":/?&=#%@,;+!()$~*")}>; rel="canonical"'
            return Answer(gzip.decompress(page.file.read_bytes()), HTML, headers={"Link": canonical})
        host = path.removeprefix("/pages/").removesuffix("/feed.xml")
        if host in self.hosts and path == f"/pages/{host}/feed.xml":
            return Answer(self._feed(host).encode(), "application/rss+xml; charset=utf-8", last_modified=self._started)
        return Answer(b"<!doctype html><title>404</title><h1>Page not found</h1>", status=404)

    def _feed(self, host: str) -> str:
        items = "".join(self._item(page) for page in self.pages.values() if page.host == host)
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<channel><title>{escape(host)}</title><link>{self._base_url}/pages/{escape(host)}/</link>"
            f"<description>Saved pages</description>{items}</channel></rss>\n"
        )

    def _item(self, page: SavedPage) -> str:
        source = gzip.decompress(page.file.read_bytes()).decode("utf-8", "replace")
        published = published_in(source) or self._started
        link = self._base_url + quote(page.path)
        return (
            f"<item><title>{escape(title_in(source) or page.id)}</title><link>{link}</link>"
            f"<guid>{link}</guid><dc:date>{published.isoformat()}</dc:date></item>\n"
        )


def read_pages(folder: Path) -> tuple[SavedPage, ...]:
    """The pages of the folder that ``urls.jsonl`` names and that are there."""
    lines = (folder / "urls.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    named = [SavedPage(row["id"], row["url"], folder / f"{row['id']}.html.gz") for row in rows]
    return tuple(page for page in named if page.file.exists())


def feeds_for_pages(folder: Path, base_url: str) -> tuple[Feed, ...]:
    """One feed for each host of the folder."""
    hosts = dict.fromkeys(page.host for page in read_pages(folder))
    slugs = {host: _slug(host.removeprefix("www.")) for host in hosts}
    taken = Counter(slugs.values())
    return tuple(
        Feed(
            slug=slug if taken[slug] == 1 else _slug(host),
            name=host,
            url=f"{base_url}/pages/{host}/feed.xml",
            group="saved pages",
        )
        for host, slug in slugs.items()
    )


def title_in(source: str) -> str:
    """The text of the page's ``<title>``; empty if there is none."""
    found = _TITLE.search(source)
    return " ".join(_NOT_XML.sub("", html.unescape(found[1])).split()) if found else ""


def published_in(source: str) -> datetime | None:
    """The date that the page states about itself, where that is found cheaply."""
    if not (found := _PUBLISHED.search(source)):
        return None
    try:
        moment = datetime.fromisoformat(found[1])
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _slug(host: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", host).strip("-")
