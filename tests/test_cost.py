"""What judging an article costs, counted in sentences and words and never in seconds."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embargowatch.classify import reading
from embargowatch.reading import nlp, read
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
