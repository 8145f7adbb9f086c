"""Verdicts: about sanctions or not, and why. Texts are written for these tests."""

from datetime import UTC, datetime

import pytest

from embargowatch import classify
from embargowatch.types import Article


def verdict(text, title="", topic="sanctions"):
    article = Article(url="", title=title, text=text, published=datetime(2024, 3, 6, tzinfo=UTC))
    return next(v for v in classify.judge(article) if v.topic == topic)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Canada sanctions two Belarusian banks", "Canada imposed sanctions on two Belarusian banks on Tuesday."),
        ("Treasury adds shipping network to list", "OFAC today designated three tankers for carrying Iranian oil."),
        ("", "The EU extended its arms embargo on Zimbabwe by a year. The embargo dates from 2002."),
        ("Japan freezes assets of Sudanese generals", "Japan has frozen the assets of two Sudanese generals."),
    ],
)
def test_news_of_sanctions_is_about_them(title, text):
    found = verdict(text, title)
    assert found.relevant
    assert found.because


@pytest.mark.parametrize(
    "text",
    [
        "The league handed the club sanctions for its spending. The coach asked fans to stay calm before the match.",
        "A bishop faces sanctions under canon law, the diocese said. The clergy were told on Sunday.",
        "The town council has sanctioned a new cycle path along the river. Work begins in autumn.",
        "The judge imposed sanctions on opposing counsel for discovery violations.",
        "WADA upheld doping sanctions on three athletes before the Olympics.",
        "Tariffs rise. The trade dispute over dumping led to trade sanctions and duties, the WTO heard.",
        "The players froze in the cold. The assets of the team are its fans.",
        "She was designated as driver for the evening, and the block party went on.",
    ],
)
def test_other_senses_of_the_words_are_not_about_sanctions(text):
    assert not verdict(text).relevant


def test_a_verdict_names_the_words_that_spoke_against_it():
    found = verdict("WADA upheld doping sanctions on three athletes before the Olympics.")
    assert "doping" in found.against


def test_a_passing_word_is_no_news():
    text = "The orchestra played in Berlin. " * 12 + "Its first tour to Cuba was stopped by the embargo decades ago."
    assert not verdict(text).relevant


def test_a_text_without_a_cue_scores_nothing_and_is_given_no_reason():
    found = verdict("Rain spoiled the harvest festival on Saturday.")
    assert (found.relevant, found.score, found.because) == (False, 0.0, ())


def test_there_is_one_verdict_for_each_topic():
    article = Article(url="", title="", text="Rain spoiled the festival.")
    assert [v.topic for v in classify.judge(article)] == ["sanctions", "arms_deals"]


def test_only_english_is_supported():
    assert classify.supported(Article(url="", title="", text="The ministry decided new rules for banks on Monday."))
    assert not classify.supported(Article(url="", title="", text="Le ministère a décidé de nouvelles règles lundi."))


@pytest.mark.parametrize("text", ["Thailand picked the Swedish Gripen over the American F-16.",
    "Poland signed a $3.6bn contract with South Korea for 218 Chunmoo launchers."])  # fmt: skip
def test_the_name_of_a_weapon_system_opens_the_gate_without_any_other_word_of_arms(text):
    found = {v.topic: v for v in classify.judge(Article(url="", title="", text=text))}
    assert found["arms_deals"].relevant
