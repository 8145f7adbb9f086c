"""A verdict adds up the signs of a document by learned weights."""

from embargowatch import classify, lexicon
from embargowatch.cli import main, train
from embargowatch.evaluate.page import marks
from embargowatch.topics import TOPICS, verdict
from embargowatch.train import verdicts
from embargowatch.types import Article

NEWS = "The European Union imposed sanctions on three Belarusian banks on Monday, freezing their assets."
FAR = "The club sold more scarves than ever, and the chairman spoke of a calm season ahead of everybody. " * 30


def judged(title, text):
    return {v.topic: v for v in classify.judge(Article(url="", title=title, text=text))}


def test_the_same_sentence_counts_for_more_at_the_top_than_at_the_end_of_a_long_text():
    above, below = judged("", f"{NEWS}\n\n{FAR}"), judged("", f"{FAR}\n\n{FAR}\n\n{NEWS}")
    assert above["sanctions"].score > below["sanctions"].score
    assert above["sanctions"].relevant
    assert not below["sanctions"].relevant


def test_a_record_is_a_sign_beside_the_words():
    document, (records, _) = classify.reading(Article(url="", title="", text=NEWS))
    found = verdict.signs(document, "sanctions", records, ())
    assert (found["any news"], found["record in lead"], found["word sanctions"]) == (1.0, 1.0, 1.0)
    assert "any news" in verdict.signs(document, "sanctions", (), ())
    assert verdict.signs(document, "sanctions", (), ())["any news"] == 0.0


def test_words_of_another_sense_keep_a_document_out_whatever_it_counts():
    document, (records, _) = classify.reading(Article(url="", title="Sanctions", text=NEWS))
    assert verdict.judge(document, "sanctions", records, ("doping",), another_sense=True).score <= verdict.OF_ANOTHER


def test_every_weight_belongs_to_a_topic_and_a_sign_that_is_made():
    document, (records, _) = classify.reading(Article(url="", title="", text=NEWS))
    made = {sign for sign in verdict.signs(document, "sanctions", records, ()) if "word " not in sign} | {"-"}
    rows = lexicon.table("verdicts")
    assert {row["topic"] for row in rows} == {topic.name for topic in TOPICS}
    assert {row["sign"] for row in rows if "word " not in row["sign"]} <= made


def test_training_learns_from_labels_and_says_how_good_it_is(tmp_path, capsys, monkeypatch):
    table = tmp_path / "verdicts.tsv"
    page = tmp_path / "accuracy.md"
    page.write_text("".join(f"{mark}\n" for mark in marks("verdicts")), "utf-8")
    monkeypatch.setattr(verdicts.store, "__defaults__", (table,))
    monkeypatch.setattr(train, "PAGE", page)
    assert main(["train", "verdicts", "tests/data/gold"]) == 0
    said = capsys.readouterr().out
    assert "topic F1, cross-validated" in said
    assert "shipped" in said
    assert "shipped" in page.read_text("utf-8")
    rows = [line.split("\t") for line in table.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert rows[0] == ["topic", "sign", "weight"]
    assert float({sign: w for topic, sign, w in rows[1:] if topic == "sanctions"}["strong paragraphs"]) > 0


def test_training_without_labels_is_refused(tmp_path, capsys):
    assert main(["train", "verdicts", str(tmp_path)]) == 2
    assert "no labels" in capsys.readouterr().err


def test_words_alone_have_to_be_surer_than_words_with_a_record():
    assert verdict.about(0.5, {"any record": 1.0})
    assert not verdict.about(0.5, {"any record": 0.0})
    assert verdict.about(0.95, {"any record": 0.0})
