"""What governs a deal's word: the predicates and nouns above it, as long as the deal is part of what they say."""

from __future__ import annotations

from typing import Any

from embargowatch import lexicon
from embargowatch.reading.nlp import lemma
from embargowatch.topics.arms_deals.frames import operators

CLIMBS = frozenset(
    {"xcomp", "ccomp", "dobj", "pobj", "prep", "acl", "nsubjpass", "pcomp", "compound", "conj", "dative", "agent"}
    | {"nsubj", "amod", "oprd", "attr", "appos", "nmod", "poss"}
)
SIGNING = lexicon.group("arms_signing")
LIGHT = lexicon.group("arms_light")
"""Verbs through which what stands above still governs the deal."""
CONTENT_PREPOSITIONS = lexicon.group("arms_content_prepositions")
CONNECTIONS = lexicon.group("arms_connections")
OWN_COURSE = lexicon.group("arms_own_course")
MOST = 10
"""Steps up at most."""


def governors(token: Any) -> list[Any]:
    """The word itself and what governs it, inner to outer."""
    chain, node = [token], token
    for _ in range(MOST):
        above = _above(node)
        if above is None or above.lower_ in CONNECTIONS:
            break
        if (between := _object_between(node, above)) is not None:
            chain.append(between)
        node = above
        chain.append(node)
        if node.pos_ == "VERB" and word_of(node) not in operators() and word_of(node) not in LIGHT:
            break
    return chain


def _object_between(preposition: Any, verb: Any) -> Any | None:
    """The noun that the preposition really belongs to: "completed studies on the purchase", hung on the verb."""
    if preposition.dep_ != "prep" or verb.pos_ != "VERB" or preposition.lower_ not in CONTENT_PREPOSITIONS:
        return None
    objects = (c for c in verb.children if c.dep_ == "dobj" and verb.i < c.i < preposition.i)
    return next((c for c in objects if word_of(c) in operators()), None)


def _above(node: Any) -> Any | None:
    """The next governor, or None where what stands above says something else."""
    head = node.head
    signing = head.head if head.dep_ == "dobj" else head
    if node.dep_ == "advcl" and lemma(signing) in SIGNING and any(c.dep_ == "dobj" for c in signing.children):
        return signing  # "signed a contract with Ankara to deliver"
    plan = node.dep_ == "relcl" and node.tag_ == "VB" and not _finite(node)  # "a deal to buy jets"
    if head == node or not (node.dep_ in CLIMBS or plan) or _aside(node):
        return None
    if node.dep_ == "nsubj" and node.pos_ in ("NOUN", "PROPN") and lemma(head) not in OWN_COURSE:
        return None  # "deliveries began" tells how they fare, "deals allow" does not
    if node.dep_ == "conj" and node.pos_ == "VERB" and head.pos_ == "VERB" and _finite(node):
        return None
    return head


def _aside(node: Any) -> bool:
    """Whether a preposition leads to a mere circumstance: "including", "after", "despite"."""
    if node.dep_ not in ("prep", "pobj", "pcomp"):
        return False
    preposition = node if node.pos_ in ("ADP", "SCONJ", "VERB") and node.dep_ == "prep" else node.head
    return preposition.dep_ == "prep" and preposition.lower_ not in CONTENT_PREPOSITIONS


def _finite(verb: Any) -> bool:
    return verb.tag_ in ("VBD", "VBZ", "VBP") or any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)


def word_of(node: Any) -> str:
    """The word as the tables have it: a lemma, with its particle where that makes another verb."""
    if node.lower_ in ("hopes", "hoped", "hoping"):
        return "hope"  # the lemmatizer says "hop"
    if node.pos_ not in ("VERB", "AUX", "NOUN", "PROPN", "ADJ"):
        return str(node.lower_)
    word = lemma(node)
    particle = next((c.lower_ for c in node.children if c.dep_ == "prt"), "") if node.pos_ == "VERB" else ""
    return f"{word} {particle}" if f"{word} {particle}" in operators() else word
