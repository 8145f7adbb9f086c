"""What a sentence leaves out and the article says elsewhere: the other party of a deal.

Every party that the article names is weighed: whether it has that role in a like deal, where it stands in the
sentence, whether title and lead name it, whether it builds the weapon. The best is taken if it is good enough.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from embargowatch import lexicon
from embargowatch.reading import Document, Mention
from embargowatch.reading.nlp import lemma
from embargowatch.reading.roles import Actor
from embargowatch.reading.sentences import Sentence, Where
from embargowatch.topics.arms_deals.draft import Draft
from embargowatch.topics.arms_deals.merging import kinds
from embargowatch.topics.arms_deals.parties import ACTOR_NOUNS

ENOUGH = 2.4
"""Weight that a party needs to be taken."""
PARTIES = frozenset({"country", "body", "group", "institution", "leader"})
GIVERS = frozenset({"country", "body", "institution", "leader"})
SUBJECT_LIKE = frozenset({"nsubj", "poss", "compound", "amod", "nmod"})
AIMED_AT = lexicon.group("arms_aimed_at")
NEAR = 6
"""Sentences back that "the package" or "these jets" may refer to."""
DEFINITE = lexicon.group("arms_definite")


@dataclass(frozen=True)
class Named:
    """The parties that the article names, without reading it: title, text and how often each."""

    document: Document

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        article = self.document.article
        texts: dict[Where, str] = {"title": article.title, "text": article.text}
        return tuple(
            Mention(
                hit.name.kind, hit.name.name, hit.name.codes, hit.name.form, texts[where][hit.start : hit.end],
                where, hit.start, hit.end, -1, -1,
            )
            for where, hit in self.document.hits
            if hit.name.kind in PARTIES and hit.name.codes and hit.name.name not in _enforcers()
        )  # fmt: skip

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(m.codes[0] for m in self.mentions)

    @cached_property
    def titles(self) -> tuple[Mention, ...]:
        """The first of each party and kind in the titles."""
        return _distinct(self.within(s for s in self.document.sentences if s.where == "title"))

    @cached_property
    def lead(self) -> tuple[Mention, ...]:
        """The first of each party and kind in the first paragraph."""
        return _distinct(self.within(s for s in self.document.sentences if s.paragraph == 0))

    def within(self, sentences: Iterable[Sentence]) -> Iterator[Mention]:
        for s in sentences:
            first = bisect_left(self._places, (s.where == "text", s.start))
            for at in range(first, len(self.mentions)):
                mention = self.mentions[at]
                if mention.where != s.where or mention.start >= s.end:
                    break
                if mention.end <= s.end:
                    yield mention

    @cached_property
    def _places(self) -> list[tuple[bool, int]]:
        return [(m.where == "text", m.start) for m in self.mentions]


def _distinct(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    first: dict[tuple[str, str], Mention] = {}
    for mention in mentions:
        first.setdefault((mention.codes[0], mention.kind), mention)
    return tuple(first.values())


@cache
def _enforcers() -> frozenset[str]:
    """Institutions that only impose sanctions: naming them says nothing of who sells."""
    return frozenset(row["name"] for row in lexicon.table("institutions") if row["role"] == "sanctions")


def completed(document: Document, found: list[Draft]) -> list[Draft]:
    """The drafts in order, each with the parties that the rest of the article leaves little doubt about.

    Twice, so that a sentence may also learn from one after it that was itself completed.
    """
    found = [_turned(draft, found) for draft in found]
    named = Named(document)
    return _pass(named, _pass(named, found))


def _pass(named: Named, found: list[Draft]) -> list[Draft]:
    whole: list[Draft] = []
    for i, draft in enumerate(found):
        others = [*reversed(whole), *found[i + 1 :]]
        filled = _weighed(named, _by_consensus(draft, others), others, whole_article=False)
        filled = _from_before(_from_neighbours(filled, others), whole)
        whole.append(_weighed(named, filled, others, whole_article=True))
    return whole


def _turned(draft: Draft, others: list[Draft]) -> Draft:
    """ "Iran arms sales" are sales to Iran where the rest of the article only sends arms there."""
    if draft.recipients or not draft.suppliers or draft.trigger.pos_ == "VERB":
        return draft
    rest = [d for d in others if d is not draft]
    if any(d.takers & draft.givers for d in rest) and not any(d.givers & draft.givers for d in rest if d.recipients):
        return replace(draft, suppliers=(), recipients=draft.suppliers)
    return draft


def _by_consensus(draft: Draft, others: list[Draft]) -> Draft:
    """From the like deals with the one party in common, when all of them have the same other party."""
    if bool(draft.suppliers) == bool(draft.recipients) or draft.private or (draft.elsewhere and not draft.recipients):
        return draft
    like = [d for d in others if d.suppliers and d.recipients and _alike(draft, d)]
    if draft.recipients:
        found = [d.suppliers for d in like if d.takers == draft.takers and not d.givers & draft.takers]
        same = {frozenset(a.code for a in f) for f in found}
        return replace(draft, suppliers=found[0]) if len(same) == 1 else draft
    found = [d.recipients for d in like if d.givers == draft.givers and not d.takers & draft.givers]
    same = {frozenset(a.code for a in f) for f in found}
    return replace(draft, recipients=found[0]) if len(same) == 1 and _definite(draft) else draft


def _from_neighbours(draft: Draft, others: Iterable[Draft]) -> Draft:
    """Who gives, from a like deal, nearest first, that has a taker in common."""
    if draft.suppliers or draft.private:
        return draft
    for other in others:
        fitting = other.suppliers and draft.takers & other.takers and not other.givers & draft.takers
        if fitting and _alike(draft, other):
            return replace(draft, suppliers=other.suppliers)
    return draft


def _from_before(draft: Draft, before: list[Draft]) -> Draft:
    """ "The package" without parties has those of the deal told just before."""
    if draft.suppliers or draft.recipients:
        return draft
    systems = {g.canonical for g in draft.goods if g.canonical}
    for other in reversed(before):
        if other.suppliers and other.recipients and systems & {g.canonical for g in other.goods}:
            return replace(draft, suppliers=other.suppliers, recipients=other.recipients)
    if not (draft.carried or _definite(draft)):
        return draft
    here = draft.clause.sentence.index
    for other in reversed(before):
        if here - other.clause.sentence.index > NEAR:
            break
        if other.suppliers and other.recipients and _alike(draft, other):
            return replace(draft, suppliers=other.suppliers, recipients=other.recipients)
    return draft


def _definite(draft: Draft) -> bool:
    heads = [draft.trigger, *(g.head for g in draft.goods)]
    return any(c.lower_ in DEFINITE for h in heads for c in h.children if c.dep_ in ("det", "amod", "poss"))


def _weighed(named: Named, draft: Draft, others: list[Draft], *, whole_article: bool) -> Draft:
    if bool(draft.suppliers) == bool(draft.recipients) or draft.private or all(g.broad for g in draft.goods):
        return draft
    if draft.elsewhere and not draft.recipients:
        return draft
    if whole_article and all(g.category == "trade" or g.designation.lower() == "arms" for g in draft.goods):
        return draft  # arms trade in general: no party from elsewhere
    giving = not draft.suppliers
    best = _best(named, draft, others, giving=giving, whole_article=whole_article)
    if best is None:
        return draft
    actor = (Actor(best.codes[0], best, "pronoun"),)
    return replace(draft, suppliers=actor) if giving else replace(draft, recipients=actor)


def _best(named: Named, draft: Draft, others: list[Draft], *, giving: bool, whole_article: bool) -> Mention | None:
    weights: dict[str, float] = {}
    best: dict[str, Mention] = {}
    for mention, weight in _candidates(named, draft, giving=giving, whole_article=whole_article):
        code = mention.codes[0]
        if code in draft.givers | draft.takers or mention.kind not in (GIVERS if giving else PARTIES):
            continue
        if code not in best:
            best[code] = mention
        weights[code] = max(weights.get(code, 0.0), weight)
    if len(weights) == 1:
        weights = {code: weight + 0.7 for code, weight in weights.items()}
    for code in weights:
        weights[code] += _record_of(code, draft, others, giving=giving)
        weights[code] += min(1.0, 0.1 * named.counts[code])
    chosen = max(weights, key=lambda c: weights[c], default=None)
    return best[chosen] if chosen is not None and weights[chosen] >= ENOUGH else None


def _candidates(named: Named, draft: Draft, *, giving: bool, whole_article: bool) -> Iterator[tuple[Mention, float]]:
    """Parties with a weight for where they stand."""
    yield from ((m, _in_sentence(draft, m, giving=giving)) for m in draft.clause.known if m.kind in PARTIES and m.codes)
    if not whole_article:
        return
    here = draft.clause.sentence
    sentences = named.document.sentences
    yield from ((m, 1.2) for m in named.titles)
    yield from (
        (m, 1.0)
        for m in named.within(s for s in sentences[max(0, here.index - 2) : here.index] if s.where == here.where)
    )
    yield from ((m, 0.8) for m in named.lead)


def _in_sentence(draft: Draft, mention: Mention, *, giving: bool) -> float:
    """Weight of a party named in the deal's own sentence, by what it is there."""
    token = draft.clause.doc[mention.last]
    preposition = token.head.lower_ if token.dep_ == "pobj" else ""
    if _dateline(draft, mention) or _attribution(draft, mention):
        return 0.0
    return _as_giver(token, preposition) if giving else _as_taker(token, preposition, mention)


def _as_giver(token: Any, preposition: str) -> float:
    if preposition in AIMED_AT or preposition == "with":
        return 0.0
    if preposition == "in":
        return 1.8
    acts = token.dep_ in SUBJECT_LIKE and (token.dep_ in ("nsubj", "poss") or lemma(token.head) in ACTOR_NOUNS)
    return 2.4 if acts or preposition in ("by", "from") else 1.0


def _as_taker(token: Any, preposition: str, mention: Mention) -> float:
    if preposition in ("by", "from", "against"):
        return 0.3
    if mention.form == "demonym" and token.dep_ == "amod" and token.head.dep_ in ("dobj", "dative", "pobj"):
        return 2.2
    if token.dep_ == "nsubj":
        return 1.0
    return 2.4 if preposition in AIMED_AT or token.dep_ in ("dobj", "dative") else 1.6


def _dateline(draft: Draft, mention: Mention) -> bool:
    head = draft.clause.sentence.text[:60]
    stops = [at for mark in (" - ", " -- ", " — ", " – ", "(") if (at := head.find(mark)) > 0]
    return bool(stops) and mention.end - draft.clause.sentence.start <= min(stops) + 1 and draft.paragraph <= 0


def _attribution(draft: Draft, mention: Mention) -> bool:
    """Whoever a headline quotes: "China sends missiles: U.S. officials"."""
    colon = draft.clause.sentence.text.find(": ")
    return draft.paragraph < 0 and 0 < colon < mention.start - draft.clause.sentence.start


def _record_of(code: str, draft: Draft, others: list[Draft], *, giving: bool) -> float:
    """What the article's other deals say about this party in this role."""
    like = [d for d in others if _alike(draft, d)]
    same = any(code in (d.givers if giving else d.takers) for d in like)
    opposite = any(code in (d.takers if giving else d.givers) for d in like)
    makes = giving and any(code in g.makers for g in draft.goods)
    return 2.0 * same - 2.0 * (opposite and not same) + 1.5 * makes


def _alike(a: Draft, b: Draft) -> bool:
    ours, theirs = kinds(a), kinds(b)
    return not ours or not theirs or bool(ours & theirs)
