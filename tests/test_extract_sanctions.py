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
        )
        assert all(record.evidence.get(name) for name in filled if getattr(record, name))
        assert record.quote in text or record.quote in title


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=6))
def test_no_record_is_given_twice(sentences):
    found = sanctions("\n\n".join(sentences))
    assert len({fingerprint(r) for r in found}) == len(found)
