"""The scorer counts as it says, and the shipped labelled set keeps its floors."""

import json
import os
from pathlib import Path

import pytest

from embargowatch.cli import main
from embargowatch.cli.analyze import analyze_lines
from embargowatch.cli.evaluate import SHIPPED, labelled, places, results
from embargowatch.evaluate import measure, report
from embargowatch.evaluate.intervals import intervals
from embargowatch.evaluate.measure import measure_article
from embargowatch.evaluate.page import marks, section, with_sections
from embargowatch.evaluate.same import same_money, same_name, same_program, same_weapon
from embargowatch.evaluate.sets import LabelledSet, read_sets, text_sha256
from embargowatch.settings import ROOT

GOLD = {
    "type": "sanction", "action": "impose", "senders": ["CA"], "target_countries": ["BY"],
    "targets": [{"name": "Zubr Bank", "type": "company"}], "measures": ["asset_freeze"], "programs": [],
    "modality": "reported", "background": False,
}  # fmt: skip
LABEL = {"id": "a", "sanctions": "about", "arms_deals": "none", "records": [GOLD]}
FLOORS = {
    "topic.sanctions": 0.83, "topic.arms_deals": 0.70, "core.sanction": 0.55, "core.arms_deal": 0.35,
    "main.sanction": 0.60, "main.arms_deal": 0.36, "slots.sanction": 0.62, "slots.arms_deal": 0.53,
}  # fmt: skip
"""A bit below what sixty articles gave that were labelled before anything was run on them. Lowering one is a visible
act."""
REAL_FLOORS = {
    "topic.sanctions": 0.94, "topic.arms_deals": 0.90, "core.sanction": 0.64, "core.arms_deal": 0.50,
    "main.sanction": 0.58, "main.arms_deal": 0.49, "slots.sanction": 0.63, "slots.arms_deal": 0.57,
}  # fmt: skip
"""On real articles, whose texts are other people's: the folder with the set `dev` is named by EMBARGOWATCH_GOLD."""

REAL = SHIPPED / "real"
REAL_SETS = {
    "open": {
        "topic.sanctions": 0.88, "topic.arms_deals": 0.88, "core.sanction": 0.55, "core.arms_deal": 0.46,
        "main.sanction": 0.38, "main.arms_deal": 0.44, "slots.sanction": 0.61, "slots.arms_deal": 0.54,
    },
}  # fmt: skip
"""On labels of ours whose texts are other people's: who has them names them with EMBARGOWATCH_TEXTS."""


def result(*records, about=True):
    return {"a": {"id": "a", "topics": {"sanctions": {"relevant": about}}, "records": list(records)}}


def f1(found, key):
    return found.counts[key].f1


def test_the_same_record_scores_full_in_every_measure():
    found = measure([LABEL], result(GOLD))
    assert {key: f1(found, key) for key in ("topic.sanctions", "core.sanction", "main.sanction", "slots.sanction")} == {
        "topic.sanctions": 1.0,
        "core.sanction": 1.0,
        "main.sanction": 1.0,
        "slots.sanction": 1.0,
    }


def test_another_sender_is_no_core_agreement_but_its_other_slots_count():
    found = measure([LABEL], result(GOLD | {"senders": ["JP"]}))
    assert f1(found, "core.sanction") == 0.0
    assert found.counts["slot.sanction.measures"].hits == 1


def test_a_record_told_as_background_is_no_main_news():
    found = measure([LABEL], result(GOLD | {"background": True}))
    assert (f1(found, "core.sanction"), f1(found, "main.sanction")) == (1.0, 0.0)


def test_a_plan_told_as_done_is_overstated_and_the_other_way_round_is_not():
    plan = GOLD | {"modality": "future"}
    assert measure([LABEL | {"records": [plan]}], result(GOLD)).overstated == 1
    assert measure([LABEL], result(plan)).overstated == 0


def test_a_record_on_an_article_without_any_is_false_unless_it_is_denied():
    empty = LABEL | {"sanctions": "mention", "records": []}
    assert measure([empty], result(GOLD)).false_records == 1
    assert measure([empty], result(GOLD | {"modality": "denied"})).false_records == 0


def test_borderline_topics_are_left_out():
    found = measure([LABEL | {"sanctions": "borderline"}], result(GOLD))
    assert found.counts["topic.sanctions"].guess == 0


def test_a_missing_result_loses_the_record_and_is_counted():
    found = measure([LABEL], {})
    assert (found.missing, found.counts["core.sanction"].recall) == (1, 0.0)


@pytest.mark.parametrize(
    ("same", "one", "two", "expected"),
    [
        (same_name, "The Zubr Bank Ltd", "Zubr Bank", True),
        (same_name, "Iran", "Central Bank of Iran", False),
        (same_program, "E.O. 14038", "Executive Order 14038", True),
        (same_program, "CAATSA", "Countering America's Adversaries Through Sanctions Act", True),
        (same_weapon, "F-16", "F-16C Block 70", True),
        (same_weapon, "F-16", "F-15", False),
        (same_money, {"amount": 100, "currency": "USD"}, {"amount": 103, "currency": "USD"}, True),
        (same_money, {"amount": 100, "currency": "USD"}, {"amount": 100, "currency": "EUR"}, False),
    ],
)
def test_when_two_fillers_are_the_same(same, one, two, expected):
    assert same(one, two) is expected


def write(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def several(*kinds):
    """A set of copies of LABEL, of these kinds, right in every second article."""
    labels = tuple(LABEL | {"id": str(n), "kind": kind, "language": "en"} for n, kind in enumerate(kinds))
    results = {
        label["id"]: result(GOLD if n % 2 else GOLD | {"senders": ["JP"]})["a"] for n, label in enumerate(labels)
    }
    return LabelledSet("own", labels, {label["id"]: {"id": label["id"], "text": ""} for label in labels}), results


def test_a_set_is_told_by_source_kind_and_language():
    said = report(*several("official", "news", "news", "news"))
    kinds = said.groups["source kind"]
    assert {kind: m.articles for kind, m in kinds.items()} == {"news": 3, "official": 1}
    assert (f1(kinds["official"], "core.sanction"), f1(kinds["news"], "core.sanction")) == (0.0, 2 / 3)
    assert set(said.groups["language"]) == {"en"}


def test_a_kind_that_no_label_says_comes_from_the_source_or_is_not_told():
    found, results = several("", "")
    assert "source kind" not in report(found, results).groups
    found = LabelledSet("own", found.labels, {"0": {"source": "gov:1"}, "1": {"url": "https://news.example/1"}})
    assert set(report(found, results, ["gov"]).groups["source kind"]) == {"news", "official"}


def test_the_interval_holds_the_number_and_narrows_with_more_articles():
    widths = []
    for copies in (6, 96):
        found, results = several(*["news"] * copies)
        parts = [measure_article(label, results[label["id"]]) for label in found.labels]
        (low, high) = intervals(parts, ["core.sanction"])["core.sanction"]
        assert low <= 0.5 <= high
        widths.append(high - low)
    assert widths[0] > 2 * widths[1] > 0


def test_confusions_say_what_is_taken_for_what_and_who_is_missing_or_too_many():
    wrong = GOLD | {
        "action": "lift",
        "senders": ["CA", "US"],
        "measures": [],
        "background": True,
        "modality": "claimed",
    }
    said = report(LabelledSet("own", (LABEL,), {"a": {"id": "a", "text": "x"}}), result(wrong)).confused
    assert said["action"] == {"impose → lift": 1}
    assert said["senders too many"] == {"US": 1}
    assert said["measures not found"] == {"asset_freeze": 1}
    assert said["news or background"] == {"news → background": 1}
    assert said["modality"] == {"reported → claimed": 1}


def test_a_page_keeps_what_people_wrote_around_a_measured_section():
    said = report(*several("news", "news"))
    written = "# Accuracy\n\nWords.\n\n<!-- measured: own -->\nold\n<!-- end of own -->\n\nMore.\n"
    page = with_sections(written, [said])
    assert page.startswith("# Accuracy\n\nWords.\n")
    assert page.endswith("\n\nMore.\n")
    assert "old" not in page
    assert "| core sanctions | 0.500 | 0.500 | 0.500 |" in page
    assert with_sections(page, [said]) == page


NEWS = {"id": "a", "title": "", "text": "Canada imposed sanctions on Belarus on Tuesday."}


def test_labels_get_their_texts_from_elsewhere_and_refuse_others(tmp_path, capsys, monkeypatch):
    labels, texts = tmp_path / "labels", tmp_path / "texts"
    labels.mkdir()
    texts.mkdir()
    rows = [LABEL | {"id": id_, "text_sha256": text_sha256(NEWS)} for id_ in "abc"]
    write(labels / "own.labels.jsonl", *rows)
    write(texts / "some.jsonl", NEWS, NEWS | {"id": "b", "text": "Canada lifted sanctions on Belarus."})
    monkeypatch.delenv("EMBARGOWATCH_TEXTS", raising=False)
    assert main(["evaluate", str(labels)]) == 2
    assert "3 labels have no text here" in capsys.readouterr().err
    assert main(["evaluate", str(labels), "--texts", str(texts), "--json"]) == 1
    out, err = capsys.readouterr()
    assert "b is left out, its text is not the one that was labelled" in err
    assert "1 labels have no text here and are left out (c)" in err
    (said,) = json.loads(out)
    assert (said["articles"], said["measures"]["core.sanction"]["f1"]) == (1, 1.0)
    monkeypatch.setenv("EMBARGOWATCH_TEXTS", str(texts / "some.jsonl"))
    assert main(["evaluate", str(labels / "own.labels.jsonl"), "--json"]) == 1


def test_the_command_writes_its_sections_into_a_page(tmp_path, capsys):
    write(tmp_path / "own.articles.jsonl", NEWS)
    write(tmp_path / "own.labels.jsonl", LABEL)
    page = tmp_path / "docs" / "page.md"
    assert main(["evaluate", str(tmp_path), "--markdown", str(page)]) == 0
    assert "<!-- measured: own -->" in page.read_text("utf-8")


def test_the_command_prints_a_table_for_a_folder(tmp_path, capsys):
    article = {"id": "a", "title": "", "text": "Canada imposed sanctions on Belarus on Tuesday."}
    (tmp_path / "own.articles.jsonl").write_text(json.dumps(article) + "\n", encoding="utf-8")
    (tmp_path / "own.labels.jsonl").write_text(json.dumps(LABEL) + "\n", encoding="utf-8")
    assert main(["evaluate", str(tmp_path)]) == 0
    assert "core sanction" in capsys.readouterr().out


def test_a_folder_without_labels_is_an_error(tmp_path, capsys):
    assert main(["evaluate", str(tmp_path)]) == 2
    assert "labels" in capsys.readouterr().err


@pytest.fixture(scope="module")
def shipped():
    """The shipped set and what is said of its articles."""
    (found,) = read_sets(SHIPPED)
    return found, results(found)


def test_the_page_says_of_the_shipped_set_what_the_command_gives(shipped):
    page = (ROOT / "docs" / "accuracy.md").read_text("utf-8")
    assert section(report(*shipped)) in page, "renew it: ./run evaluate --markdown docs/accuracy.md"


def test_the_page_has_a_place_for_every_set():
    page = (ROOT / "docs" / "accuracy.md").read_text("utf-8")
    for name in ("shipped", "dev", "open", "held", "reliability", "verdicts", "ablation shipped", "ablation open"):
        opens, closes = marks(name)
        assert page.index(opens) < page.index(closes)


def test_the_shipped_set_keeps_its_floors(shipped):
    found = measure(shipped[0].labels, shipped[1])
    assert floors_kept(found, FLOORS)
    assert found.false_records == 0


def test_the_shipped_labels_are_whole_and_their_evidence_is_in_their_texts():
    (found,) = read_sets(SHIPPED)
    assert len(found.labels) == 60
    for label in found.labels:
        article = found.articles[label["id"]]
        assert label["kind"] in ("official", "news")
        for record in label["records"]:
            assert record["evidence"] in f"{article['title']}\n{article['text']}", label["id"]


def floors_kept(found, floors):
    return {key: f1(found, key) >= floor for key, floor in floors.items()} == dict.fromkeys(floors, True)


@pytest.mark.skipif(
    "EMBARGOWATCH_GOLD" not in os.environ, reason="no labelled real articles: EMBARGOWATCH_GOLD names none"
)
def test_the_labelled_real_articles_keep_their_floors():
    sets = {name: (articles, labels) for name, articles, labels in labelled(Path(os.environ["EMBARGOWATCH_GOLD"]))}
    articles, labels = sets["dev"]
    found = measure(labels, {row["id"]: row for row in analyze_lines(articles)})
    assert floors_kept(found, REAL_FLOORS)
    assert found.false_records <= 0.03 * found.without_records
    assert found.overstated <= 0.04 * found.told


@pytest.mark.skipif(
    "EMBARGOWATCH_TEXTS" not in os.environ, reason="the texts belong to others: EMBARGOWATCH_TEXTS names no copy"
)
@pytest.mark.parametrize("name", REAL_SETS)
def test_labels_without_texts_keep_their_floors_where_the_texts_are(name):
    (found,) = read_sets(REAL / f"{name}.labels.jsonl", places())
    assert not found.refused
    assert not found.without_text
    said = measure(found.labels, results(found))
    assert floors_kept(said, REAL_SETS[name])
    assert said.false_records <= 0.04 * said.without_records
