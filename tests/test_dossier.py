"""Dossiers: what was known then and nothing later, the same bytes again, and hostile words that stay words."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

import desk_seed
from embargowatch import cli
from embargowatch.export.dossier import write_dossier
from embargowatch.store.story_filter import StoryFilter

DAY = date(2026, 11, 23)
LATER = datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.fixture
def stories(db: Any, now: datetime) -> dict[str, int]:
    return desk_seed.fill(db, now)


def dossier(db: Any, tmp_path: Any, day: date = DAY, **asked: Any) -> str:
    with (tmp_path / "dossier.html").open("wb") as file:
        write_dossier(db, StoryFilter(**asked), day, file)
    return (tmp_path / "dossier.html").read_text(encoding="utf-8")


def told_later(db: Any, story_id: int, feed: str = "wire") -> None:
    """Another article, two days later, says that the deal fell through."""
    with db.cursor() as cursor:
        cursor.execute("select id from embargowatch.feeds where slug = %s", [feed])
        feed_id = cursor.fetchone()[0]
    text = "South Korea has cancelled the sale of 218 K239 Chunmoo launchers to Poland."
    deal = desk_seed.ArmsDeal(
        stage="blocked", stage_detail="cancelled", suppliers=("KR",), recipients=("PL",), date="2026-11-25", quote=text,
        weapons=(desk_seed.Weapon("K239 Chunmoo", "artillery"),), confidence={"record": 0.9},
    )  # fmt: skip
    article = desk_seed.add_article(
        db, feed_id, "https://wire.example/2", "Rocket deal is off", text, LATER, hours_ago=2
    )
    record = desk_seed._add_record(db, "arms_deals", article, deal)
    link = {"story_id": story_id, "article_id": article, "arms_deal_id": record, "linked_at": LATER}
    desk_seed.insert(db, "story_articles", link, returning="story_id")


def test_a_story_with_its_sentences_hashes_and_times(db, stories, tmp_path):
    page = dossier(db, tmp_path, story_ids=(stories["deal"],))

    assert "Signed: Poland orders 218 K239 Chunmoo from South Korea" in page
    assert "<q>3.6 billion dollars</q>" in page
    assert page.count("SHA-256 of the page") == 3
    assert "<code>https://courier.example/1</code>" in page  # the seed's stand-in for a hash
    assert "23 Nov 2026, 07:00 UTC" in page
    assert "Orrin" not in page


def test_it_says_what_could_not_be_seen_then(db, stories, tmp_path):
    page = dossier(db, tmp_path, story_ids=(stories["deal"],))
    rows = re.findall(r"<tr><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td></tr>", page)

    assert rows == [
        ("Treasury notices (demo)", "official source", "unreachable", "21 Nov 2026, 12:00 UTC"),
        ("Alliance bulletin", "press", "gone", "14 Nov 2026, 12:00 UTC"),
    ]
    assert "Every source that was watched could be read" in dossier(db, tmp_path, date(2026, 11, 10))


def test_what_came_later_does_not_change_a_byte(db, stories, tmp_path, now):
    asked = {"story_ids": (stories["deal"],)}
    before = dossier(db, tmp_path, **asked)
    told_later(db, stories["deal"])
    with db.cursor() as cursor:
        cursor.execute(
            "update embargowatch.stories set headline = 'Cancelled: it is off', stage = 'blocked', record = '{}'"
        )
        cursor.execute(
            "update embargowatch.feeds set state = 'ok', state_reason = '', state_since = %s where slug = 'treasury'",
            [LATER],
        )
        cursor.execute("update embargowatch.arms_deals set rejected_at = %s where stage = 'signed'", [LATER])
        cursor.execute("update embargowatch.stories set withdrawn_at = %s", [LATER])

    assert dossier(db, tmp_path, **asked) == before
    assert "cancelled the sale" in dossier(db, tmp_path, LATER.date(), **asked)


def test_an_article_that_was_edited_since_is_shown_as_it_was(db, stories, tmp_path):
    asked = {"story_ids": (stories["plan"],)}
    before = dossier(db, tmp_path, **asked)
    with db.cursor() as cursor:
        cursor.execute("select entry_id, page_id from embargowatch.articles where url = 'https://courier.example/2'")
        entry_id, page_id = cursor.fetchone()
    edited = desk_seed.insert(
        db, "articles",
        {"entry_id": entry_id, "page_id": page_id, "url": "https://courier.example/2", "revision": 2,
         "title": "Corrected", "text": "t", "text_sha256": "2", "status": "ok", "created_at": LATER, "state": "done"},
    )  # fmt: skip
    record = desk_seed._add_record(db, "sanctions", edited, desk_seed.plan())
    with db.cursor() as cursor:
        cursor.execute(
            "update embargowatch.story_articles set article_id = %s, sanction_id = %s where story_id = %s",
            [edited, record, stories["plan"]],
        )

    assert dossier(db, tmp_path, **asked) == before
    assert "Corrected" in dossier(db, tmp_path, LATER.date(), **asked)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, {"deal", "listing", "plan", "mischief"}),
        ({"topic": "sanctions"}, {"listing", "plan"}),
        ({"stages": ("contract_signed",)}, {"deal"}),
        ({"modalities": ("claimed",)}, {"mischief"}),
        ({"countries": ("PL",)}, {"deal"}),
        ({"categories": ("missile",)}, {"mischief"}),
        ({"measures": ("asset_freeze",)}, {"listing"}),
        ({"target": "ORRIN"}, {"listing"}),
        ({"official": True}, {"listing"}),
        ({"tiers": ("trade",)}, {"deal"}),
        ({"min_confidence": 0.9}, {"deal", "listing"}),
        ({"until": date(2026, 11, 22)}, {"plan", "mischief"}),
        ({"since": date(2026, 11, 23)}, {"deal", "listing"}),
    ],
)
def test_the_filter_is_put_to_what_was_known(db, stories, tmp_path, asked, names):
    with db.cursor() as cursor:
        cursor.execute("update embargowatch.stories set record = '{}', stage = 'blocked', parties = '{}'")

    found = set(map(int, re.findall(r'id="story-(\d+)"', dossier(db, tmp_path, **asked))))
    assert found == {stories[name] for name in names}


def test_hostile_words_stay_words_and_nothing_comes_from_elsewhere(db, stories, tmp_path):
    page = dossier(db, tmp_path, story_ids=(stories["mischief"],))

    assert "&lt;script&gt;" in page
    assert not re.search(
        r"<(?:script|img|link|iframe|object|embed|svg|form)\b|\bon\w+=\"|href=\"javascript|url\(", page
    )
    assert "\u202e" not in page
    assert "default-src 'none'" in page


def test_the_command_writes_it_and_says_when_nothing_was_known(
    db, stories, database_url, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("EMBARGOWATCH_DATABASE_URL", database_url)
    words = ["export", "dossier", "--story", str(stories["deal"]), "--date"]
    file = tmp_path / "out.html"

    assert cli.main([*words, "2026-11-23", str(file)]) == 0
    first = file.read_bytes()
    assert cli.main([*words, "2026-11-23", str(file)]) == 0
    assert file.read_bytes() == first
    early = tmp_path / "early.html"
    assert cli.main([*words, str(DAY - timedelta(days=30)), str(early)]) == 1
    assert "nothing was known of story" in capsys.readouterr().err
    assert not early.exists()
