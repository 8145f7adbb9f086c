"""Who publishes in the demo newsroom, and the entries of theirs that lead nowhere good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FeedFormat = Literal["rss", "atom", "rdf", "listing", "html_instead", "cut_off", "server_error"]


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher: how its feed comes, and how its pages look."""

    slug: str
    name: str
    feed: FeedFormat
    template: str = ""
    full_text: bool = False
    """The feed carries the whole article."""

    @property
    def feed_path(self) -> str:
        return f"/{self.slug}/" if self.feed == "listing" else f"/{self.slug}/feed.xml"


@dataclass(frozen=True, slots=True)
class Oddity:
    """A feed entry that is no article: a dead link, a PDF, an address inside the network."""

    outlet: str
    title: str
    summary: str
    link: str
    """A path of ours; ``{private}`` is another loopback port; empty is an entry without a link."""
    age_hours: float


OUTLETS = (
    Outlet("meridian", "Meridian Wire", "rss", "meridian.html"),
    Outlet("baltic", "The Baltic Courier", "atom", "baltic.html"),
    Outlet("levant", "Levant Gazette", "rdf", "levant.html"),
    Outlet("ledger", "Defence Ledger", "listing", "ledger.html"),
    Outlet("harbour", "Harbour Post", "rss", "harbour.html", full_text=True),
    Outlet("notices", "Office of Public Notices", "atom", "notices.html"),
    Outlet("caspian", "Caspian State Bulletin", "rss", "caspian.html"),
    Outlet("tribune", "The Old Tribune", "rss", "caspian.html"),
    Outlet("northsignal", "North Signal", "cut_off"),
    Outlet("lunarpost", "Lunar Post", "html_instead"),
    Outlet("nightdesk", "The Night Desk", "server_error"),
)

DEAD_LINK = "/harbour/ferry-timetable"
PDF = "/harbour/port-report.pdf"
TO_PRIVATE = "/harbour/shortcut"
PRIVATE = "{private}/internal/status"

ODDITIES = (
    Oddity("harbour", "New ferry timetable", "The winter timetable of the harbour ferries.", DEAD_LINK, 20),
    Oddity("harbour", "Port authority publishes annual report", "Cargo rose by 3 per cent.", PDF, 22),
    Oddity("harbour", "Status of the newsroom", "For staff only.", PRIVATE, 23),
    Oddity("harbour", "Short link to the staff page", "For staff only.", TO_PRIVATE, 24),
    Oddity("harbour", "Notice to our readers", "The print edition costs ten cents more from Monday.", "", 25),
)

SYNDICATED = {"baltic": "/meridian/turkey-kenya-drones-delivered"}
"""The Courier's feed also carries this article of another outlet, with tracking parameters on the link."""
