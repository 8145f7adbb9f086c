"""The one place for HTTP manners: polite, bounded, and unable to reach inside the network."""

from embargowatch.web.client import Web

__all__ = ["Web"]
