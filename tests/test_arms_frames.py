"""Every way in which English news says that arms go from one state to another: a sentence each."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from embargowatch.reading import read
from embargowatch.topics import arms_deals
from embargowatch.types import Article

TABLE = Path(__file__).parent / "data" / "arms_frames.tsv"
with TABLE.open(encoding="utf-8", newline="") as lines:
    ROWS = [tuple(row.values()) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


@pytest.mark.parametrize(("stage", "suppliers", "recipients", "weapon", "sentence"), ROWS)
def test_a_sentence_tells_one_deal(stage: str, suppliers: str, recipients: str, weapon: str, sentence: str) -> None:
    article = Article(
        url="https://example.org/a", title="", text=sentence, published=datetime(2026, 11, 20, tzinfo=UTC)
    )
    (deal,) = arms_deals.extract(read(article))
    told = (deal.stage, "+".join(sorted(deal.suppliers)), "+".join(sorted(deal.recipients)))
    assert told == (stage, suppliers, recipients)
    assert [w.designation for w in deal.weapons][:1] == ([weapon] if weapon else [])


def test_the_table_covers_the_frames() -> None:
    assert len(ROWS) > 150
