"""What works without a login: only for who has the secret, and never by looking alone."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import feedparser
import httpx
import pytest
from fastapi import HTTPException, Request
from lxml import etree

import desk_seed
from desk_server import serve
from embargowatch import store
from embargowatch.alert import Told
from embargowatch.desk.atom import Entry, atom
from embargowatch.mail.addresses import key
from embargowatch.types import Alert, ArmsDeal, Subscription

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"


def only_with_pass(request: Request) -> None:
    if request.cookies.get("pass") != "yes":
        raise HTTPException(401, "Not authenticated")


@pytest.fixture
def stories(db: Any) -> dict[str, int]:
    """The ids of the seeded stories."""
    return desk_seed.fill(db, NOW)


@pytest.fixture
def anna(db: Any, stories: dict[str, int]) -> Subscription:
    """A saved subscription."""
    store.save_subscription(db, Subscription("dora@example.org", topics=("arms_deals",)), now=NOW)
    db.commit()
    (known,) = store.subscriptions_of(db, "dora@example.org")
    return known.subscription


@pytest.fixture
def desk(database_url: str) -> Iterator[str]:
    """The address of a desk that lets nobody in."""
    with serve(lambda: store.connect(database_url, patience_s=0), only_with_pass, "/login") as address:
        yield address


@pytest.fixture
def feeds_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "EMBARGOWATCH_FEEDS_OF_ALERTS", "yes")
    monkeypatch.setitem(os.environ, "EMBARGOWATCH_DESK_URL", "https://desk.example/embargowatch")


def ask(address: str, method: str = "GET", **more: Any) -> httpx.Response:
    return httpx.request(method, address, trust_env=False, **more)


def enabled(db: Any) -> bool:
    db.rollback()
    (known,) = store.subscriptions_of(db, "dora@example.org")
    return known.enabled


def muted(db: Any, subscription: Subscription) -> tuple[int, ...]:
    db.rollback()
    assert subscription.id is not None
    found = store.subscription(db, subscription.id)
    assert found is not None
    return found.muted_stories


# --- unsubscribing and muting ----------------------------------------------------------------------------------------


def test_looking_at_the_link_asks_and_changes_nothing(db: Any, desk: str, anna: Subscription) -> None:
    for method in ("GET", "HEAD"):
        answer = ask(f"{desk}/unsubscribe/{key(anna)}", method)
        assert answer.status_code == 200
    assert "You follow arms deals" in ask(f"{desk}/unsubscribe/{key(anna)}").text
    assert enabled(db)


def test_one_click_of_a_mail_program_unsubscribes_and_another_does_no_harm(
    db: Any, desk: str, anna: Subscription
) -> None:
    for _ in range(2):
        answer = ask(f"{desk}/unsubscribe/{key(anna)}", "POST", data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert "Unsubscribed" in answer.text
        assert not enabled(db)
    assert "<form" not in ask(f"{desk}/unsubscribe/{key(anna)}").text


def test_who_unsubscribed_is_not_subscribed_again_by_the_file(db: Any, desk: str, anna: Subscription) -> None:
    ask(f"{desk}/unsubscribe/{key(anna)}", "POST")
    db.rollback()
    store.save_subscription(db, Subscription("dora@example.org", topics=("arms_deals",)), now=NOW)
    db.commit()
    assert not enabled(db)


def test_a_story_is_muted_by_a_post_only(db: Any, desk: str, anna: Subscription, stories: dict[str, int]) -> None:
    story_id = min(stories.values())
    address = f"{desk}/mute/{key(anna)}/{story_id}"
    assert "<form" in ask(address).text
    assert muted(db, anna) == ()
    assert ask(address, "POST").status_code == 200
    assert ask(address, "POST").status_code == 200
    assert muted(db, anna) == (story_id,)
    assert "<form" not in ask(address).text


def test_without_the_secret_there_is_nothing(
    db: Any, desk: str, anna: Subscription, stories: dict[str, int], feeds_allowed: None
) -> None:
    story_id = min(stories.values())
    wrong = [
        f"{anna.id}-{'0' * 64}", f"{anna.id}-{anna.secret[:-1]}", f"{anna.id}-{anna.secret}0", f"{anna.id}-", "1",
        f"9{anna.id}-{anna.secret}", f"0-{anna.secret}", f"{'9' * 30}-{anna.secret}", anna.secret, "%00",
        f"{anna.id}-{anna.secret.upper()}x", "dora@example.org",
    ]  # fmt: skip
    for guess in wrong:
        for method in ("GET", "POST"):
            for page in (f"unsubscribe/{guess}", f"mute/{guess}/{story_id}"):
                assert ask(f"{desk}/{page}", method).status_code in (401, 404), page
        assert ask(f"{desk}/feeds/{guess}.atom").status_code in (401, 404)
    for story in (0, 2**63, 10**40):
        assert ask(f"{desk}/mute/{key(anna)}/{story}", "POST").status_code == 404
    assert enabled(db)
    assert muted(db, anna) == ()


def test_the_secret_opens_no_other_page(desk: str, anna: Subscription) -> None:
    for page in ("", "sources", "stories/1", "desk.css"):
        assert ask(f"{desk}/{page}").status_code == 401
        assert ask(f"{desk}/{page}", params={"key": key(anna)}).status_code == 401


def test_nobody_keeps_or_passes_on_such_an_answer(desk: str, anna: Subscription, feeds_allowed: None) -> None:
    for page in (f"unsubscribe/{key(anna)}", f"unsubscribe/{key(anna)}x", f"feeds/{key(anna)}.atom"):
        answer = ask(f"{desk}/{page}")
        assert answer.headers["cache-control"] in ("private, no-store", "private, no-cache")
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-robots-tag"] == "noindex"
        assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_the_page_has_no_style_or_script_but_its_own(desk: str, anna: Subscription) -> None:
    answer = ask(f"{desk}/unsubscribe/{key(anna)}")
    style = re.search(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    assert style
    digest = b64encode(sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}';" in answer.headers["content-security-policy"]
    assert "<script" not in answer.text
    assert "http" not in re.sub(r'xmlns="[^"]*"', "", answer.text)


# --- the feed --------------------------------------------------------------------------------------------------------


def tell(db: Any, subscription: Subscription, story_id: int, told_hash: str, *, hours_ago: int, **more: Any) -> None:
    assert subscription.id is not None
    alert = Alert(subscription.id, story_id, told_hash=told_hash, **more)
    store.save_alert(db, alert, now=NOW - timedelta(hours=hours_ago))
    db.commit()


def test_there_are_no_feeds_unless_whoever_runs_this_allows_them(desk: str, anna: Subscription) -> None:
    assert ask(f"{desk}/feeds/{key(anna)}.atom").status_code == 404


def test_a_feed_shows_what_was_told_newest_first_and_not_what_was_held(
    db: Any, desk: str, anna: Subscription, stories: dict[str, int], feeds_allowed: None
) -> None:
    first, second, third = sorted(stories.values())[:3]
    tell(db, anna, first, "a", hours_ago=5, state="waiting")
    tell(db, anna, second, "b", hours_ago=2, state="waiting")
    tell(db, anna, third, "c", hours_ago=1, state="held")
    answer = ask(f"{desk}/feeds/{key(anna)}.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    read = feedparser.parse(answer.content)
    assert not read.bozo
    assert [entry.link for entry in read.entries] == [
        f"https://desk.example/embargowatch/stories/{story_id}" for story_id in (second, first)
    ]
    assert read.entries[0].updated == "2026-11-23T10:00:00+00:00"
    assert "not list screening" in read.entries[0].content[0].value
    assert anna.secret not in re.sub(rb'<link rel="self"[^>]*>', b"", answer.content).decode()


def test_an_entry_keeps_its_id_and_another_change_is_another_entry(
    db: Any, desk: str, anna: Subscription, stories: dict[str, int], feeds_allowed: None
) -> None:
    story_id = min(stories.values())
    tell(db, anna, story_id, "a", hours_ago=5, state="waiting")
    (before,) = feedparser.parse(ask(f"{desk}/feeds/{key(anna)}.atom").content).entries
    tell(db, anna, story_id, "b", hours_ago=1, state="waiting")
    newer, older = feedparser.parse(ask(f"{desk}/feeds/{key(anna)}.atom").content).entries
    assert older.id == before.id != newer.id
    assert older.updated == before.updated


def test_a_change_is_shown_as_what_was_told_then_and_what_changed(
    db: Any, desk: str, anna: Subscription, stories: dict[str, int], feeds_allowed: None
) -> None:
    story = store.story(db, stories["deal"])
    assert story is not None
    assert isinstance(story.record, ArmsDeal)
    planned = replace(story, record=replace(story.record, stage="proposed", stage_detail="negotiating"))
    for hours_ago, kind, then in ((9, "news", planned), (1, "change", story)):
        tell(db, anna, stories["deal"], then.record.stage, hours_ago=hours_ago, state="waiting",
             kind=kind, told=Told.of(then).to_json())  # type: ignore[union-attr]  # fmt: skip
    newer, older = feedparser.parse(ask(f"{desk}/feeds/{key(anna)}.atom").content).entries
    assert older.title.startswith("In talks: ")
    assert "(update: " not in older.title
    assert newer.title.startswith("Signed: ")
    assert "In talks → Signed" in newer.title
    assert "In talks → Signed" in newer.content[0].value


def test_a_withdrawn_story_is_shown_as_that_wherever_it_was_told(
    db: Any, desk: str, anna: Subscription, stories: dict[str, int], feeds_allowed: None
) -> None:
    story = store.story(db, stories["deal"])
    assert story is not None
    told = Told.of(story).to_json()
    tell(db, anna, stories["deal"], "a", hours_ago=9, state="waiting", told=told)
    gone = told | {"withdrawn": True, "correction": "a reprint of 2019"}
    tell(db, anna, stories["deal"], "b", hours_ago=1, state="waiting", kind="correction", told=gone)
    with store.transaction(db), db.cursor() as cursor:
        cursor.execute("delete from embargowatch.story_articles where story_id = %s", [stories["deal"]])
    newer, older = feedparser.parse(ask(f"{desk}/feeds/{key(anna)}.atom").content).entries
    assert newer.title.startswith("Correction (withdrawn): ")
    assert "withdrawn: a reprint of 2019" in newer.content[0].value
    assert older.title.startswith("Withdrawn: ")
    for entry in (newer, older):
        assert "do not rely on it" in entry.content[0].value
        assert "Reported as fact" not in entry.content[0].value


def test_a_feed_that_has_not_changed_is_not_sent_again(desk: str, anna: Subscription, feeds_allowed: None) -> None:
    first = ask(f"{desk}/feeds/{key(anna)}.atom")
    again = ask(f"{desk}/feeds/{key(anna)}.atom", headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_the_feed_of_who_unsubscribed_is_gone(desk: str, anna: Subscription, feeds_allowed: None) -> None:
    ask(f"{desk}/unsubscribe/{key(anna)}", "POST")
    assert ask(f"{desk}/feeds/{key(anna)}.atom").status_code == 404


def test_a_feed_is_valid_atom_whatever_strangers_wrote() -> None:
    evil = "]]><script>\x00\x08\ud800\ufffe🚀 \u202etxt"
    entries = [Entry(f"story {n}", evil, evil, "sanctions", NOW, "https://desk.example/1") for n in range(2)]
    made = atom(
        evil, feed_id="1", url="https://desk.example/f", desk_url="https://d.example/", updated=NOW, entries=entries
    )
    feed = etree.fromstring(made, etree.XMLParser(resolve_entities=False))
    # RFC 4287: these once each, in every feed and entry; an entry without an author has its feed's.
    for element in (feed, *feed.iterfind(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(ATOM + name)) == 1
        assert UUID(element.findtext(f"{ATOM}id"))
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated") or "") == NOW
    assert [link.get("rel") for link in feed.iterfind(f"{ATOM}link")] == ["self", "alternate"]
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Embargo Watch"
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iterfind(f"{ATOM}entry")]
    assert len(set(ids)) == 2
    assert not feed.xpath("//*[local-name()='script']")
