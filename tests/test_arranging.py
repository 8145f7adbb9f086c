"""Stories in the database: copies that join without a record, and what a person put together or took apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from embargowatch import cli, pipeline, store
from embargowatch.types import ArmsDeal, Article, Verdict, Weapon
from line import rows
from test_stories import CONTRACT, DEAL, OTHER_BUYER

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CROATIA = replace(DEAL, recipients=("HR",), value=None, weapons=(Weapon("CAESAR", category="artillery", quantity=18),))


def publish(db, path: str, text: str, *records: ArmsDeal, hours: int = 0, topic: str = "arms_deals") -> str:
    """An article as the stages before linking leave it; its address."""
    url, when = f"https://news.example{path}", NOW + timedelta(hours=hours)
    with store.transaction(db), db.cursor() as cursor:
        cursor.execute(
            "insert into embargowatch.entries (url, seen_at, next_try_at) values (%s, %s, %s) returning id",
            (url, when, when),
        )
        (entry,) = cursor.fetchone()
        cursor.execute(
            "insert into embargowatch.pages (entry_id, url, final_url, status, sha256, body_zstd, fetched_at)"
            " values (%s, %s, %s, 200, '', '', %s) returning id",
            (entry, url, url, when),
        )
        (page,) = cursor.fetchone()
        article = Article(url=url, title=path, text=text, published=when, entry_id=entry, page_id=page)
        id_ = store.save_article(db, article, state="to_link", state_reason="", replayed=False, now=when)
        store.save_verdicts(db, id_, [Verdict(topic, relevant=True, score=1.0)], classifier="rules-1", now=when)
        for record in records:
            store.save_arms_deal(db, id_, record)
    return url


def stories(db) -> set[frozenset[str]]:
    found = rows(
        db,
        "select array_agg(distinct a.url) from embargowatch.story_articles l"
        " join embargowatch.articles a on a.id = l.article_id group by l.story_id",
    )
    return {frozenset(urls) for (urls,) in found}


def link(db) -> None:
    pipeline.link(db, now=NOW + timedelta(days=1))


def link_again(db) -> None:
    """As when every article is judged again and all records are new to the stories."""
    with store.transaction(db), db.cursor() as cursor:
        cursor.execute(
            "delete from embargowatch.story_articles l using embargowatch.articles a where a.id = l.article_id"
        )
        cursor.execute("update embargowatch.stories set to_merge = true")
        cursor.execute("update embargowatch.articles set state = 'to_link'")
    link(db)


def story_of(db, url: str) -> int:
    [(story_id,)] = rows(
        db,
        "select distinct l.story_id from embargowatch.story_articles l"
        f" join embargowatch.articles a on a.id = l.article_id where a.url = '{url}'",
    )
    return story_id


@pytest.mark.parametrize("copy_first", [True, False])
def test_a_copy_without_a_record_is_told_as_an_outlet_of_its_story(db, copy_first):
    wire = publish(db, "/wire", CONTRACT, DEAL, hours=1)
    copy = publish(db, "/copy", f"TALLINN (AFP) - {CONTRACT}", hours=0 if copy_first else 2)
    publish(db, "/zagreb", OTHER_BUYER, CROATIA)

    link(db)

    assert frozenset({wire, copy}) in stories(db)
    story = store.story(db, story_of(db, copy))
    assert {source.url for source in story.sources} == {wire, copy}
    assert store.reasons_of_story(db, story.id)[story.sources[0 if copy_first else 1].article_id]


def test_a_merge_by_hand_outlives_linking_again(db):
    one, two = publish(db, "/tallinn", CONTRACT, DEAL), publish(db, "/zagreb", OTHER_BUYER, CROATIA)
    link(db)
    assert stories(db) == {frozenset({one}), frozenset({two})}

    pipeline.merge_stories(db, story_of(db, one), story_of(db, two), by="Ada", now=NOW)
    assert stories(db) == {frozenset({one, two})}
    link_again(db)

    assert frozenset({one, two}) in stories(db)


def test_a_split_by_hand_outlives_linking_again(db):
    one = publish(db, "/tallinn", CONTRACT, DEAL)
    two = publish(db, "/copy", f"{CONTRACT} More follows.", DEAL, hours=1)
    link(db)
    assert stories(db) == {frozenset({one, two})}

    made = pipeline.split_story(db, story_of(db, one), [two], by="Ada", now=NOW)
    assert story_of(db, two) == made != story_of(db, one)
    link_again(db)

    assert {frozenset({one}), frozenset({two})} <= stories(db)


def test_what_cannot_be_merged_or_split_is_refused(db):
    one = publish(db, "/tallinn", CONTRACT, DEAL)
    link(db)

    with pytest.raises(ValueError, match="there is no story 0"):
        pipeline.merge_stories(db, story_of(db, one), 0, by="Ada", now=NOW)
    with pytest.raises(ValueError, match="needs to keep an article"):
        pipeline.split_story(db, story_of(db, one), [one], by="Ada", now=NOW)


def test_the_command_line_shows_a_story(db, database_url, monkeypatch, capsys):
    monkeypatch.setenv("EMBARGOWATCH_DATABASE_URL", database_url)
    url = publish(db, "/tallinn", CONTRACT, DEAL)
    link(db)

    assert cli.main(["stories", "show", str(story_of(db, url))]) == 0
    shown = capsys.readouterr().out
    assert cli.main(["stories", "official-check"]) == 0

    assert url in shown
    assert "signed (reported) 2026-11-23" in shown
