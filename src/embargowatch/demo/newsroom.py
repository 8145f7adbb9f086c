"""A newsroom on loopback: many outlets on one port, with feeds, pages and everything that gets in the way.

    python -m embargowatch.demo.newsroom --port 8181 --state DIR [--pages FOLDER] [--private-port 9]

It writes ``DIR/feeds.yaml`` and ``DIR/subscribers.yaml`` for Embargo Watch. In ``DIR/newsroom.json`` it keeps when it
first started and which second editions are out, so that dates and URLs are the same after a restart on the same port.
With ``--pages`` it plays a folder of saved pages instead of its own articles (see ``pages.py``).
"""

from __future__ import annotations

import argparse
import html
import shutil
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from . import feeds, outlets
from .articles import Draft, Printed, print_draft, read_drafts
from .outlets import ODDITIES, OUTLETS, SYNDICATED, Outlet
from .pages import SavedPages, feeds_for_pages
from .serving import HTML, LOOPBACK, Answer, Server, end_on_signal
from .state import Memory

LABEL = "Demo article: the events are invented."

XML_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "rdf": "application/rdf+xml"}

PHOTO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="960" height="540"><rect width="960" height="540" fill="#c9d3dc"/>'
    '<path d="M0 420 L280 230 L470 360 L690 170 L960 400 V540 H0Z" fill="#8fa3b3"/></svg>'
)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed, ready for its template."""

    url: str
    title: str
    summary: str
    published: datetime | None
    updated: datetime | None
    authors: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()


class Newsroom:
    """The site: ``answer`` is what ``Server`` wants."""

    def __init__(self, memory: Memory, *, base_url: str, private_port: int) -> None:
        self._memory = memory
        self._base_url = base_url
        self._private = f"http://127.0.0.1:{private_port}"
        self._drafts = read_drafts()
        self._outlets = {outlet.slug: outlet for outlet in OUTLETS}
        self._templates = _templates()
        self._fixed: dict[str, Answer] = {
            "/photo.svg": Answer(PHOTO.encode(), "image/svg+xml"),
            outlets.PDF: Answer(
                b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n", "application/pdf"
            ),
            outlets.TO_PRIVATE: Answer(b"", status=302, headers={"Location": f"{self._private}/staff"}),
        }

    @property
    def amount(self) -> str:
        """How much there is, in words."""
        return f"{len(self._drafts)} articles of {len(OUTLETS)} outlets"

    def answer(self, path: str) -> Answer:
        """What a GET of the path brings."""
        if path == "/":
            return self._html("front.html", outlets=OUTLETS, items=self._front())
        if path in self._fixed:
            return self._fixed[path]
        for outlet in OUTLETS:
            if path == outlet.feed_path:
                return self._feed(outlet)
        if path in self._drafts:
            return self._page(path)
        return Answer(b"<!doctype html><title>404</title><h1>Page not found</h1>", status=404)

    def printed(self, path: str) -> Printed:
        """The edition of an article that is out now."""
        editions = self._drafts[path]
        updated = self._memory.second_edition(path)
        draft = editions[-1] if updated else editions[0]
        return print_draft(draft, base_url=self._base_url, started=self._memory.started, updated=updated)

    def _page(self, path: str) -> Answer:
        article = self.printed(path)
        self._memory.article_was_read(path)
        outlet = self._outlets[article.draft.outlet]
        return self._html(
            "consent_wall.html" if article.draft.wall else outlet.template,
            article=article,
            outlet=outlet,
            read_also=self._others(article),
            started=self._memory.started,
        )

    def _feed(self, outlet: Outlet) -> Answer:
        match outlet.feed:
            case "server_error":
                return Answer(b"<h1>500 Internal Server Error</h1>", status=500)
            case "html_instead":
                return self._html("not_a_feed.html", outlet=outlet)
            case "cut_off":
                head = self._templates.get_template("rss.xml").render(outlet=outlet, items=[], base_url=self._base_url)
                return Answer(head[: head.index("</description>")].encode(), "application/rss+xml")
        self._memory.feed_is_polled([path for path, editions in self._drafts.items() if self._second(outlet, editions)])
        items = self._items(outlet)
        newest = max((item.updated for item in items if item.updated), default=self._memory.started)
        if outlet.feed == "listing":
            return replace(self._html("listing.html", outlet=outlet, items=items), last_modified=newest)
        text = self._templates.get_template(f"{outlet.feed}.xml").render(
            outlet=outlet, items=items, newest=newest, base_url=self._base_url
        )
        return Answer(text.encode(), f"{XML_TYPES[outlet.feed]}; charset=utf-8", last_modified=newest)

    def _second(self, outlet: Outlet, editions: tuple[Draft, ...]) -> bool:
        return len(editions) > 1 and editions[0].outlet == outlet.slug

    def _items(self, outlet: Outlet) -> list[Item]:
        own = [self._item(path, outlet) for path, (first, *_) in self._drafts.items() if first.outlet == outlet.slug]
        if path := SYNDICATED.get(outlet.slug):
            theirs = self._item(path, outlet)
            own.append(replace(theirs, url=f"{theirs.url}?utm_source={outlet.slug}&utm_medium=rss"))
        own += [self._odd_item(oddity) for oddity in ODDITIES if oddity.outlet == outlet.slug]
        return sorted(own, key=lambda item: item.published or self._memory.started, reverse=True)

    def _item(self, path: str, outlet: Outlet) -> Item:
        article = self.printed(path)
        undated = article.draft.undated
        return Item(
            url=article.url,
            title=article.title,
            summary=article.standfirst,
            published=None if undated else article.published,
            updated=None if undated else article.updated,
            authors=article.draft.authors,
            paragraphs=article.paragraphs if outlet.full_text and not article.draft.wall else (),
        )

    def _odd_item(self, oddity: outlets.Oddity) -> Item:
        link = oddity.link.replace("{private}", self._private)
        url = self._base_url + link if link.startswith("/") else link
        published = self._memory.started - timedelta(hours=oddity.age_hours)
        return Item(url=url, title=oddity.title, summary=oddity.summary, published=published, updated=published)

    def _others(self, article: Printed) -> list[Printed]:
        """What the page advertises around the article: the outlet's newest other pieces."""
        same = [path for path, (first, *_) in self._drafts.items() if first.outlet == article.draft.outlet]
        others = [self.printed(path) for path in same if path != article.draft.path]
        return sorted(others, key=lambda other: other.published, reverse=True)[:6]

    def _front(self) -> list[Printed]:
        return sorted((self.printed(path) for path in self._drafts), key=lambda one: one.published, reverse=True)

    def _html(self, template: str, **values: object) -> Answer:
        text = self._templates.get_template(template).render(base_url=self._base_url, label=LABEL, **values)
        return Answer(text.encode(), HTML)


def _templates() -> Environment:
    """The page and feed templates; everything is escaped, also in XML."""
    folder = FileSystemLoader(Path(__file__).parent / "templates")
    templates = Environment(loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    templates.filters["as_html"] = lambda texts: "".join(f"<p>{html.escape(text)}</p>" for text in texts)
    templates.filters["rfc822"] = format_datetime
    templates.filters["iso"] = lambda moment: moment.isoformat()
    templates.globals["authors_ld"] = lambda names: [{"@type": "Person", "name": name} for name in names]
    templates.filters["words"] = lambda moment: f"{moment.day} {moment:%B %Y, %H:%M} UTC"
    return templates


def _open(arguments: argparse.Namespace, base_url: str) -> Newsroom | SavedPages:
    """What is to be served; writes the lists of its feeds and of who is told."""
    memory = Memory(arguments.state, now=datetime.now(UTC))
    shutil.copyfile(Path(__file__).parent / "subscribers.yaml", arguments.state / "subscribers.yaml")
    file = arguments.state / "feeds.yaml"
    if arguments.pages:
        feeds.write(feeds_for_pages(arguments.pages, base_url), file)
        return SavedPages(arguments.pages, base_url=base_url, started=memory.started)
    feeds.write(feeds.demo_feeds(base_url), file)
    return Newsroom(memory, base_url=base_url, private_port=arguments.private_port)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="embargowatch.demo.newsroom", description=__doc__)
    parser.add_argument("--host", default=LOOPBACK, help="to listen on; only a container needs another than loopback")
    parser.add_argument("--base-url", default="", help="how others reach it, where that is not how it listens")
    parser.add_argument("--port", type=int, default=0, help="0 is any free one")
    parser.add_argument("--state", type=Path, required=True, help="folder for what is remembered over a restart")
    parser.add_argument("--pages", type=Path, help="play this folder of saved pages instead")
    parser.add_argument("--private-port", type=int, default=9, help="the loopback port that one link wrongly leads to")
    arguments = parser.parse_args(argv)
    end_on_signal()
    with Server(arguments.port, host=arguments.host) as server:
        site = _open(arguments, arguments.base_url or server.url)
        server.site = site.answer
        print(f"newsroom listens on {server.url} ({site.amount})", flush=True)
        server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
