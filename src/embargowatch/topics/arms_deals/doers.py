"""Who does it: the grammatical subject of a verb, or whoever the sentence blames, thanks or presses for it."""

from __future__ import annotations

from typing import Any

from embargowatch import lexicon
from embargowatch.reading import syntax
from embargowatch.reading.nlp import lemma
from embargowatch.topics.arms_deals.frames import operators

CHARGING = lexicon.group("arms_charging")
ACTS = lexicon.group("arms_acts")
PACTS = lexicon.group("arms_pacts")
NEARING = lexicon.group("arms_nearing")
"""Prepositions between a state and the pact that it is part of or close to."""
PRESSING = lexicon.group("arms_pressing")
SUMS = lexicon.group("arms_sums")
MAKERS_OF_ADJECTIVES = frozenset({"npadvmod", "compound", "nmod", "advmod", "amod"})


def doers(verb: Any) -> list[Any]:
    """Heads of whoever does what the verb says; nobody when only a passive without "by" tells it."""
    blamed = _outside(verb)
    if blamed is not None:
        return blamed
    found = syntax.subjects(verb)
    if not found and verb.head.dep_ == "dobj" and (verb.dep_ == "advcl" or _of_a_plan(verb)):
        return syntax.subjects(verb.head.head)  # "signed a contract to buy", "delayed plans to buy"
    if not found and verb.dep_ in ("acl", "relcl") and verb.tag_ == "VB" and lemma(verb.head) in PACTS:
        return party_to(verb.head)  # "are close to a deal to sell"
    found = found or _misread(verb) or _of_a_sum(verb)
    if found or syntax.passive(verb) or verb.dep_ in ("acl", "relcl", "amod", "ROOT"):
        return found
    return _nearest_subject(verb)


def _misread(verb: Any) -> list[Any]:
    """The name before the sentence's verb that the parser took for an adverb: "Sweden exported jets"."""
    if verb.dep_ != "ROOT" or any(c.dep_ == "nsubjpass" for c in verb.children):
        return []
    return [c for c in verb.children if c.dep_ == "npadvmod" and c.pos_ == "PROPN" and c.i < verb.i]


def _of_a_sum(verb: Any) -> list[Any]:
    """ "Set aside 2 billion to buy": whoever does it with the object that is to serve for it."""
    serves = verb.dep_ in ("acl", "relcl") and verb.tag_ == "VB" and lemma(verb.head) in SUMS
    return syntax.subjects(verb.head.head) if serves else []


def party_to(pact: Any) -> list[Any]:
    """Who is in or near a pact: "Oslo and Rome are in talks", "Seoul is close to a contract"."""
    node = pact
    for _ in range(4):
        if node.dep_ not in ("pobj", "prep", "acomp", "dobj") or (node.dep_ == "prep" and node.lower_ not in NEARING):
            break
        node = node.head
    return syntax.subjects(node) if node.pos_ in ("VERB", "AUX") and node != pact else []


def _of_a_plan(verb: Any) -> bool:
    """Whether the verb is the content of a plan that somebody makes, delays or drops."""
    return verb.dep_ in ("acl", "relcl") and verb.tag_ == "VB" and lemma(verb.head.head) in operators()


def _outside(verb: Any) -> list[Any] | None:
    """Whom the words above the verb name: "pressed Rome to sell", "charged a dealer with selling", "US-supplied"."""
    above = verb.head
    if verb.dep_ == "acl" or (verb.dep_ == "relcl" and verb.tag_ == "VB"):
        return _of_noun(verb, above)
    if verb.dep_ == "pcomp" and above.pos_ == "ADP" and not any(c.dep_ == "nsubj" for c in verb.children):
        return doers(above.head) if above.head.dep_ == "pcomp" else _blamed(above.head)
    if verb.dep_ in ("xcomp", "advcl", "ccomp") and verb.tag_ == "VB" and lemma(above) in PRESSING:
        return syntax.under(above, "on", "to", "for") or None
    if verb.dep_ == "amod":
        named = [c for c in verb.children if c.dep_ in MAKERS_OF_ADJECTIVES]
        return [c for c in named if c.pos_ in ("PROPN", "ADJ") or c.lower_ == "western"] or None
    if verb.dep_ == "xcomp" and above.dep_ == "pcomp":
        return doers(above)
    return None


def _of_noun(verb: Any, noun: Any) -> list[Any] | None:
    """ "Pressure on Rome to sell", "bids by Oman to buy", "made a determination approving"."""
    if lemma(noun) in PRESSING:
        return syntax.under(noun, "on", "for", "to") or None
    if verb.tag_ == "VB":
        return syntax.under(noun, "by") or None
    return syntax.subjects(noun.head) if lemma(noun) in ACTS and noun.head.pos_ == "VERB" else None


def _blamed(governor: Any) -> list[Any] | None:
    if governor.pos_ == "ADJ":
        of_it = syntax.subjects(governor.head) if governor.dep_ == "acomp" else []
        return syntax.under(governor, "to") or of_it  # "vital to", "interested in"
    if governor.pos_ == "VERB" and lemma(governor) in CHARGING:
        return syntax.patients(governor)
    return None


def _nearest_subject(verb: Any) -> list[Any]:
    """The subject of the first clause above that has one."""
    if verb.dep_ in ("csubj", "csubjpass"):
        return []
    for node in verb.ancestors:
        own = [c for c in node.children if c.dep_ in ("nsubj", "nsubjpass")]
        if own:
            return syntax.all_of(own)
        if node.dep_ in ("relcl", "advcl"):
            break
    return []
