"""Whether a document is about sanctions."""

from __future__ import annotations

from embargowatch.reading import Document
from embargowatch.topics import verdict
from embargowatch.topics.sanctions.traps import trap
from embargowatch.topics.topic import Records
from embargowatch.types import Verdict


def judge(document: Document, records: Records) -> Verdict:
    sense, against = trap(document)
    return verdict.judge(document, "sanctions", records, against, another_sense=bool(sense))
