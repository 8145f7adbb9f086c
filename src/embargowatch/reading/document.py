"""A document: sentences at once, spaCy only for the sentences that somebody asks to read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from embargowatch.reading import nlp
from embargowatch.reading.dates import When, dates
from embargowatch.reading.gate import Cue, cues
from embargowatch.reading.mentions import RECOGNISED, Mention, is_dateline, known_in, with_entities
from embargowatch.reading.money import Amount, amounts
from embargowatch.reading.names import Hit, Name, find
from embargowatch.reading.sentences import Sentence, Where, split
from embargowatch.reading.truecase import truecase
from embargowatch.reading.wording import parseable
from embargowatch.types import Article, Evidence

HEADING = 120
"""A line in capitals that is shorter is a heading, and is read as a headline."""


@dataclass(slots=True, eq=False)
class Parsed:
    """One sentence as spaCy and the lexicon read it. ``doc`` is spaCy's Doc of this sentence alone, without entities
    until somebody asks for mentions that are not known names (or `Document.recognise` for several sentences)."""

    sentence: Sentence
    doc: Any
    known: tuple[Mention, ...]
    """Mentions of names that the lexicon knows."""
    published: date | None = None
    _mentions: tuple[Mention, ...] | None = None
    _money: tuple[Amount, ...] | None = None
    _dates: tuple[When, ...] | None = None

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Known names and entities. Recognising entities takes as long as parsing: ask ``known`` if it will do."""
        if self._mentions is None:
            if not self.doc.has_annotation("ENT_IOB"):
                nlp.recognise([self.doc])
            self._mentions = with_entities(self.sentence, self.doc, self.known)
        return self._mentions

    def mention_at(self, token: Any, kinds: Collection[str] = ()) -> Mention | None:
        """The longest mention that covers the token (of these kinds, if any are given)."""
        here = (m for m in self._of(kinds) if m.first <= token.i <= m.last)
        return max(here, key=lambda m: m.last - m.first, default=None)

    def mentions_in(self, first: int, last: int, kinds: Collection[str] = ()) -> list[Mention]:
        """Mentions whose tokens lie within first..last, inclusive."""
        return [m for m in self._of(kinds) if first <= m.first and m.last <= last]

    def _of(self, kinds: Collection[str]) -> Iterable[Mention]:
        mentions = self.known if kinds and RECOGNISED.isdisjoint(kinds) else self.mentions
        return (m for m in mentions if m.kind in kinds) if kinds else mentions

    def evidence(self, start: int, end: int) -> Evidence:
        """Evidence for ``sentence.text[start:end]``: offsets into the sentence become the article's."""
        s = self.sentence
        return Evidence(s.where, s.start + start, s.start + end, s.text[start:end])

    def evidence_of(self, first: Any, last: Any | None = None) -> Evidence:
        """Evidence for a token, or from one token to another."""
        last = first if last is None else last
        return self.evidence(first.idx, last.idx + len(last.text))

    @property
    def whole(self) -> Evidence:
        return self.evidence(0, len(self.sentence.text))

    @property
    def money(self) -> tuple[Amount, ...]:
        if self._money is None:
            self._money = amounts(self.sentence.text)
        return self._money

    @property
    def dates(self) -> tuple[When, ...]:
        if self._dates is None:
            self._dates = dates(self.sentence.text, self.published)
        return self._dates

    def token_at(self, offset: int) -> Any | None:
        """The token that covers an offset of the sentence's text."""
        span = self.doc.char_span(offset, offset + 1, alignment_mode="expand")
        return span[0] if span is not None and len(span) else None


def evidence_of(mention: Mention) -> Evidence:
    return Evidence(mention.where, mention.start, mention.end, mention.text)


class Document:
    """An article being read."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.published = article.published.date() if article.published else None
        self.in_full = False
        """Whether every candidate sentence is parsed, to learn which are worth it."""
        self._parsed: dict[int, Parsed] = {}

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return split(self.article.title, self.article.text)

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """Cue hits of every topic in title and text; one linear pass, no spaCy."""
        return cues(self.article.title, self.article.text)

    def cue_sentences(self, topic: str) -> list[int]:
        """Indices of the sentences in which a cue of the topic begins, in order."""
        return sorted(i for i, cues in self._cues_by_sentence.items() if any(c.topic == topic for c in cues))

    def cues_in(self, index: int) -> tuple[Cue, ...]:
        """Cues of every topic that begin in a sentence."""
        return self._cues_by_sentence.get(index, ())

    @cached_property
    def _cues_by_sentence(self) -> dict[int, tuple[Cue, ...]]:
        found: dict[int, tuple[Cue, ...]] = {}
        for cue in self.cues:
            if (index := self.sentence_at(cue.where, cue.start)) is not None:
                found[index] = (*found.get(index, ()), cue)
        return found

    def sentence_at(self, where: Where, offset: int) -> int | None:
        """Index of the sentence that covers an offset into title or text; None between sentences."""
        first, starts = self._starts[where]
        at = first + bisect_right(starts, offset) - 1
        return at if at >= first and offset < self.sentences[at].end else None

    @cached_property
    def _starts(self) -> dict[Where, tuple[int, list[int]]]:
        """Of title and text: the index of the first sentence, and where each starts."""
        titles = [s.start for s in self.sentences if s.where == "title"]
        return {"title": (0, titles), "text": (len(titles), [s.start for s in self.sentences[len(titles) :]])}

    def parse(self, index: int) -> Parsed:
        """The sentence with this index, parsed (once)."""
        return self.parse_all([index])[0]

    def parse_all(self, indices: Iterable[int]) -> list[Parsed]:
        """Several sentences, parsed in small batches: cheaper than one by one."""
        indices = list(indices)
        missing = [i for i in dict.fromkeys(indices) if i not in self._parsed]
        for i, doc in zip(missing, nlp.parse(self._as_sentence(i) for i in missing), strict=True):
            sentence = self.sentences[i]
            self._parsed[i] = Parsed(sentence, doc, known_in(sentence, doc), self.published)
        return [self._parsed[i] for i in indices]

    def recognise(self, clauses: Iterable[Parsed]) -> None:
        """Find the entities of several sentences: cheaper than one by one."""
        nlp.recognise([clause.doc for clause in clauses if not clause.doc.has_annotation("ENT_IOB")])

    @cached_property
    def hits(self) -> tuple[tuple[Where, Hit], ...]:
        """Every known name in title and text, in order; one linear pass."""
        article = self.article
        return tuple(("title", hit) for hit in find(article.title)) + tuple(("text", hit) for hit in find(article.text))

    @cached_property
    def first_hits(self) -> tuple[tuple[Where, Hit], ...]:
        """Of every known name the first hit in the title and the first in the text."""
        first: dict[tuple[Where, Name], Hit] = {}
        for where, hit in self.hits:
            first.setdefault((where, hit.name), hit)
        return tuple((where, hit) for (where, _), hit in first.items())

    def names(self, index: int) -> tuple[Hit, ...]:
        """Known names in a sentence without parsing it; offsets into the sentence's text. A dateline is left out."""
        sentence = self.sentences[index]
        return tuple(hit for hit in find(sentence.text) if not is_dateline(sentence, hit))

    def _as_sentence(self, index: int) -> str:
        """The sentence as it is parsed: a headline without its capitals. Same length, so offsets stay true."""
        sentence = self.sentences[index]
        headline = sentence.where == "title" or (sentence.text.isupper() and len(sentence.text) < HEADING)
        words = truecase(sentence.text, self.article.text) if headline else sentence.text
        return parseable(sentence.text, words)

    def antecedent(self, clause: Parsed, pronoun: Any) -> list[Mention]:
        """What a pronoun or "the country" most likely stands for: the subject said last before it, in this
        sentence or the two before it in the same paragraph (or the one before that)."""
        plural = pronoun.lower_ in ("they", "their", "them")
        before = [m for m in clause.known if m.last < pronoun.i and _may_stand(m) and not _inside_other(m, pronoun)]
        if before:
            return _subject_first(clause, before, plural)
        for i in range(clause.sentence.index - 1, max(-1, clause.sentence.index - 3), -1):
            if self.sentences[i].where != clause.sentence.where:
                break
            earlier = self.parse(i)
            named = [m for m in earlier.known if _may_stand(m)]
            if named:
                return _subject_first(earlier, named, plural)
        return []


def _may_stand(mention: Mention) -> bool:
    return (
        bool(mention.codes)
        and mention.kind in ("country", "body", "group", "institution", "leader")
        and mention.form not in ("demonym",)
    )


def _inside_other(mention: Mention, pronoun: Any) -> bool:
    return bool(mention.first <= pronoun.i <= mention.last)


def _subject_first(clause: Parsed, mentions: list[Mention], plural: bool) -> list[Mention]:
    """Subjects win over other mentions; of several the first."""
    subject = [
        m for m in mentions if any(clause.doc[i].dep_ in ("nsubj", "nsubjpass") for i in range(m.first, m.last + 1))
    ]
    if plural:
        several = [m for m in subject or mentions if m.kind in ("group", "states", "body") or m.form == "people"]
        return subject[:2] if len(subject) > 1 else several[:1]
    return (subject or mentions)[:1]


def read(article: Article) -> Document:
    """The article as a document; nothing is parsed yet. Half a surrogate pair is read as "?"."""
    return Document(replace(article, title=_whole(article.title), text=_whole(article.text)))


def _whole(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text
