"""The people, companies, organisations, vessels and sectors that a measure hits, and the states behind them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from embargowatch import lexicon
from embargowatch.reading import Document, Mention, Sentence, roles, syntax
from embargowatch.reading.document import evidence_of
from embargowatch.reading.numbers import number_of
from embargowatch.topics.sanctions.draft import Draft, put
from embargowatch.types import Evidence, Target

PARTICLES = lexicon.group("name_particles")
SECTORS = frozenset(
    {"sector", "industry", "exports", "export", "imports", "banking", "economy", "shipping", "trade", "crude"}
)
OFFICES = frozenset({"military", "army", "navy", "parliament", "ministry", "junta", "judiciary", "police"})
NAME_KINDS = ("person", "organisation", "leader", "manufacturer", "group", "institution")
LEGAL_FORM = re.compile(
    r"\b(?:Co|Ltd|LLC|Inc|Corp|Corporation|Company|Bank|GmbH|JSC|PJSC|OJSC|Limited|Holdings?|SA|AG|PLC|plc|Shipping|"
    r"Airlines?|Trading|Industries|Enterprises?|Petroleum|FZE|FZCO|FZ|Exchange|Airways|Air|Lines?)\b"
)
ALIAS = re.compile(r"\s?\((?:a\.?k\.?a\.?\s)?([A-Z][\w&.-]{1,14})\)?")
NO_NAME = lexicon.group("no_name")
LAWS = frozenset({"regulation", "regulations", "act", "order", "law", "ordinance", "decree"})
"""Under what somebody is listed; nobody who is."""
DATE_LABELS = frozenset(
    {"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY", "LAW", "LANGUAGE", "EVENT"}
)


def add_targets(document: Document, draft: Draft, heads: Iterable[Any]) -> None:
    """Take every noun phrase with these heads as hit by the draft's measure."""
    heads = [
        h
        for h in syntax.all_of(_with_theirs(heads))
        if (h.ent_type_ not in DATE_LABELS or h.ent_type_ in ("LAW", "EVENT")) and h.lower_ not in LAWS
    ]
    for head in heads:
        _add(document, draft, head)
    _count(draft, heads)


def _with_theirs(heads: Iterable[Any]) -> list[Any]:
    """The heads, and what is listed as theirs: "the bank, its chairman and two others"."""
    found = []
    for head in syntax.all_of(heads):
        found += [head, *(c for c in head.children if c.dep_ == "appos" and _possessed(c))]
    return found


def _possessed(noun: Any) -> bool:
    return any(c.dep_ == "poss" and c.pos_ == "PRON" for c in noun.children)


def _add(document: Document, draft: Draft, head: Any) -> None:
    clause = draft.clause
    mention = clause.mention_at(head, ("country", "states", "body"))
    if mention is not None:
        if mention.kind == "country":
            put(draft.countries, mention.codes[0], evidence_of(mention))
        return
    named = clause.mention_at(head, NAME_KINDS)
    if named is not None and named.kind == "institution" and set(named.codes) & (draft.sending | {"US", "EU", "UN"}):
        return
    if named is not None and _is_name(named.text):
        _named(draft, named)
    elif head.pos_ == "PROPN":
        _proper(draft, head)
    else:
        _sector(draft, head)
        _office(draft, head)
        _listed(draft, head)
    _states_behind(document, draft, head)


def _states_behind(document: Document, draft: Draft, head: Any) -> None:
    """ "Iranian officials", "Turkey's Defence Industry Directorate", "a senior official of the Burmese government"."""
    around = [head, *(c for c in head.children if c.dep_ == "appos")]
    for actor in roles.actors(document, draft.clause, around):
        if actor.how == "pronoun" or only_where(draft, actor.mention):
            continue
        if actor.mention.kind in ("country", "leader", "institution") and actor.code not in draft.sending:
            organ = actor.mention.kind == "institution"
            put(draft.countries, actor.code, evidence_of(actor.mention), 0.85 if organ else 0.8)
    mention = draft.clause.mention_at(head, NAME_KINDS)
    if mention is not None:
        for inner in draft.clause.mentions_in(mention.first, mention.last, ("country",)):
            if inner.codes[0] not in draft.sending and inner.form != "place":
                put(draft.countries, inner.codes[0], evidence_of(inner), 0.7)


def only_where(draft: Draft, mention: Mention) -> bool:
    """Whether a state is only where somebody sits: "based in Dubai", "a China-based trader"."""
    doc = draft.clause.doc
    after = doc[mention.last + 1].lower_ if mention.last + 1 < len(doc) else ""
    later = doc[mention.last + 2].lower_ if mention.last + 2 < len(doc) else ""
    before = doc[mention.first - 1].text if mention.first else ""
    return before == "(" or doc[mention.last].head.lower_ == "in" or (after == "-" and later == "based")


def _is_name(text: str) -> bool:
    words = [w for w in re.split(r"\W+", text) if w]
    return (
        bool(words)
        and not all(w.lower() in NO_NAME or w.isdigit() for w in words)
        and any(w[0].isupper() for w in words)
    )


def _named(draft: Draft, mention: Mention) -> None:
    kind = {"person": "person", "leader": "person", "manufacturer": "company", "group": "group"}.get(
        mention.kind, "organisation"
    )
    put_name(draft, kind, mention.where, mention.start, mention.text)


def _proper(draft: Draft, head: Any) -> None:
    """A capitalised name that the entity recogniser missed."""
    first = last = head.i
    while first > 0 and (head.doc[first - 1].pos_ == "PROPN" or head.doc[first - 1].text in ("&", "of", "-")):
        first -= 1
    while head.doc[first].pos_ != "PROPN" and first < last:
        first += 1
    span = head.doc[first : last + 1]
    if _is_name(span.text):
        evidence = draft.clause.evidence_of(span[0], span[-1])
        put_name(draft, "organisation", evidence.where, evidence.start, evidence.quote)


def put_name(draft: Draft, kind: str, where: Any, start: int, text: str, sentence: Sentence | None = None) -> None:
    """Add a named target; an acronym in brackets after it is its alias."""
    name = text
    for edge in ("- ", "– ", "• ", "the ", "The ", "“", '"', "‘"):
        if name.startswith(edge):
            start, name = start + len(edge), name[len(edge) :]
    name = (
        re.sub(r"(?:['’]s?|[\s(“\"\[,.;:”])+$", "", name.split(" (")[0])
        if " (" in name
        else re.sub(r"(?:['’]s|[\s(“\"\[,;:”])+$", "", name)
    )
    start, name = _without_verbs(start, name)
    if not name or any(t.name.casefold() == name.casefold() for t, _ in draft.targets):
        return
    sentence = sentence or draft.clause.sentence
    at = start - sentence.start + len(name)
    alias = ALIAS.match(sentence.text, at)
    if kind == "organisation" and LEGAL_FORM.search(name):
        kind = "company"
    target = Target(name, kind, "designated", (alias[1],) if alias else ())
    draft.targets.append((target, Evidence(where, start, start + len(name), name)))


def _without_verbs(start: int, name: str) -> tuple[int, str]:
    """A name that swallowed a small word in its middle ("Office designated Ann Ray") is what stands after it."""
    for word in re.finditer(r"\s([a-z][\w-]{2,})\s(?=[A-Z])", name):
        if word[1] not in PARTICLES:
            return _without_verbs(start + word.end(), name[word.end() :])
    return start, name


def _sector(draft: Draft, head: Any) -> None:
    if head.lower_ not in SECTORS or not any(t.dep_ in ("compound", "amod", "poss") for t in head.lefts):
        return
    doc, (first, last) = draft.clause.doc, syntax.phrase(head)
    while first < last and (
        doc[first].pos_ in ("DET", "ADP", "PRON")
        or draft.clause.mention_at(doc[first], ("country",))
        or doc[first].tag_ == "POS"
    ):
        first += 1
    if first < last and doc[first].lower_ not in ("arms", "weapons"):
        evidence = draft.clause.evidence_of(doc[first], doc[last])
        draft.targets.append((Target(evidence.quote, "sector", "designated"), evidence))


def _office(draft: Draft, head: Any) -> None:
    """ "Iran's central bank", "the Burmese military": a state's own body, written small."""
    central = head.lower_ == "bank" and any(t.lower_ == "central" for t in head.lefts)
    if not (central or head.lower_ in OFFICES) or not any(draft.clause.mention_at(t, ("country",)) for t in head.lefts):
        return
    first = next((t for t in head.lefts if t.lower_ == "central"), head)
    evidence = draft.clause.evidence_of(first, head)
    draft.targets.append((Target(evidence.quote, "organisation", "designated"), evidence))


def _listed(draft: Draft, head: Any) -> None:
    """ "three banks, including X and Y", "two men, A and B", "a mixer, C", "companies such as D"."""
    found = [t for t in head.children if t.dep_ == "appos"]
    found += syntax.under(head, "including", "like")
    found += [t for c in head.children if c.dep_ == "prep" and c.lower_ == "as" for t in c.children]
    for word in (c for c in head.children if c.lower_ == "including"):
        span = [t.i for t in word.subtree]
        for named in draft.clause.mentions_in(span[0], span[-1], ("person", "organisation", "group", "manufacturer")):
            if _is_name(named.text):
                _named(draft, named)
    for token in syntax.all_of(found):
        mention = draft.clause.mention_at(token, NAME_KINDS)
        if mention is not None and _is_name(mention.text):
            _named(draft, mention)
        elif mention is None and _right_after(token):
            _proper(draft, token)


def _right_after(name: Any) -> bool:
    """ "the trader Limfjord Pumps": a name of several words without a comma after what it is."""
    first = name.left_edge
    return bool(name.dep_ == "appos" and name.pos_ == first.pos_ == "PROPN" and name.head.i + 1 == first.i < name.i)


def _number(head: Any) -> int:
    """How many a noun is counted as; the number after a name is a part of it ("Regulations 2019")."""
    counted = (number_of(c.text) for c in head.children if c.dep_ == "nummod" and c.i < head.i)
    return next((n for n in counted if n), 0)


def _count(draft: Draft, heads: list[Any]) -> None:
    """How many are hit, when every part of the list says so: "its chief Ann Ray and three other officials"."""
    total, numbered, spelled_out = 0, False, 0
    for n, head in enumerate(heads):
        number = _number(head)
        if number:
            total, numbered = total + number, True
            named = heads[n + 1 :]
            spelled_out = number if len(named) == number and all(h.pos_ == "PROPN" for h in named) else 0
        elif spelled_out:  # "two companies, A and B" are two
            continue
        elif (
            draft.clause.mention_at(head, NAME_KINDS)
            or head.pos_ == "PROPN"
            or (_possessed(head) and head.tag_ == "NN")
        ):
            total += 1
        else:
            return
    if numbered and heads and draft.count is None and 1 < total < 10_000:
        doc = draft.clause.doc
        start = doc[min(syntax.phrase(h)[0] for h in heads)]
        draft.count = (total, draft.clause.evidence_of(start, doc[max(h.i for h in heads)]))
