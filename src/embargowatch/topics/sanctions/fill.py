"""From a trigger to a draft: who, against whom, with which measures, under which law, when."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from embargowatch import lexicon
from embargowatch.reading import Document, Parsed, modality, roles, syntax
from embargowatch.reading.document import evidence_of
from embargowatch.reading.gate import lower
from embargowatch.reading.nlp import lemma
from embargowatch.topics.sanctions.draft import Draft, Filler, Trigger
from embargowatch.types import Evidence, Target

USUAL_SENDERS = frozenset({"US", "EU", "UN", "GB", "CA", "AU", "JP", "NZ", "CH", "NATO", "NO", "G7", "ECOWAS", "African Union", "Arab League"})
"""Who "X sanctions" are by, where X alone stands before the noun."""
ON = ("on", "against", "upon", "for", "targeting", "toward", "towards", "at", "over", "to")
SECTOR_WORDS = frozenset({"sector", "industry", "exports", "export", "trade", "imports", "banking", "economy", "shipping"})
PEOPLE_WORDS = frozenset({"official", "individual", "person", "minister", "general", "leader", "officer", "people", "businessman", "oligarch"})
LEGAL_FORM = re.compile(r"\b(?:Co|Ltd|LLC|Inc|Corp|Corporation|Company|Bank|GmbH|JSC|PJSC|OJSC|Limited|Group|Holdings?|SA|AG|PLC|Shipping|Airlines?|Trading|Industries|Enterprises?|Petroleum)\b")
ORDER = re.compile(r"(?:Executive Orders?|E\.\s?O\.|EO)(?:\s?\((?:E\.\s?O\.|EO|“E\.O\.”)\))?\s(?:No\.?\s)?(\d{5})")
RESOLUTION = re.compile(r"(?:UNSCRs?|[Rr]esolutions?)\s(?:\(UNSCRs?\)\s)?(?:No\.?\s)?(\d{3,4})\b")


def fill(document: Document, clause: Parsed, trigger: Trigger) -> Draft:
    """The draft of a trigger; roles that the sentence does not fill stay empty."""
    draft = Draft(clause, trigger, trigger.action, trigger.detail)
    mood = modality.mood(_event_word(trigger))
    draft.modality = mood.modality
    if trigger.kind == "noun":
        _noun_roles(document, draft)
    else:
        _verb_roles(document, draft)
    _measures(draft)
    _programs(draft)
    _date(draft)
    return draft


def _event_word(trigger: Trigger) -> Any:
    return trigger.predicate if trigger.predicate is not None else trigger.token


# --- Roles --------------------------------------------------------------------------------------------


def _noun_roles(document: Document, draft: Draft) -> None:
    trigger, clause = draft.trigger, draft.clause
    on = [h for node in trigger.nodes for h in _aimed_at(node)]
    if trigger.predicate is not None:
        on += [h for h in syntax.under(trigger.predicate, "on", "against", "upon") if h not in trigger.nodes]
        if trigger.actor_role == "subject+object":
            on += syntax.patients(trigger.predicate)
        if trigger.actor_role == "target":
            on += syntax.patients(trigger.predicate) if syntax.passive(trigger.predicate) else syntax.subjects(trigger.predicate)
        if trigger.token.dep_ == "nsubj" and lemma(trigger.predicate) in ("target", "hit", "affect", "include"):
            on += [t for t in syntax.patients(trigger.predicate) if t not in trigger.nodes]
    _add_targets(document, draft, on)
    _sender_of_noun(document, draft)
    for node in trigger.nodes:
        _modifier_roles(draft, node, bool(draft.countries or draft.targets))
        _add_senders(draft, roles.actors(document, clause, syntax.under(node, "by", "from") if node is trigger.token else []))


def _aimed_at(node: Any) -> list[Any]:
    """Heads after "on", "against", "targeting"; after "over" and "for" only whose it is."""
    heads = syntax.under(node, "on", "against", "upon", "toward", "towards", "at")
    for head in syntax.under(node, "over", "for"):
        heads += syntax.owners(head)
    for child in node.children:
        if child.dep_ in ("acl", "relcl") and lemma(child) in ("target", "aim", "hit", "punish", "penalize", "block", "ban", "design"):
            heads += [t for t in syntax.patients(child) if t is not node] + syntax.under(child, "at", "against", "on")
    return heads


def _sender_of_noun(document: Document, draft: Draft) -> None:
    trigger, clause = draft.trigger, draft.clause
    if trigger.predicate is None or not trigger.actor_role.startswith("subject"):
        return
    actors = roles.actors(document, clause, syntax.subjects(trigger.predicate))
    taken = {f.value for f in draft.countries}
    _add_senders(draft, [a for a in actors if a.code not in taken])


def _modifier_roles(draft: Draft, node: Any, has_target: bool) -> None:
    """ "US sanctions", "Iran sanctions", "Washington's sanctions", "anti-Russian sanctions"."""
    for word in syntax.modifiers(node):
        mention = draft.clause.mention_at(word, roles.ACTOR_KINDS)
        if mention is None or not mention.codes or any(mention.first <= n.i <= mention.last for n in draft.trigger.nodes):
            continue
        before = draft.clause.sentence.text[: mention.start - draft.clause.sentence.start].lower()
        against = before.endswith(("anti-", "anti–"))
        sends = any(c in USUAL_SENDERS for c in mention.codes) or mention.kind == "states" or (word.dep_ == "poss" and has_target)
        for code in mention.codes:
            if sends and not against:
                _put(draft.senders, code, evidence_of(mention))
            elif not has_target or against:
                _put(draft.countries, code, evidence_of(mention), 0.7)
            elif not draft.senders:
                _put(draft.senders, code, evidence_of(mention), 0.6)


def _verb_roles(document: Document, draft: Draft) -> None:
    verb, clause = draft.trigger.token, draft.clause
    if not draft.trigger.asserted:
        _add_targets(document, draft, [verb.head])
        return
    _add_senders(draft, roles.actors(document, clause, syntax.subjects(verb)))
    patients = syntax.patients(verb)
    if lemma(verb) in ("freeze", "block", "unfreeze", "ban", "prohibit", "restrict", "seize", "revoke", "deny", "halt"):
        held = [h for p in patients for h in (*syntax.under(p, "of", "from", "to", "on", "by", "belonging"), *syntax.owners(p))]
        held += syntax.under(verb, "to", "from")
        _add_targets(document, draft, held)
        return
    _add_targets(document, draft, patients)


def _add_senders(draft: Draft, actors: Iterable[roles.Actor]) -> None:
    for actor in actors:
        if actor.mention.kind == "group" or actor.mention.kind == "manufacturer":
            continue
        _put(draft.senders, actor.code, evidence_of(actor.mention), 0.9 if actor.how == "direct" else 0.7)
        if actor.mention.kind == "institution" and draft.authority is None:
            draft.authority = Filler(actor.mention.name, evidence_of(actor.mention))


def _put(fillers: list[Filler], value: str, evidence: Evidence, sure: float = 0.9) -> None:
    if all(f.value != value for f in fillers):
        fillers.append(Filler(value, evidence, sure))


# --- Targets ------------------------------------------------------------------------------------------


def _add_targets(document: Document, draft: Draft, heads: list[Any]) -> None:
    for head in heads:
        _add_target(document, draft, head)


def _add_target(document: Document, draft: Draft, head: Any) -> None:
    clause = draft.clause
    mention = clause.mention_at(head, ("country", "leader", "states", "body", "group"))
    if mention is not None and mention.kind == "country":
        for code in mention.codes:
            _put(draft.countries, code, evidence_of(mention))
        return
    if mention is not None and mention.kind == "group":
        _name_target(draft, Target(mention.text, "group", "designated"), evidence_of(mention))
        return
    named = clause.mention_at(head, ("person", "organisation", "leader", "institution", "manufacturer", "product"))
    if named is not None:
        _named(draft, head, named)
    elif head.pos_ == "PROPN":
        first, last = syntax.phrase(head)
        span = clause.doc[first : last + 1]
        _name_target(draft, Target(span.text, _type_of(span.text, "organisation"), "designated"), clause.evidence_of(span[0], span[-1]))
    else:
        _sector(draft, head)
        _listed_names(draft, head)
    for actor in roles.actors(document, clause, [head]):
        if actor.mention.kind in ("country", "leader", "institution") and actor.code not in {f.value for f in draft.senders}:
            _put(draft.countries, actor.code, evidence_of(actor.mention), 0.8)


def _named(draft: Draft, head: Any, mention: Any) -> None:
    kind = {"person": "person", "leader": "person", "manufacturer": "company"}.get(mention.kind, "organisation")
    name = mention.text.removesuffix("'s").removesuffix("’s")
    evidence = evidence_of(mention)
    if len(name) < len(mention.text):
        evidence = Evidence(evidence.where, evidence.start, evidence.start + len(name), name)
    _name_target(draft, Target(name, _type_of(name, kind), "designated"), evidence)


def _type_of(name: str, otherwise: str) -> str:
    return "company" if otherwise == "organisation" and LEGAL_FORM.search(name) else otherwise


def _sector(draft: Draft, head: Any) -> None:
    if head.lower_ in SECTOR_WORDS and any(t.dep_ in ("compound", "amod", "poss") for t in head.lefts):
        first, last = syntax.phrase(head)
        while draft.clause.doc[first].pos_ == "DET":
            first += 1
        span = draft.clause.doc[first : last + 1]
        _name_target(draft, Target(span.text, "sector", "designated"), draft.clause.evidence_of(span[0], span[-1]))


def _listed_names(draft: Draft, head: Any) -> None:
    """ "three banks, including X and Y", "two men, A and B", "a mixer, C"."""
    clause = draft.clause
    found = [t for t in head.children if t.dep_ == "appos"]
    found += syntax.under(head, "including", "like")
    found += [t for c in head.children if c.dep_ == "prep" and c.lower_ == "including" for t in c.children]
    for token in syntax.all_of(found):
        mention = clause.mention_at(token, ("person", "organisation", "group", "manufacturer", "institution"))
        if mention is not None:
            kind = {"person": "person", "group": "group", "manufacturer": "company"}.get(mention.kind, "organisation")
            _name_target(draft, Target(mention.text, _type_of(mention.text, kind), "designated"), evidence_of(mention))


def _name_target(draft: Draft, target: Target, evidence: Evidence) -> None:
    if all(t.name != target.name for t, _ in draft.targets):
        draft.targets.append((target, evidence))


# --- Measures, programmes, dates ----------------------------------------------------------------------


@cache
def _phrases() -> tuple[AhoCorasick, tuple[str, ...]]:
    rows = lexicon.table("measures")
    return AhoCorasick([row["phrase"] for row in rows], matchkind=MatchKind.LeftmostLongest), tuple(row["measure"] for row in rows)


def measures_in(clause: Parsed) -> list[Filler]:
    """The measures that a sentence states."""
    automaton, kinds = _phrases()
    text, found = lower(clause.sentence.text), []
    for which, start, end in automaton.find_matches_as_indexes(text):
        if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
            _put(found, kinds[which], clause.evidence(start, end))
    return found


def _measures(draft: Draft) -> None:
    draft.measures = measures_in(draft.clause)


def programs_in(clause: Parsed) -> list[Filler]:
    """Laws, orders, resolutions and lists that a sentence names; numbered ones by their number."""
    found: list[Filler] = []
    for pattern, form in ((ORDER, "Executive Order {}"), (RESOLUTION, "Resolution {}")):
        for m in pattern.finditer(clause.sentence.text):
            _put(found, form.format(m[1]), clause.evidence(m.start(), m.end()))
    for mention in clause.mentions:
        if mention.kind == "programme":
            _put(found, mention.name, evidence_of(mention))
    return found


def _programs(draft: Draft) -> None:
    draft.programs = programs_in(draft.clause)


def _date(draft: Draft) -> None:
    when = next((w for w in draft.clause.dates if w.iso), None)
    if when is not None:
        draft.date = Filler(when.iso, draft.clause.evidence(when.start, when.end))
        draft.date_is_past = when.past
