"""HTML in, what a person would read out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from trafilatura import load_html

from embargowatch.clean.body import read_body
from embargowatch.clean.language import language_of
from embargowatch.clean.metadata import About, read_metadata
from embargowatch.clean.sites import Prepared, prepare, rule_for
from embargowatch.clean.walls import wall
from embargowatch.fetch.dates import parse
from embargowatch.fetch.plain import printable
from embargowatch.types import ArticleStatus

MAX_CHARS = 5_000_000
_INVALID = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one page says."""

    title: str = ""
    text: str = ""
    """Paragraphs separated by an empty line; with status summary_only the part that a paywall leaves."""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    language: str = ""
    status: ArticleStatus = "ok"
    reason: str = ""
    address: str = ""
    """The one that the page gives for itself, on its own site."""


def read_html(html: str, url: str = "") -> Reading:
    """The article on a page, or why there is none. Never raises."""
    if len(html) > MAX_CHARS:
        reason = f"{url or 'the page'} has {len(html):,} characters, which is more than an article"
        return Reading(status="too_large", reason=reason)
    if not html.strip():
        return Reading(status="not_article", reason=f"{url or 'the page'} is empty")
    try:
        return _read(_INVALID.sub(" ", html), url)
    except Exception as error:  # lxml and trafilatura raise many kinds on hostile pages: one page's misfortune
        return Reading(status="error", reason=f"{url or 'the page'} cannot be read: {type(error).__name__}: {error}")


def _read(html: str, url: str) -> Reading:
    rule = rule_for(url)
    page = prepare(html, rule) if rule else Prepared(html)
    tree = load_html(page.html)
    if tree is None:
        return Reading(status="not_article", reason=f"{url or 'the page'} is not HTML")
    about = _about(read_metadata(tree, url), page)
    text = printable("\n\n".join(page.body.splitlines()) or read_body(tree, page.html, url, about))
    language = language_of(text or about.title, about.language)
    status, reason = wall(tree, url, about, text) or ("ok", "")
    kept = text if status in ("ok", "summary_only") else ""
    said = printable(reason)
    return Reading(about.title, kept, about.authors, about.published, language, status, said, about.address)


def _about(about: About, page: Prepared) -> About:
    """What the page says, with what its site's rule found. JSON can hold what no text may: control characters."""
    return replace(
        about,
        title=printable(page.title or about.title),
        authors=tuple(map(printable, about.authors)),
        published=parse(page.date) or about.published,
        language=printable(about.language),
    )
