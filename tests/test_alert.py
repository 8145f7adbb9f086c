"""Who is told of what, and when the same news is the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from embargowatch import alert
from embargowatch.types import ArmsDeal, Money, Sanction, Source, Story, Subscription, Target, Weapon

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FRESH = 48.0
ANNA = Subscription("anna@example.org", since=NOW - timedelta(days=10))
DEAL = ArmsDeal(
    stage="signed",
    suppliers=("KR",),
    recipients=("PL",),
    weapons=(Weapon("K239 Chunmoo", quantity=218),),
    value=Money(Decimal(3_600_000_000), "USD", "contract"),
)
LISTING = Sanction(action="impose", senders=("EU",), target_countries=("RU",), targets=(Target("Orrin Marine"),))


def source(hours_ago: float | None = 2.0, **changes: Any) -> Source:
    known: dict[str, Any] = {
        "article_id": 1,
        "outlet": "Courier",
        "tier": "general",
        "url": "https://courier.example/1",
        "title": "News",
        "published": None if hours_ago is None else NOW - timedelta(hours=hours_ago),
        "fetched_at": NOW,
        "quote": "",
        "source_first_seen": NOW - timedelta(days=30),
    }
    return Source(**(known | changes))


def story(record: ArmsDeal | Sanction = DEAL, *sources: Source, background: bool = False) -> Story:
    topic = "arms_deals" if isinstance(record, ArmsDeal) else "sanctions"
    return Story(topic, "News", "", record, NOW, NOW, background=background, sources=sources or (source(),))


def held(told: Story, subscription: Subscription = ANNA) -> str:
    return alert.held(told, subscription, fresh_hours=FRESH)


# --- matches ---------------------------------------------------------------------------------------------------------


def test_a_subscription_without_wishes_gets_everything() -> None:
    assert alert.matches(ANNA, story(DEAL))
    assert alert.matches(ANNA, story(LISTING))


def test_another_topic_is_not_told() -> None:
    assert not alert.matches(replace(ANNA, topics=("sanctions",)), story(DEAL))


@pytest.mark.parametrize("country", ["KR", "PL", "pl"])
def test_a_country_on_either_side_matches(country: str) -> None:
    assert alert.matches(replace(ANNA, countries=("TR", country)), story(DEAL))


def test_a_country_that_is_on_no_side_does_not_match() -> None:
    assert not alert.matches(replace(ANNA, countries=("TR",)), story(DEAL))


def test_the_country_of_a_listed_company_matches() -> None:
    listed = replace(LISTING, targets=(Target("Orrin Marine", countries=("AE",)),))
    assert alert.matches(replace(ANNA, countries=("AE",)), story(listed))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The U.S. Treasury said", True),
        ("An American official", True),
        ("WASHINGTON WARNS OF MEASURES", True),
        ("It told us nothing", False),
        ("Poland and Norway met", False),
    ],
)
def test_a_text_names_a_country_in_each_way_that_it_is_called(text: str, told: bool) -> None:
    assert alert.names_any(("US", "TR"), text) is told


def test_the_reader_learns_which_of_their_countries_it_is() -> None:
    assert alert.concerns(replace(ANNA, countries=("TR", "PL")), story(DEAL)) == ("Poland",)


# --- held ------------------------------------------------------------------------------------------------------------


def test_news_is_told() -> None:
    assert held(story()) == ""


def test_background_tells_nobody() -> None:
    assert held(story(background=True)).startswith("background")


def test_what_is_older_than_its_source_is_held_with_the_reason() -> None:
    reason = held(story(DEAL, source(hours_ago=60, source_first_seen=NOW)))
    assert reason.startswith("old: published 21 Nov 2026, 00:00 UTC")
    assert "Courier was first read" in reason


def test_what_was_published_two_days_before_its_source_was_first_seen_is_still_news() -> None:
    assert held(story(DEAL, source(hours_ago=47, source_first_seen=NOW))) == ""


def test_what_is_older_than_the_subscription_is_held() -> None:
    assert "the subscription began" in held(story(DEAL, source(hours_ago=60)), replace(ANNA, since=NOW))


def test_what_replay_judged_again_is_held() -> None:
    assert held(story(DEAL, source(replayed=True))).startswith("replay")


def test_one_fresh_article_makes_an_old_story_news() -> None:
    assert (
        held(story(DEAL, source(hours_ago=900, source_first_seen=NOW), source(replayed=True), source(hours_ago=1)))
        == ""
    )


def test_an_article_without_a_date_is_as_old_as_what_it_records() -> None:
    undated = source(hours_ago=None, source_first_seen=NOW)
    assert held(story(replace(DEAL, date="2026-10-01"), undated)).startswith("old")
    assert held(story(replace(DEAL, date="2026-11-23"), undated)) == ""


def test_an_article_without_any_date_is_told_rather_than_lost() -> None:
    assert held(story(replace(DEAL, date="2017-04"), source(hours_ago=None, source_first_seen=NOW))) == ""


# --- told_hash -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "same",
    [
        {"summary": "In other words"},
        {"quote": "Another sentence."},
        {"date": "2026-11-22"},
        {"confidence": {"record": 0.3}},
        {"recipients": ("pl",)},
        {"value": Money(Decimal(3_590_000_000), "USD", "contract")},
    ],
)
def test_wording_and_dates_and_rounding_tell_nobody_twice(same: dict[str, Any]) -> None:
    assert alert.told_hash(story(replace(DEAL, **same))) == alert.told_hash(story(DEAL))


@pytest.mark.parametrize(
    "changed",
    [
        {"stage": "delivered"},
        {"stage": "blocked", "stage_detail": "cancelled"},
        {"modality": "denied"},
        {"recipients": ("PL", "RO")},
        {"weapons": (Weapon("K239 Chunmoo", quantity=290),)},
        {"weapons": (Weapon("K2", quantity=218),)},
        {"value": Money(Decimal(2_300_000_000), "USD", "contract")},
    ],
)
def test_a_moved_stage_and_a_changed_key_field_are_told(changed: dict[str, Any]) -> None:
    assert alert.told_hash(story(replace(DEAL, **changed))) != alert.told_hash(story(DEAL))


def test_a_suspension_that_becomes_a_cancellation_is_told() -> None:
    suspended = replace(DEAL, stage="blocked", stage_detail="suspended")
    cancelled = replace(suspended, stage_detail="cancelled")
    assert alert.told_hash(story(suspended)) != alert.told_hash(story(cancelled))


def test_a_newly_named_target_is_told_but_a_mentioned_one_is_not() -> None:
    named = replace(LISTING, targets=(*LISTING.targets, Target("Pavel Arkonin")))
    mentioned = replace(LISTING, targets=(*LISTING.targets, Target("Pavel Arkonin", role="mentioned")))
    assert alert.told_hash(story(named)) != alert.told_hash(story(LISTING))
    assert alert.told_hash(story(mentioned)) == alert.told_hash(story(LISTING))


def test_an_official_source_is_a_confirmation_and_a_further_outlet_is_not() -> None:
    one = alert.told_hash(story(DEAL, source()))
    assert alert.told_hash(story(DEAL, source(), source(outlet="Wire", tier="wire"))) == one
    assert alert.told_hash(story(DEAL, source(), source(tier="official"))) != one


# --- message_id ------------------------------------------------------------------------------------------------------


def test_the_message_id_of_the_same_things_is_the_same_in_any_order() -> None:
    one = alert.message_id(ANNA, ["story 1", "story 2"], "Embargo Watch <watch@news.example>")
    assert one == alert.message_id(ANNA, ["story 2", "story 1"], "Embargo Watch <watch@news.example>")
    assert one.endswith("@news.example>")
    assert one != alert.message_id(ANNA, ["story 1"], "Embargo Watch <watch@news.example>")
    assert one != alert.message_id(
        replace(ANNA, email="ben@example.org"), ["story 1", "story 2"], "<watch@news.example>"
    )
