"""Labelled sets: labels with the texts that they are about, which may be kept elsewhere."""

from __future__ import annotations

import gzip
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from embargowatch.reading.language import language

Row = Mapping[str, Any]
LABELS, ARTICLES = ".labels.jsonl", ".articles.jsonl"


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Labels that have a text, and those texts by id."""

    name: str
    labels: tuple[Row, ...]
    articles: Mapping[str, Row]
    without_text: tuple[str, ...] = ()
    """Ids of labels whose text was not found."""
    refused: tuple[str, ...] = ()
    """Ids of labels whose text is not the one that was labelled."""


def read_sets(path: Path, texts: Sequence[Path] = ()) -> Iterator[LabelledSet]:
    """The labelled sets of a folder, or of one ``*.labels.jsonl``: texts are beside it, else looked up in ``texts``."""
    for labels in [path] if path.is_file() else sorted(path.glob(f"*{LABELS}")):
        beside = labels.with_name(labels.name.removesuffix(LABELS) + ARTICLES)
        rows = list(read_rows(labels))
        articles = find_texts([beside] if beside.exists() else texts, {row["id"] for row in rows})
        yield _matched(labels.name.removesuffix(LABELS), rows, articles)


def _matched(name: str, labels: Sequence[Row], articles: Mapping[str, Row]) -> LabelledSet:
    there = [row for row in labels if row["id"] in articles]
    same = [row for row in there if row.get("text_sha256", "") in ("", text_sha256(articles[row["id"]]))]
    kept = {row["id"] for row in same}
    return LabelledSet(
        name,
        tuple(same),
        {id_: article for id_, article in articles.items() if id_ in kept},
        tuple(row["id"] for row in labels if row["id"] not in articles),
        tuple(row["id"] for row in there if row["id"] not in kept),
    )


def text_sha256(article: Row) -> str:
    """By which a text is known to be the one that was labelled: of title, line feed, text."""
    return sha256(f"{article.get('title') or ''}\n{article.get('text') or ''}".encode("utf-8", "replace")).hexdigest()


def find_texts(places: Iterable[Path], wanted: Collection[str]) -> dict[str, Row]:
    """Articles by id from .jsonl and .jsonl.gz files, or from folders of them."""
    found: dict[str, Row] = {}
    for place in places:
        files = sorted(f for f in place.iterdir() if _is_text_file(f.name)) if place.is_dir() else [place]
        for file in files:
            for row in read_rows(file):
                if row.get("id") in wanted:
                    found.setdefault(row["id"], row)
    return found


def _is_text_file(name: str) -> bool:
    return name.endswith((".jsonl", ".jsonl.gz")) and not name.endswith(LABELS)


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of a file, one a line."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and isinstance(row := json.loads(line), dict):
                yield row


def kind_of(label: Row, article: Row, official: Sequence[str] = ()) -> str:
    """official or news, as the label or the article says, else by where it comes from; "" when nothing tells."""
    if said := label.get("kind") or article.get("kind"):
        return str(said)
    sources = [str(row[key]) for row in (label, article) for key in ("source", "url") if row.get(key)]
    if not official or not sources:
        return ""
    return "official" if any(source.startswith(tuple(official)) for source in sources) else "news"


def language_of(label: Row, article: Row) -> str:
    """As the label or the article says, else as the text looks."""
    said = label.get("language") or article.get("language")
    return str(said or language(article.get("title") or "", article.get("text") or ""))
