"""Two ways in which others read many feeds, each in a process of its own. Both read round 1, then time round 2.

    python -m newsstand.rivals threads|reader PORT SOURCES THREADS

They print one JSON object. `threads` is what public pipelines do: requests and feedparser in a pool of threads, with
validators remembered. It keeps nothing but a list in memory, and leaves no pause between two requests to a host, both
in its favour. `reader` is lemon24/reader with its own workers and its SQLite file.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import feedparser
import feedparser_sgmllib
import requests

from newsstand.server import host_of, url_of


class Threads:
    """feedparser and requests in threads."""

    def __init__(self, urls: list[str], threads: int) -> None:
        self._urls = urls
        self._threads = threads
        self._local = threading.local()
        self._tags: dict[str, str] = {}

    def read(self) -> int:
        """Ask every source; how many entries came."""
        with ThreadPoolExecutor(self._threads) as pool:
            return sum(len(entries) for entries in pool.map(self._entries, self._urls))

    def _entries(self, url: str) -> list[tuple[str, str, str, object]]:
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
        headers = {"If-None-Match": self._tags[url]} if url in self._tags else {}
        try:
            answer = self._local.session.get(url, headers=headers, timeout=30)
        except requests.RequestException:
            return []
        if answer.status_code != 200:
            return []
        if tag := answer.headers.get("ETag"):
            self._tags[url] = tag
        parsed = feedparser.parse(answer.content)
        return [(e.get("title"), e.get("link"), e.get("summary"), e.get("published_parsed")) for e in parsed.entries]


class Reader:
    """lemon24/reader."""

    def __init__(self, urls: list[str], threads: int, folder: str) -> None:
        # Its own copy of feedparser imports what Python no longer has, and does not depend on it.
        sys.modules.setdefault("sgmllib", feedparser_sgmllib)
        from reader import make_reader  # noqa: PLC0415 — only where it is measured

        self._reader = make_reader(str(Path(folder) / "reader.sqlite"))
        self._threads = threads
        for url in urls:
            self._reader.add_feed(url)

    def read(self) -> int:
        """Ask every source; how many entries were new."""
        updates = self._reader.update_feeds_iter(scheduled=False, workers=self._threads)
        return sum(result.value.new for result in updates if result.updated_feed is not None)


def main() -> None:
    """Read round 1, go on to round 2, time it."""
    who, port, sources, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    urls = [url_of(source, port) for source in range(sources)]
    with tempfile.TemporaryDirectory() as folder:
        rival = Threads(urls, threads) if who == "threads" else Reader(urls, threads, folder)
        rival.read()
        requests.get(f"http://{host_of(0)}:{port}/round/2", timeout=30)
        started = time.perf_counter()
        entries = rival.read()
        print(json.dumps({"wall_s": time.perf_counter() - started, "entries": entries}))


if __name__ == "__main__":
    main()
