"""``embargowatch group``: which articles tell the same story, from the command line."""

from __future__ import annotations

import json

from embargowatch import cli
from embargowatch.cli.group import group_lines

ARTICLES = (
    {
        "id": "a",
        "title": "Poland orders 218 K239 Chunmoo launchers from South Korea",
        "text": "Poland signed a contract with South Korea on Monday to buy 218 K239 Chunmoo rocket launchers.",
        "published": "2026-11-16",
    },
    {
        "id": "b",
        "title": "Warsaw signs Chunmoo deal",
        "text": "Warsaw signed a contract to buy 218 Chunmoo rocket launchers from South Korea, officials said.",
        "published": "2026-11-17",
    },
    {
        "id": "c",
        "title": "Norway donates NASAMS to Ukraine",
        "text": "Norway delivered two NASAMS air defence batteries to Ukraine on Tuesday.",
        "published": "2026-11-17",
    },
)


def stories_of(articles) -> dict[str, list[str]]:
    return {row["id"]: row["stories"] for row in group_lines(json.dumps(article) for article in articles)}


def test_outlets_that_tell_one_deal_share_a_key_and_others_do_not():
    stories = stories_of(ARTICLES)

    assert stories["a"] == stories["b"]
    assert len(stories["a"]) == len(stories["c"]) == 1
    assert stories["c"] != stories["a"]


def test_the_order_of_the_lines_changes_no_key():
    assert stories_of(reversed(ARTICLES)) == stories_of(ARTICLES)


def test_a_bad_line_is_said_in_its_place_and_the_others_go_on():
    lines = [json.dumps(ARTICLES[0]), "not json", '{"id": 7, "text": 5}', json.dumps(ARTICLES[1])]

    first, bad, worse, last = group_lines(lines)

    assert first["stories"] == last["stories"] != []
    assert bad["id"] is None
    assert "error" in bad
    assert worse == {"id": 7, "error": "text is not a string"}


def test_what_tells_nothing_is_in_no_story():
    assert stories_of([{"id": "x"}, {"id": "y", "text": "The choir sang in the old town hall on Sunday."}]) == {
        "x": [],
        "y": [],
    }


def test_the_command_prints_one_object_a_line(tmp_path, capsys):
    given = tmp_path / "articles.jsonl"
    given.write_text("\n".join(map(json.dumps, ARTICLES)))

    assert cli.main(["group", "--jsonl", str(given)]) == 0

    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == ["a", "b", "c"]
