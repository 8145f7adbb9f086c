"""What publishers say in JSON-LD (schema.org)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

MAX_SCRIPT = 1_000_000
MAX_NODES = 2_000
_ARTICLE = re.compile(
    r"(?:news|report|analysis|opinion|background|review|blog|liveblog|satirical|advertiser|tech|scholarly)?\w*"
    r"(?:article|posting)$|^report$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LinkedArticle:
    """The article that a page describes; empty where it describes none."""

    headline: str = ""
    published: str = ""
    modified: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    body: str = ""
    free: bool | None = None
    is_article: bool = False


def read_jsonld(tree: HtmlElement) -> LinkedArticle:
    """The first article in the page's JSON-LD, the fullest where there are several."""
    nodes = [node for script in _scripts(tree) for node in _nodes(script)]
    articles = [node for node in nodes if any(_ARTICLE.search(kind) for kind in _strings(node.get("@type")))]
    if not articles:
        return LinkedArticle()
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    best = max(articles, key=lambda node: sum(bool(node.get(name)) for name in ("headline", "datePublished", "author")))
    return LinkedArticle(
        headline=_string(best.get("headline")) or _string(best.get("name")),
        published=_string(best.get("datePublished")),
        modified=_string(best.get("dateModified")),
        authors=tuple(dict.fromkeys(_people(best.get("author") or best.get("creator"), by_id))),
        publisher=_string(best.get("publisher")),
        body=max((_paragraphs(node.get("articleBody")) for node in articles), key=len),
        free=_free(best.get("isAccessibleForFree")),
        is_article=True,
    )


def _scripts(tree: HtmlElement) -> Iterator[Any]:
    for element in tree.iter("script"):
        if "ld+json" in (element.get("type") or "").lower() and element.text and len(element.text) < MAX_SCRIPT:
            try:
                yield json.loads(_bare(element.text), strict=False)
            except (ValueError, RecursionError):
                continue


def _bare(text: str) -> str:
    """JSON without what content systems put around it."""
    text = re.sub(r"^\s*(?://\s*)?(?:<!\[CDATA\[|<!--)|(?://\s*)?(?:\]\]>|-->)\s*;?\s*$", "", text.strip())
    return text.strip().rstrip(";")


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of a document, outer ones first, without going into any deeper than news pages do."""
    waiting, count = [(value, 0)], 0
    while waiting and count < MAX_NODES:
        value, depth = waiting.pop(0)
        count += 1
        if isinstance(value, list) and depth < 6:
            waiting += [(each, depth + 1) for each in value]
        elif isinstance(value, dict):
            yield value
            if depth < 6:
                waiting += [
                    (each, depth + 1)
                    for name, each in value.items()
                    if isinstance(each, dict | list) and name not in ("comment", "itemListElement", "review", "hasPart")
                ]


def _people(value: Any, by_id: dict[str, dict[str, Any]]) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        person = each
        if isinstance(each, dict) and "name" not in each:
            person = by_id.get(str(each.get("@id")), each)
        names = person.get("name") if isinstance(person, dict) else person
        yield from filter(None, map(_string, names if isinstance(names, list) else [names]))


def _strings(value: Any) -> list[str]:
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]


def _string(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    return " ".join(unescape(re.sub(r"<[^>]{1,200}>", " ", value)).split()) if isinstance(value, str) else ""


def _paragraphs(value: Any) -> str:
    """An articleBody as lines, whether it is plain text or HTML."""
    if not isinstance(value, str):
        return ""
    value = unescape(value)
    if re.search(r"<\s*(?:p|br|div)\b", value, re.IGNORECASE):
        try:
            root = etree.HTML(value)
        except (etree.LxmlError, ValueError):
            return ""
        if root is None:
            return ""
        for block in root.iter("p", "br", "div", "li", "h2", "h3"):
            block.tail = "\n" + (block.tail or "")
        value = "".join(str(part) for part in root.itertext())
    return "\n".join(line for line in (" ".join(part.split()) for part in value.splitlines()) if line)


def _free(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    text = _string(value).lower()
    return None if text not in ("true", "false") else text == "true"
