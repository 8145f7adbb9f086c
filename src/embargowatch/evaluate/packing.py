"""Labels without texts: a label keeps where its evidence is, and the hash of the text that it counts in.

So labels of texts that belong to others can be published: nothing of the text is in them but names and terms.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from embargowatch.evaluate.sets import Row, kind_of, language_of, text_sha256

KEPT = ("sanctions", "arms_deals")


class Unpackable(ValueError):
    """A label does not fit its text; the message names the article."""


def pack(label: Row, article: Row, official: Sequence[str] = ()) -> dict[str, Any]:
    """The label with its evidence as ``{in, start, end}``. Its note is left out: it may quote."""
    return {
        **name(label, article, official),
        **{topic: label[topic] for topic in KEPT},
        "records": [_packed(record, label["id"], article) for record in label["records"]],
    }


def name(label: Row, article: Row, official: Sequence[str] = ()) -> dict[str, Any]:
    """By which anybody who has the text knows it, without a word of it."""
    return {
        "id": label["id"],
        "text_sha256": text_sha256(article),
        "source": article.get("source") or article.get("url") or "",
        "kind": kind_of(label, article, official),
        "language": language_of(label, article),
    }


def unpack(label: Row, article: Row) -> dict[str, Any]:
    """The label with its evidence as words again. Raises Unpackable when the text is another one."""
    if label["text_sha256"] != text_sha256(article):
        raise Unpackable(f"{label['id']}: its text is not the one that was labelled")
    records = [_with_evidence(record, _words(record["evidence"], article)) for record in label["records"]]
    return {**label, "records": records}


def _packed(record: Row, id_: str, article: Row) -> dict[str, Any]:
    place = _place(str(record.get("evidence") or ""), article)
    if place is None:
        raise Unpackable(f"{id_}: the evidence of a record is not in its text")
    return _with_evidence(record, place)


def _with_evidence(record: Row, evidence: object) -> dict[str, Any]:
    return {**{key: value for key, value in record.items() if key != "evidence"}, "evidence": evidence}


def _place(evidence: str, article: Row) -> dict[str, Any] | None:
    """Where the words are, whatever blanks are between them; the text comes before the title."""
    words = r"\s+".join(map(re.escape, evidence.split()))
    for where in ("text", "title"):
        if words and (found := re.search(words, article.get(where) or "")):
            return {"in": where, "start": found.start(), "end": found.end()}
    return None


def _words(place: Mapping[str, Any], article: Row) -> str:
    return str((article.get(place["in"]) or "")[place["start"] : place["end"]])
