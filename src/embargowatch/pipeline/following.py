"""Sources that go on elsewhere: the next pages of a listing, the sitemaps of an index. Both within bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from embargowatch.fetch import FeedContent
from embargowatch.fetch.content import together
from embargowatch.types import Failure, Feed, Page, Request


class FetchMany(Protocol):
    """What the stages need of `web.Web`."""

    def fetch_many(self, requests: Iterable[Request]) -> Iterable[tuple[Request, Page | Failure]]: ...


Read = Callable[[Page, Feed], FeedContent | Failure]


@dataclass(slots=True)
class _Trail:
    """How far one source was followed."""

    feed: Feed
    parts: list[FeedContent]
    wanted: tuple[str, ...]
    seen: set[str] = field(default_factory=set)
    failures: list[Failure] = field(default_factory=list)

    def read(self, answers: Mapping[str, FeedContent | Failure]) -> None:
        """Take in the pages that were wanted, in their order, and see where the last one leads."""
        found = [answers[url] for url in self.wanted]
        self.seen.update(self.wanted)
        self.failures += [each for each in found if isinstance(each, Failure)]
        contents = [each for each in found if isinstance(each, FeedContent)]
        self.parts += contents
        # Only a listing goes on from page to page; an index within an index is not followed.
        goes_on = self.feed.selectors is not None and contents and len(self.parts) < self.feed.selectors.pages
        self.wanted = tuple(url for url in contents[-1].more if url not in self.seen) if goes_on else ()

    def whole(self) -> FeedContent | Failure:
        content = together(self.parts)
        if not self.failures:
            return content
        if not content.entries:
            return self.failures[0]
        note = f"{len(self.failures)} of its further pages could not be read: {self.failures[0].reason}"
        return replace(content, note="; ".join(filter(None, (content.note, note))))


def goes_on(feed: Feed, content: FeedContent) -> bool:
    """Whether the source says more elsewhere, and is followed there."""
    return bool(content.more) and (feed.selectors is None or feed.selectors.pages > 1)


def follow(web: FetchMany, read: Read, first: Mapping[Feed, FeedContent]) -> dict[Feed, FeedContent | Failure]:
    """What the sources that go on elsewhere say in whole; all of them a step at a time, side by side."""
    trails = [_Trail(feed, [content], content.more) for feed, content in first.items() if goes_on(feed, content)]
    while going := [trail for trail in trails if trail.wanted]:
        requests = [
            Request(url, of=trail.feed, user_agent=trail.feed.user_agent) for trail in going for url in trail.wanted
        ]
        answers: dict[Feed, dict[str, FeedContent | Failure]] = {trail.feed: {} for trail in going}
        for request, answer in web.fetch_many(requests):
            answers[request.of][request.url] = answer if isinstance(answer, Failure) else read(answer, request.of)
        for trail in going:
            trail.read(answers[trail.feed])
    return {trail.feed: trail.whole() for trail in trails}
