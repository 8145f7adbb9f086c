"""Feed → Entry: what the bytes of a source say. Pure; the network is in `web`, the time is given."""

from embargowatch.fetch.content import FeedContent
from embargowatch.fetch.read import read_feed
from embargowatch.fetch.state import FeedState, feed_state

__all__ = ["FeedContent", "FeedState", "feed_state", "read_feed"]
