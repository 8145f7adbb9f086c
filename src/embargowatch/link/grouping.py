"""Articles → stories without a database: the same relation and the same clustering as the pipeline's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from embargowatch.link import Candidate, Telling, choose, merge
from embargowatch.types import ArmsDeal, Article, Sanction

NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Read:
    """An article and the records that were read in it."""

    article: Article
    records: tuple[Sanction | ArmsDeal, ...]

    @property
    def key(self) -> str:
        """Made of the content alone, so that it is the same wherever and whenever the article comes."""
        said = f"{self.article.title}\n\n{self.article.text}"
        return sha256(said.encode(errors="surrogatepass")).hexdigest()[:16]

    @property
    def when(self) -> datetime:
        return self.article.published or NO_DATE


def group(articles: Sequence[Read]) -> list[tuple[str, ...]]:
    """For each article, in order, the keys of the stories that it tells."""
    keys: list[tuple[str, ...]] = [() for _ in articles]
    stories: list[tuple[str, list[Telling]]] = []
    for place in sorted(range(len(articles)), key=lambda n: (articles[n].when, articles[n].key)):
        keys[place] = _join(articles[place], stories)
    return keys


def _join(read: Read, stories: list[tuple[str, list[Telling]]]) -> tuple[str, ...]:
    records = [record for record in read.records if not record.background]
    known = [_candidate(n, tellings) for n, (_, tellings) in enumerate(stories)]
    joined = choose(records, read.when, dict.fromkeys(range(len(records)), known))
    found = []
    for n, record in enumerate(records):
        telling = Telling(record, read.article.url, read.article.published, read.when)
        if n in joined:
            stories[joined[n]][1].append(telling)
        else:
            stories.append((f"{read.key}{n}", [telling]))
        found.append(stories[joined.get(n, -1)][0])
    return tuple(dict.fromkeys(found))


def _candidate(number: int, tellings: Sequence[Telling]) -> Candidate:
    merged = merge(tellings)
    return Candidate(number, merged.record, merged.background, merged.news_from, merged.news_until)
