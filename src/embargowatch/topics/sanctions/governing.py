"""What governs a measure noun: imposed, lifted, "a round of", "charged with violating"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from embargowatch import lexicon
from embargowatch.reading import syntax
from embargowatch.reading.nlp import lemma
from embargowatch.topics.sanctions.draft import Trigger
from embargowatch.topics.sanctions.frames import SOFTENING, frames, singular
from embargowatch.topics.sanctions.softening import softened

TARGET_SUBJECT = frozenset(
    {"face", "suffer", "endure", "weather", "escape", "avoid", "risk", "receive", "withstand", "survive"}
)

SURROUND = frozenset(
    {
        "hit",
        "slap",
        "target",
        "punish",
        "threaten",
        "penalise",
        "penalize",
        "squeeze",
        "isolate",
        "respond",
        "retaliate",
    }
)
"""Verbs that take their victim as object and the measure after "with"."""

CHARGES = lexicon.group("charges")
"""Verbs and nouns of prosecution."""

CARRIERS = lexicon.group("measure_carriers")
"""Nouns that carry a measure without adding to it: "a round of", "the full range of"."""

PROCEEDINGS = lexicon.group("proceedings")
"""What "sanctions" before them is prosecuted in: "a sanctions case"."""

BACKING = frozenset({"back", "support", "endorse", "approve", "pass", "advance", "clear", "vote"})
"""A parliament's verbs: its vote is not the measure."""


def noun_triggers(noun: Any) -> list[Trigger]:
    """The measure noun with the action that its surroundings give it; "lift the sanctions imposed in 2014" is two."""
    if noun.lower_ == "emergency" and (said := _of_emergency(noun)) is not None:
        return [said]
    if noun.dep_ == "compound" and lemma(noun.head) in PROCEEDINGS:
        return [Trigger(noun, "noun", "enforce", "", None, "none", (noun,), asserted=noun.doc[0].sent.root is not noun)]
    nodes = nodes_of(noun)
    nominals = [row for n in nodes[1:] if (row := frames().get(singular(n)))]
    nominal = next((row for row in nominals if row["action"] in SOFTENING), next(iter(nominals), _participle(noun)))
    verb, preposition = _verb_above(nodes[-1])
    found = [softened(_by_governor(noun, nodes, nominal, verb, preposition))]
    if not nominals and nominal is not None:  # the headline's participle, not its verb, has the sender
        found = [replace(found[0], actor_role="none")]
    if (attached := _attached_verb(nodes)) is not None:
        row = frames()[lemma(attached)]
        top = verb is None and nodes[-1].dep_ == "ROOT"
        told = Trigger(noun, "noun", row["action"], row["detail"], attached, row["senders"], tuple(nodes), asserted=top)
        idle = not found[0].asserted or (found[0].action == "impose" and told.action == "impose")
        found = [told] if idle else [*found, told]
    return found


def _of_emergency(noun: Any) -> Trigger | None:
    """A president's "I am continuing for one year the national emergency declared in …": the verb may stand far off."""
    for token in noun.doc:
        if token.pos_ == "VERB" and lemma(token) in ("continue", "extend", "renew", "terminate", "expand"):
            row = frames()[lemma(token)]
            return Trigger(noun, "noun", row["action"], row["detail"], token, "subject", (noun,))
    return None


def _participle(noun: Any) -> lexicon.Row | None:
    """ "lessening sanctions" in a headline."""
    return next((row for t in noun.lefts if t.tag_ == "VBG" and (row := frames().get(lemma(t)))), None)


def _phrasal(verb: Any) -> str:
    """The verb with its particle where the two mean something of their own: "roll back"."""
    word: str = lemma(verb)
    particle = next(
        (c.lower_ for c in verb.children if c.dep_ == "prt" or (c.dep_ == "advmod" and c.lower_ == "back")), ""
    )
    return f"{word} {particle}" if f"{word} {particle}" in frames() else word


def nodes_of(noun: Any) -> list[Any]:
    """The noun and the nouns above it: sanctions, package, round in "a round of a package of sanctions"."""
    nodes = [noun]
    while len(nodes) < 7 and (up := _noun_above(nodes[-1])) is not None:
        nodes.append(up)
    return nodes


def _noun_above(node: Any) -> Any | None:
    head = node.head
    if head.pos_ not in ("NOUN", "PROPN", "ADP"):
        return None
    if node.dep_ in ("compound", "amod", "nmod", "poss", "conj") and head.pos_ in ("NOUN", "PROPN"):
        return head
    if node.dep_ in ("pobj", "pcomp") and head.pos_ == "ADP" and head.head.pos_ in ("NOUN", "PROPN"):
        carries = lemma(head.head) in CARRIERS if head.lower_ == "of" else False
        links = head.lower_ in ("of", "for", "on", "to", "in", "from", "with", "against")
        return head.head if carries or (links and singular(head.head) in frames()) else None
    return None


def _attached_verb(nodes: list[Any]) -> Any | None:
    """ "sanctions imposed by …", "sanctions that Washington imposed"."""
    for node in nodes:
        for child in node.children:
            if (
                child.dep_ in ("acl", "relcl")
                and child.pos_ == "VERB"
                and lemma(child) in frames()
                and child.tag_ != "VBG"
            ):
                return child
    return None


def _verb_above(node: Any) -> tuple[Any | None, str]:
    head = node.head
    if head is node:
        return None, ""
    if syntax.predicate(head) and (node.dep_ not in ("npadvmod", "advmod") or lemma(head) in frames()):
        return head, ""
    if node.dep_ in ("pobj", "pcomp") and head.pos_ in ("ADP", "SCONJ"):
        above = head
        while (
            above.dep_ in ("prep", "pcomp", "agent", "pobj")
            and above.head is not above
            and above.head.pos_ in ("ADP", "SCONJ")
        ):
            above = above.head
        return (above.head if above.head.pos_ in ("VERB", "AUX", "ADJ") else None), head.lower_
    return None, ""


def _by_governor(  # noqa: PLR0911 - one return a reading
    noun: Any, nodes: list[Any], nominal: lexicon.Row | None, verb: Any | None, preposition: str
) -> Trigger:
    last, over = nodes[-1], tuple(nodes)
    verb_word = _phrasal(verb) if verb is not None else ""
    if verb is None and nominal and nominal["action"] == "evade":
        return _evasion(noun, nominal, last, over)
    if verb is None:
        action, detail = (nominal["action"], nominal["detail"]) if nominal else ("impose", "")
        return Trigger(
            noun, "noun", action, detail, None, "none", over, asserted=last.dep_ == "ROOT" and nominal is not None
        )
    word = verb_word
    row = frames().get(word)
    if nominal and nominal["action"] != "impose":
        role = "subject" if row or word in ("announce", "approve", "grant", "order", "confirm", "issue") else "none"
        if nominal["action"] == "evade":
            return _evasion(noun, nominal, verb, over)
        return Trigger(noun, "noun", nominal["action"], nominal["detail"], verb, role, over)
    if preposition:
        return _by_preposition(noun, over, verb, word, preposition)
    is_object = last.dep_ in ("npadvmod", "dobj", "nsubjpass", "attr", "oprd", "conj", "ROOT")
    if is_object and word in BACKING:
        return Trigger(noun, "noun", "back", "", verb, "subject", over)
    if row and row["action"] == "evade" and is_object:
        return _evasion(noun, row, verb, over)
    if row and is_object:
        return Trigger(noun, "noun", row["action"], row["detail"], verb, row["senders"], over)
    if word == "expire" and any(c.lower_ in ("unless", "will") for c in verb.children):
        return Trigger(noun, "noun", "impose", "", None, "none", over, asserted=False)
    if row and row["senders"] == "none" and row["action"] in ("maintain", "lift"):
        return Trigger(noun, "noun", row["action"], row["detail"], verb, "none", over)
    if is_object and word in TARGET_SUBJECT:
        return Trigger(noun, "noun", "impose", "", verb, "target", over, asserted=False)
    starts = last.dep_ in ("nsubj", "nsubjpass") and word in (
        "take",
        "come",
        "go",
        "target",
        "include",
        "aim",
        "apply",
        "kick",
        "block",
        "ban",
    )
    return Trigger(noun, "noun", "impose", "", verb, "none", over, asserted=starts)


def _by_preposition(noun: Any, over: tuple[Any, ...], verb: Any, word: str, preposition: str) -> Trigger:  # noqa: PLR0911 - one return a reading
    """ "threatened with sanctions", "called for sanctions", "was put under sanctions", "in violation of"."""
    row = frames().get(word)
    if preposition == "with" and word in SURROUND:
        return Trigger(noun, "noun", "threaten" if word == "threaten" else "impose", "", verb, "subject+object", over)
    if preposition == "for" and row and row["action"] == "call_for":
        return Trigger(noun, "noun", "call_for", "", verb, "none", over)
    if preposition == "for" and word == "vote":
        return Trigger(noun, "noun", "back", "", verb, "subject", over)
    if preposition == "of" and word == "warn":
        return Trigger(noun, "noun", "threaten", "", verb, "subject", over)
    if preposition in ("under", "to", "by") and word not in ("agree", "refer", "respond", "add", "lead", "react"):
        return Trigger(noun, "noun", "impose", "", verb, "target", over, asserted=False)
    if preposition in ("on", "to") and word in ("agree", "move"):
        return Trigger(noun, "noun", "impose", "", verb, "subject", over)
    return Trigger(noun, "noun", "impose", "", None, "none", over, asserted=False)


def _evasion(noun: Any, row: lexicon.Row, verb: Any, over: tuple[Any, ...]) -> Trigger:
    """Breaking sanctions; charged, fined or convicted for it is enforcement."""
    node = over[-1]
    for _ in range(7):
        if lemma(node) in CHARGES:
            return Trigger(noun, "noun", "enforce", "", node, "enforcer", over)
        if node.head is node:
            break
        node = node.head
    return Trigger(noun, "noun", "evade", row["detail"], verb, "evader", over)
