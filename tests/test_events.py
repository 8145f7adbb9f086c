"""The articles that stories are measured with: whole, consistent, and of the size that is promised."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

EVENTS = Path(__file__).parent / "data" / "events"
SETS = ("open", "held")


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (EVENTS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("name", SETS)
def test_every_article_has_one_label_and_all_that_a_page_has(name: str) -> None:
    articles, labels = _rows(f"{name}.articles"), _rows(f"{name}.labels")

    assert [row["id"] for row in articles] == [row["id"] for row in labels]
    assert len({row["id"] for row in articles}) == len({row["url"] for row in articles}) == len(articles)
    assert all(row[key] for row in articles for key in ("title", "text", "url", "outlet", "published"))


@pytest.mark.parametrize("name", SETS)
def test_news_and_background_of_an_article_are_different_events_that_somebody_tells(name: str) -> None:
    labels = _rows(f"{name}.labels")
    told = {event for row in labels for event in row["events"]}

    assert not any(set(row["events"]) & set(row["background"]) for row in labels)
    assert {event for row in labels for event in row["background"]} <= told


def test_the_sets_share_no_article_and_no_event() -> None:
    ids = Counter(row["id"] for name in SETS for row in _rows(f"{name}.labels"))
    events = Counter(e for name in SETS for e in {e for row in _rows(f"{name}.labels") for e in row["events"]})

    assert max(ids.values()) == max(events.values()) == 1


def test_there_are_enough_of_them_events_told_often_equal_titles_and_articles_of_two_events() -> None:
    articles = [row for name in SETS for row in _rows(f"{name}.articles")]
    labels = [row for name in SETS for row in _rows(f"{name}.labels")]
    told = Counter(event for row in labels for event in row["events"])
    events_of = {row["id"]: set(row["events"]) for row in labels}
    title_twins = [
        (a["id"], b["id"]) for a in articles for b in articles if a["id"] < b["id"] and a["title"] == b["title"]
    ]

    assert len(articles) >= 120
    assert len(told) >= 40
    assert sum(count >= 8 for count in told.values()) >= 4
    assert any(len(row["events"]) > 1 for row in labels)
    assert any(not row["events"] for row in labels)
    assert sum(events_of[a].isdisjoint(events_of[b]) for a, b in title_twins) >= 3
