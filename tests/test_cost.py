"""What judging an article costs, counted in sentences and words and never in seconds."""

from __future__ import annotations

import pytest

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
