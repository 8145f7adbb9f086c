"""Who does it: the grammatical subject of a verb, or whoever the sentence blames, thanks or presses for it."""

from __future__ import annotations

from typing import Any

from embargowatch import lexicon
from embargowatch.reading import syntax
from embargowatch.reading.nlp import lemma

CHARGING = lexicon.group("arms_charging")
ACTS = lexicon.group("arms_acts")
PRESSING = lexicon.group("arms_pressing")
MAKERS_OF_ADJECTIVES = frozenset({"npadvmod", "compound", "nmod", "advmod", "amod"})


def doers(verb: Any) -> list[Any]:
    """Heads of whoever does what the verb says; nobody when only a passive without "by" tells it."""
    blamed = _outside(verb)
    if blamed is not None:
        return blamed
    found = syntax.subjects(verb)
    if not found and verb.dep_ == "advcl" and verb.head.dep_ == "dobj":
        return syntax.subjects(verb.head.head)
    if found or syntax.passive(verb) or verb.dep_ in ("acl", "relcl", "amod", "ROOT"):
        return found
    return _nearest_subject(verb)


def _outside(verb: Any) -> list[Any] | None:
    """Whom the words above the verb name: "pressed Rome to sell", "charged a dealer with selling", "US-supplied"."""
    above = verb.head
    if verb.dep_ == "acl" and lemma(above) in PRESSING:
        return syntax.under(above, "on", "for", "to") or None
    if verb.dep_ == "acl" and verb.tag_ == "VB" and (by := syntax.under(above, "by")):
        return by
    if verb.dep_ == "acl" and verb.tag_ == "VBG" and lemma(above) in ACTS and above.head.pos_ == "VERB":
        return syntax.subjects(above.head)
    if verb.dep_ == "pcomp" and above.pos_ == "ADP":
        return _blamed(above.head)
    if verb.dep_ == "amod":
        return [c for c in verb.children if c.dep_ in MAKERS_OF_ADJECTIVES and c.pos_ in ("PROPN", "ADJ")] or None
    if verb.dep_ == "xcomp" and above.dep_ == "pcomp":
        return doers(above)
    return None


def _blamed(governor: Any) -> list[Any] | None:
    if governor.pos_ == "ADJ":
        return syntax.under(governor, "to")
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
