"""Whether a source has moved for good."""

from __future__ import annotations

from urllib.parse import urlsplit

from embargowatch.fetch.content import FeedContent
from embargowatch.types import Failure, Page


def moved_to(url: str, page: Page, outcome: FeedContent | Failure | None) -> str:
    """The address to ask from now on, or "".

    Only permanent redirects move a source, and only to something that can be read as it (``outcome`` None is an answer
    that has not changed): a closed paper's feed often leads to a front page, and a hotel's network to its login.
    """
    readable = outcome is None or (isinstance(outcome, FeedContent) and bool(outcome.entries))
    if not readable or page.moved_to in ("", url):
        return ""
    less_safe = urlsplit(url).scheme == "https" and urlsplit(page.moved_to).scheme != "https"
    return "" if less_safe else page.moved_to


def moved_note(moved_from: str, url: str) -> str:
    """What to say of a source that has moved, until feeds.yaml has its new address."""
    return f"it has moved for good to {url}; feeds.yaml still has {moved_from}"
