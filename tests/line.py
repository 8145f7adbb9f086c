"""The whole line for tests: a newspaper on loopback, the stages in order, and what the tables hold in the end."""

from __future__ import annotations

import asyncio
import atexit
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime
from html import escape
from typing import Any

from aiosmtpd.controller import Controller
from psycopg2.extensions import connection

from embargowatch import pipeline
from embargowatch.channels.email import MailServer
from embargowatch.local.ports import free_port
from embargowatch.sandbox import Sandbox
from embargowatch.settings import Settings
from embargowatch.types import Feed, Subscription, Tally
from embargowatch.web import Web
from web_server import WebServer

STAGES = ("fetch", "scrape", "clean", "classify", "extract", "link", "decide", "send", "send_digest")
SANDBOX = Sandbox(cpu_s=60.0, memory=4 << 30)
"""Shared, because a new one takes a second to start; not for threads."""
atexit.register(SANDBOX.close)


@dataclass(frozen=True)
class Text:
    """An article as its newspaper prints it."""

    title: str
    paragraphs: tuple[str, ...]
    published: datetime
    summary: str = ""


class Newspaper:
    """Feeds and pages on a server; what it prints can be changed at any time."""

    def __init__(self, server: WebServer) -> None:
        self.server = server

    def print(self, path: str, text: Text) -> str:
        """Put an article's page on the server; its URL."""
        paragraphs = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in text.paragraphs)
        html = (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(text.title)}</title>'
            f'<meta property="article:published_time" content="{text.published.isoformat()}"></head>'
            f"<body><nav>Home World Business</nav><article><h1>{escape(text.title)}</h1>{paragraphs}"
            "</article></body></html>"
        )
        return self.server.serve(path, html.encode(), Content_Type="text/html; charset=utf-8")

    def announce(self, slug: str, items: Sequence[tuple[str, Text]], *, tier: str = "general") -> Feed:
        """Put a feed that lists these on the server."""
        entries = "".join(
            f"<item><title>{escape(text.title)}</title><link>{escape(url)}</link>"
            f"<description>{escape(text.summary)}</description>"
            f"<pubDate>{format_datetime(text.published)}</pubDate></item>"
            for url, text in items
        )
        rss = f'<?xml version="1.0"?><rss version="2.0"><channel><title>{slug}</title>{entries}</channel></rss>'
        url = self.server.serve(f"/{slug}.xml", rss.encode(), Content_Type="application/rss+xml")
        return Feed(slug=slug, name=slug.title(), url=url, tier=tier)  # type: ignore[arg-type]  # a test's own word


@dataclass
class Postbox:
    """What aiosmtpd calls: ``refuse`` answers a recipient instead, ``silent`` takes the mail and says nothing."""

    mails: list[EmailMessage] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    silent: bool = False

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content, policy=default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        if self.silent:
            await asyncio.Event().wait()
        return "250 OK"


@contextmanager
def post_office(postbox: Postbox) -> Iterator[MailServer]:
    """A real mail server on loopback that puts everything into the postbox."""
    port = free_port(18600)
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield MailServer("127.0.0.1", port)
    finally:
        controller.stop()


def run_stage(  # noqa: PLR0911 - one return a stage
    stage: str, db: connection, settings: Settings, mail_server: MailServer, now: datetime
) -> Tally:
    match stage:
        case "fetch":
            return pipeline.fetch(db, Web(settings), now=now, sandbox=SANDBOX)
        case "scrape":
            return pipeline.scrape(db, Web(settings), now=now)
        case "clean" | "classify" | "extract":
            return getattr(pipeline, stage)(db, now=now, sandbox=SANDBOX)
        case "decide":
            return pipeline.decide(db, settings, now=now)
        case "reject":  # a person says that the oldest deal is wrong
            [(record_id,)] = rows(db, "select min(id) from embargowatch.arms_deals")
            done = pipeline.reject_record(db, "arms_deals", record_id, by="Ben", reason="it was a toy", now=now)
            return Tally(done=int(done))
        case "send" | "send_digest":
            return getattr(pipeline, stage)(db, mail_server, settings, now=now)
        case _:
            return getattr(pipeline, stage)(db, now=now)


def run_line(
    db: connection,
    settings: Settings,
    mail_server: MailServer,
    now: datetime,
    *,
    first: str = STAGES[0],
    last: str = STAGES[-1],
) -> dict[str, Tally]:
    """The stages from ``first`` to ``last``, in order."""
    stages = STAGES[STAGES.index(first) : STAGES.index(last) + 1]
    return {stage: run_stage(stage, db, settings, mail_server, now) for stage in stages}


def rows(db: connection, statement: str, *params: object) -> list[tuple[Any, ...]]:
    with db, db.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


def texts(now: datetime) -> dict[str, Text]:
    """Five invented articles: two of one order by two papers, a designation, a cake, and one that is gone."""
    hour = timedelta(hours=1)
    return {
        "/north/order": Text(
            "Estonia signs contract for 12 K9 howitzers from South Korea",
            (
                "Estonia signed a contract on Monday to buy 12 K9 howitzers from South Korea for $90 million, the "
                "defence ministry in Tallinn said.",
                "The guns will be delivered over the next three years and replace towed pieces of the artillery "
                "battalion, a spokeswoman told reporters after the ceremony.",
            ),
            now - 5 * hour,
            "Estonia signed a contract to buy 12 K9 howitzers from South Korea.",
        ),
        "/south/order": Text(
            "South Korea to supply howitzers as Estonia orders 12 K9",
            (
                "Estonia has ordered 12 K9 howitzers from South Korea in a contract worth $90 million that was signed "
                "on Monday, officials of both countries said.",
                "It is the second purchase of its kind by the Baltic country, whose army has asked for longer range "
                "since the war on its continent began.",
            ),
            now - 4 * hour,
            "Estonia has ordered 12 K9 howitzers from South Korea.",
        ),
        "/north/listing": Text(
            "United States imposes sanctions on Belarusian shipping firm",
            (
                "The United States imposed sanctions on Pripyat Freight Lines of Belarus on Monday, freezing its "
                "assets, the Treasury Department said.",
                "The company is accused of carrying parts for missiles through third countries, according to a "
                "statement by the department's Office of Foreign Assets Control.",
            ),
            now - 3 * hour,
            "The United States imposed sanctions on Pripyat Freight Lines of Belarus.",
        ),
        "/south/cake": Text(
            "Village bakes the longest plum cake of the valley",
            (
                "Two hundred people came to the market square to taste the cake, which took eleven ovens and most of "
                "the night to bake.",
                "The mayor said next year's would be longer still, if the plums allow it and the weather holds.",
            ),
            now - 2 * hour,
            "Two hundred people tasted it.",
        ),
        "/south/gone": Text(
            "France delivers 10 Caesar howitzers to Armenia",
            (),
            now - hour,
            "France delivered 10 Caesar howitzers to Armenia on Monday, the ministry in Paris said in a statement.",
        ),
    }


def set_up(db: connection, server: WebServer, now: datetime) -> Settings:
    """Two papers with these texts, one broken feed, and two subscribers."""
    paper, printed = Newspaper(server), texts(now)
    urls = {path: paper.print(path, text) for path, text in printed.items() if text.paragraphs}
    urls["/south/gone"] = server.url("/south/gone")
    items = [(urls[path], text) for path, text in printed.items()]
    feeds = [
        paper.announce("north", [item for item in items if "/north/" in item[0]]),
        paper.announce("south", [item for item in items if "/south/" in item[0]]),
        Feed(slug="broken", name="Broken", url=server.serve("/broken.xml", b"<rss><channel><item>")),
    ]
    pipeline.import_feeds(db, feeds, now=now)
    pipeline.import_subscribers(
        db,
        [
            Subscription("ada@example.org", "Ada", cadence="immediate"),
            Subscription("ben@example.org", "Ben", topics=("sanctions",), cadence="daily"),
        ],
        now=now,
    )
    return server.settings()
