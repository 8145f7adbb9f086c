"""The product's own fetch stage, in a process of its own: reads round 1, then times round 2.

    python -m newsstand.ours DATABASE_URL PORT SOURCES CONNECTIONS HOST_DELAY_S

It prints one JSON object.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import urllib.request
from contextlib import closing
from datetime import UTC, datetime, timedelta

from psycopg2.extensions import connection

from embargowatch import pipeline, store
from embargowatch.settings import Settings
from embargowatch.types import Feed, Tally
from newsstand.server import host_of, url_of


def main() -> None:
    """Import the sources, fetch, go on to round 2, fetch and time it."""
    url, port, sources = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    hosts = frozenset(f"{host_of(source)}:{port}" for source in range(sources))
    settings = Settings(
        database_url=url, allow_hosts=hosts, max_connections=int(sys.argv[4]), host_delay_s=float(sys.argv[5])
    )
    feeds = [Feed(f"s{source}", f"Source {source}", url_of(source, port)) for source in range(sources)]
    now = datetime.now(UTC)
    with closing(store.connect(url)) as db:
        store.migrate(db)
        pipeline.import_feeds(db, feeds, now=now)
        first_s, _ = _fetch(db, settings, now)
        urllib.request.urlopen(f"http://{host_of(0)}:{port}/round/2").close()
        before = _entries(db)
        cpu_s = _cpu_s()
        wall_s, tally = _fetch(db, settings, now + timedelta(days=1))
        print(
            json.dumps(
                {
                    "first_wall_s": first_s,
                    "wall_s": wall_s,
                    "cpu_s": _cpu_s() - cpu_s,
                    "sources": tally.done,
                    "failed": tally.failed,
                    "new_entries": _entries(db) - before,
                }
            )
        )


def _fetch(db: connection, settings: Settings, now: datetime) -> tuple[float, Tally]:
    started = time.perf_counter()
    with pipeline.polite_web(settings, settings.database_url) as web:
        tally = pipeline.fetch(db, web, now=now, everything=True, settings=settings)
    return time.perf_counter() - started, tally


def _cpu_s() -> float:
    """Of this process and of the readers that it has had."""
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _entries(db: connection) -> int:
    with db.cursor() as cursor:
        cursor.execute("select count(*) from embargowatch.entries")
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    main()
