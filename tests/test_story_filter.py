"""The filter that the desk, the exports and the API share, on a real Postgres."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime, timedelta
from typing import Any

import pytest

import desk_seed
from embargowatch import store
from embargowatch.store.search import Words
from embargowatch.store.story_filter import StoryFilter, filtered_stories
from line import rows


@pytest.fixture
def seeded(db: Any, now: datetime) -> dict[int, str]:
    """The names of the seeded stories by id."""
    return {story_id: name for name, story_id in desk_seed.fill(db, now).items()}


def fitting(db: Any, names: dict[int, str], **asked: Any) -> set[str]:
    return {names[story_id] for story_id, _ in filtered_stories(db, StoryFilter(**asked))}


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, {"deal", "listing", "plan", "mischief"}),
        ({"topic": "sanctions"}, {"listing", "plan"}),
        ({"stages": ("signed",)}, {"deal"}),
        ({"stages": ("contract_signed", "designation")}, {"deal", "listing"}),
        ({"modalities": ("future", "claimed")}, {"plan", "mischief"}),
        ({"categories": ("artillery",)}, {"deal"}),
        ({"measures": ("travel_ban", "oil_and_gas")}, {"listing", "plan"}),
        ({"target": "orrin"}, {"listing"}),
        ({"target": "100%"}, set()),
        ({"tiers": ("trade",)}, {"deal"}),
        ({"official": True}, {"listing"}),
        ({"official": False}, {"deal", "plan", "mischief"}),
        ({"min_confidence": 0.9}, {"deal", "listing"}),
        ({"since": date(2026, 11, 23)}, {"deal", "listing"}),
        ({"until": date(2026, 11, 22)}, {"plan", "mischief"}),
        ({"since": date(2026, 11, 24)}, set()),
        ({"background": True}, set()),
        ({"words": Words.typed('rocket "asset freeze"')}, set()),
        ({"words": Words.typed('"asset freeze"')}, {"listing"}),
        ({"words": Words.typed("chunm"), "topic": "arms_deals"}, {"deal"}),
        ({"topic": "arms_deals", "modalities": ("reported",), "min_confidence": 0.5}, {"deal"}),
    ],
)
def test_what_is_asked_for_is_what_is_found(db, seeded, asked, names):
    assert fitting(db, seeded, **asked) == names


def test_a_country_is_found_on_either_side(db, seeded):
    with db.cursor() as cursor:
        cursor.execute("update embargowatch.stories set parties = '{kr,pl,turkiye}' where stage = 'signed'")

    assert fitting(db, seeded, countries=("PL",)) == fitting(db, seeded, countries=("KR", "XX")) == {"deal"}
    assert fitting(db, seeded, countries=("Türkiye",)) == {"deal"}
    assert fitting(db, seeded, countries=("XX",)) == set()


def test_a_story_that_a_person_withdrew_is_left_out(db, seeded):
    run(db, "update embargowatch.stories set withdrawn_at = now() where stage = 'signed'")

    assert fitting(db, seeded) == {"listing", "plan", "mischief"}
    assert {seeded[story_id] for story_id, _ in filtered_stories(db, withdrawn=True)} == set(seeded.values())


def test_pages_of_stories_follow_each_other_without_a_gap(db, seeded):
    everything = list(filtered_stories(db))
    first = list(filtered_stories(db, limit=2))
    story_id, last_seen = first[-1]

    assert first == everything[:2]
    assert list(filtered_stories(db, before=(last_seen, story_id), limit=2)) == everything[2:]


def test_a_story_that_is_linked_again_to_what_it_said_is_no_change_and_one_that_says_more_is(db, seeded):
    def changed() -> set[int]:
        db.commit()
        found = rows(db, "select story_id from embargowatch.story_changes where changed_in > %s::xid8", mark)
        return {story_id for (story_id,) in found}

    mark = rows(db, "select max(changed_in)::text from embargowatch.story_changes")[0][0]
    deal = next(story_id for story_id, name in seeded.items() if name == "deal")
    run(db, "update embargowatch.stories set to_tell = not to_tell, changed_at = now()")
    assert changed() == set()

    run(db, "update embargowatch.stories set headline = 'Signed: something else' where id = %s", [deal])
    assert changed() == {deal}


def test_no_two_transactions_that_change_a_story_wait_for_each_other(db, database_url, seeded):
    """Over what follows the changes; the search keeps one row a story, for which the stages take turns anyway."""
    run(db, "alter table embargowatch.story_articles disable trigger search_article")
    db.commit()
    deal = next(story_id for story_id, name in seeded.items() if name == "deal")
    with closing(store.connect(database_url)) as other:
        run(db, "delete from embargowatch.story_articles where story_id = %s", [deal])
        run(other, "set lock_timeout = '2s'")
        run(other, "update embargowatch.stories set headline = 'New' where id = %s", [deal])
        other.commit()
        db.commit()

    assert rows(db, "select count(*) from embargowatch.story_changes where story_id = %s", deal) == [(3,)]


def test_a_hundred_thousand_stories_are_not_held_at_once(database_url, db, now):
    """The server keeps what was not read yet: the first story comes from a batch, not from the whole."""
    run(
        db,
        "insert into embargowatch.stories (topic, headline, stage, record, first_seen, last_seen, news_from,"
        " news_until, background, changed_at)"
        " select 'sanctions', 'Imposed: ' || n, 'impose', '{}', t, t, t, t, false, t"
        " from generate_series(1, 3000) n, lateral (select %s::timestamptz - n * interval '1 minute') at (t)",
        [now],
    )
    db.commit()
    with closing(store.connect(database_url)) as other:
        stream = filtered_stories(other)
        assert next(stream)[1] == now - timedelta(minutes=1)
        with other.cursor() as cursor:
            cursor.execute("select count(*) from pg_cursors where name like 'streamed%'")
            assert cursor.fetchone() == (1,)
        assert sum(1 for _ in stream) == 2999


def run(db: Any, statement: str, params: Any = None) -> None:
    with db.cursor() as cursor:
        cursor.execute(statement, params)
