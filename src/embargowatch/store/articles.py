"""Articles, revision by revision, and what was judged of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from psycopg2.extensions import connection

from embargowatch.link import Telling
from embargowatch.link.profile import profile_from_json
from embargowatch.link.units import Unit, content_key, topic_of, unit
from embargowatch.store.statement import Row, execute, execute_many, planned_rows, row, rows
from embargowatch.types import ArmsDeal, Article, ArticleStatus, Sanction, Topic, Verdict


@dataclass(frozen=True, slots=True)
class SavedRevision:
    """The newest revision of an article that the store has."""

    id: int
    entry_id: int
    page_id: int
    revision: int
    title: str
    text: str
    text_sha256: str
    status: ArticleStatus
    state: str


@dataclass(frozen=True, slots=True)
class JudgedArticle:
    """An article whose records are to be put into stories."""

    id: int
    url: str
    revision: int
    title: str
    text: str
    topics: tuple[Topic, ...]
    """What its verdicts say it is about."""
    published: datetime | None
    created_at: datetime
    replayed: bool
    state_reason: str
    newest_revision: int
    newest_state: str
    linked_before: bool
    """Whether a story has it, or another revision of it."""
    decided: bool
    """Whether a person said where it belongs."""
    official: bool
    content_key: str | None
    """Of what is kept of it since it was extracted; None: nothing is."""
    profile: Mapping[str, Any] | None
    signature: tuple[int, ...]
    credit: str

    @property
    def when(self) -> datetime:
        return self.published or self.created_at

    def unit(self, records: Iterable[Sanction | ArmsDeal]) -> Unit:
        """What linking needs of it, with its records; made of what is kept of it."""
        article = Article(url=self.url, title=self.title, text=self.text, published=self.published)
        if self.profile is None or self.content_key != content_key(article):
            return unit(article, (Verdict(topic, relevant=True, score=1.0) for topic in self.topics), records)
        news = tuple(record for record in records if not record.background)
        return Unit(
            key=self.content_key,
            when=self.published,
            topics=frozenset({*self.topics, *map(topic_of, news)}),
            profile=profile_from_json(self.profile),
            signature=self.signature,
            credit=self.credit,
            records=news,
        )

    def telling(self, record: Sanction | ArmsDeal) -> Telling:
        """A record of it as what tells a story."""
        return Telling(
            record, self.url, self.published, self.created_at, self.replayed, self.official, self.credit, self.signature
        )


def text_sha256(article: Article) -> str:
    """Hash of what is read: title and text."""
    return sha256(f"{article.title}\n\n{article.text}".encode(errors="surrogatepass")).hexdigest()


def newest_article(db: connection, url: str) -> SavedRevision | None:
    found = row(db, "newest_article", {"url": url})
    return SavedRevision(**found) if found else None


def address_of_entry(db: connection, entry_id: int) -> str:
    """The address under which the entry's article is known; "" when it has none yet."""
    found = row(db, "address_of_entry", {"entry_id": entry_id})
    return str(found["url"]) if found else ""


def revisions(db: connection, url: str) -> list[Row]:
    """All revisions of the article that is known under this address, or whose feed links to it; the first one first."""
    return rows(db, "revisions", {"url": url})


def save_article(
    db: connection, article: Article, *, state: str, state_reason: str, replayed: bool, now: datetime
) -> int | None:
    """Insert a revision; its id, or None if somebody else has just saved that revision."""
    saved = row(
        db,
        "save_article",
        {
            "entry_id": article.entry_id,
            "page_id": article.page_id,
            "url": article.url,
            "revision": article.revision,
            "title": article.title,
            "text": article.text,
            "text_sha256": text_sha256(article),
            "authors": list(article.authors),
            "published": article.published,
            "language": article.language,
            "status": article.status,
            "reason": article.reason,
            "created_at": now,
            "state": state,
            "state_reason": state_reason,
            "replayed": replayed,
        },
    )
    return int(saved["id"]) if saved else None


def reread_article(db: connection, article_id: int, article: Article, *, state: str, state_reason: str) -> None:
    """Take over what a new reading of the same text says beside the text."""
    execute(
        db,
        "reread_article",
        {
            "id": article_id,
            "page_id": article.page_id,
            "authors": list(article.authors),
            "published": article.published,
            "language": article.language,
            "status": article.status,
            "reason": article.reason,
            "state": state,
            "state_reason": state_reason,
        },
    )


def articles_to_classify(db: connection, *, limit: int) -> list[Article]:
    """Claim articles to be judged."""
    return [_article(found) for found in rows(db, "articles_to_classify", {"limit": limit})]


def articles_to_extract(db: connection, *, limit: int) -> list[Article]:
    """Claim articles whose records are to be made."""
    return [_article(found) for found in rows(db, "articles_to_extract", {"limit": limit})]


def articles_to_link(db: connection, *, limit: int) -> list[JudgedArticle]:
    """Claim articles whose records are to be put into stories."""
    return [
        JudgedArticle(**{**found, "signature": tuple(found["signature"] or ()), "credit": found["credit"] or ""})
        for found in planned_rows(db, "articles_to_link", {"limit": limit})
    ]


def save_article_state(db: connection, article_id: int, state: str, reason: str = "") -> None:
    execute(db, "save_article_state", {"id": article_id, "state": state, "reason": reason})


def save_extracted_article(db: connection, article_id: int, *, any_gone: bool, reason: str) -> bool:
    """What follows extraction: link (True) if there is something to link or to unlink, else done.

    ``any_gone``: a record that it had before is not there any more.
    """
    saved = row(db, "save_extracted_article", {"id": article_id, "any_gone": any_gone, "reason": reason})
    return bool(saved and saved["state"] == "to_link")


def save_verdicts(
    db: connection, article_id: int, verdicts: Iterable[Verdict], *, classifier: str, now: datetime
) -> None:
    execute_many(
        db,
        "save_verdicts",
        (
            (article_id, v.topic, v.relevant, v.score, list(v.because), list(v.against), classifier, now)
            for v in verdicts
        ),
    )


def reopen_articles(db: connection, *, since: date, until: date) -> int:
    """Put the newest revision of each article in the range (both days in) back to be judged; how many."""
    return execute(db, "reopen_articles", {"since": since, "until": until})


def _article(found: Row) -> Article:
    return Article(**{**found, "authors": tuple(found["authors"])})
