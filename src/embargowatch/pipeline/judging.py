"""Articles → verdicts → records."""

from __future__ import annotations

import logging
from contextlib import nullcontext
from datetime import datetime

from psycopg2.extensions import connection

from embargowatch import store
from embargowatch.classify import CLASSIFIER, supported
from embargowatch.pipeline.work import BATCH, REFUSED, attempt, internal, until_nothing_waits
from embargowatch.reading.language import SUPPORTED
from embargowatch.records_json import fingerprint
from embargowatch.sandbox import Sandbox
from embargowatch.types import ArmsDeal, Article, Failure, Sanction, Tally

classify_log = logging.getLogger("embargowatch.classify")
extract_log = logging.getLogger("embargowatch.extract")


def reader() -> Sandbox:
    """Its own process with limits for one article: what hangs or kills it would be claimed again for ever."""
    return Sandbox(cpu_s=120.0, memory=4 << 30, wall_s=600.0)


def classify(db: connection, *, now: datetime, sandbox: Sandbox | None = None) -> Tally:
    """Judge for each topic whether the articles that wait are about it. ``sandbox`` is one to go on using."""
    with nullcontext(sandbox) if sandbox else reader() as running:

        def batch() -> Tally | None:
            articles = store.articles_to_classify(db, limit=BATCH)
            return sum((_classify(db, running, article, now) for article in articles), Tally()) if articles else None

        return until_nothing_waits(db, batch)


def _classify(db: connection, sandbox: Sandbox, article: Article, now: datetime) -> Tally:
    article_id = _id(article)
    if not supported(article):
        store.save_article_state(db, article_id, "done", f"not judged: {_language(article)} is not read yet")
        return Tally(skipped=1)
    verdicts = attempt(classify_log, f"judging {article.url}", lambda: sandbox.judge(article))
    if isinstance(verdicts, Failure):
        store.save_article_state(db, article_id, "failed", verdicts.reason)
        return Tally(failed=1)
    try:
        with store.item(db):
            store.save_verdicts(db, article_id, verdicts, classifier=CLASSIFIER, now=now)
            store.save_article_state(db, article_id, "to_extract")
    except REFUSED as error:
        store.save_article_state(db, article_id, "failed", internal(f"saving verdicts of {article.url}", error).reason)
        return Tally(failed=1)
    return Tally(done=1)


def extract(db: connection, *, now: datetime, sandbox: Sandbox | None = None) -> Tally:  # noqa: ARG001 - as every stage
    """Record who did what to whom in the articles that wait, with the passages that say so.

    ``sandbox`` is one to go on using; else it has its own.
    """
    with nullcontext(sandbox) if sandbox else reader() as running:

        def batch() -> Tally | None:
            articles = store.articles_to_extract(db, limit=BATCH)
            return sum((_extract(db, running, article) for article in articles), Tally()) if articles else None

        return until_nothing_waits(db, batch)


def _extract(db: connection, sandbox: Sandbox, article: Article) -> Tally:
    article_id = _id(article)
    records = attempt(extract_log, f"extracting from {article.url}", lambda: sandbox.extract(article))
    if isinstance(records, Failure):
        store.save_article_state(db, article_id, "failed", records.reason)
        return Tally(failed=1)
    # The same fact read twice in one article is one record.
    distinct = {fingerprint(record): record for record in records}
    store.delete_evidence(db, article_id)
    kept: dict[str, list[int]] = {"sanctions": [], "arms_deals": []}
    refused: list[str] = []
    for record in distinct.values():
        try:
            with store.item(db):
                kept[store.topic_of(record)].append(_save(db, article_id, record))
        except REFUSED as error:
            refused.append(internal(f"saving a record of {article.url}", error).reason)
            extract_log.warning("%s", refused[-1])
    gone = store.delete_gone_sanctions(db, article_id, kept["sanctions"])
    gone += store.delete_gone_arms_deals(db, article_id, kept["arms_deals"])
    to_link = store.save_extracted_article(db, article_id, any_gone=gone > 0, reason="; ".join(refused))
    if to_link and not _save_unit(db, sandbox, article):
        return Tally(failed=1)
    return Tally(done=1, failed=len(refused))


def _save_unit(db: connection, sandbox: Sandbox, article: Article) -> bool:
    """Keep what linking needs of the text; whether it could be made."""
    unit = attempt(extract_log, f"reading the names in {article.url}", lambda: sandbox.unit(article))
    if isinstance(unit, Failure):
        store.save_article_state(db, _id(article), "failed", unit.reason)
        return False
    store.save_article_profile(db, _id(article), unit)
    return True


def _save(db: connection, article_id: int, record: Sanction | ArmsDeal) -> int:
    if isinstance(record, Sanction):
        record_id = store.save_sanction(db, article_id, record)
    else:
        record_id = store.save_arms_deal(db, article_id, record)
    store.save_evidence(db, record_id, record)
    return record_id


def _language(article: Article) -> str:
    """The article's language in words; a page that declares one we read may be in another all the same."""
    if article.language in SUPPORTED:
        return f"its language, which is not the {article.language} that it is declared as,"
    return f"its language ({article.language})" if article.language else "its language"


def _id(article: Article) -> int:
    assert article.id is not None  # it comes from the table
    return article.id
