"""What judging an article costs, counted in sentences and words and never in seconds."""

from __future__ import annotations

import gzip
import json
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embargowatch import lexicon
from embargowatch.classify import reading
from embargowatch.cli import main
from embargowatch.reading import nlp, read
from embargowatch.topics.arms_deals.selecting import worth_parsing
from embargowatch.train.sentences import Example, Trained, store, train
from embargowatch.types import Article

SENTENCES = (
    "There is nothing that Ankara's ministers haven't done, it said, but the jets were not sold.",
    "Whether I am to go or you've got to stay, that's what he's gonna ask, because it hurts.",
    "The  frigate \t which had been ordered did sail; who does the paying, and whose are those missiles?",
    "To sell or not to sell: do as you like, I'd have let them go.",
)


@pytest.mark.parametrize("text", SENTENCES)
def test_every_word_gets_what_the_model_s_own_attribute_ruler_gives_it(text):
    ours = nlp.parse([text])[0]
    pipeline = nlp.pipeline()
    theirs = pipeline.get_pipe("attribute_ruler")(pipeline(text))
    assert [(t.pos_, str(t.morph), t.tag_, t.dep_) for t in ours] == [
        (t.pos_, str(t.morph), t.tag_, t.dep_) for t in theirs
    ]


def test_entities_are_only_recognised_where_somebody_asks_for_them():
    document = read(Article(url="", title="", text="Ottawa froze the assets of Ann Ray, a banker from Oslo."))
    clause = document.parse(0)
    assert {m.name for m in clause.known} == {"Canada", "Norway"}
    assert clause.mention_at(clause.doc[0], ("country",)).codes == ("CA",)
    assert not clause.doc.has_annotation("ENT_IOB")
    assert "Ann Ray" in {m.text for m in clause.mentions if m.kind == "person"}


HOSTILE = (
    "sanctions ",
    "sanctions \t",
    "Sanctions imposed. ",
    "SANCTIONS ON IRAN\n",
    "The following were designated by OFAC:\n- Ann Ray\n",
    "delivered F-16 to Poland ",
    "The deal to sell F-16 jets to Poland was signed. It sold them to Iran. ",
    "F-16 ",
    "U.S. ",
    "Ann Ray of Iran, ",
    "3 March 2020, ",
    "$1,000,000,",
    "(((((",
    "…..!",
    "\n",
    '<div class="a"><p>sanctions on Iran</p></div>',
    "sa\u0301nctions\u0301 sanctions\u0300\u0302 ",
    "\x01\x02sanctions\x00 ",
    "sanctions",
    "İ arms deal ",
)
LEAD = "The United States imposed sanctions on Iran and sold twelve F-16 jets to Poland for $1 billion. "


def work(text: str) -> int:
    """Calls of functions, in Python and in C, that it takes to judge and read a text."""
    calls = 0

    def count(_frame, event, _arg):
        nonlocal calls
        calls += event in ("call", "c_call")

    article = Article(url="", title="US sanctions Iran", text=text)
    sys.setprofile(count)
    try:
        reading(article)
    finally:
        sys.setprofile(None)
    return calls


def grows_no_faster_than_its_length(piece: str, chars: int) -> bool:
    once, four_times = (work(LEAD + piece * (n // len(piece))) for n in (chars, 4 * chars))
    return four_times <= 5 * once


@pytest.mark.parametrize("piece", HOSTILE, ids=ascii)
def test_work_grows_no_faster_than_the_text(piece):
    work(LEAD)  # loads what is loaded once
    assert grows_no_faster_than_its_length(piece, 8_000)


@given(st.lists(st.sampled_from((*HOSTILE, LEAD)), min_size=2, max_size=6))
@settings(max_examples=5, deadline=None)
def test_nor_does_it_for_any_mixture_of_hostile_texts(pieces):
    assert grows_no_faster_than_its_length("".join(pieces), 4_000)


# --- What is parsed -----------------------------------------------------------------------------------

OFF_TOPIC = (
    (
        "A friend of mine bought a helmet",
        "A friend of mine bought a helmet at the flea market. She will give it to him.",
    ),
    (
        "Parcels may come by drone",
        "The online shop wants to deliver parcels by drone. Its drones will be sold to farmers too. "
        "The company ordered parts of forty helicopters, a think tank said.",
    ),
    (
        "Judge lets gun shops sell again",
        "A judge allowed gun shops to sell handguns to those under 21. A rifle club had asked for it. "
        "Lawyers for the state asked to keep their firearms locked away.",
    ),
    (
        "Crew of a fighter jet found alive",
        "Two airmen ejected when their fighter jet hit a flock of geese on Monday. A helicopter was sent to help them. "
        "The aircraft was built in 1998.",
    ),
)


@pytest.mark.parametrize(("title", "text"), OFF_TOPIC)
def test_nothing_is_parsed_in_an_article_about_something_else(monkeypatch, title, text):
    monkeypatch.setattr(nlp, "pipeline", lambda: pytest.fail("spaCy was asked"))
    reading.cache_clear()
    document, records = reading(Article(url="", title=title, text=text))
    assert document.cues
    assert not any(records)


def test_a_deal_s_own_sentences_are_parsed_and_those_around_it_are_not():
    article = Article(
        url="",
        title="Poland buys twelve fighter jets from South Korea",
        text="Poland signed a contract to buy twelve fighter jets from South Korea for $700 million. "
        "A friend of mine will give her his old helmet.",
    )
    document = read(article)
    assert worth_parsing(document) == [0, 1]
    document.in_full = True
    assert worth_parsing(document) == [0, 1, 2]


# --- Learning which sentences are worth it --------------------------------------------------------------


def test_training_keeps_what_became_records_and_leaves_the_rest():
    found = [
        Example(str(n), frozenset({"always", "word sold" if n % 2 else "word shot", f"word {n % 7}"}), 0.8 * (n % 2))
        for n in range(200)
    ]
    trained = train(found)
    assert trained.recall >= 0.97
    assert trained.parsed == pytest.approx(0.5, abs=0.05)
    worth = {e.told: sum(trained.weights.get(sign, 0.0) for sign in e.signs) for e in found}
    assert worth[0.8] > 0 > worth[0.0]


def test_weights_are_written_as_a_table_that_the_lexicon_reads(tmp_path, monkeypatch):
    (tmp_path / "en").mkdir()
    store(Trained({"always": -1.5, "word sold": 2.25, "word the": 0.01}, 200, 0.5, 0.98), tmp_path / "en")
    monkeypatch.setattr(lexicon, "FOLDER", tmp_path)
    rows = lexicon.table.__wrapped__("worth_arms_deals")
    assert rows == ({"sign": "always", "weight": "-1.50"}, {"sign": "word sold", "weight": "2.25"})


def test_sentences_are_learned_from_articles_without_labels(tmp_path, capsys):
    deal = "Poland signed a contract to buy twelve fighter jets from South Korea for $700 million."
    other = "The pilot got his helmet from a friend in Norway. A tank of fuel was delivered to the farm."
    rows = [{"title": "", "text": f"{deal if n % 2 else other} Item {n}."} for n in range(40)]
    with gzip.open(tmp_path / "news.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    assert main(["train", "sentences", str(tmp_path), "--dry"]) == 0
    assert "of 60 sentences" in capsys.readouterr().out
    (tmp_path / "news.jsonl.gz").unlink()
    assert main(["train", "sentences", str(tmp_path), "--dry"]) == 2
