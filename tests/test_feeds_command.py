"""`embargowatch feeds`: addresses that are tried, lists that come and go, the health of every source."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

import pytest

from embargowatch import cli, pipeline
from embargowatch.feeds_file import FeedsFileError, append, read_feeds
from embargowatch.fetch.look import look
from embargowatch.opml import OpmlError, read_opml, slug_of, write_opml
from embargowatch.settings import ROOT
from embargowatch.types import Feed, Page, Selectors
from embargowatch.web import Web
from line import SANDBOX, rows
from web_server import Answer, WebServer

RSS = "<rss version='2.0'><channel><title>The Gazette</title>{}</channel></rss>"
ITEM = "<item><title>Notice {0}</title><link>/notices/{0}</link><pubDate>{1:02} Nov 2025 09:00:00 GMT</pubDate></item>"
FEED = RSS.format("".join(ITEM.format(n, n) for n in range(1, 6))).encode()
MENU = "<nav><ul class=menu>{}</ul></nav>".format(
    "".join(f"<li><a href='/part/{n}'>The ministry and its part {n}</a></li>" for n in range(12))
)


@pytest.fixture
def web_server() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


@pytest.fixture
def feeds_file(tmp_path: Path) -> Path:
    path = tmp_path / "feeds.yaml"
    path.write_text("# mine\nfeeds:\n  - slug: first\n    name: First\n    url: https://first.example/rss\n")
    return path


@pytest.fixture
def command(web_server, feeds_file, monkeypatch, capsys) -> Callable[..., tuple[int, str, str]]:
    """Runs `embargowatch feeds …`; exit status, standard output, standard error."""
    for name, value in {"ALLOW_HOSTS": web_server.host, "FEEDS": str(feeds_file), "HOST_DELAY_S": "0"}.items():
        monkeypatch.setenv(f"EMBARGOWATCH_{name}", value)
    monkeypatch.setenv("EMBARGOWATCH_DATABASE_URL", "")
    monkeypatch.setattr("embargowatch.cli.feeds.Sandbox", lambda **_: nullcontext(SANDBOX))  # a new one takes seconds

    def running(*words: str) -> tuple[int, str, str]:
        status = cli.main(["feeds", *words])
        out, err = capsys.readouterr()
        return status, out, err

    return running


@pytest.fixture
def checked(command) -> Callable[[str], dict]:
    """What `feeds check --json` says of an address."""
    return lambda url: json.loads(command("check", url, "--json")[1])


# --- check --------------------------------------------------------------------------------------------


def test_a_feed_is_said_to_be_one_with_its_items_and_its_rhythm(checked, web_server):
    said = checked(web_server.serve("/rss", FEED))
    assert (said["status"], said["kind"], said["format"], said["title"]) == (200, "feed", "RSS", "The Gazette")
    assert (said["items"], said["newest"]) == (5, "2025-11-05T09:00:00+00:00")
    assert said["rhythm_hours"] == 24
    assert (said["consent_wall"], said["state"]) == (False, "stale")
    assert said["user_agent"]["ours_is_accepted"]


def test_what_a_server_says_does_not_steer_the_terminal(command, web_server):
    _, out, _ = command("check", web_server.serve("/x", b"", 403, Server="\x9b31mred"))
    assert "31mred" in out
    assert "\x9b" not in out


def test_the_lines_it_prints_can_be_pasted(command, web_server, tmp_path):
    status, out, _ = command("check", web_server.serve("/rss", FEED))
    pasted = tmp_path / "pasted.yaml"
    pasted.write_text("feeds:\n" + out[out.index("  - slug:") :])
    (feed,) = read_feeds(pasted)
    assert (status, feed.slug, feed.name, feed.url) == (0, "the-gazette", "The Gazette", web_server.url("/rss"))


@pytest.mark.parametrize(
    ("body", "name", "kind"),
    [
        ('{"version":"https://jsonfeed.org/version/1.1","items":[{"url":"/1","title":"T"}]}', "JSON Feed", "feed"),
        ("<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><entry><title>T</title><link href='/1'/>"
         "</entry></feed>", "Atom", "feed"),
        ("<urlset xmlns:news='x'><url><loc>/1</loc><news:news><news:title>T</news:title></news:news></url></urlset>",
         "sitemap", "sitemap"),
        ("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
         "<item><title>T</title><link>/1</link></item></rdf:RDF>", "RDF (RSS 1.0)", "feed"),
    ],
)  # fmt: skip
def test_every_kind_is_recognised_and_read(checked, web_server, body, name, kind):
    said = checked(web_server.serve("/x", body.encode()))
    assert (said["format"], said["kind"], said["items"]) == (name, kind, 1)
    assert ("kind: sitemap" in said["feeds_yaml"]) == (kind == "sitemap")


def test_an_index_of_sitemaps_is_followed(checked, web_server):
    news = "<urlset><url><loc>/1</loc><news><title>T</title></news></url></urlset>"
    index = f"<sitemapindex><sitemap><loc>{web_server.serve('/n.xml', news.encode())}</loc></sitemap></sitemapindex>"
    said = checked(web_server.serve("/index.xml", index.encode()))
    assert (said["format"], said["items"]) == ("sitemap index", 1)


def test_a_source_that_has_moved_for_good_is_written_down_where_it_is_now(checked, web_server):
    web_server.serve("/new", FEED)
    said = checked(web_server.serve("/old", b"", 301, Location="/new"))
    assert f"url: {web_server.url('/new')}" in said["feeds_yaml"]
    assert said["final_url"] == web_server.url("/new")


def refusing(*accepted: str) -> Callable[..., Answer]:
    """A server that answers only to user agents that begin like this."""

    def answer(handler):
        return Answer(FEED) if handler.headers["User-Agent"].startswith(accepted) else Answer(b"no", 403)

    return answer


@pytest.mark.parametrize("wanted", ["EmbargoWatch/", "Mozilla/5.0 (compatible; EmbargoWatch/"])
def test_the_user_agent_that_a_server_wants_is_found_and_written_down(checked, web_server, monkeypatch, wanted):
    monkeypatch.setenv("EMBARGOWATCH_USER_AGENT", "watcher")
    web_server.routes["/picky"] = refusing(wanted)
    said = checked(web_server.url("/picky"))
    assert not said["user_agent"]["ours_is_accepted"]
    assert said["user_agent"]["needs"].startswith(wanted)
    assert said["user_agent"]["tries"][0] == {"user_agent": "watcher", "answer": "403"}
    assert "user_agent_reason: ours got 403" in said["feeds_yaml"]


def test_a_server_that_takes_no_user_agent_of_ours_is_said_to(command, web_server):
    web_server.routes["/picky"] = refusing("Googlebot")
    status, out, _ = command("check", web_server.url("/picky"))
    assert status == 1
    assert "no form of ours is accepted" in out
    assert "403" in out


def test_a_server_that_wants_to_be_left_alone_is_quoted_and_left_alone(command, web_server):
    status, out, _ = command("check", web_server.serve("/rss", b"x", 429, Retry_After="7200"))
    assert status == 1
    assert "answered 429 (Too Many Requests" in out
    assert "was not asked for" not in out
    assert len(web_server.hits) == 1


def test_a_missing_page_is_asked_for_once(command, web_server):
    status, out, _ = command("check", web_server.url("/gone"))
    assert (status, "404" in out, len(web_server.hits)) == (1, True, 1)


def test_a_consent_wall_is_said_to_be_one(checked, web_server):
    said = checked(web_server.serve("/rss", b"<!doctype html><title>Before you continue</title>"))
    assert (said["consent_wall"], said["state"], said["feeds_yaml"]) == (True, "consent_wall", "")


def test_the_feeds_that_a_page_names_are_tried(checked, web_server):
    web_server.serve("/rss", FEED)
    page = "<!doctype html><link rel=alternate type=application/rss+xml href=/rss><link rel=alternate " + (
        "type='application/feed+json' href=/gone.json><a href='/all.rss'>Subscribe</a><a href=/about>RSS</a>"
    )
    said = checked(web_server.serve("/news", page.encode()))
    assert {each["url"].removeprefix(web_server.url("/")) for each in said["advertised"]} == {"rss"}
    assert {path for path, _ in web_server.hits} == {"/news", "/rss", "/gone.json", "/all.rss", "/about"}
    assert f"url: {web_server.url('/rss')}" in said["feeds_yaml"]


def test_an_address_inside_the_network_is_refused(command):
    status, out, _ = command("check", "http://127.0.0.1:8080/feed")
    assert status == 1
    assert "private address" in out


@pytest.mark.parametrize("url", ["ftp://a.example/x", "http://user:secret@a.example/"])
def test_an_address_that_is_never_fetched_is_refused_in_words(command, url):
    status, _, err = command("check", url)
    assert (status, "refused" in err, "secret" in err) == (1, True, False)


# --- selectors that are proposed ----------------------------------------------------------------------

DRUPAL = "".join(
    f"<div class='views-row views-row-{n} {'odd' if n % 2 else 'even'}'><span class='field-content'>"
    f"<a href='/recent/{n}'>Designations of shipping firms, part {n}</a></span>"
    f"<span class='field-date'>November {n}, 2025</span> <a href='/category'>List updates</a></div>"
    for n in range(1, 16)
)
TABLE = "".join(
    f"<tr><td><a href='/media/{n}'>{n:02}.05.2025</a></td><td>Harbour Shipping Company {n} of Lisbon</td>"
    f"<td>1</td></tr>"
    for n in range(1, 13)
)
CARDS = "".join(
    f"<a class='card md:flex' href='/news/{n}'><h3>Minister signs agreement {n}</h3>"
    f"<time datetime='2025-11-{n:02}'>x</time><p>Some words on it.</p></a>"
    for n in range(1, 10)
)
BY_DAY = "".join(
    f"<section class=day><h2>{day} November</h2>"
    + "".join(
        f"<article class=item><h3><a href='/{day}/{n}'>Council adopts measure {n}</a></h3></article>" for n in (1, 2)
    )
    + "</section>"
    for day in range(1, 5)
)
BARE = "<ul>" + "".join(f"<li><a href='/n/{n}'>Statement on the matter {n}</a></li>" for n in range(6)) + "</ul>"


@pytest.mark.parametrize(
    ("page", "selectors", "first"),
    [
        (f"<div class=view>{DRUPAL}</div>", {"row": "div.views-row", "date": ".field-date"},
         ("Designations of shipping firms, part 1", "/recent/1", "2025-11-01")),
        (f"<table class=usa><tbody>{TABLE}</tbody></table>",
         {"row": "table.usa > tbody > tr", "title": "td:nth-of-type(2)", "date": "td:nth-of-type(1)"},
         ("Harbour Shipping Company 1 of Lisbon", "/media/1", "2025-05-01")),
        (f"<main><div class=grid>{CARDS}</div></main>", {"row": r"a.card.md\:flex", "title": "h3", "date": "time"},
         ("Minister signs agreement 1", "/news/1", "2025-11-01")),
        (f"<main>{BY_DAY}</main>", {"row": "article.item"}, ("Council adopts measure 1", "/1/1", None)),
        (f"<div id=content>{BARE}</div>", {"row": "#content > ul > li"}, ("Statement on the matter 0", "/n/0", None)),
    ],
)  # fmt: skip
def test_selectors_are_proposed_from_the_rows_that_repeat(checked, web_server, page, selectors, first):
    html = f"<!doctype html><html><title>News</title><body>{MENU}{page}<footer>{MENU}</footer>"
    said = checked(web_server.serve("/news", html.encode()))
    best = said["proposals"][0]
    assert best["selectors"] == selectors
    preview = best["preview"][0]
    assert (preview["title"], preview["url"]) == (first[0], web_server.url(first[1]))
    assert (preview["published"] or "")[:10] == (first[2] or "")
    assert len(best["preview"]) == min(10, best["rows"])
    assert "kind: listing" in said["feeds_yaml"]


def test_a_page_without_rows_is_said_to_be_none(command, web_server):
    status, out, _ = command("check", web_server.serve("/about", b"<!doctype html><p>About us <a href=/x>and more</a>"))
    assert status == 1
    assert "It cannot be a source as it stands." in out


@pytest.mark.parametrize(
    "html",
    [
        "<html>" + "<div>" * 3000 + "".join(f"<a href='/x{n}'>Some title that is long</a>" for n in range(500)),
        "<html><ul>"
        + "".join(f"<li class='{'k' * 5000}'><a href='/{n}'>Some title that is long</a>" for n in range(9)),
        "<html><ul>"
        + "".join(f"<li class='a&#92;{{}}>b \u202e'><a href='/{n}'>A title that is {n}</a>" for n in range(9)),
        "<html><ul>" + "<li><a href='javascript:x()'>Some title that is long</a>" * 9,
    ],
)
def test_hostile_pages_give_selectors_that_work_or_none(html, now):
    found = look(Page("https://a.example/", "https://a.example/", 200, {}, html.encode(), now), now)
    for proposal in found.proposals:
        assert proposal.rows >= 3


def test_a_page_that_takes_too_long_is_given_up_with_the_reason(now, monkeypatch):
    from embargowatch.sandbox import OverLimit

    def endless(*_: object) -> None:
        raise OverLimit("it took more than 1 s of CPU time")

    monkeypatch.setattr(SANDBOX, "_call", endless)
    found = SANDBOX.look(Page("https://a.example/", "https://a.example/", 200, {}, b"", now), now)
    assert "1 s of CPU time" in found.content.reason


# --- add ----------------------------------------------------------------------------------------------


def test_a_source_that_works_is_written_into_the_file_and_what_is_there_stays(command, web_server, feeds_file):
    before = feeds_file.read_text()
    status, _, err = command("add", web_server.serve("/rss", FEED), "--tier", "trade", "--group", "mine")
    added = read_feeds(feeds_file)[-1]
    assert (status, added.slug, added.tier, added.group) == (0, "the-gazette", "trade", "mine")
    assert feeds_file.read_text().startswith(before)
    assert "the-gazette was written" in err


def test_a_source_is_added_once_and_never_when_it_does_not_work(command, web_server, feeds_file):
    url = web_server.serve("/rss", FEED)
    command("add", url)
    before = feeds_file.read_text()
    for wrong in (url, web_server.url("/gone")):
        status, _, err = command("add", wrong)
        assert (status, "nothing was added" in err) == (1, True)
    assert feeds_file.read_text() == before


def test_a_file_that_would_not_be_right_afterwards_is_left_as_it_is(feeds_file):
    before = feeds_file.read_text()
    with pytest.raises(FeedsFileError, match="2 times"):
        append(feeds_file, [Feed("first", "Again", "https://again.example/")])
    assert feeds_file.read_text() == before
    assert [path.name for path in feeds_file.parent.iterdir()] == ["feeds.yaml"]


def test_a_file_behind_a_link_stays_there_with_its_mode(tmp_path):
    (tmp_path / "shared").mkdir()
    file, link = tmp_path / "shared" / "sources.yaml", tmp_path / "feeds.yaml"
    file.write_text("feeds:\n  - {slug: a, name: A, url: 'https://a.example/'}\n")
    file.chmod(0o640)
    link.symlink_to(file)
    append(link, [Feed("b", "B", "https://b.example/")])
    assert link.is_symlink()
    assert [feed.slug for feed in read_feeds(file)] == ["a", "b"]
    assert file.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in file.parent.iterdir()] == ["sources.yaml"]


def test_a_file_that_is_a_bare_list_stays_one(tmp_path):
    path = tmp_path / "feeds.yaml"
    path.write_text("- {slug: a, name: A, url: 'https://a.example/'}\n")
    append(path, [Feed("b", "B", "https://b.example/", selectors=Selectors("li"), kind="listing")])
    assert [feed.slug for feed in read_feeds(path)] == ["a", "b"]


# --- OPML ---------------------------------------------------------------------------------------------


def test_the_shipped_sources_come_back_from_opml_as_they_went_out():
    shipped = read_feeds(ROOT / "feeds.yaml")
    back, faults = read_opml(write_opml(shipped))
    assert faults == []
    assert tuple(back) == shipped


def test_the_opml_of_another_program_is_read_with_its_groups():
    feeds, faults = read_opml(
        b"""<?xml version="1.0"?><opml version="1.1"><body>
        <outline text="Defence"><outline type="rss" text="Paper &amp; Sons" xmlUrl="https://a.example/rss"/>
          <outline text="Navy"><outline text="Ships" xmlUrl="https://b.example/rss"/></outline></outline>
        <outline text="Again" xmlUrl="https://a.example/rss"/><outline text="Bad" xmlUrl="javascript:x()"/>
        <outline xmlUrl="https://c.example/rss"/><outline text="a link" type="link" url="https://d.example/"/>
        </body></opml>"""
    )
    assert [(feed.slug, feed.name, feed.group) for feed in feeds] == [
        ("paper-sons", "Paper & Sons", "Defence"),
        ("ships", "Ships", "Navy"),
        ("https-c-example-rss", "https://c.example/rss", ""),
    ]
    assert len(faults) == 2


BOMB = (
    b'<!DOCTYPE o [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><opml><body><outline text="&b;"/></body></opml>'
)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (BOMB, "entities"),
        (BOMB.decode().encode("utf-16"), "entities"),
        (b'<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml/>', "entities"),
        (b"<rss/>", "begins with <rss>"),
        (b"", "not XML"),
        (b"<opml><body>", "not XML"),
        (b"<opml>" + b"<outline>" * 5000, "not XML"),
    ],
)
def test_what_is_no_opml_is_refused_in_words(data, words):
    with pytest.raises(OpmlError, match=words):
        read_opml(data)


def test_nothing_of_an_opml_file_is_believed(feeds_file):
    feeds, _ = read_opml(
        f"""<opml xmlns:ew="urn:embargowatch:opml"><body><outline text="A&#x202e;B" xmlUrl="https://a.example/"
        ew:slug="../../etc" ew:kind="shell" ew:tier="best" ew:country="nowhere" language="english" ew:enabled="perhaps"
        ew:selectors="[1, 2]" ew:user_agent="x"/><outline text="{"n" * 900}" xmlUrl="https://b.example/"
        ew:kind="listing" ew:selectors='{{"row": "li", "pages": 9999}}'/></body></opml>""".encode()
    )
    append(feeds_file, feeds)
    first, second = read_feeds(feeds_file)[1:]
    assert (first.kind, first.tier, first.country, first.language) == ("feed", "general", "", "")
    assert (second.selectors, len(second.name)) == (Selectors("li"), 200)


def test_an_import_adds_what_is_not_there_and_says_what_it_left_out(command, feeds_file, tmp_path):
    opml = tmp_path / "list.opml"
    opml.write_bytes(
        b"<opml><body><outline text='First' xmlUrl='https://first.example/rss'/>"
        b"<outline text='First' xmlUrl='https://other.example/rss'/><outline text='Bad' xmlUrl='ftp://x'/></body></opml>"
    )
    assert command("import", str(opml), "--dry-run")[1] == "first-2\thttps://other.example/rss\n"
    assert len(read_feeds(feeds_file)) == 1

    status, _, err = command("import", str(opml))
    assert (status, [feed.slug for feed in read_feeds(feeds_file)]) == (0, ["first", "first-2"])
    assert "1 sources were added" in err
    assert "1 were there already, 1 left out" in err
    assert "only http and https" in err
    assert command("import", str(opml))[1] == ""


def test_an_export_goes_where_it_is_told(command, tmp_path):
    command("export", str(tmp_path / "out.opml"))
    assert [feed.slug for feed in read_opml((tmp_path / "out.opml").read_bytes())[0]] == ["first"]


@pytest.mark.parametrize(
    ("name", "url", "slug"),
    [
        ("Łódź & Été 24", "https://a.example/", "odz-ete-24"),
        ("日本", "https://www.a-b.example/x", "a-b-example"),
        ("taken", "https://a.example/", "taken-3"),
        ("---", "nothing", "source"),
        ("x" * 300, "https://a.example/", "x" * 50),
    ],
)
def test_a_slug_is_made_from_the_name_or_else_from_the_host(name, url, slug):
    assert slug_of(name, url, {"taken", "taken-2"}) == slug


# --- list ---------------------------------------------------------------------------------------------


def test_every_source_is_listed_with_its_health(command, web_server, feeds_file, db, database_url, monkeypatch, now):
    good, bad = web_server.serve("/good", FEED), web_server.url("/bad")
    off = "    enabled: false\n    disabled_reason: it is dead\n"
    feeds_file.write_text(
        f"feeds:\n  - slug: good\n    name: G\n    url: {good}\n    tier: trade\n"
        f"  - slug: bad\n    name: B\n    url: {bad}\n  - slug: dead\n    name: O\n    url: https://off.example/\n{off}"
        "  - slug: list\n    name: L\n    url: https://list.example/\n    unverified: seen by nobody\n" + off
    )
    web_server.serve("/bad", FEED)
    noon = now - timedelta(days=382)
    pipeline.import_feeds(db, read_feeds(feeds_file), now=noon)
    settings = web_server.settings()
    pipeline.fetch(db, Web(settings), now=noon, everything=True, sandbox=SANDBOX)
    web_server.serve("/bad", b"no", 403, Server="guard")
    pipeline.fetch(db, Web(settings), now=noon + timedelta(hours=5), everything=True, sandbox=SANDBOX)
    feeds_file.write_text(feeds_file.read_text() + "  - {slug: new, name: N, url: 'https://new.example/'}\n")
    monkeypatch.setenv("EMBARGOWATCH_DATABASE_URL", database_url)

    listed = {each["slug"]: each for each in json.loads(command("list", "--json")[1])}

    assert next(iter(listed)) == "bad", "what needs a look comes first"
    assert {name: (each["enabled"], each["state"]) for name, each in listed.items()} == {
        "good": (True, "ok"),
        "bad": (True, "blocked"),
        "new": (True, "unverified"),
        "dead": (False, "unverified"),
        "list": (False, "unverified"),
    }
    assert listed["good"] | {"since": ""} == {
        "slug": "good", "url": good, "kind": "feed", "tier": "trade", "enabled": True, "state": "ok", "reason": "",
        "since": "", "newest": "2025-11-05T09:00:00+00:00", "last_error": "",
    }  # fmt: skip
    assert "403 (Forbidden; server: " in listed["bad"]["reason"]
    assert listed["bad"]["last_error"] == listed["bad"]["reason"]
    assert listed["bad"]["since"] == (noon + timedelta(hours=5)).isoformat()
    assert (listed["dead"]["reason"], listed["new"]["reason"]) == ("it is dead", "not asked yet")

    status, out, _ = command("list", "--bad")
    assert (status, "good" in out, "blocked" in out) == (0, False, True)
    assert f"{noon:%Y-%m-%d}  2025-11-05  answered 403 (Forbidden; server: " in out


def test_an_error_that_is_over_is_still_told(web_server, db, now, command, database_url, monkeypatch, feeds_file):
    feeds_file.write_text(f"feeds:\n  - slug: a\n    name: A\n    url: {web_server.serve('/a', b'no', 500)}\n")
    pipeline.import_feeds(db, read_feeds(feeds_file), now=now)
    for hour in (0, 1):
        pipeline.fetch(
            db, Web(web_server.settings()), now=now + timedelta(hours=hour), everything=True, sandbox=SANDBOX
        )
        web_server.serve("/a", RSS.format("<item><title>T</title><link>/1</link></item>").encode())
    monkeypatch.setenv("EMBARGOWATCH_DATABASE_URL", database_url)
    (row,) = json.loads(command("list", "--json")[1])
    assert (row["state"], row["reason"]) == ("ok", "")
    assert "500" in row["last_error"]
    assert rows(db, "select count(*) from embargowatch.feed_states") == [(3,)]


def test_without_a_database_the_list_says_that_the_health_is_not_known(command):
    status, out, err = command("list", "--json")
    assert (status, json.loads(out)[0]["state"]) == (0, "unverified")
    assert "not known" in err


def test_help_teaches(capsys):
    with pytest.raises(SystemExit):
        cli.main(["feeds", "--help"])
    out = capsys.readouterr().out
    for words in ("feeds check https://", "feeds import", "feeds export", "feeds list --bad", "feeds add"):
        assert words in out
