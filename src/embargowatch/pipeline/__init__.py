"""The work: the only place where deciding and effects meet.

Each verb asks the store what waits, does it and saves it, a batch and a transaction at a time, until nothing
waits. It can be killed, run again, or run ten times side by side: the row lock is the claim. One bad item is
stored with its reason; a broken world is an exception. ``now`` is when the run began.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from embargowatch.pipeline.again import replay
    from embargowatch.pipeline.archive import archived, forget, replay_pages
    from embargowatch.pipeline.arranging import merge_stories, split_story
    from embargowatch.pipeline.correcting import correct_record, reject_record
    from embargowatch.pipeline.deciding import decide
    from embargowatch.pipeline.judging import classify, extract
    from embargowatch.pipeline.linking import link
    from embargowatch.pipeline.polite import polite_web
    from embargowatch.pipeline.reading import clean
    from embargowatch.pipeline.scraping import scrape
    from embargowatch.pipeline.sending import send, send_digest
    from embargowatch.pipeline.sources import fetch, import_feeds
    from embargowatch.pipeline.subscribing import import_subscribers, import_subscribers_file
    from embargowatch.pipeline.telling import tell_operator

__all__ = [
    "archived",
    "classify",
    "clean",
    "correct_record",
    "decide",
    "extract",
    "fetch",
    "forget",
    "import_feeds",
    "import_subscribers",
    "import_subscribers_file",
    "link",
    "merge_stories",
    "polite_web",
    "reject_record",
    "replay",
    "replay_pages",
    "scrape",
    "send",
    "send_digest",
    "split_story",
    "tell_operator",
]

_HOMES = {
    "again": ("replay",),
    "archive": ("archived", "forget", "replay_pages"),
    "arranging": ("merge_stories", "split_story"),
    "correcting": ("correct_record", "reject_record"),
    "deciding": ("decide",),
    "judging": ("classify", "extract"),
    "linking": ("link",),
    "polite": ("polite_web",),
    "reading": ("clean",),
    "scraping": ("scrape",),
    "sending": ("send", "send_digest"),
    "sources": ("fetch", "import_feeds"),
    "subscribing": ("import_subscribers", "import_subscribers_file"),
    "telling": ("tell_operator",),
}


def __getattr__(name: str) -> Any:
    """A verb, imported when it is asked for: a task that sends mails need not load what reads pages."""
    for module, verbs in _HOMES.items():
        if name in verbs:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
