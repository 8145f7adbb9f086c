"""`embargowatch subscriptions` and `embargowatch records`, on stories that are there."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from embargowatch import cli, pipeline, store
from embargowatch.link import Telling, merge
from embargowatch.types import ArmsDeal, Sanction, Subscription, Target, Weapon
from line import rows

NOW = datetime.now(UTC).replace(microsecond=0)
DEAL = ArmsDeal(
    stage="signed",
    suppliers=("KR",),
    recipients=("EE",),
    weapons=(Weapon("K9", "artillery"),),
    confidence={"record": 0.9},
)
LISTING = Sanction(
    action="impose", senders=("US",), target_countries=("BY",), targets=(Target("Pripyat Freight"),),
    confidence={"record": 0.4},
)  # fmt: skip


@pytest.fixture
def ours(db, database_url, monkeypatch):
    """Two stories, one subscriber, and the environment of the command line."""
    monkeypatch.setenv("EMBARGOWATCH_DATABASE_URL", database_url)
    with store.transaction(db):
        for place, record in enumerate((DEAL, LISTING)):
            seen = NOW - timedelta(days=3 + place)
            told = merge([Telling(record, f"https://press.example/{place}", seen, seen)])
            store.save_story(db, told, by_replay=False, now=seen)
    pipeline.import_subscribers(db, [Subscription("ada@example.org", cadence="immediate", min_confidence=0.5)], now=NOW)
    return db


def test_a_subscription_is_tried_on_the_last_30_days_and_says_what_it_would_have_held(ours, capsys):
    assert cli.main(["subscriptions", "test", "ada@example.org", "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    by_held = {bool(story["held"]): story for story in told["stories"]}
    assert "K9" in by_held[False]["headline"]
    assert by_held[False]["when"]
    assert by_held[True]["held"] == "confidence: 0.40 is less than 0.5"
    assert told["mails"] == 1
    assert rows(ours, "select count(*) from embargowatch.alerts") == [(0,)]


def test_a_block_is_tried_before_it_is_saved(ours, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("email: eve@example.org\nweapons: K9\ncadence: weekly\n"))

    assert cli.main(["subscriptions", "test", "--file", "-"]) == 0

    said = capsys.readouterr().out
    assert "K9" in said
    assert "Pripyat" not in said
    assert "30 days: 1 story in 1 mail; 0 not sent" in said


def test_a_subscription_that_nothing_narrows_is_said_to_match_everything(ours, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("- email: eve@example.org\n"))

    assert cli.main(["subscriptions", "test", "--file", "-"]) == 0

    assert "every story is told" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["test", "nobody@example.org"], "no subscription of nobody@example.org"),
        (["test"], "whose?"),
        (["test", "--file", "/nowhere.yaml"], "nowhere.yaml"),
        (["mute", "ada@example.org"], "--story N or --until DAY"),
        (["mute", "ada@example.org", "--story", "99"], "no story 99"),
    ],
)
def test_what_a_person_can_put_right_is_one_line(ours, capsys, words, complaint):
    assert cli.main(["subscriptions", *words]) == 1

    [line] = capsys.readouterr().err.splitlines()
    assert complaint in line


def test_every_subscription_is_listed_with_how_it_is_doing(ours, capsys):
    with store.transaction(ours):
        store.save_subscription_faults(ours, ["subscriber 2: 'x' is no mail address"], now=NOW)

    assert cli.main(["subscriptions", "list"]) == 0

    said = capsys.readouterr().out
    assert "ada@example.org: on" in said
    assert "immediate by email" in said
    assert "subscriber 2" in said
    assert "/feeds/" not in said


def test_where_feeds_are_allowed_the_list_says_where_they_are(ours, capsys, monkeypatch):
    monkeypatch.setenv("EMBARGOWATCH_FEEDS_OF_ALERTS", "yes")
    monkeypatch.setenv("EMBARGOWATCH_DESK_URL", "https://desk.example/e")
    one = store.enabled_subscriptions(ours)[0]

    assert cli.main(["subscriptions", "list"]) == 0

    assert f"https://desk.example/e/feeds/{one.id}-{one.secret}.atom" in capsys.readouterr().out


def test_a_story_and_a_subscription_are_muted_and_unmuted(ours, capsys):
    def known() -> Subscription:
        return store.enabled_subscriptions(ours)[0]

    [(story_id,)] = rows(ours, "select min(id) from embargowatch.stories")
    assert cli.main(["subscriptions", "mute", "ada@example.org", "--story", str(story_id)]) == 0
    assert cli.main(["subscriptions", "mute", str(known().id), "--until", "2099-01-01"]) == 0
    assert known().muted_stories == (story_id,)
    assert known().muted_until == datetime(2099, 1, 1, tzinfo=UTC)

    assert cli.main(["subscriptions", "unmute", "ada@example.org", "--story", str(story_id)]) == 0
    assert cli.main(["subscriptions", "unmute", "ada@example.org"]) == 0
    assert replace(known(), id=None, secret="", since=None) == Subscription(
        "ada@example.org", cadence="immediate", min_confidence=0.5
    )


def test_a_record_that_is_not_there_is_said(ours, capsys):
    assert cli.main(["records", "reject", "sanction/99", "--reason", "wrong"]) == 1
    assert "no sanction/99" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        cli.main(["records", "reject", "99", "--reason", "wrong"])
    assert "sanction/12" in capsys.readouterr().err
