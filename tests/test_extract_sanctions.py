"""Records of sanctions from sentences written for these tests: who, what, against whom, how firmly."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embargowatch.extract import extract
from embargowatch.records_json import fingerprint
from embargowatch.types import Article, Sanction


def article(text, title=""):
    return Article(url="", title=title, text=text, published=datetime(2024, 3, 6, tzinfo=UTC))


def sanctions(text, title=""):
    return [r for r in extract(article(text, title)) if isinstance(r, Sanction)]


def only(text, title=""):
    (record,) = sanctions(text, title)
    return record


@pytest.mark.parametrize(
    ("text", "action", "senders", "countries"),
    [
        ("Canada imposed sanctions on Belarus on Tuesday.", "impose", ("CA",), ("BY",)),
        ("Sanctions against Iran were imposed by Japan.", "impose", ("JP",), ("IR",)),
        ("Washington slapped Turkey with sanctions on Monday.", "impose", ("US",), ("TR",)),
        ("Britain sanctioned four Russian generals.", "impose", ("GB",), ("RU",)),
        ("The European Union has extended its arms embargo on Zimbabwe by a year.", "extend", ("EU",), ("ZW",)),
        ("The U.N. Security Council lifted its arms embargo on Eritrea.", "lift", ("UN",), ("ER",)),
        ("The United States eased sanctions on Venezuela on Monday.", "ease", ("US",), ("VE",)),
        ("The United States threatened Sudan with sanctions.", "threaten", ("US",), ("SD",)),
        ("Washington is considering sanctions on Sudan.", "threaten", ("US",), ("SD",)),
        ("Two senators introduced a bill to impose sanctions on Nicaragua.", "propose", (), ("NI",)),
        ("Georgian opposition leaders urged the EU to impose sanctions on Georgia.", "call_for", ("EU",), ("GE",)),
        ("Australia froze the assets of three Burmese generals.", "impose", ("AU",), ("MM",)),
    ],
)
def test_who_does_what_against_whom(text, action, senders, countries):
    found = only(text)
    assert (found.action, found.senders, found.target_countries) == (action, senders, countries)


def test_people_and_companies_are_named_with_their_kind_and_alias():
    found = only("Norway imposed sanctions on Zubr Bank (ZB), its chairman Ivan Petrov and two other officials.")
    assert [(t.name, t.type) for t in found.targets] == [("Zubr Bank", "company"), ("Ivan Petrov", "person")]
    assert found.targets[0].aliases == ("ZB",)
    assert found.n_designated == 4


def test_measures_and_programmes_are_taken_as_stated():
    found = only("The United States designated Zubr Bank under Executive Order 14038, freezing its assets.")
    assert "listing" in found.measures
    assert found.programs == ("Executive Order 14038",)


def test_a_sentence_that_goes_on_about_the_measures_adds_to_the_record():
    found = only("Norway imposed sanctions on Belarus on Monday. They include a ban on exports and a visa ban.")
    assert set(found.measures) == {"export_control", "travel_ban"}


def test_one_event_told_twice_is_one_record():
    text = (
        "Canada imposed sanctions on Belarus on Tuesday.\n\nThe Canadian sanctions on Belarus were announced in Ottawa."
    )
    assert len(sanctions(text, "Canada sanctions Belarus")) == 1


def test_two_events_stay_two():
    found = sanctions(
        "Canada imposed sanctions on Belarus on Tuesday. Japan lifted its sanctions on Myanmar on Monday."
    )
    assert {(r.action, r.senders, r.target_countries) for r in found} == {
        ("impose", ("CA",), ("BY",)),
        ("lift", ("JP",), ("MM",)),
    }


def test_old_measures_are_background():
    text = "Canada imposed sanctions on Belarus on Tuesday.\n\nIn 2012 Switzerland imposed sanctions on Syria."
    assert {r.target_countries: r.background for r in sanctions(text)} == {("BY",): False, ("SY",): True}


def test_a_measure_that_is_only_possible_or_denied_is_no_record():
    assert sanctions("Ottawa may impose sanctions on Belarus.") == []
    assert sanctions("Ottawa did not impose sanctions on Belarus.") == []


def test_a_planned_lifting_is_told_as_future():
    found = only("The EU will lift its sanctions on Syria next month.")
    assert (found.action, found.modality) == ("lift", "future")


def test_one_sides_word_is_claimed():
    found = only("Caracas announced that the United States had eased sanctions on Venezuela.")
    assert found.modality == "claimed"


def test_breaking_sanctions_is_not_imposing_them():
    found = only("The tanker Sea Wind carried crude to Syria and evaded U.S. sanctions on Syria.")
    assert found.action == "evade"
    assert found.modality == "claimed"


def test_the_date_of_something_else_is_not_the_measures():
    found = only("The United States slapped sanctions on Turkey after it bought a radar in 2017.")
    assert found.date == ""


def test_a_word_approved_or_a_penalty_in_sport_is_no_record():
    assert sanctions("The council has sanctioned a new cycle path along the river.") == []
    assert sanctions("UEFA imposed sanctions on a Russian football club. The coach and the fans were angry.") == []


TEXTS = (
    "Canada imposed sanctions on Belarus on Tuesday.",
    "They include a visa ban.",
    "OFAC today designated Zubr Bank and Ivan Petrov pursuant to E.O. 14038.",
    "In 2012 Switzerland froze the assets of three Syrian banks.",
    "“We will lift the embargo,” said the minister in Ottawa.",
    "Japan’s sanctions on North Korea were extended for two years…",
    "The rain 😀 went on.",
    "Iran sold oil in violation of U.S. sanctions.",
    "The following individuals were designated:",
    "- Jane Roe, an official",
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(TEXTS), min_size=1, max_size=6),
    st.sampled_from(["", "Canada Sanctions Two Banks", "😀 EMBARGO ON IRAN"]),
)
def test_every_filled_field_has_evidence_that_stands_where_it_says(sentences, title):
    text = "\n\n".join(sentences)
    for record in sanctions(text, title):
        places = {"title": title, "text": text}
        assert all(places[e.where][e.start : e.end] == e.quote for spans in record.evidence.values() for e in spans)
        filled = (
            "action",
            "senders",
            "target_countries",
            "targets",
            "measures",
            "programs",
            "date",
            "authority",
            "n_designated",
            "scope",
            "reason",
            "announced",
            "listing_date",
            "end_date",
            "measures_implied",
            "claimed_by",
        )
        assert all(record.evidence.get(name) for name in filled if getattr(record, name))
        assert record.quote in text or record.quote in title


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=6))
def test_no_record_is_given_twice(sentences):
    found = sanctions("\n\n".join(sentences))
    assert len({fingerprint(r) for r in found}) == len(found)


LEAD = "Norway imposed sanctions on three Syrian officers and two firms on Tuesday.\n\n"


@pytest.mark.parametrize(
    ("later", "named"),
    [
        (
            "Among those listed are Samir Haddad, the head of a prison in Homs, Judge Rana Khoury of the military "
            "court, and Tarek Aswad, the chief of the guards, the ministry in Oslo said.",
            {"Samir Haddad", "Rana Khoury", "Tarek Aswad"},
        ),
        (
            "The two firms are Orontes Optics, a maker of sights in Hama, and Levant Rotor Works, which sold drones.",
            {"Orontes Optics", "Levant Rotor Works"},
        ),
        ("Two firms were added as well: Orontes Optics of Hama and the trader Levant Rotor Works.",
         {"Orontes Optics", "Levant Rotor Works"}),
        ("The ministry named the colonel Samir Haddad and Judge Rana Khoury as responsible for the beatings.",
         {"Samir Haddad", "Rana Khoury"}),
        ("His firms, Orontes Optics in Hama and Levant Rotor Works, and the tanker Amber Tide 3 were also designated.",
         {"Orontes Optics", "Levant Rotor Works", "Amber Tide 3"}),
    ],
)  # fmt: skip
def test_whom_a_later_sentence_names_belongs_to_the_round_of_the_lead(later, named):
    record = only(LEAD + later)
    assert {t.name for t in record.targets} == named
    assert (record.senders, record.target_countries) == (("NO",), ("SY",))


def test_the_flag_of_a_listed_ship_is_no_target_country():
    record = only(
        "Norway imposed sanctions on a Syrian trader and a ship on Tuesday.\n\nThe trader, Samir Haddad, was added to "
        "the sanctions list together with the vessel Amber Tide 3, which flies the flag of Comoros."
    )
    assert record.target_countries == ("SY",)
    assert ("Amber Tide 3", "vessel") in {(t.name, t.type) for t in record.targets}


@pytest.mark.parametrize(
    ("later", "measures"),
    [
        ("The measures freeze the assets of the five in Norway and ban the officers from travelling there.",
         {"asset_freeze", "travel_ban"}),
        ("The three face a travel ban, and any money that they hold in Norway will be frozen.",
         {"asset_freeze", "travel_ban"}),
        ("The regulations make them inadmissible to Norway.", {"travel_ban"}),
    ],
)  # fmt: skip
def test_what_a_round_means_may_stand_in_a_later_sentence_and_hits_no_other_country(later, measures):
    record = only(LEAD + later)
    assert set(record.measures) == measures
    assert record.target_countries == ("SY",)


def test_the_order_under_which_a_round_was_made_may_stand_in_a_later_sentence():
    text = (
        "The United States imposed sanctions on two Syrian firms on Tuesday.\n\nThe designations were made under "
        "Executive Order 13572."
    )
    assert only(text).programs == ("Executive Order 13572",)


def test_what_the_treasury_has_added_to_its_list_is_news():
    record = only("The US Treasury has added a Syrian trader, two firms and a tanker to its sanctions list.")
    assert (record.senders, record.target_countries, record.background) == (("US",), ("SY",), False)


@pytest.mark.parametrize("title", ["", "Danish trader fined two million euros for breaking Syria sanctions"])
def test_where_a_fined_company_comes_from_is_neither_sender_nor_target(title):
    text = (
        "A court in Aarhus fined the Danish trader Limfjord Pumps 2 million euros for breaking the EU's sanctions on "
        "Syria."
    )
    record = only(text, title)
    assert (record.action, record.respondents, record.target_countries) == ("enforce", ("Limfjord Pumps",), ("SY",))
    assert "DK" not in record.senders


def test_assets_that_have_been_frozen_for_years_are_background():
    record = only("Norway has frozen the assets of Syrian officers for eight years.")
    assert record.background


@pytest.mark.parametrize(
    "text",
    [
        "Oslo's city council sanctioned the building of a bridge to the harbour on Monday.",
        "The embargo on cattle and pork from Denmark was imposed on Monday, when the virus was found.",
    ],
)
def test_a_permission_and_a_veterinary_ban_are_no_sanctions(text):
    assert sanctions(text) == []


def test_a_year_and_the_regulations_are_not_among_those_listed():
    record = only(
        "On 4 March 2024 the Foreign Office added two individuals and one ship to the UK Sanctions List under the "
        "Syria (Sanctions) (EU Exit) Regulations 2019."
    )
    assert record.n_designated == 3
    assert record.targets == ()


def test_two_companies_that_are_named_are_counted_once():
    record = only("Norway froze the assets of two Syrian companies, Orontes Optics and Levant Rotor Works.")
    assert record.n_designated in (None, 2)
    assert len(record.targets) == 2


def test_those_who_are_hit_by_two_acts_of_one_sentence_are_counted_together():
    record = only(
        "Norway imposed travel bans on nine Syrian officers and froze the assets of two firms, Orontes Optics and "
        "Levant Rotor Works."
    )
    assert record.n_designated == 11


@pytest.mark.parametrize(
    ("later", "named"),
    [
        ("The officer Samir Haddad was designated in 2019 under Executive Order 13572.", set()),
        ("Two firms, Orontes Optics and Levant Rotor, had been added to the list in May.", set()),
        ("The officials are based in Damascus, Homs and Hama, and work for Rami Saleh.", set()),
        ("The measures were criticised by Human Rights Watch and Amnesty International.", set()),
        (
            "The list includes Samir Haddad, who runs the Aleppo Steel Works and Homs Cement, and Rana Khoury.",
            {"Samir Haddad", "Rana Khoury"},
        ),
    ],
)
def test_who_is_only_spoken_of_after_a_round_is_not_in_it(later, named):
    news = [r for r in sanctions(LEAD + later) if not r.background]
    assert {t.name for r in news for t in r.targets} == named
    assert not any(r.programs for r in news)


@pytest.mark.parametrize(
    "text",
    [
        "OFAC today designated the Chilean brothers Juan Soto and Pedro Soto under the Kingpin Act for trafficking.",
        "The Treasury sanctioned Omar Farouk Lodi, a Jordanian national, under Executive Order 13224. He finances "
        "a terrorist group and of al Qaida.",
    ],
)
def test_a_programme_against_drugs_or_terrorism_aims_at_no_state(text):
    record = only(text)
    assert record.senders == ("US",)
    assert record.target_countries == ()


def test_a_programme_against_terrorism_aims_at_a_state_whose_own_organ_is_hit():
    record = only("OFAC today designated three commanders of Iran's Revolutionary Guard under Executive Order 13224.")
    assert record.target_countries == ("IR",)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (
            "OFAC also designated four lenders that are owned by the clan, including Zubr Bank, Oder Bank, and Warta "
            "Savings and Trading Co., Ltd.",
            {"Zubr Bank", "Oder Bank", "Warta Savings and Trading Co., Ltd"},
        ),
        (
            "Amber Tide Shipping LLC, Orontes Optics, and their owner Rana Khoury are being designated pursuant to "
            "Executive Order 13572.",
            {"Amber Tide Shipping LLC", "Orontes Optics", "Rana Khoury"},
        ),
        (
            "OFAC today designated two entities pursuant to Executive Order 13572. The two entities designated today "
            "are: Orontes Optics and Levant Rotor Works.",
            {"Orontes Optics", "Levant Rotor Works"},
        ),
        (
            "OFAC today designated five people pursuant to Executive Order 13572. Also designated today is "
            "Rana Khoury, a judge in Homs.",
            {"Rana Khoury"},
        ),
    ],
)
def test_those_whom_a_release_lists_are_its_targets(text, named):
    assert {t.name for r in sanctions(text) for t in r.targets} == named


@pytest.mark.parametrize(
    ("before", "text", "named"),
    [
        ("Two bankers, Samir Haddad and Rana Khoury, had fled to Cyprus.", "Both were sanctioned by Norway in 2019.",
         {"Samir Haddad", "Rana Khoury"}),
        ("Samir Haddad ran the mint in Homs.", "He was sanctioned by Norway in 2019.", {"Samir Haddad"}),
    ],
)  # fmt: skip
def test_who_it_was_that_was_listed_may_stand_in_the_sentence_before(before, text, named):
    assert {t.name for t in only(f"{before} {text}").targets} == named


def test_a_short_form_is_spelled_out_and_kept_as_an_alias():
    found = only(
        "Norway blacklisted the General Office of Optics (GOO) of Syria. GOO was sanctioned by Norway for its lenses."
    )
    assert [(t.name, t.aliases) for t in found.targets] == [("General Office of Optics", ("GOO",))]


def test_two_listings_of_one_body_on_different_days_are_two_records():
    found = sanctions(
        "OFAC sanctioned Samir Haddad on Tuesday.\n\nOrontes Optics was designated in May 2012 under Executive Order "
        "13382, and was designated in June 2015 under Executive Order 13572."
    )
    assert {r.date for r in found if r.background} == {"2012-05", "2015-06"}


def test_a_bank_that_is_listed_beside_a_name_of_a_programme_gives_the_programme_no_target():
    found = only("Samir Haddad was named a Specially Designated Global Terrorist by the Treasury's OFAC in 2019.")
    assert "Global" not in " ".join(t.name for t in found.targets)


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Norway imposed sanctions on Syria's textile industry.", "sectoral_sanctions"),
        ("Norway imposed sanctions on Syria's oil industry.", "oil_and_gas"),
        ("Norway imposed sanctions on Syria's central bank.", "financial_restrictions"),
        ("Norway sanctioned a Syrian trader. As a result, any assets that he may hold within the reach of Norwegian "
         "law must be blocked.", "asset_freeze"),
    ],
)  # fmt: skip
def test_what_is_hit_says_which_measure_it_is(text, measure):
    assert measure in only(text).measures


@pytest.mark.parametrize(
    ("text", "action", "senders"),
    [
        ("Latvia called on Norway to impose sanctions on Belarus.", "call_for", ("NO",)),
        ("Three US senators agreed on a new package of sanctions on Belarus.", "propose", ("US",)),
        (
            "The United States banned trade with Belarus on Tuesday, and banned exports of chips to it.",
            "impose",
            ("US",),
        ),
    ],
)
def test_who_would_have_to_act_and_who_only_proposes(text, action, senders):
    record = only(text)
    assert (record.action, record.senders) == (action, senders)


def test_a_dispute_in_court_is_no_sanction_but_a_sanctions_case_is():
    court = "The lawsuit goes on. Lawyers filed a motion for sanctions against Orontes Optics at a court hearing."
    assert sanctions(court) == []
    assert only("A US court jailed a trader in a Syria sanctions case.").action == "enforce"


def test_a_sender_that_no_sentence_names_is_the_one_that_the_article_speaks_of_and_less_sure():
    text = "Washington and Damascus spoke. The United States was pleased. Sanctions on Syria were lifted on Tuesday."
    record = next(r for r in sanctions(text) if r.action == "lift")
    assert record.senders == ("US",)
    assert record.confidence["senders"] < 0.9


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Norway imposed sanctions on Syria.", "scope", "programme"),
        ("Norway imposed sanctions on Syria's textile industry.", "scope", "sector"),
        ("Norway sanctioned Samir Haddad of Syria.", "scope", "entity"),
        ("Norway imposed an arms embargo on Syria.", "scope", "item"),
        ("The EU extended its sanctions on Syria until 1 June 2025.", "end_date", "2025-06-01"),
        ("Norway imposed an embargo on Syria, which takes effect on 1 April 2024.", "start_date", "2024-04-01"),
        ("Norway sanctioned Samir Haddad of Syria for beating prisoners in Homs.", "reason",
         "for beating prisoners in Homs"),
        ("OFAC designated the Syrian trader Samir Haddad on 4 March 2024.", "listing_date", "2024-03-04"),
        ("Norway imposed sanctions on Syria on 4 March 2024.", "announced", "2024-03-04"),
        ("The Council sanctioned Samir Haddad of Syria by Council Decision (CFSP) 2024/117.", "official_ref",
         "Council Decision (CFSP) 2024/117"),
        ("The United States eased sanctions on Syria with General License 24.", "licence_no", "24"),
        ("Caracas announced that the United States had eased sanctions on Venezuela.", "claimed_by", "VE"),
    ],
)  # fmt: skip
def test_what_else_a_record_says_has_its_words_as_evidence(text, field, value):
    record = only(text)
    assert getattr(record, field) == value
    assert all(text[e.start : e.end] == e.quote for e in record.evidence[field])


def test_until_when_business_may_be_wound_down_is_no_end_of_the_sanctions():
    record = only("The United States eased sanctions on Syria so that trade may be wound down until 1 May 2024.")
    assert (record.wind_down_until, record.end_date) == ("2024-05-01", "")


def test_what_a_listing_means_by_law_is_kept_apart_from_what_is_said():
    record = only("OFAC designated the Syrian trader Samir Haddad on Tuesday.")
    assert record.measures == ("listing",)
    assert set(record.measures_implied) == {"asset_freeze", "financial_restrictions"}


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Norway sanctioned the Syrian firm Orontes Optics, also known as Homs Lenses.", "aliases", ("Homs Lenses",)),
        ("Norway sanctioned the ship Amber Tide of Syria (IMO 9876543).", "identifiers", {"imo": "9876543"}),
        ("Norway sanctioned the Syrian firm Orontes Optics, which is owned by Rana Khoury.", "linked_to",
         ("Rana Khoury",)),
    ],
)  # fmt: skip
def test_what_is_said_of_a_name_goes_with_it(text, field, value):
    (target,) = only(text).targets
    assert getattr(target, field) == value


@pytest.mark.parametrize(
    ("text", "action", "modality"),
    [
        ("The European Union agreed to adopt sanctions against Belarus.", "impose", "future"),
        ("The European Union agreed to extend its sanctions against Belarus.", "extend", "reported"),
        ("The plan to build the dam requires the lifting of EU sanctions on Belarus.", "lift", "future"),
        ("It is important for Britain to sanction Russian generals.", "impose", "future"),
        ("Senators on Friday said they agreed on a package of US sanctions on Sudan.", "propose", "reported"),
        ("Canada signed a note delegating powers under the law to impose sanctions on Sudan.", "impose", "future"),
        ("Britain is opposed to lifting sanctions on Sudan.", "lift", "future"),
        ("Sudan plans to retaliate because Canada imposed sanctions on Sudan.", "impose", "reported"),
    ],
)
def test_what_is_not_done_yet_is_told_softer(text, action, modality):
    found = only(text)
    assert (found.action, found.modality) == (action, modality)


@pytest.mark.parametrize(
    "text",
    [
        "Would the European Union lift its sanctions on Belarus?",
        "Q Would the European Union lift its sanctions on Belarus —",
        "OFAC expanded the list of medicines authorized for export to Sudan.",
    ],
)
def test_what_is_only_asked_or_allowed_is_no_record(text):
    assert not [r for r in sanctions(text) if r.action in ("impose", "lift")]


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Serbia could impose sanctions on Russia, the minister said.", "threaten"),
        ("The European Union stands ready to adopt further sanctions against Libya.", "threaten"),
        ("The bill would impose sanctions on Nicaragua.", "propose"),
        ("Britain should impose sanctions on Sudan.", "call_for"),
        ("Libya asked the U.N. Security Council to blacklist the oil tanker Meltem.", "call_for"),
    ],
)
def test_what_could_or_should_be_imposed_is_the_weaker_act(text, action):
    found = only(text)
    assert (found.action, found.modality) == (action, "reported")


def test_what_nobody_asks_for_is_no_record():
    assert not sanctions("The White House is not asking for sanctions on Iran.")


MUCH = "A river rose in the north on a cold day, and nobody was hurt.\n\n" * 5


def test_an_act_told_with_its_day_is_news_wherever_it_stands():
    told = sanctions(MUCH + "The European Union announced Wednesday that it was imposing sanctions on Belarus.")
    assert [r.background for r in told] == [False]
    told = sanctions(MUCH + "The European Union imposed sanctions on Belarus after the vote.")
    assert [r.background for r in told] == [True]


def test_what_was_said_on_an_earlier_occasion_is_background():
    text = "Canada imposed sanctions on Belarus on Tuesday.\n\n"
    told = sanctions(text + "During a phone call in January, Poland's leader urged Canada to lift the sanctions.")
    assert [(r.action, r.background) for r in told][1:] == [("call_for", True)]


@pytest.mark.parametrize(
    "text",
    [
        "Sudan tested a missile days after Canada imposed sanctions on Sudan.",
        "Critics praise the deal lifting U.S. sanctions on Sudan.",
        "Critics praise the accord under which Canada lifted sanctions on Sudan.",
        "Over the years, Canada has approved other sanctions on Sudan.",
    ],
)
def test_what_came_before_the_news_is_background(text):
    assert {r.background for r in sanctions(text, "Sanctions on Sudan")} == {True}


def test_the_breach_that_is_punished_is_the_background_of_its_punishment():
    told = sanctions("Canada imposed sanctions on Zubr Bank for violating U.S. sanctions on Iran.")
    assert {r.action: r.background for r in told} == {"impose": False, "evade": True}
