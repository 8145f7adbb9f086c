"""Sentences, names, money, dates and roles, on sentences written for these tests."""

import random
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embargowatch.reading import modality, read, roles, supported, syntax
from embargowatch.reading.dates import dates
from embargowatch.reading.gate import lower
from embargowatch.reading.language import language
from embargowatch.reading.money import amounts
from embargowatch.reading.sentences import LONGEST, split
from embargowatch.reading.truecase import truecase
from embargowatch.types import Article


def document(text, title="", published=datetime(2024, 3, 6, tzinfo=UTC)):
    return read(Article(url="", title=title, text=text, published=published))


def parsed(text):
    whole = document(text)
    return whole, whole.parse(0)


def word(clause, text):
    return next(t for t in clause.doc if t.text == text)


def codes(actors):
    return [actor.code for actor in actors]


# --- Sentences ----------------------------------------------------------------------------------------


def test_abbreviations_and_initials_do_not_end_a_sentence():
    found = split("", "The U.S. Senate met Gen. J. Doe of Acme Inc. on Monday. It voted.")
    assert [s.text for s in found] == ["The U.S. Senate met Gen. J. Doe of Acme Inc. on Monday.", "It voted."]


def test_a_missing_blank_after_a_full_stop_still_ends_the_sentence():
    assert [s.text for s in split("", "They met.The talks failed.")] == ["They met.", "The talks failed."]


def test_paragraphs_are_counted_and_the_title_stands_before_them():
    found = split("A title", "One. Two.\n\nThree.")
    assert [(s.where, s.paragraph) for s in found] == [("title", -1), ("text", 0), ("text", 0), ("text", 1)]


@given(st.text(alphabet=st.sampled_from('aB.! \n"”’,;U.S'), max_size=300))
def test_sentences_are_the_text_in_order_without_overlap_and_lose_only_blanks(text):
    found = split("", text)
    assert all(text[s.start : s.end] == s.text for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert "".join("".join(s.text for s in found).split()) == "".join(text.split())


def test_one_endless_line_is_cut():
    assert all(len(s.text) <= LONGEST for s in split("", "word " * 5000))


# --- Language and gate --------------------------------------------------------------------------------


def test_languages_are_told_apart_and_only_english_is_read():
    assert language("", "Das Ministerium hat am Montag neue Regeln für Banken beschlossen.") == "de"
    assert supported("", "The ministry decided new rules for banks on Monday morning.")
    assert not supported("", "Das Ministerium hat am Montag neue Regeln für Banken beschlossen.")


def test_a_text_too_short_to_tell_is_in_its_declared_language():
    assert not supported("", "OK", declared="fr")
    assert supported("", "OK")


def test_lower_case_keeps_the_length_where_python_does_not():
    text = "İSTANBUL ẞ"
    assert len(lower(text)) == len(text) != len(text.lower())


def test_an_article_without_a_cue_is_not_parsed():
    assert document("The choir sang in the hall.").cue_sentences("sanctions") == []


def test_only_the_sentence_with_the_cue_is_asked_for():
    assert document("It rained. Ottawa imposed sanctions. It rained again.").cue_sentences("sanctions") == [1]


# --- Headlines ----------------------------------------------------------------------------------------


def test_a_headline_in_title_case_is_written_as_a_sentence():
    text = "The ministry put an embargo on coal. It eases the rules for two banks."
    assert truecase("Oslo Eases Embargo On Two Banks", text) == "Oslo eases embargo on two banks"


def test_a_shouted_headline_keeps_its_names():
    assert truecase("OTTAWA SAYS IT WILL IMPOSE SANCTIONS", "") == "Ottawa says IT will impose sanctions".replace(
        "IT", "it"
    )


def test_an_ordinary_headline_is_left_alone():
    assert truecase("Oslo puts an embargo on coal", "") == "Oslo puts an embargo on coal"


# --- Money and dates ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("a deal worth $2.5 billion", 2_500_000_000, "USD"),
        ("for €300m", 300_000_000, "EUR"),
        ("5 billion Norwegian crowns", 5_000_000_000, "NOK"),
        ("USD 1.2bn", 1_200_000_000, "USD"),
        ("Rs 5,000 crore", 50_000_000_000, "INR"),
        ("A$40 million", 40_000_000, "AUD"),
        ("12,500 euros", 12_500, "EUR"),
    ],
)
def test_money_is_read_in_full_units(text, amount, currency):
    found = amounts(text)
    assert [(a.amount, a.currency) for a in found] == [(Decimal(amount), currency)]


def test_a_range_keeps_both_ends_and_a_bound_its_words():
    (found,) = amounts("between $2 and $3 billion")
    assert (found.amount, found.amount_max) == (Decimal(2_000_000_000), Decimal(3_000_000_000))
    (found,) = amounts("more than $40 million")
    assert (found.amount, found.qualifier) == (Decimal(40_000_000), "more than")


def test_a_number_that_is_no_money_is_none():
    assert amounts("40 million people and 3 dogs in 2024") == ()


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("on 12 April 2017", "2017-04-12"),
        ("on April 12, 2017", "2017-04-12"),
        ("in April 2017", "2017-04"),
        ("in 2017", "2017"),
        ("earlier this month", "2024-03"),
        ("last year", "2023"),
        ("on Tuesday", "2024-03-05"),
        ("in December", "2023-12"),
        ("yesterday", "2024-03-05"),
        ("three years ago", "2021"),
    ],
)
def test_a_date_keeps_its_own_precision(text, iso):
    assert [w.iso for w in dates(text, date(2024, 3, 6))] == [iso]


def test_a_day_that_does_not_exist_is_no_date():
    assert dates("on 31 February 2024", date(2024, 3, 6))[0].iso != "2024-02-31"


def test_a_relative_date_without_the_articles_own_stays_open():
    assert [w.iso for w in dates("earlier this month", None)] == [""]


# --- Who does what to whom ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "verb", "who"),
    [
        ("Ottawa imposed sanctions on Minsk.", "imposed", ["CA"]),
        ("Sanctions were imposed by Norway and Sweden.", "imposed", ["NO", "SE"]),
        ("Turkish officials plan to buy tanks.", "buy", ["TR"]),
        ("The government of Kenya signed a contract.", "signed", ["KE"]),
        ("NATO ally Turkey signed a contract.", "signed", ["TR"]),
        ("The State Department approved the sale.", "approved", ["US"]),
        ("Berlin, which sold the tanks, was silent.", "sold", ["DE"]),
    ],
)
def test_who_acts_is_a_state(text, verb, who):
    whole, clause = parsed(text)
    assert codes(roles.actors(whole, clause, syntax.subjects(word(clause, verb)))) == who


def test_a_pronoun_stands_for_the_subject_before_it():
    whole = document("Kenya ordered radios. It paid in March.")
    clause = whole.parse(1)
    assert codes(roles.actors(whole, clause, syntax.subjects(word(clause, "paid")))) == ["KE"]


def test_the_object_of_the_active_is_the_subject_of_the_passive():
    _, active = parsed("Paris sold the frigates.")
    _, passive = parsed("The frigates were sold.")
    assert [t.text for t in syntax.patients(word(active, "sold"))] == ["frigates"]
    assert [t.text for t in syntax.patients(word(passive, "sold"))] == ["frigates"]


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("Ottawa imposed sanctions on Minsk.", "imposed", "reported"),
        ("Ottawa will impose sanctions on Minsk.", "impose", "future"),
        ("Ottawa plans to impose sanctions on Minsk.", "impose", "future"),
        ("Ottawa may impose sanctions on Minsk.", "impose", "hypothetical"),
        ("If Ottawa imposes sanctions, Minsk will answer.", "imposes", "hypothetical"),
        ("Ottawa did not impose sanctions on Minsk.", "impose", "denied"),
        ("Minsk claimed that Ottawa imposed sanctions.", "imposed", "claimed"),
    ],
)
def test_how_firmly_it_is_said(text, verb, expected):
    _, clause = parsed(text)
    assert modality.mood(word(clause, verb)).modality == expected


def test_mentions_have_the_articles_offsets():
    title, text = "Two banks listed", "It rained.\n\nOttawa froze the assets of Zubr Bank."
    whole = document(text, title)
    found = [m for i in range(len(whole.sentences)) for m in whole.parse(i).mentions]
    assert "CA" in {code for m in found for code in m.codes}
    assert all((title if m.where == "title" else text)[m.start : m.end] == m.text for m in found)


def test_where_a_report_was_written_is_no_mention():
    whole = document("VIENNA - Talks with Kenya ended.")
    assert {code for m in whole.parse(0).mentions for code in m.codes} == {"KE"}
    assert {code for hit in whole.names(0) for code in hit.name.codes} == {"KE"}


# --- Hostile text -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "piece",
    ["a. ", "$1,1,1,1", "sanction " * 3, "(" * 40, "Executive Order (E.O.) ", "- A B C ", "\u202e.\u0000", "1 May, "],
)
def test_a_text_made_to_make_patterns_backtrack_is_read_to_its_end(piece):
    whole = document(piece * (400_000 // len(piece)))
    for sentence in whole.sentences[:300]:
        amounts(sentence.text)
        dates(sentence.text, date(2024, 3, 6))
    last = whole.sentences[-1]
    assert last.end >= len(whole.article.text.rstrip()) - len(piece)
    assert all(whole.sentences[i].index == i for i in whole.cue_sentences("sanctions"))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_any_mixture_of_marks_and_numbers_is_read_without_an_error(seed):
    chance = random.Random(seed)
    pieces = [
        "$",
        "€",
        "US$",
        "2",
        "1,000",
        ".5",
        " million",
        " to ",
        "May ",
        "2024",
        "-",
        "31 ",
        "last ",
        "\n",
        "Ж",
        "😀",
    ]
    text = "".join(chance.choices(pieces, k=60))
    assert all(text[a.start : a.end] for a in amounts(text))
    assert all(text[w.start : w.end] for w in dates(text, date(2024, 3, 6)))


def test_a_dateline_is_nobody_even_where_its_place_stands_for_a_body():
    text = "BRUSSELS (Wire) - The European Union froze the assets of Zubr Bank."
    known = read(Article(url="", title="", text=text)).parse(0).known
    assert [m.text for m in known if m.codes] == ["European Union"]
    assert any(
        m.text == "NATO" for m in read(Article(url="", title="", text="NATO - the alliance - met.")).parse(0).known
    )
