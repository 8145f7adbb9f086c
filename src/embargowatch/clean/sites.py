"""What is particular to a site, as data: `sites.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from bs4 import BeautifulSoup

from embargowatch.urls import site

FILE = Path(__file__).with_name("sites.yaml")


@dataclass(frozen=True, slots=True)
class SiteRule:
    """CSS selectors for the pages of one site; empty ones leave the general rules in charge."""

    remove: tuple[str, ...] = ()
    body: str = ""
    title: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A page as a site's rule leaves it, and what the rule found on it."""

    html: str
    body: str = ""
    """One paragraph a line."""
    title: str = ""
    date: str = ""


@cache
def site_rules() -> dict[str, SiteRule]:
    """The rules by host."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8")) or {}
    return {host: SiteRule(**(row | {"remove": tuple(row.get("remove", ()))})) for host, row in rows.items()}


def rule_for(url: str) -> SiteRule | None:
    """The rule for the site of an address: of its host, or of the domain above it."""
    labels = site(url).split(".")
    return next((rule for n in range(len(labels) - 1) if (rule := site_rules().get(".".join(labels[n:])))), None)


def prepare(html: str, rule: SiteRule) -> Prepared:
    """The page without what the rule removes, with what it names."""
    soup = BeautifulSoup(html, "lxml")
    for selector in rule.remove:
        for element in soup.select(selector):
            element.decompose()
    body = [_words(element) for element in soup.select(rule.body)] if rule.body else []
    return Prepared(
        str(soup),
        "\n".join(text for text in body if text),
        _words(soup.select_one(rule.title)) if rule.title else "",
        _date(soup, rule.date) if rule.date else "",
    )


def _date(soup: BeautifulSoup, selector: str) -> str:
    element = soup.select_one(selector)
    return str(element.get("datetime") or _words(element)) if element else ""


def _words(element: object) -> str:
    get_text = getattr(element, "get_text", None)
    return " ".join(get_text(" ").split()) if get_text else ""
