"""How firmly a predicate is said: reported, future, hypothetical, denied or claimed. In doubt the weaker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from embargowatch import lexicon
from embargowatch.reading import syntax
from embargowatch.reading.nlp import lemma
from embargowatch.types import Modality


@dataclass(frozen=True, slots=True)
class Mood:
    """The modality of a predicate, the words that carry it, and for ``claimed`` the heads of who says so."""

    modality: Modality
    cues: tuple[Any, ...] = ()
    claimants: tuple[Any, ...] = ()


REPORTED = Mood("reported")
STRENGTH: tuple[Modality, ...] = ("denied", "hypothetical", "future", "claimed", "reported")
"""The first that any governor asks for wins."""


def mood(token: Any) -> Mood:
    """The modality of an event word (verb or noun), read from its own auxiliaries up through its governors."""
    chain = _chain(token)
    found = [m for node in chain if (m := _local(node, token)) is not REPORTED]
    if not found and asked(chain[-1]):
        return Mood("hypothetical", (chain[-1],))
    return min(found, key=lambda m: STRENGTH.index(m.modality), default=REPORTED)


def asked(top: Any) -> bool:
    """Whether the top of a sentence only asks: "Would the bloc lift its sanctions?"; a transcript may leave out "?"."""
    if top.dep_ != "ROOT":
        return False
    first = next((t for t in top.doc[:2] if t.dep_ == "aux" and t.head == top), None)
    turned = first is not None and first.lower_ in ASKING and any(s.i > first.i for s in syntax.subjects(top))
    return turned or top.doc[-1].text == "?"


ASKING = frozenset({"would", "will", "does", "do", "did", "could", "can", "has", "have", "is", "are"})


def _chain(token: Any) -> list[Any]:
    """The event word and the predicates it hangs on, as long as they have its clause inside them."""
    chain, node = [token], token
    for _ in range(8):
        if node.head == node or (node.dep_ in ("relcl", "conj") and node.head.pos_ not in ("VERB", "AUX")):
            break
        if presupposed(node):
            break
        if node.dep_ in ("advcl", "nsubj", "nsubjpass", "csubj") and node is not token and node.pos_ == "VERB":
            break
        node = node.head
        chain.append(node)
    return chain


def presupposed(verb: Any) -> bool:
    """ "plans to retaliate after the bloc imposed sanctions": a fact, whatever is planned."""
    return (
        verb.dep_ == "advcl"
        and verb.tag_ in ("VBD", "VBN", "VBZ", "VBP")
        and any(
            c.dep_ == "mark" and c.lower_ in ("after", "because", "since", "although", "though") for c in verb.children
        )
    )


def _local(node: Any, event: Any) -> Mood:
    """What one word in the chain says about the event below it."""
    if node.pos_ in ("VERB", "AUX"):
        return _of_verb(node, event)
    word = lemma(node)
    kind = _frames().get(word, "")
    if kind and node is not event and kind != "claimed":
        return Mood(kind, (node,))  # type: ignore[arg-type]  # the table holds modalities only
    if any(c.lower_ in ADJECTIVES and c.dep_ == "amod" for c in node.children):
        cue = next(c for c in node.children if c.lower_ in ADJECTIVES)
        return Mood(ADJECTIVES[cue.lower_], (cue,))
    return REPORTED


ADJECTIVES: dict[str, Modality] = {
    "possible": "hypothetical", "potential": "hypothetical", "alleged": "claimed", "planned": "future",
    "proposed": "future",
    "likely": "hypothetical", "suspected": "claimed", "future": "future", "prospective": "future", "expected": "future",
    "looming": "future", "upcoming": "future", "reported": "claimed", "threatened": "future", "pending": "future",
}  # fmt: skip


def _of_verb(verb: Any, event: Any) -> Mood:
    children = list(verb.children)
    if any(c.dep_ == "neg" for c in children) and (verb is event or _carries(verb, event)):
        return Mood("denied", (verb,))
    if any(c.dep_ in ("mark", "advmod") and c.lower_ in ("if", "unless", "whether") for c in children):
        return Mood("hypothetical", (verb,))
    for aux in (c for c in children if c.dep_ == "aux"):
        if aux.lower_ in ("could", "might", "may", "would", "can", "'d", "should"):
            return Mood("hypothetical", (aux,))
        if aux.lower_ in ("will", "'ll", "’ll", "shall", "wo"):
            return Mood("future", (aux,))
    infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in children)
    to_come = infinitive and (verb.dep_ == "ROOT" or (verb == _first(event) and _for_others(verb)))
    if to_come or (verb.tag_ == "VB" and verb.dep_ == "acl" and verb is event):
        return Mood("future", (verb,))
    return _frame(verb, event)


def _first(verb: Any) -> Any:
    """The first of verbs in a row: "to find" of "to find, freeze and seize"."""
    while verb.dep_ == "conj" and verb.head.tag_ == verb.tag_ == "VB":
        verb = verb.head
    return verb


def _for_others(infinitive: Any) -> bool:
    """What is to be done by somebody: "it is vital to freeze", "has the duty under the law to freeze"."""
    above = infinitive.head
    if above.pos_ not in ("VERB", "AUX") or infinitive.dep_ not in ("advcl", "xcomp", "ccomp"):
        return False
    if above.pos_ == "AUX" and any(c.dep_ in ("acomp", "attr") for c in above.children):
        return True
    between = infinitive.doc[above.i + 1 : infinitive.i]
    return any(t.pos_ == "NOUN" and t.dep_ == "dobj" and _frames().get(lemma(t)) == "future" for t in between)


def _carries(verb: Any, event: Any) -> bool:
    """Whether a "not" at the verb reaches the event: "does not plan to", "has not"."""
    if lemma(verb) in ("have", "do", "be"):
        return True
    node = event
    while node.head is not node and node is not verb:
        if node.dep_ != "xcomp":
            return False
        node = node.head
    return node is verb and lemma(verb) not in ("stop", "prevent", "hesitate", "deter", "fail")


def _frame(verb: Any, event: Any) -> Mood:
    """Verbs that take the event as their content: "plans to", "denied", "claims that"."""
    if verb is event:
        return REPORTED
    word = lemma(verb)
    if word == "go" and verb.tag_ == "VBG" and any(c.dep_ == "xcomp" for c in verb.children):
        return Mood("future", (verb,))
    kind = _frames().get(word, "")
    if not kind:
        return REPORTED
    claimants = tuple(syntax.subjects(verb)) if kind == "claimed" else ()
    return Mood(kind, (verb,), claimants)  # type: ignore[arg-type]  # the table holds modalities only


def _frames() -> dict[str, str]:
    return {row["word"]: row["modality"] for row in lexicon.table("modality")}
