"""Feed → Entry: what the bytes of a source say. Pure; the network is in `web`, the time is given."""

from embargowatch.fetch.content import FeedContent
from embargowatch.fetch.moving import moved_note, moved_to
from embargowatch.fetch.read import read_feed
from embargowatch.fetch.schedule import Bounds, Polled, next_poll
from embargowatch.fetch.state import FeedState, feed_state

__all__ = [
    "Bounds",
    "FeedContent",
    "FeedState",
    "Polled",
    "feed_state",
    "moved_note",
    "moved_to",
    "next_poll",
    "read_feed",
]
