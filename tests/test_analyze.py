"""`embargowatch analyze`: what goes in, what comes out, and that nothing else is on standard output."""

import json
import subprocess
import sys

import pytest

from embargowatch.cli.analyze import analyze_lines, analyze_whole, read_time

NEWS = "Canada on Tuesday imposed sanctions on two Belarusian banks."


def command(text, *words):
    done = subprocess.run(
        [sys.executable, "-m", "embargowatch", "analyze", *words],
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def line(**row):
    return json.dumps(row)


def test_the_first_line_of_a_text_is_its_title():
    status, out, _ = command(f"Banks listed\n\n{NEWS}\n", "--published", "2024-03-06")
    result = json.loads(out)
    assert status == 0
    assert result["topics"]["sanctions"]["relevant"]
    assert [(r["action"], r["senders"], r["target_countries"]) for r in result["records"]] == [
        ("impose", ["CA"], ["BY"])
    ]


def test_lines_come_out_in_order_one_for_each_and_bad_ones_do_not_stop_the_run():
    rows = [line(id="a", text=NEWS), "{not json", line(id="c", text=3), "[]", "", line(id="e", text=NEWS, title=None)]
    status, out, _ = command("\n".join(rows) + "\n", "--jsonl")
    results = [json.loads(x) for x in out.splitlines()]
    assert status == 0
    assert [r["id"] for r in results] == ["a", None, "c", None, "e"]
    assert ["error" in r for r in results] == [False, True, True, True, False]


def test_null_is_the_same_as_absent():
    (with_null,) = analyze_lines([line(id="a", text=NEWS, title=None, url=None, published=None)])
    (without,) = analyze_lines([line(id="a", text=NEWS)])
    assert with_null == without


def test_another_language_is_said_and_never_guessed():
    (result,) = analyze_lines(
        [line(id="a", text="Die Regierung hat am Montag neue Sanktionen gegen drei Banken verhängt.")]
    )
    assert result == {"id": "a", "status": "unsupported_language", "topics": {}, "records": []}


@pytest.mark.parametrize("row", [{"text": ""}, {"text": " \n ", "title": ""}, {}])
def test_an_article_without_a_word_is_empty(row):
    (result,) = analyze_lines([json.dumps(row | {"id": 7})])
    assert (result["id"], result["status"]) == (7, "empty")


def test_a_published_day_without_a_zone_is_utc_and_a_month_is_its_first_day():
    assert read_time("2024-03-06").isoformat() == "2024-03-06T00:00:00+00:00"
    assert read_time("2024-03-06T01:00:00+02:00").isoformat() == "2024-03-05T23:00:00+00:00"
    assert read_time("2024-03").isoformat() == "2024-03-01T00:00:00+00:00"


def test_a_published_that_is_no_date_is_a_bad_line():
    (result,) = analyze_lines([line(id="a", text=NEWS, published="yesterday")])
    assert "no date" in result["error"]


def test_a_file_that_is_not_there_is_an_error_of_the_command():
    status, out, complaint = command("", "/no/such/file")
    assert (status, out) == (2, "")
    assert "/no/such/file" in complaint


@pytest.mark.parametrize(
    "text",
    [
        "\x00\x01 sanctions \x1f on Iran \ud800",
        "<p>Canada <b>imposed</b> sanctions on Iran.</p>" * 3,
        "Canada imposed sanctions on Iran " * 400,
        "Ottawa imposed sanctions. Москва ответила. 加拿大实施制裁。 Ottawa imposed sanctions on Moscow.",
        "sanctions " * 30,
        'Canada imposed sanctions on <script>alert(1)</script> and "O\'Neil; drop table" in Iran.',
    ],
)
def test_strange_text_gives_a_result_whose_evidence_is_in_the_text(text):
    result = analyze_whole(f"A title\n{text}")
    assert result["status"] in ("ok", "unsupported_language")
    json.dumps(result).encode()


def test_two_megabytes_are_read():
    (result,) = analyze_lines([line(id="a", text=NEWS + " It rained on the coast." * 80_000)])
    assert [r["action"] for r in result["records"]] == ["impose"]
