"""Trying a source: everything that can be said of an address before it is put into feeds.yaml. Saves nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from embargowatch.fetch import FeedContent, FeedState, feed_state
from embargowatch.fetch.look import Look
from embargowatch.opml import slug_of
from embargowatch.pipeline.following import FetchMany, follow
from embargowatch.pipeline.polls import PUT_OFF
from embargowatch.sandbox import Sandbox
from embargowatch.settings import Settings
from embargowatch.types import Failure, Feed, Page, Request, Tier

BLOCKED = frozenset((401, 403, 405, 406, 418, 429, 451, 503))
"""What servers answer to a user agent that they do not like."""
MOST_ADVERTISED = 5
_OFFICIAL = re.compile(r"(?:^|\.)(?:gov|mil|gob|gouv|govt|gc|int)(?:\.[a-z]{2})?$|\.(?:europa\.eu|admin\.ch)$")


@dataclass(frozen=True, slots=True)
class Try:
    """One request with one user agent."""

    user_agent: str
    answer: Page | Failure


@dataclass(frozen=True, slots=True)
class Found:
    """What an address gives."""

    url: str
    title: str
    look: Look
    outcome: FeedContent | Failure
    """With the further sitemaps, if it is an index."""
    state: FeedState


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything about one address."""

    url: str
    tries: tuple[Try, ...]
    found: Found | None
    """None when no user agent of ours got an answer."""
    advertised: tuple[Found, ...]
    """The feeds that the page names, tried too."""
    feed: Feed | None
    """The source to add: the address itself, a feed that it names, or its likeliest rows."""

    @property
    def page(self) -> Page | None:
        answer = self.tries[-1].answer
        return answer if isinstance(answer, Page) else None


def check(url: str, web: FetchMany, sandbox: Sandbox, settings: Settings, now: datetime) -> Checked:
    """Try an address as a source, with our own user agent first."""
    tries = _tries(url, web, user_agents(settings))
    page = tries[-1].answer
    if isinstance(page, Failure):
        return Checked(url, tries, None, (), None)
    found = _found(page, url, web, sandbox, now)
    named = [each.url for each in found.look.advertised[:MOST_ADVERTISED]]
    user_agent = tries[-1].user_agent if len(tries) > 1 else ""
    answers = dict(_asked(web, named, user_agent))
    others = tuple(
        _found(answer, each, web, sandbox, now) for each in named if isinstance(answer := answers[each], Page)
    )
    feed = _feed((found, *others), user_agent, tries)
    return Checked(url, tries, found, others, feed)


def user_agents(settings: Settings) -> tuple[str, ...]:
    """Ours as it is set, then honest ones of other forms: some servers want them bare, some like a browser's."""
    ours = settings.user_agent.replace("{contact}", settings.contact)
    bare = f"EmbargoWatch/0.1 (+{settings.contact})"
    return tuple(dict.fromkeys((ours, bare, f"Mozilla/5.0 (compatible; EmbargoWatch/0.1; +{settings.contact})")))


def _tries(url: str, web: FetchMany, agents: Sequence[str]) -> tuple[Try, ...]:
    """One try after the other, as long as it is the user agent that may be refused."""
    tries: list[Try] = []
    for user_agent in agents:
        ((_, answer),) = web.fetch_many([Request(url, user_agent=user_agent)])
        if tries and isinstance(answer, Failure) and answer.kind == PUT_OFF:
            break  # what it answered before says more
        tries.append(Try(user_agent, answer))
        if isinstance(answer, Page) or answer.status not in BLOCKED:
            break
    return tuple(tries)


def _asked(web: FetchMany, urls: Sequence[str], user_agent: str) -> list[tuple[str, Page | Failure]]:
    requests = [Request(url, user_agent=user_agent) for url in urls]
    return [(request.url, answer) for request, answer in web.fetch_many(requests)] if requests else []


def _found(page: Page, url: str, web: FetchMany, sandbox: Sandbox, now: datetime) -> Found:
    look = sandbox.look(page, now)
    outcome = look.content
    if isinstance(outcome, FeedContent) and outcome.more:
        source = Feed("the source", "", url, kind=look.kind)
        outcome = follow(web, lambda page, feed: sandbox.read_feed(page, feed, now), {source: outcome})[source]
    title = outcome.title if isinstance(outcome, FeedContent) else ""
    return Found(page.moved_to or url, title, look, outcome, feed_state(outcome, now, answers_s=(page.seconds,)))


def _feed(founds: Sequence[Found], user_agent: str, tries: Sequence[Try]) -> Feed | None:
    """The first that can be read; else the likeliest rows of the page."""
    reason = f"ours got {_status(tries[0].answer)}" if user_agent else ""
    for found in founds:
        if isinstance(found.outcome, FeedContent) and found.outcome.entries:
            name = found.title or urlsplit(found.url).hostname or found.url
            return Feed(
                slug_of(name, found.url), name, found.url, found.look.kind, tier_of(found.url),
                user_agent=user_agent, user_agent_reason=reason,
            )  # fmt: skip
    if not (proposals := founds[0].look.proposals):
        return None
    url = founds[0].url
    name = urlsplit(url).hostname or url
    return Feed(
        slug_of(name, url), name, url, "listing", tier_of(url), selectors=proposals[0].selectors,
        user_agent=user_agent, user_agent_reason=reason,
    )  # fmt: skip


def tier_of(url: str) -> Tier:
    """Official for the addresses that only governments have; a person knows better."""
    return "official" if _OFFICIAL.search(urlsplit(url).hostname or "") else "general"


def _status(answer: Page | Failure) -> str:
    return str(answer.status or answer.kind) if isinstance(answer, Failure) else str(answer.status)
