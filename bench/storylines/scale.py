"""What it costs to link one more article when many are stored: Postgres filled by itself, the pipeline's own stages."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from psycopg2.extensions import connection

from embargowatch import pipeline, store
from embargowatch.link.keys import keys
from embargowatch.link.units import unit
from embargowatch.local import ports, postgres
from embargowatch.pipeline.judging import reader
from embargowatch.types import Article as Page
from storylines.baselines import Article
from storylines.measures import Grouping

HERE = Path(__file__).parent
FILL = (HERE / "fill.sql").read_text(encoding="utf-8") + (HERE / "fill_profiles.sql").read_text(encoding="utf-8")
AT_ONCE = 50_000
WORKERS = 2
WORDS = 500
"""Of these articles, that the profiles of the stored ones are made of."""
OURS = 1_000_000_000
"""Ids from here on are of the articles that are linked; below are those that were there before."""
SEQUENCES = ("articles", "sanctions", "arms_deals", "stories")


@dataclass(frozen=True, slots=True)
class Point:
    """What was measured with so many articles stored."""

    size: int
    seconds: list[float]
    """That linking each article took."""
    found: Grouping
    """The stories that the articles are in afterwards."""
    strays: int
    """Articles in a story that was there before, of which none of them is news."""


def curve(articles: Sequence[Article], sizes: Sequence[int]) -> Iterator[Point]:
    """The same articles linked at each size."""
    with _server() as url, closing(store.connect(url)) as db:
        store.migrate(db)
        for table in SEQUENCES:
            _run(db, f"alter table embargowatch.{table} alter column id restart with {OURS}")
        words, drawn = _vocabulary(articles)
        stored = 0
        for size in sorted(sizes):
            _fill(url, stored, size, {"words": words, "keys": drawn})
            stored = size
            seconds = list(_link_each(db, articles))
            yield Point(size, seconds, _stories(db, articles), _strays(db))
            _forget(db)


@contextmanager
def _server() -> Iterator[str]:
    """The URL of an empty database on a server of its own, which waits for the disk as a real one does."""
    with tempfile.TemporaryDirectory(prefix="embargowatch-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        cluster = postgres.prepare(folder, ports.free_port(54500))
        child = postgres.server(cluster)
        try:
            postgres.wait_until_ready(cluster, child)
            postgres.create_database(cluster, "bench")
            yield cluster.url("bench")
        finally:
            postgres.stop(child)


def _vocabulary(articles: Sequence[Article]) -> tuple[list[str], list[int]]:
    """Words and keys that these articles have."""
    units = [
        unit(Page(url="", title=a["title"], text=a["text"], published=datetime.fromisoformat(a["published"])), (), ())
        for a in articles
    ]
    words = sorted({word for each in units for word in each.profile.words})
    return words[:: max(1, len(words) // WORDS)], sorted({key for each in units for key in keys(each)})


def _fill(url: str, after: int, until: int, drawn: Mapping[str, Sequence[object]]) -> None:
    given = {**drawn, **{f"n_{name}": len(values) for name, values in drawn.items()}}
    with closing(store.connect(url, durable=False)) as db:
        with _without_indexes(db), ThreadPoolExecutor(WORKERS) as workers:
            starts = range(after, until, AT_ONCE)
            parts = [{**given, "after": start, "until": min(start + AT_ONCE, until)} for start in starts]
            list(workers.map(lambda part: _fill_part(url, part), parts))
        db.autocommit = True
        _run(db, "vacuum analyze")
        _run(db, "checkpoint")


def _fill_part(url: str, part: Mapping[str, object]) -> None:
    with closing(store.connect(url, durable=False)) as db:
        # Without checking references row by row.
        _run(db, "set session_replication_role = replica; set work_mem = '256MB'")
        _run(db, FILL, part)


@contextmanager
def _without_indexes(db: connection) -> Iterator[None]:
    """Those that hold no rule are taken away, and made again at the end in a fifth of the time."""
    with store.transaction(db), db.cursor() as cursor:
        cursor.execute(
            "select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index"
            " where indrelid::regclass::text like 'embargowatch.%' and not indisunique"
        )
        indexes = cursor.fetchall()
    for name, _ in indexes:
        _run(db, f"drop index {name}")
    yield
    _run(db, "set maintenance_work_mem = '512MB'")
    for _, definition in indexes:
        _run(db, definition)


def _link_each(db: connection, articles: Sequence[Article]) -> Iterator[float]:
    """Seconds; from the claim of the article to the commit of its stories."""
    with reader() as sandbox:
        for article in sorted(articles, key=lambda article: article["published"]):
            now = _save(db, article)
            pipeline.classify(db, now=now, sandbox=sandbox)
            pipeline.extract(db, now=now, sandbox=sandbox)
            started = time.perf_counter()
            pipeline.link(db, now=now)
            yield time.perf_counter() - started


def _save(db: connection, article: Article) -> datetime:
    """Store it as the stages before would; the time at which they do."""
    published = datetime.fromisoformat(article["published"])
    with store.transaction(db), db.cursor() as cursor:
        cursor.execute(
            "insert into embargowatch.entries (url, seen_at, state, next_try_at)"
            " values (%(url)s, %(now)s, 'scraped', %(now)s) returning id",
            {"url": article["url"], "now": published},
        )
        (entry_id,) = cursor.fetchone() or (0,)
        cursor.execute(
            "insert into embargowatch.pages (entry_id, url, final_url, status, sha256, body_zstd, fetched_at, state)"
            " values (%(entry)s, %(url)s, %(url)s, 200, '', '', %(now)s, 'cleaned') returning id",
            {"entry": entry_id, "url": article["url"], "now": published},
        )
        (page_id,) = cursor.fetchone() or (0,)
        page = Page(
            entry_id=entry_id,
            page_id=page_id,
            url=article["url"],
            revision=1,
            title=article["title"],
            text=article["text"],
            published=published,
            language="en",
        )
        store.save_article(db, page, state="to_classify", state_reason="", replayed=False, now=published)
    return published


def _stories(db: connection, articles: Sequence[Article]) -> Grouping:
    """What an article only recalls is none of its stories."""
    found: dict[str, set[str]] = {article["url"]: set() for article in articles}
    with store.transaction(db), db.cursor() as cursor:
        cursor.execute(
            "select a.url, l.story_id::text from embargowatch.story_articles l"
            " join embargowatch.articles a on a.id = l.article_id"
            " left join embargowatch.sanctions s on s.id = l.sanction_id"
            " left join embargowatch.arms_deals d on d.id = l.arms_deal_id"
            f" where a.id >= {OURS} and not coalesce(s.background, d.background, false)"
        )
        for url, story in cursor.fetchall():
            found[url].add(story)
    return {article["id"]: frozenset(found[article["url"]]) for article in articles}


def _strays(db: connection) -> int:
    with store.transaction(db), db.cursor() as cursor:
        cursor.execute(
            "select count(distinct article_id) from embargowatch.story_articles"
            f" where article_id >= {OURS} and story_id < {OURS}"
        )
        (count,) = cursor.fetchone() or (0,)
        return int(count)


def _forget(db: connection) -> None:
    """Leave only what was there before."""
    _run(db, "delete from embargowatch.entries")
    _run(db, f"delete from embargowatch.stories where id >= {OURS}")


def _run(db: connection, statement: str, params: Mapping[str, object] | None = None) -> None:
    with store.transaction(db), db.cursor() as cursor:
        cursor.execute(statement, params)


def median_ms(seconds: Sequence[float]) -> float:
    return 1000 * statistics.median(seconds)
