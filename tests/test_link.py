"""Which records tell one story, and what the story says then."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from embargowatch.headline import headline
from embargowatch.link import Candidate, Telling, choose, merge
from embargowatch.link.names import same_target, same_weapon
from embargowatch.types import ArmsDeal, Money, Sanction, Target, Weapon

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)

DEAL = ArmsDeal(
    stage="signed",
    suppliers=("KR",),
    recipients=("PL",),
    weapons=(Weapon("K239 Chunmoo", category="artillery", quantity=218),),
    value=Money(Decimal("3600000000"), "USD", "contract"),
)
SANCTION = Sanction(
    action="impose",
    senders=("US",),
    target_countries=("TR",),
    targets=(Target("Ismail Demir", "person"),),
    measures=("asset_freeze",),
)


def joins(record, other, *, apart: timedelta = DAY, background: bool = False) -> bool:
    candidate = Candidate(1, other, background, NOW - apart, NOW - apart)
    return choose([record], NOW, {0: [candidate]}) == {0: 1}


# --- what is one weapon, one person -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("K239 Chunmoo", "K239"),
        ("K239 Chunmoo", "Chunmoo rocket launchers"),
        ("F-35", "F-35A Lightning II"),
        ("S-400", "S400 Triumf"),
        ("K9", "K9A1 howitzers"),
        ("Patriot PAC-3", "Patriot missiles"),
        ("Bayraktar TB2", "TB-2 drones"),
        ("CAESAR howitzers", "Caesar"),
    ],
)
def test_two_ways_to_write_a_weapon_are_one(one, other):
    assert same_weapon(Weapon(one), Weapon(other)) is True


@pytest.mark.parametrize(
    ("one", "other"),
    [("K2", "K239"), ("F-3", "F-35"), ("F-35A", "F-35B"), ("S-300", "S-400"), ("Leopard 2", "Abrams"), ("TB2", "TB3")],
)
def test_weapons_that_only_look_alike_are_two(one, other):
    assert same_weapon(Weapon(one), Weapon(other)) is False


def test_a_weapon_without_a_name_is_not_said_to_be_another():
    assert same_weapon(Weapon("fighter jets", category="aircraft"), Weapon("F-35", category="aircraft")) is None
    assert same_weapon(Weapon("fighter jets", category="aircraft"), Weapon("frigates", category="ship")) is False


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ismail Demir", "Demir", True),
        ("Şirket Holding A.Ş.", "Sirket Holding", True),
        ("Golden Heron Co., Ltd.", "Golden Heron", True),
        ("Golden Heron", "Golden Eagle", False),
        ("Li", "Li Wei", False),
    ],
)
def test_a_shorter_name_is_the_same_when_all_its_words_are_in_the_longer(one, other, same):
    assert same_target(Target(one), Target(other)) is same


# --- what is one story ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "told",
    [
        replace(DEAL, value=None),
        replace(DEAL, value=Money(Decimal("3550000000"), "USD")),
        replace(DEAL, weapons=(Weapon("Chunmoo"),)),
        replace(DEAL, suppliers=()),
        replace(DEAL, weapons=(Weapon("rocket launchers", category="artillery"),)),
        replace(DEAL, manufacturers=("Hanwha Aerospace",)),
    ],
)
def test_the_same_deal_told_otherwise_is_the_same_story(told):
    assert joins(told, DEAL)
    assert joins(DEAL, told)


@pytest.mark.parametrize(
    "told",
    [
        replace(DEAL, recipients=("RO",)),
        replace(DEAL, suppliers=("PL",), recipients=("KR",)),
        replace(DEAL, weapons=(Weapon("K2", category="armoured_vehicle", quantity=180),)),
        replace(DEAL, weapons=(Weapon("K239", category="artillery", quantity=72),)),
        replace(DEAL, value=Money(Decimal("6700000000"), "USD")),
        replace(DEAL, transfer_type="illicit"),
        replace(DEAL, date="2019"),
    ],
)
def test_a_deal_that_contradicts_is_another_story(told):
    base = replace(DEAL, date="2026-11-20")
    assert not joins(told, base)
    assert not joins(base, told)


def test_a_deal_grows_by_stage_over_months_but_is_not_signed_twice():
    approved = replace(DEAL, stage="approved", value=Money(Decimal("5000000000"), "USD", "estimated_ceiling"))
    assert joins(DEAL, approved, apart=90 * DAY)
    assert not joins(DEAL, DEAL, apart=90 * DAY)


def test_background_finds_the_story_of_years_ago():
    assert joins(replace(DEAL, background=True), DEAL, apart=700 * DAY)


@pytest.mark.parametrize(
    "told",
    [
        replace(SANCTION, targets=()),
        replace(SANCTION, targets=(Target("Demir", "person"), Target("SSB", "organisation"))),
        replace(SANCTION, target_countries=()),
        replace(SANCTION, action="threaten"),
        replace(SANCTION, targets=(Target("Ankara Optics", "company"),)),
        replace(SANCTION, n_designated=9),
    ],
)
def test_the_same_measure_told_otherwise_is_the_same_story(told):
    assert joins(told, replace(SANCTION, n_designated=11))


@pytest.mark.parametrize(
    "told",
    [
        replace(SANCTION, senders=("GB",)),
        replace(SANCTION, target_countries=("IR",)),
        replace(SANCTION, action="lift"),
        replace(SANCTION, targets=(Target("Somebody Else", "person"),)),
        replace(SANCTION, targets=(), measures=("arms_embargo",)),
        replace(SANCTION, n_designated=500),
    ],
)
def test_a_measure_that_contradicts_is_another_story(told):
    assert not joins(told, replace(SANCTION, n_designated=11))


def test_official_numbers_decide():
    one, other = replace(DEAL, official_ref="Transmittal 26-11"), replace(DEAL, official_ref="Transmittal 26-12")
    assert not joins(one, other)
    assert joins(one, replace(DEAL, official_ref="transmittal  26-11"))


def test_a_deal_is_never_a_sanction():
    assert not joins(DEAL, replace(SANCTION, senders=("KR",), target_countries=("PL",)))


def test_two_records_of_one_article_do_not_join_one_story():
    candidate = Candidate(7, DEAL, False, NOW, NOW)
    poorer = replace(DEAL, value=None, weapons=())

    assert choose([poorer, DEAL], NOW, {0: [candidate], 1: [candidate]}) == {1: 7}


# --- what a story says ------------------------------------------------------------------------------


def telling(record, n: int = 0, **changes) -> Telling:
    return Telling(record, f"https://example.org/{n}", NOW + n * DAY, NOW + n * DAY, **changes)


def test_a_story_is_the_same_in_whatever_order_it_is_told():
    records = [
        replace(DEAL, stage="approved", value=None),
        replace(DEAL, manufacturers=("Hanwha Aerospace",)),
        replace(DEAL, weapons=(Weapon("Chunmoo"),)),
        replace(DEAL, background=True, stage="delivered"),
    ]
    told = [telling(record, n) for n, record in enumerate(records)]

    assert len({repr(merge(order)) for order in itertools.permutations(told)}) == 1


def test_a_story_has_the_furthest_stage_that_is_certain():
    stages = [replace(DEAL, stage="approved"), DEAL, replace(DEAL, stage="delivered", modality="future")]

    assert merge([telling(record, n) for n, record in enumerate(stages)]).stage == "signed"


def test_a_price_limit_of_the_notice_is_not_the_price_of_the_contract():
    notice = replace(DEAL, stage="approved", value=Money(Decimal("5000000000"), "USD", "estimated_ceiling"))

    assert merge([telling(notice), telling(replace(DEAL, value=None), 1)]).record.value is None


def test_each_field_is_taken_from_who_knows_it():
    poor, rich = replace(DEAL, weapons=(Weapon("Chunmoo"),), value=None), replace(DEAL, suppliers=())

    record = merge([telling(poor), telling(rich, 1)]).record

    assert record.suppliers == ("KR",)
    assert record.value == DEAL.value
    assert [weapon.quantity for weapon in record.weapons] == [218]


def test_what_most_outlets_say_counts():
    wrong = replace(DEAL, recipients=("PL", "RO"))

    record = merge([telling(DEAL), telling(wrong, 1), telling(DEAL, 2)]).record

    assert record.recipients == ("PL",)


def test_a_deal_that_goes_on_is_no_longer_blocked():
    blocked, signed = replace(DEAL, stage="blocked", stage_detail="suspended"), DEAL

    assert merge([telling(signed), telling(blocked, 1)]).stage == "blocked"
    assert merge([telling(blocked), telling(signed, 1)]).stage == "signed"


def test_a_story_is_background_only_as_long_as_nobody_tells_it_as_news():
    past = replace(DEAL, background=True)

    assert merge([telling(past)]).background
    assert not merge([telling(past), telling(DEAL, 1)]).background


def test_names_of_all_outlets_are_in_the_story_once():
    more = replace(SANCTION, targets=(Target("Demir", "person"), Target("Mustafa Deniz", "person")))

    assert [t.name for t in merge([telling(SANCTION), telling(more, 1)]).record.targets] == [
        "Ismail Demir",
        "Mustafa Deniz",
    ]


# --- headlines --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("record", "line"),
    [
        (DEAL, "Signed: Poland orders 218 K239 Chunmoo from South Korea, $3.6bn"),
        (replace(DEAL, stage="delivered", value=None), "Delivered: South Korea delivers 218 K239 Chunmoo to Poland"),
        (replace(DEAL, suppliers=(), value=None), "Signed: Poland orders 218 K239 Chunmoo"),
        (replace(DEAL, recipients=(), value=None), "Signed: 218 K239 Chunmoo from South Korea"),
        (
            replace(
                DEAL,
                stage="approved",
                stage_detail="notified",
                value=Money(Decimal("5000000000"), "USD", "estimated_ceiling"),
            ),
            "Notified: South Korea may sell 218 K239 Chunmoo to Poland, up to $5bn",
        ),
        (
            replace(DEAL, modality="future", value=None),
            "Planned, not yet signed: 218 K239 Chunmoo from South Korea for Poland",
        ),
        (
            replace(SANCTION, targets=()),
            "Imposed: United States sanctions on Turkey",
        ),
        (SANCTION, "Imposed: United States sanctions on Ismail Demir (Turkey)"),
        (
            replace(SANCTION, n_designated=5),
            "Imposed: United States sanctions on Ismail Demir and 4 others (Turkey)",
        ),
        (
            replace(SANCTION, targets=(Target("A Witness", "person", role="mentioned"),)),
            "Imposed: United States sanctions on Turkey",
        ),
        (
            Sanction(
                action="enforce",
                senders=("US",),
                target_countries=("IR",),
                respondents=("Acme Shipping",),
                penalty=Money(Decimal("4200000"), "USD"),
            ),
            "Enforced: United States $4.2m penalty against Acme Shipping over sanctions on Iran",
        ),
    ],
)
def test_a_headline_says_the_news_and_no_more(record, line):
    assert headline(record) == line
