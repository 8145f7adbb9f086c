"""The weaker act that a sentence makes of a measure: urged, threatened, a bill."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from embargowatch.reading.nlp import lemma
from embargowatch.topics.sanctions.draft import Trigger
from embargowatch.topics.sanctions.frames import SOFTENING, frames

BILLS = frozenset({"bill", "legislation", "proposal", "draft", "amendment"})

CIRCUMSTANCES = frozenset({"following", "after", "since", "despite", "amid", "before", "because", "until"})


def softened(trigger: Trigger) -> Trigger:
    if trigger.predicate is None or not trigger.asserted or trigger.action not in ("impose", "extend", "lift", "ease"):
        return trigger
    top = trigger.nodes[-1] if trigger.nodes else trigger.token
    if top.dep_ == "pobj" and top.head.lower_ in CIRCUMSTANCES:
        return trigger  # "seeks to catch up following the lifting of sanctions"
    softened = soften(trigger.predicate, trigger.action)
    return replace(trigger, action=softened, detail="") if softened else trigger


def soften(verb: Any, action: str) -> str:
    """The weaker act that the verb's surroundings make of it: urged to, a bill to, threatens to; "" if none."""
    node = verb
    for _ in range(5):
        up = node.head
        if up is node:
            return ""
        if node.dep_ in ("acl", "relcl", "pcomp", "prep") and up.pos_ == "NOUN":
            word = lemma(up)
            if word in BILLS:
                return "propose"
            row = frames().get(word)
            if row and row["action"] in SOFTENING and up.dep_ != "nsubj" and word != "plan":
                return row["action"]
        elif up.pos_ in ("VERB", "AUX") and node.dep_ in ("xcomp", "ccomp", "dobj", "pcomp", "prep", "advcl"):
            row = frames().get(lemma(up))
            if (
                row
                and row["action"] in SOFTENING
                and node.dep_ != "advcl"
                and lemma(up) not in ("plan", "prepare", "want", "back")
            ):
                return row["action"] if not (row["action"] == "call_for" and action == "lift") else "call_for"
        elif up.pos_ not in ("ADP", "NOUN", "PART"):
            return ""
        node = up
    return ""
