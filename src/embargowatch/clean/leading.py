"""Pages that only send one on: what an aggregator or a link shortener puts before the article."""

from __future__ import annotations

import re
from html import unescape

from embargowatch.charset import decode
from embargowatch.urls import canonical, same_site, site

HEAD = 20_000
"""Bytes in which a page says that it only leads elsewhere."""
MOST_PATIENCE_S = 5
"""A page that goes elsewhere later than that is read by people until then."""
_SIGNS = (b"refresh", b"data-n-au")
_META = re.compile(r"<meta\b([^>]{1,1000})>", re.IGNORECASE)
_REFRESH = re.compile(r"http-equiv\s*=\s*[\"']?\s*refresh\b", re.IGNORECASE)
_CONTENT = re.compile(
    r"content\s*=\s*[\"']?\s*(\d{1,4})[\d.]{0,5}\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'<>]+)", re.IGNORECASE
)
_NOSCRIPT = re.compile(r"<noscript\b[^>]{0,200}>.{0,3000}?</noscript>", re.IGNORECASE | re.DOTALL)
_GOOGLE_NEWS = re.compile(r"\bdata-n-au\s*=\s*[\"']([^\"'<>]{1,2000})")


def leads_to(body: bytes, url: str) -> str:
    """The address that a page sends its reader on to by itself, or "".

    What it offers to browsers without scripts counts only where it leads to another site: on its own site that is a
    poorer version of the same page.
    """
    if not any(sign in body[:HEAD].lower() for sign in _SIGNS):
        return ""
    head = decode(body[:HEAD])
    if site(url) == "news.google.com" and (named := _GOOGLE_NEWS.search(head)):
        return _elsewhere(named[1], url)
    if to := _refresh(_NOSCRIPT.sub("", head), url):
        return to
    without_scripts = _refresh(head, url)
    return "" if same_site(without_scripts, url) else without_scripts


def _refresh(html: str, url: str) -> str:
    for meta in _META.finditer(html):
        if _REFRESH.search(meta[1]) and (to := _CONTENT.search(meta[1])) and int(to[1]) <= MOST_PATIENCE_S:
            return _elsewhere(to[2], url)
    return ""


def _elsewhere(link: str, url: str) -> str:
    to = canonical(unescape(link), url)
    return to if to != canonical(url) else ""
