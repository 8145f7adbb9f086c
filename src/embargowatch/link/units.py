"""What is put into stories: an article with what it names and the records of its news."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from embargowatch.link.copies import Signature, credit, signature
from embargowatch.link.profile import Profile, profile
from embargowatch.link.sharing import Vectors, vectors
from embargowatch.types import ArmsDeal, Article, Sanction, Topic, Verdict


@dataclass(frozen=True, slots=True)
class Unit:
    """An article as linking sees it."""

    key: str
    """Made of title, text and date alone, so that it is the same wherever and whenever the article comes."""
    when: datetime | None
    topics: frozenset[Topic]
    """What it is about, by its verdicts or its news; empty: it founds no story, and may join one."""
    profile: Profile
    signature: Signature = ()
    credit: str = ""
    """The agency that its credit line names."""
    records: tuple[Sanction | ArmsDeal, ...] = field(default=(), compare=False)
    """News only: what happened before is told of no story of this day."""
    vectors: Vectors = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "vectors", vectors(self.profile))


def unit(article: Article, verdicts: Iterable[Verdict], records: Iterable[Sanction | ArmsDeal]) -> Unit:
    """The unit of an article that was judged."""
    news = tuple(record for record in records if not record.background)
    about = {verdict.topic for verdict in verdicts if verdict.relevant} | {topic_of(record) for record in news}
    return Unit(
        key=content_key(article),
        when=article.published,
        topics=frozenset(about),
        profile=profile(article.title, article.text),
        signature=signature(article.text or article.title),
        credit=credit(article.text),
        records=news,
    )


def topic_of(record: Sanction | ArmsDeal) -> Topic:
    return "sanctions" if isinstance(record, Sanction) else "arms_deals"


def content_key(article: Article) -> str:
    when = article.published.isoformat() if article.published else ""
    return sha256(f"{when}\n{article.title}\n\n{article.text}".encode(errors="surrogatepass")).hexdigest()[:16]
