"""The web as all workers together see it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from embargowatch import store
from embargowatch.settings import Settings
from embargowatch.web import Web


@contextmanager
def polite_web(settings: Settings, database_url: str) -> Iterator[Web]:
    """A `Web` that takes turns at each host with everybody who works on the same database."""
    with closing(store.SharedHosts(database_url)) as hosts:
        yield Web(settings, hosts)
