"""`embargowatch read`, as somebody at a terminal runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from test_clean import PARAGRAPHS, TITLE, linked, page
from web_server import WebServer


def read(*args: str, stdin: str | bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """One run of the command."""
    return subprocess.run(
        [sys.executable, "-m", "embargowatch", "read", *args],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        timeout=120,
        check=False,
        env={**os.environ, **environment},
    )


def rows(run: subprocess.CompletedProcess[bytes]) -> list[dict]:
    return [json.loads(line) for line in run.stdout.splitlines()]


FIELDS = {"id", "url", "title", "text", "authors", "published", "language", "status", "reason"}


def test_a_saved_page_becomes_one_object(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(page(head=linked()))
    run = read(str(path), "--url", "https://gazette.example/1")
    assert run.returncode == 0, run.stderr
    (row,) = rows(run)
    assert set(row) == FIELDS
    assert (row["title"], row["text"]) == (TITLE, "\n\n".join(PARAGRAPHS))
    assert (row["authors"], row["published"]) == (["Ines Okafor", "Bo Lind"], "2026-11-23T07:30:00+00:00")
    assert (row["url"], row["language"], row["status"]) == ("https://gazette.example/1", "en", "ok")


def test_standard_input_is_read_without_a_name():
    (row,) = rows(read(stdin=page()))
    assert row["title"] == TITLE


def test_an_address_is_fetched():
    with WebServer() as server:
        url = server.serve("/a", page().encode(), Content_Type="text/html")
        (row,) = rows(read(url, EMBARGOWATCH_ALLOW_HOSTS=server.host))
    assert (row["url"], row["title"], row["status"]) == (url, TITLE, "ok")


@pytest.mark.parametrize(("path", "status"), [("/gone", "error"), ("/pdf", "not_article"), ("/big", "too_large")])
def test_an_address_that_cannot_be_had_says_why(path, status):
    with WebServer() as server:
        server.serve("/pdf", b"%PDF-", Content_Type="application/pdf")
        server.serve("/big", b"x" * 5000)
        settings = {"EMBARGOWATCH_ALLOW_HOSTS": server.host, "EMBARGOWATCH_MAX_BYTES": "1000"}
        run = read(server.url(path), **settings)
    assert run.returncode == 1
    (row,) = rows(run)
    assert (row["status"], row["text"], path in row["reason"]) == (status, "", True)


def test_an_address_inside_the_network_is_refused():
    (row,) = rows(read("http://127.0.0.1:1/"))
    assert (row["status"], "private address" in row["reason"]) == ("error", True)


def test_a_file_that_is_not_there_is_said_on_standard_error():
    run = read("/nowhere/at/all.html")
    assert (run.returncode, run.stdout) == (2, b"")
    assert b"/nowhere/at/all.html" in run.stderr


def test_each_line_gets_its_result_in_order_and_a_bad_one_costs_only_itself():
    lines = [
        json.dumps({"id": "a", "url": "https://gazette.example/a", "html": page()}),
        "this is not JSON",
        "",
        json.dumps({"id": "b"}),
        json.dumps(["a list"]),
        json.dumps({"id": "c", "html": 5}),
        json.dumps({"id": "d", "html": "", "url": None}),
        json.dumps({"id": 7, "url": "\ud800", "html": page(paragraphs=("\ud800 " + PARAGRAPHS[0], PARAGRAPHS[1]))}),
        "[" * 100_000,
    ]
    run = read("--jsonl", stdin="\n".join(lines))
    assert run.returncode == 0, run.stderr
    good, not_json, no_html, a_list, number, empty, surrogate, deep = rows(run)
    assert (good["id"], good["status"], set(good)) == ("a", "ok", FIELDS)
    assert (not_json["id"], "line 2" in not_json["error"]) == (None, True)
    assert (no_html["id"], "html" in no_html["error"]) == ("b", True)
    assert (a_list["id"], "error" in a_list) == (None, True)
    assert (number["id"], "error" in number) == ("c", True)
    assert (empty["id"], empty["status"]) == ("d", "not_article")
    assert (surrogate["id"], PARAGRAPHS[1] in surrogate["text"]) == (7, True)
    assert "error" in deep


def test_a_line_is_answered_before_the_next_one_comes():
    with subprocess.Popen(
        [sys.executable, "-m", "embargowatch", "read", "--jsonl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        for number in range(2):
            running.stdin.write(json.dumps({"id": number, "html": page()}).encode() + b"\n")
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["id"] == number
        running.stdin.close()
        assert running.wait(60) == 0
