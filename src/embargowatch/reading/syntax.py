"""Who does what to whom, from spaCy's dependencies: subjects, objects, agents, complements by preposition."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from embargowatch import lexicon
from embargowatch.reading.nlp import lemma

HOLD_A_PLAN = lexicon.group("hold_a_plan")
"""Verbs whose subject is the one who would carry out "a plan to"."""
SUBJECTS = frozenset({"nsubj", "csubj"})
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
OBJECTS = frozenset({"dobj", "obj", "attr", "oprd"})
VERB_LINKS = frozenset({"xcomp", "conj", "advcl", "ccomp"})
NOUN_PARTS = frozenset(
    {"det", "amod", "compound", "nummod", "poss", "case", "quantmod", "nmod", "advmod", "npadvmod", "punct"}
)


def conjuncts(token: Any) -> list[Any]:
    """The token and everything listed after it: "tanks, guns and shells" from "tanks"."""
    found = [token]
    for item in found:
        found += [c for c in item.children if c.dep_ == "conj" and c not in found]
    return found


def all_of(tokens: Iterable[Any]) -> list[Any]:
    """The tokens with their conjuncts, in order and once."""
    found: list[Any] = []
    for token in tokens:
        found += [t for t in conjuncts(token) if t not in found]
    return found


def predicate(token: Any) -> bool:
    """Whether the token heads a clause: a verb, or a "noun" that has a subject and an object."""
    if token.pos_ in ("VERB", "AUX"):
        return True
    deps = {c.dep_ for c in token.children}
    return "dobj" in deps and bool(deps & SUBJECTS)


def passive(verb: Any) -> bool:
    """Whether the verb is in the passive, also as a bare participle after a noun ("sanctions imposed by")."""
    if any(c.dep_ in ("nsubjpass", "auxpass", "csubjpass") for c in verb.children):
        return True
    if verb.tag_ == "VBN" and any(c.dep_ == "agent" for c in verb.children):
        return not any(c.dep_ == "aux" for c in verb.children)
    return (
        verb.tag_ == "VBN" and verb.dep_ in ("acl", "amod", "conj") and not any(c.dep_ == "aux" for c in verb.children)
    )


def subjects(verb: Any) -> list[Any]:
    """Heads of the one who acts: subject of the active verb, agent of the passive one, or that of the verb
    it hangs on ("plans to sell", "met and signed"); a relative pronoun gives the noun it stands for."""
    if passive(verb):
        return all_of(agents(verb))
    return _active_subjects(verb, 0)


def _active_subjects(verb: Any, depth: int) -> list[Any]:
    own = [_antecedent(c, verb) for c in verb.children if c.dep_ in SUBJECTS]
    if own:
        return all_of(own)
    if depth > 5:
        return []
    head = verb.head
    if verb.dep_ in ("acl", "relcl") and verb.tag_ in ("VBG", "VB"):
        return _of_noun(verb, head, depth) if head.pos_ in ("NOUN", "PROPN") else []
    if verb.dep_ in VERB_LINKS | {"pcomp", "prep"} and head is not verb:
        return _subjects_of_head(verb, head, depth)
    return []


def _of_noun(verb: Any, noun: Any, depth: int) -> list[Any]:
    """Of "a plan to sell" the planner; of "a firm selling arms" the firm."""
    if verb.tag_ == "VBG":
        return all_of([noun])
    owners = [c for c in noun.children if c.dep_ == "poss"] or under(noun, "by")
    if owners:
        return all_of(owners)
    governor = noun.head
    if lemma(governor) not in HOLD_A_PLAN:
        return []
    return _active_subjects(governor, depth + 1) if governor.pos_ in ("VERB", "AUX") and noun.dep_ in OBJECTS else []


def _subjects_of_head(verb: Any, head: Any, depth: int) -> list[Any]:
    if head.pos_ in ("VERB", "AUX"):
        if verb.dep_ == "xcomp" and (asked := _asked(head)):
            return asked
        if passive(head) and verb.dep_ in ("xcomp", "conj"):
            return patients(head)
        return _active_subjects(head, depth + 1)
    if head.pos_ == "ADP" and head.head is not head:
        return _active_subjects(head.head, depth + 1) if head.head.pos_ in ("VERB", "AUX") else _noun_owner(head.head)
    if head.pos_ == "ADJ":
        return _active_subjects(head.head, depth + 1) if head.dep_ == "acomp" else []
    return []


def _asked(verb: Any) -> list[Any]:
    """ "asked Berlin to sell", "called on Berlin to sell"."""
    called = under(verb, "on", "upon") if lemma(verb) == "call" else []
    return all_of([c for c in verb.children if c.dep_ in ("dobj", "iobj")]) or called


def _noun_owner(noun: Any) -> list[Any]:
    return all_of(c for c in noun.children if c.dep_ == "poss")


def _antecedent(token: Any, verb: Any) -> Any:
    relative = token.tag_ in ("WDT", "WP") or (token.lower_ == "that" and token.i < verb.i)
    if relative and verb.dep_ == "relcl":
        return verb.head
    return token


def agents(verb: Any) -> list[Any]:
    """Heads after the passive's "by"."""
    return [
        c
        for a in verb.children
        if a.dep_ == "agent" or (a.dep_ == "prep" and a.lower_ == "by")
        for c in a.children
        if c.dep_ == "pobj"
    ]


def patients(verb: Any) -> list[Any]:
    """Heads of what the verb acts on: object of the active, subject of the passive, noun before a participle."""
    if not passive(verb):
        found = [_antecedent(c, verb) for c in verb.children if c.dep_ in OBJECTS]
        if (
            not found
            and verb.dep_ == "relcl"
            and any(c.dep_ in SUBJECTS and c.tag_ not in ("WDT", "WP") for c in verb.children)
        ):
            found = [verb.head]  # "the jets that Paris sold"
        if not found and verb.dep_ == "conj" and verb.head.pos_ == "VERB":
            found = [c for c in verb.head.children if c.dep_ in OBJECTS and c.i > verb.i]
        return all_of(found)
    own = [_antecedent(c, verb) for c in verb.children if c.dep_ in PASSIVE_SUBJECTS | SUBJECTS]
    if own:
        return all_of(own)
    if verb.dep_ in ("acl", "amod"):
        return [verb.head]
    if verb.dep_ == "conj" and verb.head is not verb:
        return patients(verb.head)
    if verb.dep_ in ("xcomp", "advcl") and verb.head.pos_ in ("VERB", "AUX"):
        return patients(verb.head) if passive(verb.head) else _active_subjects(verb.head, 1)
    return []


def receivers(verb: Any) -> list[Any]:
    """Heads of the indirect object: "sold Taiwan missiles"."""
    return all_of(c for c in verb.children if c.dep_ in ("dative", "iobj") and c.pos_ != "ADP") + [
        t
        for d in verb.children
        if d.dep_ == "dative" and d.pos_ == "ADP"
        for t in all_of(c for c in d.children if c.dep_ == "pobj")
    ]


def under(token: Any, *prepositions: str) -> list[Any]:
    """Heads that depend on the token through one of the prepositions, with what is listed after them."""
    found: list[Any] = []
    for child in token.children:
        if child.dep_ in ("prep", "agent", "dative") and child.lower_ in prepositions:
            found += [c for c in child.children if c.dep_ in ("pobj", "pcomp")]
            found += [
                c
                for p in child.children
                if p.dep_ == "prep"
                for c in p.children
                if c.dep_ == "pobj" and p.lower_ in prepositions
            ]
    return all_of(found)


def owners(noun: Any) -> list[Any]:
    """Heads of possessives: "Ankara's purchase"."""
    return all_of(c for c in noun.children if c.dep_ == "poss")


def modifiers(noun: Any) -> list[Any]:
    """Words that stand before the noun and belong to it: adjectives, compounds, names."""
    return [t for t in noun.lefts if t.dep_ in ("amod", "compound", "nmod", "poss", "nummod")]


def governor(token: Any) -> Any | None:
    """The predicate that a noun phrase belongs to, through prepositions and lists; None at the root."""
    node = token
    for _ in range(12):
        if node.head is node:
            return None
        node = node.head
        if node.pos_ in ("VERB", "AUX"):
            return node
    return None


def phrase(token: Any) -> tuple[int, int]:
    """First and last token index of the noun phrase headed by the token, without relative clauses and lists."""
    first = last = token.i
    for child in token.children:
        if child.dep_ in NOUN_PARTS and child.i < token.i and not child.is_punct:
            first = min(first, phrase(child)[0])
    return first, last


def negated(token: Any) -> bool:
    return any(
        c.dep_ == "neg" or c.lower_ in ("never", "no", "not")
        for c in token.children
        if c.i < token.i or c.dep_ == "neg"
    )
