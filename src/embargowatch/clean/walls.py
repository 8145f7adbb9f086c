"""Pages that stand in front of an article, or are none."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from embargowatch.clean import phrases
from embargowatch.clean.metadata import About
from embargowatch.clean.phrases import either
from embargowatch.types import ArticleStatus

SHORT = 600
"""Characters: walls are found in short texts only, since articles also write about cookies and robots."""
NOTHING = 60

_CONSENT_HOST = re.compile(r"(?:^|\.)(?:consent|guce|privacy|cmp|cookies?)\.", re.IGNORECASE)
_CONSENT = either(phrases.CONSENT)
_BOT = either(phrases.BOT)
_PAYWALL = either(phrases.PAYWALL)
_ERROR = either(phrases.ERROR)

Blocked = tuple[ArticleStatus, str]


def wall(tree: HtmlElement, url: str, about: About, text: str) -> Blocked | None:
    """What stands between the reader and an article, as a status and a sentence; None where nothing does.

    A paywall that leaves a beginning is summary_only; one that leaves nothing is paywall.
    """
    where = url or "the page"
    if _CONSENT_HOST.search(_host(url)):
        return "consent_wall", f"{where} is a consent page"
    if len(text) >= 2 * SHORT:
        return None
    seen = _visible(tree)
    return (
        _challenge(tree, where, about, text, seen)
        or _paywall(where, about, text, seen)
        or _nothing(where, about, text, seen)
    )


def _challenge(tree: HtmlElement, where: str, about: About, text: str, seen: str) -> Blocked | None:
    if len(text) >= SHORT:
        return None
    asked = _BOT.search(about.title) or _marked(tree) or (len(text) < SHORT / 2 and _BOT.search(seen[:1500]))
    if asked and len(seen) < 3000:
        return "bot_wall", f"{where} asks whether we are a robot: {about.title or seen[:60]!r}"
    if _asks_consent(text, seen):
        return "consent_wall", f"{where} shows a consent page instead of the article"
    return None


def _asks_consent(text: str, seen: str) -> bool:
    """In its text; or in the page's other words, if the text says hardly anything else."""
    if len(_CONSENT.findall(text)) >= 2:
        return True
    rest = [paragraph for paragraph in text.splitlines() if not _CONSENT.search(paragraph)]
    return len("".join(rest)) < NOTHING <= len(text) and len(_CONSENT.findall(seen[:2000])) >= 2


def _paywall(where: str, about: About, text: str, seen: str) -> Blocked | None:
    found = _PAYWALL.search(seen)
    if not found and about.free is not False:
        return None
    why = repr(found[0][:80]) if found else "the publisher marks it as not free"
    if len(text) >= 2 * NOTHING:
        return "summary_only", f"{where} is behind a paywall ({why}); only its beginning can be read"
    return "paywall", f"{where} is behind a paywall ({why})"


def _nothing(where: str, about: About, text: str, seen: str) -> Blocked | None:
    if _ERROR.search(about.title) and len(text) < SHORT:
        return "not_article", f"{where} is an error page: {about.title!r}"
    if len(text) >= NOTHING:
        return None
    if len(_CONSENT.findall(seen)) >= 2 and len(seen) < 2000:
        return "consent_wall", f"{where} shows a consent page instead of the article"
    return "not_article", f"{where} has no article text"


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _visible(tree: HtmlElement) -> str:
    """The page's words, without scripts and styles."""
    parts: list[str] = []
    for element in tree.iter():
        if element.tag not in ("script", "style", "noscript", "template") and element.text:
            parts.append(element.text)
        if element.tail:
            parts.append(element.tail)
    return " ".join(" ".join(parts).split())


def _marked(tree: HtmlElement) -> bool:
    sources = [element.get("src") or element.text or "" for element in tree.iter("script", "iframe")]
    return any(mark in source for source in sources for mark in phrases.BOT_MARKS)
