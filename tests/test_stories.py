"""How stories are found: by what articles name, whatever their order, and never by a substring or a surname alone."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from embargowatch.link import Telling, copies, merge
from embargowatch.link.clustering import Bonds, cluster
from embargowatch.link.evidence import relation
from embargowatch.link.grouping import group
from embargowatch.link.profile import profile
from embargowatch.link.sharing import same_name, same_system
from embargowatch.link.specifics import is_specific, specifics
from embargowatch.link.units import unit
from embargowatch.types import ArmsDeal, Article, Money, Sanction, Target, Verdict, Weapon

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)

CONTRACT = (
    "Estonia has signed a contract with France for 16 CAESAR self-propelled howitzers, the defence ministry in Tallinn "
    "said on Monday. The guns, worth 134 million euros, are to be delivered from 2028 by KNDS France, whose plant in "
    "Bourges builds eight a month. Minister Kadri Rannamets said that crews would train in Canjuers next spring and "
    "that ammunition was a separate matter."
)
OTHER_WORDS = (
    "Bourges will build howitzers for the Baltics: sixteen CAESAR guns go to Estonia under an agreement that Tallinn "
    "and Paris put their names to on Monday. KNDS France gets 134 million euros. According to Kadri Rannamets, the "
    "minister, the first of the guns come in 2028."
)
OTHER_BUYER = (
    "Croatia has signed a contract with France for 18 CAESAR self-propelled howitzers, the defence ministry in Zagreb "
    "said on Monday. The guns, worth 151 million euros, are to be delivered from 2029 by KNDS France, whose plant in "
    "Bourges builds eight a month. Minister Ivan Petrov said that crews would train in Canjuers next spring."
)
LISTING = (
    "Canada imposed sanctions on Sergei Petrov and his company Baltic Crest Tankers on Monday, freezing what they own "
    "and banning them from entering. Ottawa says that the ships carry Russian oil above the price cap."
)


def told(title: str, text: str, *, day: int = 0, topic: str = "arms_deals", records=()):
    article = Article(url="", title=title, text=text, published=NOW + day * DAY)
    return unit(article, [Verdict(topic, relevant=True, score=1.0)] if topic else [], records)


ARTICLES = (
    told("Estonia buys CAESAR howitzers", CONTRACT),
    told("Guns from Bourges", OTHER_WORDS, day=1),
    told("Croatia buys CAESAR howitzers", OTHER_BUYER),
    told("Estonia buys CAESAR howitzers from France", f"TALLINN (AFP) - {CONTRACT}"),
    told("Canada lists tanker owner", LISTING, topic="sanctions"),
)


def test_one_event_in_other_words_is_one_story_and_a_near_copy_of_another_event_is_not():
    first, second, other_buyer, copy, listing = group(ARTICLES)

    assert first == second == copy
    assert len({first, other_buyer, listing}) == 3


def test_the_same_articles_in_any_order_give_the_same_stories():
    shuffler = random.Random(23)
    stories = dict(zip([one.key for one in ARTICLES], group(ARTICLES), strict=True))
    for _ in range(20):
        order = shuffler.sample(ARTICLES, len(ARTICLES))
        assert dict(zip([one.key for one in order], group(order), strict=True)) == stories


def test_clusters_do_not_depend_on_the_order_of_what_is_clustered():
    shuffler = random.Random(5)
    keys = [f"k{n:02}" for n in range(24)]
    scores = {frozenset(pair): shuffler.uniform(-2, 2) for pair in zip(keys * 24, sorted(keys * 24), strict=True)}
    found = set()
    for _ in range(60):
        order = shuffler.sample(keys, len(keys))
        bonds = Bonds(
            lambda a, b, o=order: scores.get(frozenset((o[a], o[b])), 0.0),
            lambda a, b, o=order: {o[a], o[b]} in ({"k00", "k01"}, {"k02", "k09"}),
        )
        pairs = [(a, b) for b in range(len(order)) for a in range(b)]
        found.add(frozenset(frozenset(order[n] for n in group) for group in cluster(order, pairs, bonds)))

    assert len(found) == 1
    assert max(map(len, next(iter(found)))) > 1


def test_what_is_about_no_topic_joins_a_story_and_founds_none():
    copy = told("Sixteen guns", CONTRACT, topic="")

    assert group([copy]) == [()]
    assert group([ARTICLES[0], copy])[0] == group([ARTICLES[0], copy])[1] != ()


def test_another_official_number_of_one_issuer_is_another_story():
    notice = "Transmittal No. 26-{}. The State Department approved a possible sale of 40 Javelin missiles to Latvia."
    one, other = (told("Latvia - Javelin missiles", notice.format(n)) for n in (31, 32))

    assert relation(one, other).veto == "another official number"
    assert relation(one, one).veto == ""


@pytest.mark.parametrize(("one", "other"), [("k2", "k239"), ("f3", "f35"), ("s300", "s400"), ("tb2", "tb3")])
def test_systems_that_only_look_alike_are_two(one, other):
    assert same_system(one, other) == 0


def test_a_variant_is_of_its_family():
    assert same_system("k2", "k2pl") > 0


def test_not_every_petrov_is_one():
    assert same_name("sergei petrov", "ivan petrov") == 0
    assert 0 < same_name("petrov", "ivan petrov") < same_name("ivan petrov", "ivan petrov")


def test_a_surname_alone_joins_nobody_to_anybody():
    other = "Moldova imposed sanctions on Viktor Petrov, a fugitive politician, for paying protesters in Chisinau."

    assert relation(ARTICLES[4], told("Petrov on list", other, topic="sanctions")).score < 0


def test_a_profile_knows_a_person_by_the_longest_name():
    names = profile("Petrov listed", "Ottawa has listed Sergei Petrov. Mr Petrov owns ships.").names

    assert "sergei petrov" in names
    assert "petrov" not in names


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("TALLINN, Nov 23 (Reuters) - Estonia has", "Reuters"),
        ("PARIS (AP) — French", "AP"),
        ("It will be delivered.\n\n— AFP", "AFP"),
        ("It will be delivered.\n\n(Associated Press)", "AP"),
        ("BRUSSELS (EU) - The", ""),
        ("The agency AFP was told so by a minister.", ""),
    ],
)
def test_a_credit_line_names_the_agency(text, agency):
    assert copies.credit(text) == agency


def test_a_copy_with_other_first_words_is_a_copy():
    copied, other = (copies.signature(text) for text in (f"TALLINN - {CONTRACT} More follows.", OTHER_WORDS))

    assert copies.likeness(copies.signature(CONTRACT), copied) >= copies.COPY
    assert set(copies.bands(copies.signature(CONTRACT))) & set(copies.bands(copied))
    assert copies.likeness(copies.signature(CONTRACT), other) < copies.COPY


# --- who says what ----------------------------------------------------------------------------------

DEAL = ArmsDeal(
    stage="signed",
    suppliers=("FR",),
    recipients=("EE",),
    weapons=(Weapon("CAESAR", category="artillery", quantity=16),),
    value=Money(Decimal(2_300_000_000), "USD", "contract"),
    date="2026-11-23",
)


def telling(n: int, record=DEAL, **changes) -> Telling:
    when = NOW + n * timedelta(hours=1)
    return Telling(replace(record, article_id=n), f"https://example.org/{n}", when, when, **changes)


def test_disagreements_are_kept_side_by_side_most_told_first():
    dearer = replace(DEAL, value=Money(Decimal(2_800_000_000), "USD", "contract"))
    rounded = replace(DEAL, value=Money(Decimal(2_310_000_000), "USD", "contract"))

    story = merge([telling(1), telling(2), telling(3, rounded), telling(4, dearer)])

    [field] = story.disagreements
    assert field.field == "value"
    assert [(each.value["amount"], each.article_ids) for each in field.variants] == [
        (2_300_000_000, (1, 2, 3)),
        (2_800_000_000, (4,)),
    ]


def test_each_field_names_the_articles_that_give_it():
    poor = replace(DEAL, value=None, suppliers=())

    support = merge([telling(1), telling(2, poor)]).support

    assert support["recipients"] == (1, 2)
    assert support["suppliers"] == support["value"] == (1,)


def test_the_ladder_has_each_step_with_its_first_telling():
    offered = replace(DEAL, stage="proposed", stage_detail="offered", date="2026-09")

    steps = merge([telling(5), telling(1, offered), telling(9, official=True)]).steps

    assert [(step.stage, step.detail, step.date, step.official) for step in steps] == [
        ("proposed", "offered", "2026-09", False),
        ("signed", "", "2026-11-23", True),
    ]
    assert steps[1].article_ids == (5, 9)
    assert steps[1].first_told == NOW + timedelta(hours=5)


def test_copies_and_reports_of_one_agency_are_one_origin():
    sketch = copies.signature(CONTRACT)

    assert merge([telling(1), telling(2), telling(3)]).origins == 3
    assert merge([telling(1, credit="AFP"), telling(2, credit="AFP"), telling(3, credit="AP")]).origins == 2
    assert merge([telling(1, signature=sketch), telling(2, signature=sketch), telling(3)]).origins == 2


# --- a theme is no story ---------------------------------------------------------------------------

ROUND = (
    "The Treasury today imposed sanctions on {who}, which the department says ships Iranian oil to buyers in Asia for "
    "the benefit of the armed forces. All property of {who} in the United States is blocked and must be reported. The "
    "action is taken under Executive Order 13902 and is part of the campaign of maximum pressure on Iran."
)


def designated(name: str, *, day: int = 0, on: str = ""):
    record = Sanction(
        action="impose", senders=("US",), target_countries=("IR",), targets=(Target(name, "company"),), date=on
    )
    text = ROUND.format(who=name)
    return told(f"Treasury sanctions {name} for Iranian oil", text, day=day, topic="sanctions", records=[record])


def test_rounds_of_one_programme_against_others_are_two_stories_even_on_one_day():
    one, other = designated("Marbella Gulf Shipping"), designated("Tasnook Petrochem")

    assert relation(one, other).veto == relation(other, one).veto == "other named targets"
    assert set(group([one, other])[0]).isdisjoint(group([one, other])[1])


def test_who_is_hit_again_weeks_later_is_hit_by_another_measure():
    first, again = designated("Marbella Gulf Shipping"), designated("Marbella Gulf Shipping", day=20)

    assert relation(first, again).veto == "the same step on another day"
    assert not relation(first, designated("Marbella Gulf Shipping", day=1)).veto


def test_a_threat_and_the_measure_weeks_later_are_one_development():
    threat = told(
        "Treasury threatens Marbella Gulf Shipping",
        "The Treasury threatened Marbella Gulf Shipping with sanctions over Iranian oil unless it stops within weeks.",
        topic="sanctions",
        records=[replace(designated("Marbella Gulf Shipping").records[0], action="threaten")],
    )

    assert not relation(threat, designated("Marbella Gulf Shipping", day=20)).veto


CONTINUED = (
    "On March 6 the President declared a national emergency with respect to {} under the International Emergency "
    "Economic Powers Act. What was found then continues to pose an unusual and extraordinary threat to the security of "
    "the United States. Therefore I am continuing for one year the national emergency. This notice will stand "
    "in the Federal Register, and Congress will have a copy."
)


@pytest.mark.parametrize(("about", "day"), [("Zimbabwe", 3), ("Belarus", 365)])
def test_a_yearly_notice_of_another_programme_or_year_is_another_story(about, day):
    def notice(about: str, *, day: int):
        record = Sanction(action="extend", senders=("US",), target_countries=(about[:2].upper(),))
        text = CONTINUED.format(about)
        return told("Notice on the continuation", text, day=day, topic="sanctions", records=[record])

    one, other = notice("Belarus", day=0), notice(about, day=day)

    assert not set(group([one, other])[0]) & set(group([one, other])[1])


TALKS = (
    "The {who} said in Brussels that sanctions on Russia over the war in Ukraine hurt its economy and must be enforced."
)


def test_two_countries_and_a_topic_are_nothing_specific():
    one = told("Remarks on Russia sanctions", TALKS, topic="sanctions")
    other = told("Readout on Russia sanctions", TALKS, day=9, topic="sanctions")

    assert not specifics(one, other) - {"copy"}
    assert relation(one, other).score < 0


@pytest.mark.parametrize(
    ("name", "specific"),
    [("panonska nafta", True), ("vladimir putin", False), ("us department of the treasury", False), ("iran", False)],
)
def test_agencies_leaders_and_states_are_no_specifics(name, specific):
    assert is_specific(name) is specific


def test_a_number_of_a_package_tells_it_from_the_next():
    text = "The European Commission proposed a {} package of sanctions on Russia on Monday, aimed at banks and tankers."
    one, other = (told("New package", text.format(n), topic="sanctions") for n in ("31st", "32nd"))

    assert relation(one, other).veto == "another official number"
