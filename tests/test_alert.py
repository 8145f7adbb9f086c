"""Who is told of what, and when the same news is the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from embargowatch import alert
from embargowatch.types import Alert, ArmsDeal, Money, Sanction, Source, Story, Subscription, Target, Weapon

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


@pytest.mark.parametrize(
    ("wish", "met"),
    [
        ({"weapons": ("K239",)}, True),
        ({"weapons": ("K2",)}, False),
        ({"weapons": ("Chunmoo",)}, True),
        ({"categories": ("artillery",)}, True),
        ({"categories": ("ship",), "weapons": ("K239",)}, True),
        ({"categories": ("ship",)}, False),
        ({"targets": ("Hanwha Aerospace",)}, True),
        ({"targets": ("Hanwha Ocean",)}, False),
        ({"stages": ("signed",)}, True),
        ({"stages": ("contract_signed", "delivered")}, True),
        ({"stages": ("delivered",)}, False),
        ({"measures": ("asset_freeze",)}, False),
        ({"measures": ("asset_freeze",), "weapons": ("K239",)}, True),
        ({"official_only": True}, False),
        ({"languages": ("en",)}, True),
        ({"languages": ("de",)}, False),
        ({"countries": ("PL",), "weapons": ("K239",), "stages": ("signed",)}, True),
        ({"countries": ("TR",), "weapons": ("K239",)}, False),
    ],
)
def test_every_wish_has_to_be_met(wish: dict[str, Any], met: bool) -> None:
    deal = replace(
        DEAL,
        stage_detail="contract_signed",
        manufacturers=("Hanwha Aerospace",),
        weapons=(Weapon("K239 Chunmoo", category="artillery", quantity=218),),
    )
    subscription = replace(ANNA, **wish)
    assert alert.matches(subscription, story(deal, source(language="en-GB"))) is met
    assert bool(alert.why(subscription, story(deal))) is True


@pytest.mark.parametrize(
    ("wish", "met"),
    [
        ({"measures": ("travel_ban",)}, True),
        ({"measures": ("asset_freeze",)}, True),
        ({"measures": ("arms_embargo",)}, False),
        ({"programs": ("Global Magnitsky",)}, True),
        ({"programs": ("CAATSA",)}, False),
        ({"targets": ("Orin Marine Ltd",)}, True),
        ({"targets": ("Orrin Shipping",)}, False),
        ({"targets": ("Orrin Marine Services",)}, True),
        ({"stages": ("impose",)}, True),
        ({"stages": ("lift",)}, False),
        ({"weapons": ("K239",)}, False),
    ],
)
def test_a_sanction_meets_the_wishes_that_a_sanction_can(wish: dict[str, Any], met: bool) -> None:
    listed = replace(
        LISTING, measures=("travel_ban",), measures_implied=("asset_freeze",), programs=("Global Magnitsky Act",)
    )
    assert alert.matches(replace(ANNA, **wish), story(listed)) is met


@pytest.mark.parametrize("modality", ["future", "hypothetical", "denied"])
def test_a_stage_that_was_not_reached_is_none(modality: Any) -> None:
    assert not alert.matches(replace(ANNA, stages=("signed",)), story(replace(DEAL, modality=modality)))


def test_a_delisting_is_found_by_that_name() -> None:
    assert alert.matches(replace(ANNA, stages=("delisting",)), story(replace(LISTING, action="lift", scope="entity")))


def test_why_it_matched_names_what_met_the_wishes() -> None:
    wish = replace(ANNA, countries=("PL", "TR"), weapons=("K239",), stages=("signed",))
    assert alert.why(wish, story(DEAL)) == "Poland; stage signed; K239 Chunmoo"
    assert alert.why(replace(ANNA, targets=("Orrin Marine Inc",)), story(LISTING)) == (
        "Orrin Marine (you look out for Orrin Marine Inc)"
    )
    assert alert.why(ANNA, story(DEAL)) == "you follow everything"


def test_a_filter_that_matches_everything_is_said_to() -> None:
    assert alert.matches_everything(ANNA)
    assert alert.matches_everything(replace(ANNA, topics=("sanctions", "arms_deals")))
    assert "everything" in alert.follows(ANNA)
    narrowed: list[dict[str, Any]] = [{"topics": ("sanctions",)}, {"countries": ("PL",)}, {"min_confidence": 0.1}]
    for wish in [*narrowed, {"official_only": True}, {"languages": ("en",)}, {"targets": ("Orrin",)}]:
        assert not alert.matches_everything(replace(ANNA, **wish))


def test_a_text_that_was_not_read_is_listed_for_who_asked_for_what_it_names() -> None:
    text = "Poland may buy more K239 launchers"
    topics: Any = ("arms_deals",)
    assert alert.concerns_text(replace(ANNA, countries=("PL",), weapons=("K239",)), topics, text)
    assert not alert.concerns_text(replace(ANNA, weapons=("K2",)), topics, text)
    assert not alert.concerns_text(replace(ANNA, countries=("TR",)), topics, text)
    assert not alert.concerns_text(replace(ANNA, topics=("sanctions",)), topics, text)
    assert not alert.concerns_text(replace(ANNA, official_only=True), topics, text)


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


def test_what_is_doubtful_is_held_unless_an_official_source_designates() -> None:
    careful = replace(ANNA, min_confidence=0.7)
    doubtful = replace(LISTING, confidence={"record": 0.4})
    assert held(story(doubtful), careful).startswith("confidence: 0.40")
    assert held(story(doubtful, source(tier="official")), careful) == ""
    assert held(story(replace(LISTING, confidence={"record": 0.7})), careful) == ""


def test_a_muted_story_is_held() -> None:
    assert held(replace(story(), id=7), replace(ANNA, muted_stories=(7,))).startswith("muted")
    assert held(replace(story(), id=8), replace(ANNA, muted_stories=(7,))) == ""


@pytest.mark.parametrize(
    ("change", "urgent"),
    [({}, True), ({"action": "propose"}, False), ({"action": "lift"}, False), ({"modality": "future"}, False)],
)
def test_only_what_an_official_source_imposed_is_urgent(change: dict[str, Any], urgent: bool) -> None:
    record = replace(LISTING, **change)
    assert alert.is_urgent(story(record, source(), source(tier="official"))) is urgent
    assert not alert.is_urgent(story(record, source()))


def test_news_of_more_than_three_days_is_late_and_a_change_is_as_old_as_its_newest_article() -> None:
    old = story(DEAL, source(hours_ago=100), source(hours_ago=1))
    assert alert.is_late(old, "news", NOW)
    assert not alert.is_late(old, "change", NOW)
    assert not alert.is_late(story(DEAL, source(hours_ago=71)), "news", NOW)


# --- changes ---------------------------------------------------------------------------------------------------------


def changes(before: ArmsDeal | Sanction, now: ArmsDeal | Sanction, *sources: Source) -> list[tuple[str, str, str]]:
    told = alert.Told.from_json(alert.Told.of(story(before)).to_json())
    return [(change.field, change.before, change.now) for change in alert.changes(told, story(now, *sources))]


@pytest.mark.parametrize(
    "same",
    [
        {"summary": "In other words"},
        {"date": "2026-11-22"},
        {"recipients": ("pl",)},
        {"recipients": ()},
        {"value": Money(Decimal(3_550_000_000), "USD", "contract")},
        {"value": Money(Decimal(4_000_000_000), "USD", "contract")},
        {"value": None},
        {"weapons": (Weapon("K239", quantity=218),)},
        {"weapons": (Weapon("K239 Chunmoo"),)},
    ],
)
def test_what_says_the_same_or_less_or_rounds_is_no_change(same: dict[str, Any]) -> None:
    assert changes(DEAL, replace(DEAL, **same)) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"stage": "delivered"}, ("stage", "Signed", "Delivered")),
        ({"modality": "denied"}, ("standing", "Reported as fact", "Denied")),
        ({"recipients": ("PL", "RO")}, ("to", "Poland", "Poland and Romania")),
        ({"weapons": (Weapon("K239 Chunmoo", quantity=290),)}, ("quantity", "218", "290")),
        ({"weapons": (Weapon("K2", quantity=5),)}, ("weapons", "218 K239 Chunmoo", "5 K2")),
        ({"value": Money(Decimal(2_800_000_000), "USD", "contract")}, ("value", "$3.6bn", "$2.8bn")),
        ({"value": Money(Decimal(3_500_000_000), "USD", "contract")}, ("value", "$3.6bn", "$3.5bn")),
        ({"value": Money(Decimal(3_600_000_000), "EUR", "contract")}, ("value", "$3.6bn", "€3.6bn")),
    ],
)
def test_a_change_is_told_field_by_field(change: dict[str, Any], told: tuple[str, str, str]) -> None:
    assert changes(DEAL, replace(DEAL, **change)) == [told]


def test_what_becomes_known_was_a_question_mark() -> None:
    vague = replace(DEAL, weapons=(Weapon("K239 Chunmoo"),), value=None)
    assert changes(vague, DEAL) == [("quantity", "?", "218"), ("value", "?", "$3.6bn")]


def test_a_new_name_is_told_and_another_spelling_or_a_mentioned_one_is_not() -> None:
    known = replace(LISTING, targets=(Target("Sergei Petrov", type="person"),))
    spelt = replace(LISTING, targets=(Target("Sergey Petrov", type="person"), Target("Zed", role="mentioned")))
    assert changes(known, spelt) == []
    more = replace(known, targets=(*known.targets, Target("Ivan Petrov", type="person")))
    assert changes(known, more) == [("named", "Sergei Petrov", "Ivan Petrov")]


def test_a_confirmation_is_told_once() -> None:
    assert changes(DEAL, DEAL, source(), source(tier="official")) == [
        ("confirmation", "", "confirmed by an official source")
    ]
    told = alert.Told.of(story(DEAL, source(tier="official")))
    assert alert.changes(told, story(DEAL, source(), source(tier="official"))) == ()


def test_a_correction_says_what_was_told_otherwise_also_where_it_is_not_known_now() -> None:
    told = alert.Told.of(story(DEAL))
    found = alert.corrections(told, story(replace(DEAL, recipients=("RO",), value=None)), "Romania buys")
    assert [(change.field, change.before, change.now) for change in found] == [
        ("record", "as we told it", "corrected: Romania buys"),
        ("to", "Poland", "Romania"),
        ("value", "$3.6bn (contract)", "not known"),
    ]
    gone = alert.corrections(told, replace(story(DEAL), sources=()), "it was a toy")
    assert [change.now for change in gone] == ["withdrawn: it was a toy"]


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


# --- plan ------------------------------------------------------------------------------------------------------------

IMMEDIATE = replace(ANNA, cadence="immediate", most_per_hour=3)


def waiting(number: int, **changes: Any) -> Alert:
    known: dict[str, Any] = {"told_hash": "t", "created_at": NOW, "id": number, "story_id": number}
    return Alert(1, **(known | changes))


def planned(subscription: Subscription, *alerts: Alert, **given: Any) -> tuple[list[list[int]], int]:
    """The ids of each parcel, and how many are held back."""
    known: dict[str, Any] = {"sent_last_hour": 0, "now": NOW, "mail_from": "watch@news.example"}
    made = alert.plan(subscription, alerts, **(known | given))
    return [parcel.ids for parcel in made.parcels], made.held_back


def test_immediate_is_one_mail_a_story_until_there_are_too_many_for_an_hour() -> None:
    assert planned(IMMEDIATE, waiting(1), waiting(2), waiting(3)) == ([[1], [2], [3]], 0)
    assert planned(IMMEDIATE, waiting(1), waiting(2), waiting(3), waiting(4)) == ([[1, 2, 3, 4]], 0)
    assert planned(IMMEDIATE, waiting(1), waiting(2), sent_last_hour=2) == ([[1, 2]], 0)
    assert planned(IMMEDIATE, waiting(1), waiting(2), sent_last_hour=3) == ([], 2)


def test_ten_thousand_stories_are_one_mail_whatever_the_cadence() -> None:
    flood = [waiting(number) for number in range(10_000)]
    for subscription in (IMMEDIATE, replace(ANNA, cadence="hourly"), replace(ANNA, cadence="weekly", hour=12)):
        [parcel] = alert.plan(subscription, flood, sent_last_hour=0, now=NOW, mail_from="w@news.example").parcels
        assert len(parcel.ids) == 10_000


def test_two_changes_of_one_story_are_one_mail() -> None:
    assert planned(IMMEDIATE, waiting(1), waiting(2, story_id=1, kind="change")) == ([[1, 2]], 0)


def test_an_official_designation_goes_whatever_the_cap_and_the_quiet_hours_say() -> None:
    asleep = replace(IMMEDIATE, quiet_from="11:00", quiet_until="13:00")
    urgent = waiting(9, urgent=True)
    assert planned(asleep, waiting(1), urgent) == ([[9]], 1)
    assert planned(IMMEDIATE, waiting(1), urgent, sent_last_hour=3) == ([[9]], 1)
    many = [waiting(number, urgent=True) for number in range(5)]
    assert planned(IMMEDIATE, *many, sent_last_hour=3) == ([[0, 1, 2, 3, 4]], 0)


def test_an_hourly_digest_in_quiet_hours_holds_what_is_urgent_only() -> None:
    asleep = replace(ANNA, cadence="hourly", quiet_from="11:00", quiet_until="13:00")
    assert planned(asleep, waiting(1), waiting(2, urgent=True)) == ([[2]], 1)
    assert planned(asleep, waiting(1)) == ([], 0)
    assert planned(asleep, waiting(1), waiting(2, urgent=True), now=NOW + timedelta(hours=1)) == ([[1, 2]], 0)


def test_a_digest_takes_all_that_waits_as_soon_as_one_is_due() -> None:
    weekly = replace(ANNA, cadence="weekly", weekday=0, hour=12)
    young = waiting(2, created_at=NOW + timedelta(minutes=3))
    assert planned(weekly, waiting(1), young, now=NOW + timedelta(minutes=5)) == ([[1, 2]], 0)
    assert planned(weekly, young, now=NOW + timedelta(minutes=5)) == ([], 0)


def test_a_daily_digest_without_an_hour_waits_for_the_others_unless_it_was_tried_before() -> None:
    daily = replace(ANNA, cadence="daily")
    assert planned(daily, waiting(1), now=NOW + timedelta(days=3)) == ([], 0)
    assert planned(daily, waiting(1), daily_digest=True) == ([[1]], 0)
    assert planned(daily, waiting(1, attempts=1)) == ([[1]], 0)


def test_what_was_under_way_goes_again_as_it_was() -> None:
    lost = [waiting(1, state="sending", message_id="<a>"), waiting(2, state="sending", message_id="<a>")]
    made = alert.plan(IMMEDIATE, [*lost, waiting(3)], sent_last_hour=9, now=NOW, mail_from="w@news.example")
    assert [(parcel.ids, parcel.repeat, parcel.message_id) for parcel in made.parcels] == [([1, 2], True, "<a>")]
    assert made.held_back == 1


def test_a_muted_subscription_gets_nothing() -> None:
    muted = replace(IMMEDIATE, muted_until=NOW + timedelta(days=1))
    assert planned(muted, waiting(1, urgent=True)) == ([], 0)


def test_the_first_mail_on_a_story_starts_its_thread_and_later_ones_have_ids_of_their_own() -> None:
    def id_of(*alerts: Alert) -> str:
        [parcel] = alert.plan(IMMEDIATE, alerts, sent_last_hour=0, now=NOW, mail_from="w@news.example").parcels
        return parcel.message_id

    thread = alert.message_id(IMMEDIATE, ["thread of story 1"], "w@news.example")
    assert id_of(waiting(1)) == thread
    first, second = (id_of(waiting(n, story_id=1, kind="change", told_hash=f"{n}")) for n in (2, 3))
    assert len({thread, first, second}) == 3


# --- message_id ------------------------------------------------------------------------------------------------------


def test_the_message_id_of_the_same_things_is_the_same_in_any_order() -> None:
    one = alert.message_id(ANNA, ["story 1", "story 2"], "Embargo Watch <watch@news.example>")
    assert one == alert.message_id(ANNA, ["story 2", "story 1"], "Embargo Watch <watch@news.example>")
    assert one.endswith("@news.example>")
    assert one != alert.message_id(ANNA, ["story 1"], "Embargo Watch <watch@news.example>")
    assert one != alert.message_id(
        replace(ANNA, email="ben@example.org"), ["story 1", "story 2"], "<watch@news.example>"
    )
