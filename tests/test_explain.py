"""`embargowatch analyze --explain`: what a person sees of an article, and that it cannot steer the terminal."""

import json
import re
import subprocess
import sys
from decimal import Decimal

import pytest

from embargowatch.explain import Pen, explain
from embargowatch.explain.pen import Piece, wide
from embargowatch.types import ArmsDeal, Article, Evidence, Money, Sanction, Verdict, Weapon

TITLE = "Norway orders tanks"
TEXT = "Norway ordered 54 Leopard 2 tanks from Germany.\n\nThe parade was cancelled."
ARTICLE = Article(url="", title=TITLE, text=TEXT)
VERDICTS = (
    Verdict("sanctions", False, 0.0),
    Verdict("arms_deals", True, 0.91, because=("tanks",), against=("parade",)),
)


def at(words, where="text", text=TEXT):
    start = text.index(words)
    return Evidence(where, start, start + len(words), words)


DEAL = ArmsDeal(
    stage="signed",
    suppliers=("DE",),
    recipients=("NO",),
    weapons=(Weapon("Leopard 2", "armoured_vehicle", quantity=54),),
    value=Money(Decimal(2_000_000_000), "EUR"),
    modality="claimed",
    claimed_by="NO",
    background=True,
    quote="Norway ordered 54 Leopard 2 tanks from Germany.",
    evidence={"stage": (at("ordered"),), "suppliers": (at("Germany"),), "weapons": (at("54 Leopard 2"),)},
    confidence={"record": 0.7, "suppliers": 0.83},
)


def page(article=ARTICLE, records=(DEAL,), width=200, colour=False):
    return "\n".join(explain(article, VERDICTS, records, Pen(width, colour)))


def command(text, *words):
    done = subprocess.run(
        [sys.executable, "-m", "embargowatch", "analyze", "--explain", *words],
        input=text, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


def test_what_carries_a_field_is_marked_with_the_record_and_the_field():
    said = page()
    assert (
        "Norway [[ordered|1 stage]] [[54 Leopard 2|1 weapons]] [[tanks|for arms deals]] from [[Germany|1 from]]."
        in said
    )


def test_a_phrase_that_spoke_against_a_topic_is_marked_and_listed():
    said = page()
    assert "The [[parade|against arms deals]] was cancelled." in said
    assert "against “parade”" in said


def test_the_record_says_how_far_how_certain_and_what_each_field_rests_on():
    said = page()
    assert "an arms deal, background, claimed by Norway, not confirmed, 70% sure" in said
    assert re.search(r"^ +From +Germany \(83% sure, from “Germany”\)$", said, re.MULTILINE)
    assert re.search(r"^ +Value +€2bn$", said, re.MULTILINE)


def test_verdicts_are_told_with_their_score():
    said = page()
    assert "Arms deals: about it, score 0.91" in said
    assert "Sanctions: not about it, score 0.00" in said


def test_marks_that_meet_are_one_with_both_notes():
    two = {"stage": (at("ordered 54"),), "weapons": (at("54 Leopard 2"),)}
    assert "[[ordered 54 Leopard 2|1 stage, 1 weapons]]" in page(
        records=(ArmsDeal(stage="signed", evidence=two, weapons=DEAL.weapons),)
    )


def test_no_control_character_of_the_article_reaches_the_terminal():
    bad = "\x1b]0;owned\x07 \x9b31m \x1b[2J \u202eevil\r\x00\u2028"
    quote = Evidence("text", 0, len(bad), bad)
    record = Sanction(action="impose", programs=(bad,), quote=bad, evidence={"programs": (quote,)})
    verdict = Verdict("sanctions", True, 1.0, because=(bad,), against=("\x1b[5m",))
    for colour in (False, True):
        lines = explain(Article(url="", title=bad, text=bad), (verdict,), (record,), Pen(80, colour))
        ours = re.sub(r"\x1b\[[\d;]+m", "", "\n".join(lines)) if colour else "\n".join(lines)
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]", ours)


@pytest.mark.parametrize("width", [20, 37, 80])
@pytest.mark.parametrize("text", [TEXT, "a" * 500, "北约对伊朗实施制裁" * 20, "e\u0301" * 90])
def test_no_line_is_wider_than_the_terminal(width, text):
    pen = Pen(width)
    lines = list(pen.lines([Piece(text.replace("\n", " "))]))
    assert max(map(wide, lines)) <= width
    assert "".join(lines).replace(" ", "") == text.replace("\n", "").replace(" ", "")


def test_colours_only_add_styles_to_the_same_words():
    plain = re.sub(r"\x1b\[[\d;]+m", "", page(colour=True))
    assert "\x1b[" in page(colour=True)
    assert "\x1b[" not in page()
    assert "Norway ordered¹ 54 Leopard 2¹ tanks from Germany¹." in plain


def test_of_a_long_text_only_what_has_marks_is_shown():
    rain = "\n\n".join(["It rained on the coast that day."] * 2000)
    said = page(Article(url="", title=TITLE, text=f"{TEXT}\n\n{rain}"))
    assert "[2,000 paragraphs without a mark]" in said
    assert "rained" not in said


def test_the_command_explains_texts_objects_and_lines():
    news = "Canada on Tuesday imposed sanctions on two Belarusian banks."
    for given in (f"Banks listed\n\n{news}", json.dumps({"title": "Banks listed", "text": news})):
        status, out = command(given)
        assert status == 0
        assert "Banks listed" in out
        assert "Imposed: Canada sanctions" in out
    status, out = command(f"{json.dumps({'id': 'a', 'text': news})}\n{{bad\n{json.dumps({'id': 'c'})}\n", "--jsonl")
    assert status == 0
    assert re.findall(r"^── (\S+(?: \d)?) ─", out, re.MULTILINE) == ["a", "line 2", "c"]
    assert "Not an article: not JSON" in out
    assert "Not read: there is no text." in out


def test_help_teaches_by_example():
    status, out = command("", "--help")
    assert status == 0
    assert "| embargowatch analyze --explain" in out
