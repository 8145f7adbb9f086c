"""How long the desk takes to answer over many stories: every filter, searches, both orders, later pages.

    ./run bench desk [--stories N] [--rounds N]

Rows are made inside an embedded Postgres (bench/desk_fill.sql). Each request is a whole answer: a connection, the
queries, the page. The times are those of one client, one request after the other, of ``rounds`` rounds in turn.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import quantiles
from typing import Any

from fastapi.testclient import TestClient

from embargowatch import store
from embargowatch.desk import create_app
from embargowatch.local import ports, postgres

ASKED: dict[str, dict[str, str]] = {
    "first page": {},
    "topic": {"topic": "sanctions"},
    "stage": {"stage": "signed"},
    "country": {"country": "Poland"},
    "category": {"category": "artillery"},
    "measure": {"measure": "export_control"},
    "programme": {"program": "Programme 8"},
    "target": {"target": "c81e"},
    "no such target": {"target": "nobody of this name"},
    "day": {"since": "2026-01-05", "until": "2026-01-05"},
    "tier": {"tier": "trade"},
    "official": {"official": "yes"},
    "not official": {"official": "no", "topic": "arms_deals"},
    "confidence": {"confidence": "0.95"},
    "several": {"country": "Turkey", "stage": "impose", "measure": "banking", "official": "no"},
    "several that nothing fits": {"country": "Turkey", "stage": "signed", "measure": "travel_ban"},
    "a word in every article": {"q": "ministry"},
    "a common word": {"q": "sanctions"},
    "a country": {"q": "poland"},
    "two words": {"q": "poland chunmoo"},
    "a rare word": {"q": "c81e728d"},
    "no such word": {"q": "zanzibarian"},
    "the beginning of a word": {"q": "chun"},
    "a phrase": {"q": '"k239 chunmoo from turkey"'},
    "a common phrase": {"q": '"had been told of the plan"'},
    "without": {"q": "poland -chunmoo"},
    "words and filters": {"q": "gripen", "country": "Turkey", "stage": "delivered"},
    "common, by relevance": {"q": "ministry", "sort": "relevance"},
    "two words, by relevance": {"q": "poland gripen", "sort": "relevance"},
}


def fill(url: str, stories: int) -> float:
    """Seconds that making the rows took."""
    begun = time.perf_counter()
    with closing(store.connect(url)) as db:
        store.migrate(db)
        with db, db.cursor() as cursor:
            cursor.execute((Path(__file__).parent / "desk_fill.sql").read_text("utf-8"), {"stories": stories})
        db.autocommit = True
        db.cursor().execute("vacuum analyze")
    return time.perf_counter() - begun


def ask(client: TestClient, query: dict[str, str]) -> tuple[float, Any]:
    """Milliseconds, and the answer."""
    begun = time.perf_counter()
    answer = client.get("/", params=query)
    assert answer.status_code == 200, answer.status_code
    return 1000 * (time.perf_counter() - begun), answer


def measure(client: TestClient, rounds: int) -> dict[str, list[float]]:
    """Milliseconds by what was asked for, and for its second page where it has one."""
    times: dict[str, list[float]] = {}
    for _ in range(rounds):
        for name, query in ASKED.items():
            took, answer = ask(client, query)
            times.setdefault(name, []).append(took)
            if older := re.search(r"before=([^\"&]*)\">(?:Older|More)", answer.text):
                cursor = older[1].replace("%3A", ":").replace("%2B", "+").replace("%7E", "~")
                times.setdefault(f"{name}, next page", []).append(ask(client, {**query, "before": cursor})[0])
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="embargowatch-bench-") as folder:
        Path(folder).chmod(0o711)
        cluster = postgres.prepare(Path(folder), ports.free_port(54330))
        child = postgres.server(cluster, throwaway=True)
        try:
            postgres.wait_until_ready(cluster, child)
            postgres.create_database(cluster, "bench")
            print(f"{args.stories:,} stories made in {fill(cluster.url('bench'), args.stories):.0f} s")
            with TestClient(create_app(lambda: store.connect(cluster.url("bench")))) as client:
                ask(client, {})  # templates and lexicon are read once
                times = measure(client, args.rounds)
                size = len(ask(client, {})[1].content) / 1000
        finally:
            postgres.stop(child)
    for name, each in sorted(times.items(), key=lambda item: -max(item[1])):
        print(f"{name:40}{min(each):8.0f}{max(each):8.0f} ms")
    everything = [took for each in times.values() for took in each]
    p95 = quantiles(everything, n=20)[-1]
    print(json.dumps({"p95_ms": round(p95, 1), "first_page_kb": round(size, 1), "stories": args.stories}))


if __name__ == "__main__":
    main()
