"""Labels without texts: nothing of the text is kept, and whoever has the text gets the words back."""

import json

import pytest

from embargowatch.cli import main
from embargowatch.cli.evaluate import SHIPPED
from embargowatch.evaluate.packing import Unpackable, pack, unpack
from embargowatch.evaluate.sets import read_rows

ARTICLE = {
    "id": "a", "source": "gov:release-7", "title": "Two banks are listed",
    "text": "It rained.\n\nCanada imposed\nsanctions on Zubr Bank (Minsk), and on nobody else.",
}  # fmt: skip
RECORD = {"type": "sanction", "action": "impose", "targets": [{"name": "Zubr Bank", "type": "company"}]}
LABEL = {
    "id": "a", "sanctions": "about", "arms_deals": "none", "note": "says that it rained",
    "records": [
        RECORD | {"evidence": "Canada imposed sanctions on Zubr Bank (Minsk)"},
        RECORD | {"evidence": "banks are listed"},
    ],
}  # fmt: skip
SETS = sorted((SHIPPED / "real").glob("*.jsonl"))


def strings(value):
    match value:
        case str():
            yield value
        case list():
            yield from (s for item in value for s in strings(item))
        case dict():
            yield from (s for key, item in value.items() if key not in ("source", "text_sha256") for s in strings(item))


def test_a_packed_label_says_where_its_evidence_is_and_nothing_of_the_text():
    packed = pack(LABEL, ARTICLE, ["gov"])
    assert [record["evidence"] for record in packed["records"]] == [
        {"in": "text", "start": 12, "end": 57},
        {"in": "title", "start": 4, "end": 20},
    ]
    assert (packed["kind"], packed["source"], "note" in packed) == ("official", "gov:release-7", False)


def test_whoever_has_the_text_gets_the_words_back():
    words = [record["evidence"] for record in unpack(pack(LABEL, ARTICLE), ARTICLE)["records"]]
    assert words == ["Canada imposed\nsanctions on Zubr Bank (Minsk)", "banks are listed"]


def test_another_text_is_refused_by_name():
    with pytest.raises(Unpackable, match=r"^a: its text is not the one"):
        unpack(pack(LABEL, ARTICLE), ARTICLE | {"text": "Canada did nothing."})


def test_evidence_that_is_not_in_the_text_is_refused_by_name():
    with pytest.raises(Unpackable, match=r"^a: the evidence"):
        pack(LABEL | {"records": [RECORD | {"evidence": "Canada lifted sanctions"}]}, ARTICLE)


def test_the_command_packs_unpacks_and_lists(tmp_path, capsys):
    labels, texts = tmp_path / "own.labels.jsonl", tmp_path / "texts.jsonl"
    labels.write_text(json.dumps(LABEL) + "\n" + json.dumps(LABEL | {"id": "b"}) + "\n", encoding="utf-8")
    texts.write_text(json.dumps(ARTICLE) + "\n", encoding="utf-8")
    assert main(["labels", "pack", str(labels), "--texts", str(texts)]) == 1
    out, err = capsys.readouterr()
    assert "b: there is no text with this id" in err
    labels.write_text(out, encoding="utf-8")
    assert main(["labels", "unpack", str(labels), "--texts", str(texts)]) == 0
    assert json.loads(capsys.readouterr().out)["records"][1]["evidence"] == "banks are listed"
    assert main(["labels", "list", str(labels), "--texts", str(texts)]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"id", "text_sha256", "source", "kind", "language"}


@pytest.mark.parametrize("path", SETS, ids=[path.name for path in SETS])
def test_what_is_kept_of_real_articles_holds_no_sentence_of_them(path):
    for row in read_rows(path):
        assert len(row["text_sha256"]) == 64
        assert all(set(record["evidence"]) == {"in", "start", "end"} for record in row.get("records", ()))
        assert max(map(len, strings(row))) <= 120, row["id"]
