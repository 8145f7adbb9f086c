"""Confidence is a share that is right: weights are plain data, trained on articles and measured on other articles."""

import json
from dataclasses import replace

import numpy as np
import pytest

from embargowatch.cli import main
from embargowatch.confidence import LEAST, MOST, WEIGHTS, field_signals, probability, record_signals, with_confidence
from embargowatch.evaluate.sets import read_sets
from embargowatch.train import confidence as training
from embargowatch.train.logistic import calibration_error, cross_validated, fit, fold_of, matrix, predict
from embargowatch.train.plot import reliability_svg
from embargowatch.types import Evidence, Sanction

QUOTE = "Canada imposed sanctions on Belarus."
RECORD = Sanction(
    action="impose", senders=("CA",), target_countries=("BY",), quote=QUOTE, date="2024-03-05",
    evidence={
        "action": (Evidence("text", 7, 14, "imposed"),),
        "senders": (Evidence("text", 0, 6, "Canada"),),
        "target_countries": (Evidence("text", 28, 35, "Belarus"),),
    },
    confidence={"record": 0.9, "senders": 0.9},
)  # fmt: skip


def test_a_record_and_each_field_with_evidence_get_a_confidence_and_nothing_else_changes():
    sure = with_confidence(RECORD, (RECORD,))
    assert set(sure.confidence) == {"record", "action", "senders", "target_countries"}
    assert all(LEAST <= value <= MOST for value in sure.confidence.values())
    assert replace(sure, confidence=RECORD.confidence) == RECORD


def test_a_record_without_a_party_is_believed_less_than_a_whole_one():
    half = replace(RECORD, senders=(), evidence={"action": RECORD.evidence["action"]})
    assert with_confidence(half, ()).confidence["record"] < with_confidence(RECORD, ()).confidence["record"]


def test_a_field_from_elsewhere_in_the_article_says_so():
    assert field_signals(RECORD, "senders", 0.5)["elsewhere"] == 0.0
    assert field_signals(replace(RECORD, quote="It did."), "senders", 0.5)["elsewhere"] == 1.0
    assert record_signals(replace(RECORD, quote="It did."), ())["parties from elsewhere"] == 1.0


def test_no_confidence_is_certain():
    assert probability({"": 99.0}, {}) == MOST
    assert probability({"": -99.0}, {}) == LEAST


def test_the_weights_are_plain_data_and_better_than_what_the_topics_say():
    stored = json.loads(WEIGHTS.read_text("utf-8"))
    assert set(stored["weights"]) == {"record", "field"}
    for kind in ("record", "field"):
        assert stored["measured"][kind]["brier_after"] < stored["measured"][kind]["brier_before"]
        assert stored["measured"][kind]["calibration_error_after"] < 0.08


def test_a_fit_finds_the_share_that_is_right():
    rng = np.random.default_rng(5)
    rows = [{"sure": float(n % 2)} for n in range(2000)]
    right = (rng.random(2000) < [0.9 if row["sure"] else 0.3 for row in rows]).astype(float)
    _, signals = matrix(rows)
    said = predict(signals, fit(signals, right))
    assert said[0] == pytest.approx(0.3, abs=0.05)
    assert said[1] == pytest.approx(0.9, abs=0.05)
    assert calibration_error(said, right) < 0.05


def test_cross_validation_never_sees_another_example_of_the_article():
    articles = [f"article {n // 10}" for n in range(400)]
    right = np.array([float(fold_of(article + "?") % 2) for article in articles])
    _, signals = matrix([{article: 1.0} for article in articles])
    seen = predict(signals, fit(signals, right))
    unseen = cross_validated(signals, right, articles)
    assert np.mean((seen > 0.5) == right) == 1.0
    assert np.mean((unseen > 0.5) == right) < 0.7


@pytest.fixture(scope="module")
def labelled(tmp_path_factory):
    """A small labelled folder: every second article is read right, the others have another sender."""
    folder = tmp_path_factory.mktemp("labelled")
    gold = {"type": "sanction", "action": "impose", "target_countries": ["BY"], "modality": "reported"}
    rows = [{"id": str(n), "title": "", "text": "Canada imposed sanctions on Belarus on Tuesday."} for n in range(10)]
    labels = [
        {
            "id": row["id"], "sanctions": "about", "arms_deals": "none",
            "records": [gold | {"senders": ["CA" if n % 2 else "JP"]}],
        }
        for n, row in enumerate(rows)
    ]  # fmt: skip
    for name, found in (("articles", rows), ("labels", labels)):
        (folder / f"own.{name}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in found), encoding="utf-8")
    return folder


def test_training_tells_right_records_and_fillers_from_wrong_ones(labelled):
    trained = training.train(read_sets(labelled))
    assert trained["record"].right.mean() == 0.5
    assert trained["field"].right.mean() == pytest.approx((10 + 5 + 10) / 30)
    assert trained["record"].after.mean() == pytest.approx(0.5, abs=0.1)
    drawn = reliability_svg(trained)
    assert drawn.startswith("<svg")
    assert "Records (10)" in drawn


def test_the_command_tells_how_good_it_would_be_without_writing(labelled, capsys):
    before = WEIGHTS.read_bytes()
    assert main(["train", "confidence", str(labelled), "--dry"]) == 0
    assert "cross-validated on own (10 articles)" in capsys.readouterr().out
    assert WEIGHTS.read_bytes() == before


def test_the_command_says_that_there_is_nothing_to_learn_from(tmp_path, capsys):
    assert main(["train", "confidence", str(tmp_path)]) == 2
    assert "no labels with texts" in capsys.readouterr().err
