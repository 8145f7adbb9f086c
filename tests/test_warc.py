"""Pages out as WARC files and in again, and what is let go of old pages."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from embargowatch import cli, pipeline, store
from embargowatch.settings import Settings
from embargowatch.types import Entry, Page, Subscription, Tally
from embargowatch.warc import Archived, LeftOut, NotAnArchive, read_warc, write_warc
from line import Newspaper, Postbox, post_office, rows, run_line
from test_pipeline import DAY, NOBODY, a_text, deal, told_by
from web_server import WebServer

__all__ = ["told_by"]
FETCHED = datetime(2026, 11, 23, 8, 30, 15, 250_000, tzinfo=UTC)


@pytest.fixture
def web_server() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


@pytest.fixture
def paper(web_server: WebServer) -> Newspaper:
    return Newspaper(web_server)


@pytest.fixture
def settings(web_server: WebServer) -> Settings:
    return web_server.settings()


def archived(body: bytes = b"<p>Radars \xe2\x82\xac", **changes: object) -> Archived:
    headers = {"content-type": "text/html; charset=utf-8", "content-encoding": "br", "server": "x", "etag": '"1"'}
    page = Page("https://a.example/x?b=1", "https://a.example/y?c=2", 200, headers, body, FETCHED)
    entry = Entry("https://a.example/x?b=1", "Rädars", "The feed's words.", ("Bo",), FETCHED)
    return replace(Archived(page, entry), **changes)  # type: ignore[arg-type]  # a test's own


def file_of(*pages: Archived, compressed: bool = True) -> bytes:
    file = BytesIO()
    assert write_warc(file, pages, name="x.warc.gz", compressed=compressed) == len(pages)
    return file.getvalue()


def read(data: bytes, now: datetime, max_bytes: int = 1_000_000) -> list[Archived | LeftOut]:
    return list(read_warc(BytesIO(data), name="x.warc", max_bytes=max_bytes, now=now))


# --- the format ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("compressed", [True, False])
def test_a_page_goes_out_and_comes_in_as_it_was(now, compressed):
    page = archived()
    (found,) = read(file_of(page, compressed=compressed), now)
    assert isinstance(found, Archived)
    assert found.entry == page.entry
    kept = {"content-type": "text/html; charset=utf-8", "server": "x", "etag": '"1"'}
    kept["x-archive-orig-content-encoding"] = "br"
    assert found.page == replace(page.page, headers=kept)


def test_other_tools_find_request_response_and_metadata_with_right_digests():
    page = archived()
    found = []
    for record in ArchiveIterator(BytesIO(file_of(page)), check_digests="raise"):
        content = record.content_stream().read()
        found.append((record.rec_type, record.rec_headers.get_header("WARC-Target-URI")))
        if record.rec_type == "response":
            assert content == page.page.body
            assert record.http_headers.get_statuscode() == "200"
            assert record.http_headers.get_header("Content-Encoding") is None
            assert record.rec_headers.get_header("WARC-Date") == "2026-11-23T08:30:15.250000Z"
            assert record.rec_headers.get_header("WARC-Payload-Digest") == f"sha256:{page.page.sha256}"
        if record.rec_type == "request":
            assert record.http_headers.get_header("Host") == "a.example"
            assert record.http_headers.protocol == "GET"
            assert record.http_headers.statusline.startswith("/y?c=2")
        if record.rec_type == "metadata":
            assert json.loads(content)["title"] == "Rädars"
    url = "https://a.example/y?c=2"
    assert found == [("warcinfo", None), ("response", url), ("request", url), ("metadata", url)]


def test_a_page_that_could_not_be_had_goes_out_with_its_reason_only(now):
    data = file_of(archived(b"", reason="it answered 503"), archived(b"", removed=True))
    records = [record.rec_type for record in ArchiveIterator(BytesIO(data))]
    assert records == ["warcinfo", "metadata", "metadata"]
    assert read(data, now) == []


def others(*records: tuple[str, str, str, dict[str, str], bytes]) -> bytes:
    """A WARC file as somebody else writes it."""
    file = BytesIO()
    writer = WARCWriter(file, gzip=True)
    for kind, url, status, headers, body in records:
        http = StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1") if status else None
        writer.write_record(
            writer.create_warc_record(url, kind, payload=BytesIO(body), length=len(body), http_headers=http)
        )
    return file.getvalue()


HTML = {"Content-Type": "text/html"}


def test_others_files_are_read_and_what_is_no_page_of_the_web_is_left_out(now):
    zipped = {**HTML, "Content-Encoding": "gzip"}
    chunked = b"8\r\n<p>Radar\r\n1\r\ns\r\n0\r\n\r\n"
    data = others(
        (
            "response",
            "https://a.example/zipped",
            "200 OK",
            zipped,
            gzip.compress(b"<p>Zip"),
        ),
        ("response", "https://a.example/chunked", "200 OK", {**HTML, "Transfer-Encoding": "chunked"}, chunked),
        ("response", "https://a.example/missing", "404 Not Found", HTML, b"no"),
        ("response", "https://a.example/moved", "301 Moved", {"Location": "/x"}, b""),
        ("response", "ftp://a.example/file", "", {}, b"226 bytes"),
        ("resource", "https://a.example/picture", "", {}, b"\x89PNG"),
        ("metadata", "https://a.example/chunked", "", {}, b'{"software": "somebody else", "title": "No"}'),
        (
            "response",
            "https://a.example/bomb",
            "200 OK",
            zipped,
            gzip.compress(b"0" * 5_000_000),
        ),
    )
    found = read(data, now)
    pages = {each.page.url: each.page.body for each in found if isinstance(each, Archived)}
    assert pages == {"https://a.example/zipped": b"<p>Zip", "https://a.example/chunked": b"<p>Radars"}
    left_out = [each.url for each in found if isinstance(each, LeftOut)]
    assert [url.rpartition("/")[2] for url in left_out] == ["missing", "moved", "file", "picture", "bomb"]


@pytest.mark.parametrize("data", [b"hello there", b"", gzip.compress(b"not a warc"), b"\x1f\x8b\x08\x00garbage"])
def test_what_is_no_archive_is_said_to_be_none(now, data):
    with pytest.raises(NotAnArchive, match=r"x\.warc is not a WARC file"):
        read(data, now)


def test_a_file_that_breaks_off_gives_what_comes_before(now):
    whole = file_of(archived(), archived(b"<p>Second" * 2000), compressed=False)
    pages = read_warc(BytesIO(whole[: len(whole) // 4]), name="x.warc", max_bytes=10**6, now=now)
    first = next(pages)
    assert isinstance(first, Archived)
    assert first.page.body == archived().page.body


# --- through the tables -------------------------------------------------------------------------------


def test_a_day_of_pages_makes_the_same_articles_elsewhere_without_asking_anybody(
    db, make_database: Callable[[], str], paper, web_server, now, settings, told_by, tmp_path
):
    texts = [a_text(now, f"Number {number}") for number in range(25)]
    told_by["Number 3"] = [deal()]
    printed = [(paper.print(f"/{number}", text), text) for number, text in enumerate(texts)]
    lost = (web_server.url("/lost"), a_text(now, "Lost"))
    pipeline.import_feeds(db, [paper.announce("daily", [*printed, lost])], now=now)
    run_line(db, settings, NOBODY, now, last="link")
    fetched = rows(db, "select min(fetched_at)::date from embargowatch.pages where failure_kind = ''")[0][0]
    with (tmp_path / "day.warc.gz").open("wb") as file:
        write_warc(file, pipeline.archived(db, fetched), name="day.warc.gz", compressed=True)
    hits = len(web_server.hits)

    elsewhere = store.connect(make_database())
    pipeline.import_subscribers(elsewhere, [Subscription("ada@example.org", cadence="immediate")], now=now)
    with (tmp_path / "day.warc.gz").open("rb") as file:
        pages = read_warc(file, name="day", max_bytes=10**7, now=datetime.now(UTC))
        assert pipeline.replay_pages(elsewhere, pages, now=now) == Tally(done=25)
    postbox = Postbox()
    with post_office(postbox) as mail_server:
        run_line(elsewhere, settings, mail_server, now)

    said = "select url, title, text, published from embargowatch.articles where status = 'ok' order by url"
    assert rows(elsewhere, said) == rows(db, said)
    assert rows(elsewhere, "select headline from embargowatch.stories") == rows(
        db, "select headline from embargowatch.stories"
    )
    assert (len(web_server.hits), postbox.mails) == (hits, [])
    elsewhere.close()


def test_an_archive_s_page_never_takes_the_place_of_a_newer_one(db, paper, now, settings):
    text = a_text(now)
    url = paper.print("/a", text)
    pipeline.import_feeds(db, [paper.announce("daily", [(url, text)])], now=now)
    run_line(db, settings, NOBODY, now, last="clean")
    page = Page(
        url, url, 200, {}, b"<h1>Older</h1>" + b"<p>Older words than these were never read. </p>" * 30, now - DAY
    )

    assert pipeline.replay_pages(db, [Archived(page, Entry(url))], now=now) == Tally(skipped=1)
    run_line(db, settings, NOBODY, now, first="clean", last="clean")

    assert rows(db, "select title from embargowatch.articles") == [(text.title,)]
    assert rows(db, "select state from embargowatch.pages order by id") == [("cleaned",), ("superseded",)]


@pytest.mark.parametrize("url", ["ftp://a.example/x", "https://user:secret@a.example/x", "javascript:x()"])
def test_an_archive_s_address_that_we_would_not_ask_is_left_out(db, now, url):
    page = Archived(Page(url, url, 200, {}, b"<p>x", now), Entry(url))
    assert pipeline.replay_pages(db, [page], now=now) == Tally(skipped=1)
    assert rows(db, "select count(*) from embargowatch.entries") == [(0,)]


def test_old_pages_are_let_go_but_for_those_that_can_be_read_again(db, paper, web_server, now, settings):
    kept, edited = a_text(now, "Kept"), a_text(now, "First words")
    links = [paper.print("/kept", kept), paper.print("/edited", edited)]
    pipeline.import_feeds(db, [paper.announce("daily", list(zip(links, (kept, edited), strict=True)))], now=now)
    run_line(db, settings, NOBODY, now, last="clean")
    later = a_text(now, "Other words")
    paper.print("/edited", later)
    paper.announce("daily", [(links[0], kept), (links[1], later)])
    run_line(db, settings, NOBODY, now + DAY, last="clean")
    size = "select final_url, length(body_zstd) > 0 from embargowatch.pages where failure_kind = '' order by 1, 2"
    web_server.serve("/edited", b"gone", 410)
    paper.announce("daily", [(links[0], kept), (links[1], a_text(now, "Again"))])
    run_line(db, settings, NOBODY, now + 2 * DAY, last="clean")
    long_after = datetime.now(UTC) + timedelta(days=40)

    assert pipeline.forget(db, settings, now=long_after) == Tally()
    thirty = replace(settings, keep_pages_days=30)
    assert pipeline.forget(db, thirty, now=long_after) == Tally(done=1)
    assert pipeline.forget(db, thirty, now=long_after) == Tally()

    assert rows(db, size) == [(links[1], False), (links[1], True), (links[0], True)]
    before = rows(db, "select url, revision, title, text from embargowatch.articles order by 1, 2")
    pipeline.replay(db, since=now.date() - DAY, until=now.date() + 3 * DAY, stage="clean")
    run_line(db, settings, NOBODY, now + 3 * DAY, first="clean", last="clean")
    assert rows(db, "select url, revision, title, text from embargowatch.articles order by 1, 2") == before


# --- the command line ---------------------------------------------------------------------------------


@pytest.fixture
def environment(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    feeds = tmp_path / "feeds.yaml"
    feeds.write_text("[]")
    monkeypatch.setenv("EMBARGOWATCH_DATABASE_URL", database_url)
    monkeypatch.setenv("EMBARGOWATCH_FEEDS", str(feeds))


def test_a_day_goes_to_a_file_and_back_by_two_commands(db, environment, now, tmp_path, capsys):
    page = archived().page
    store.save_replayed_page(db, replace(page, entry_id=store.save_replayed_entry(db, archived().entry, now=now)))
    db.commit()
    file = tmp_path / "day.warc.gz"

    assert cli.main(["export", "warc", "--day", "2026-11-23", str(file)]) == 0
    assert cli.main(["replay", "warc", str(file)]) == 0

    assert capsys.readouterr().out.splitlines() == ['{"pages": 1}', '{"done": 1, "failed": 0, "skipped": 0}']
    assert [path.name for path in tmp_path.iterdir() if "warc" in path.name] == ["day.warc.gz"]


def test_what_an_operator_can_put_right_is_said_in_one_line(environment, tmp_path, capsys):
    wrong = tmp_path / "wrong.warc"
    wrong.write_bytes(b"hello")
    for words, complaint in (
        (["replay", "warc", str(wrong)], "not a WARC file"),
        (["replay", "warc", str(tmp_path / "none.warc")], "No such file"),
        (["replay", "warc"], "warc FILE"),
        (["replay"], "--since"),
        (["export", "warc", "--day", "2026-11-23", str(tmp_path / "no" / "where.warc")], "No such file"),
        (["revisions", "https://a.example/none"], "no article of https://a.example/none"),
    ):
        assert cli.main(words) == 1
        error = capsys.readouterr().err.strip()
        assert complaint in error, words
        assert "Traceback" not in error


def test_the_revisions_of_an_article_are_shown_with_what_changed(db, environment, paper, now, settings, capsys):
    first = a_text(now, "Bridge to be built")
    link = paper.print("/a", first)
    pipeline.import_feeds(db, [paper.announce("daily", [(link, first)])], now=now)
    run_line(db, settings, NOBODY, now, last="clean")
    second = replace(first, title="Bridge not to be built")
    paper.announce("daily", [(paper.print("/a", second), second)])
    run_line(db, settings, NOBODY, now + DAY, last="clean")

    assert cli.main(["revisions", link]) == 0
    said = capsys.readouterr().out
    assert "revision 1, 2026-11-23" in said
    assert "-Bridge to be built\n+Bridge not to be built" in said


def test_forgetting_needs_a_setting(environment, capsys, monkeypatch):
    assert cli.main(["forget"]) == 0
    monkeypatch.setenv("EMBARGOWATCH_KEEP_PAGES_DAYS", "30")
    assert cli.main(["forget"]) == 0
    assert [json.loads(line)["done"] for line in capsys.readouterr().out.splitlines()] == [0, 0]
