"""How fast a page becomes an article, with trafilatura alone beside it on the same pages.

    ./run bench clean [FOLDER]

FOLDER holds saved pages: `urls.jsonl` with {id, url} lines and `<id>.html.gz`. Without it EMBARGOWATCH_PAGES is
taken, and without that the demo newsroom's own pages. Times are CPU seconds of one core, the best of three rounds.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import trafilatura

from embargowatch.clean import clean
from embargowatch.types import Entry, Page

ROUNDS = 3
PageSource = list[tuple[str, bytes]]


def saved_pages(folder: Path) -> PageSource:
    """Address and bytes of every page in a folder."""
    with (folder / "urls.jsonl").open() as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    return [(row["url"], gzip.decompress((folder / f"{row['id']}.html.gz").read_bytes())) for row in rows]


def demo_pages() -> PageSource:
    """The demo newsroom's articles, as it serves them."""
    from embargowatch.demo.articles import read_drafts  # noqa: PLC0415 — only where no folder is given
    from embargowatch.demo.newsroom import Newsroom  # noqa: PLC0415
    from embargowatch.demo.state import Memory  # noqa: PLC0415

    base = "http://127.0.0.1:1"
    with tempfile.TemporaryDirectory() as folder:
        newsroom = Newsroom(Memory(Path(folder), now=datetime.now(UTC)), base_url=base, private_port=2)
        return [(base + path, newsroom.answer(path).body) for path in read_drafts()]


def ours(url: str, body: bytes) -> str:
    """The product: `clean`, as the pipeline calls it."""
    now = datetime.now(UTC)
    return clean(Page(url, url, 200, {"content-type": "text/html"}, body, now), Entry(url), now).status


def alone(url: str, body: bytes) -> str:
    """The baseline: trafilatura's text, title, date and authors."""
    return "ok" if trafilatura.bare_extraction(body, url=url, with_metadata=True) else "nothing"


def alone_fast(url: str, body: bytes) -> str:
    """Trafilatura's text only, without its fallbacks: less than the product gives."""
    return "ok" if trafilatura.bare_extraction(body, url=url, fast=True, with_metadata=False) else "nothing"


def measure(read: Callable[[str, bytes], str], pages: PageSource) -> tuple[float, Counter[str]]:
    """Pages a second, and how many ended how."""
    started = time.process_time()
    ends = Counter(read(url, body) for url, body in pages)
    return len(pages) / (time.process_time() - started), ends


READERS = {
    "embargowatch clean": ours,
    "trafilatura with metadata": alone,
    "trafilatura fast, text only": alone_fast,
}


def main() -> int:
    """Measure, print a table and one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", default=os.environ.get("EMBARGOWATCH_PAGES", ""))
    folder = parser.parse_args().folder
    pages = saved_pages(Path(folder)) if folder else demo_pages()
    size = sum(len(body) for _, body in pages) / len(pages)
    print(f"{len(pages)} pages of {folder or 'the demo newsroom'}, {size / 1000:.0f} kB on average\n")
    for read in READERS.values():
        measure(read, pages[:3])  # what is loaded on first use is not a page's cost
    rates = dict.fromkeys(READERS, 0.0)
    ends: dict[str, Counter[str]] = {}
    for _ in range(ROUNDS):
        for name, read in READERS.items():
            rate, ends[name] = measure(read, pages)
            rates[name] = max(rates[name], rate)
    for name, rate in rates.items():
        told = ", ".join(f"{count} {end}" for end, count in ends[name].most_common())
        print(f"{name:30} {rate:8.1f} pages/s   {told}")
    mine, theirs, fast = rates.values()
    print(f"\n{mine / theirs:.2f} times trafilatura with metadata, the same kind of answer")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = {
        "pages": len(pages),
        "pages_per_second": round(mine, 1),
        "trafilatura_pages_per_second": round(theirs, 1),
        "trafilatura_fast_pages_per_second": round(fast, 1),
        "ratio": round(mine / theirs, 2),
        "peak_mb": round(peak),
        "statuses": dict(ends["embargowatch clean"]),
    }
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
