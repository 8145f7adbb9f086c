"""The verbs and nouns of a deal, as the lexicon has them, found in a parsed sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from embargowatch import lexicon
from embargowatch.reading import Parsed
from embargowatch.reading.nlp import lemma
from embargowatch.topics.arms_deals.goods import Good

OTHER_ORDERS = lexicon.group("arms_other_orders")


@dataclass(frozen=True, slots=True)
class Frame:
    """Who is who around a word: give, equip, take or pact; and what has happened when nothing else is said."""

    word: str
    roles: str
    stage: str
    detail: str
    transfer: str


@dataclass(frozen=True, slots=True)
class Trigger:
    """A frame's word in a sentence."""

    token: Any
    frame: Frame

    @property
    def is_verb(self) -> bool:
        return bool(self.token.pos_ in ("VERB", "AUX"))


@dataclass(frozen=True, slots=True)
class Operator:
    """A word that governs a deal and sets its stage."""

    word: str
    stage: str
    detail: str


@cache
def _frames(table: str) -> dict[str, tuple[Frame, ...]]:
    found: dict[str, tuple[Frame, ...]] = {}
    for row in lexicon.table(table):
        frame = Frame(row["word"], row["frame"], row["stage"], row["detail"], row["transfer"])
        found[frame.word] = (*found.get(frame.word, ()), frame)
    return found


@cache
def operators() -> dict[str, Operator]:
    return {row["word"]: Operator(row["word"], row["stage"], row["detail"]) for row in lexicon.table("arms_operators")}


def triggers(clause: Parsed) -> Iterator[Trigger]:
    """Every verb and noun of the sentence that may carry a deal."""
    for token in clause.doc:
        if token.pos_ in ("VERB", "AUX") or token.tag_.startswith("VB"):
            for frame in _verb_frames(token):
                if token.dep_ != "amod" or frame.stage == "delivered":
                    yield Trigger(token, frame)
        elif token.pos_ in ("NOUN", "PROPN") and not _only_modifies(token):
            for frame in _frames("arms_nouns").get(lemma(token), ()):
                yield Trigger(token, frame)


def _only_modifies(noun: Any) -> bool:
    """ "The arms export code" is no export, "the export contract" is one."""
    head = noun.head.head if noun.head.pos_ == "ADJ" else noun.head
    if lemma(noun) == "order" and any(c.lower_ in OTHER_ORDERS for c in noun.children):
        return True  # "an executive order"
    if noun.dep_ not in ("compound", "nmod") or head.pos_ not in ("NOUN", "PROPN"):
        return False
    return lemma(head) not in nouns() and lemma(head) not in operators() and not head.lower_.endswith("ing")


def _verb_frames(token: Any) -> tuple[Frame, ...]:
    word = lemma(token)
    frames = _frames("arms_verbs")
    bare = not any(c.dep_ == "dobj" for c in token.children)
    after = [c.lower_ for c in token.children if c.dep_ == "prt" or (c.dep_ == "prep" and bare and c.i > token.i)]
    phrase = next((f"{word} {p}" for p in after if f"{word} {p}" in frames), word)
    found = frames.get(phrase, ())
    if {f.roles for f in found} == {"give", "take"}:
        objects = sum(c.dep_ in ("dobj", "dative", "oprd") for c in token.children)
        giving = objects > 1 or any(c.dep_ in ("prep", "dative") and c.lower_ == "to" for c in token.children)
        return tuple(f for f in found if f.roles == ("give" if giving else "take"))
    if {f.roles for f in found} == {"give", "come"}:
        moved = any(c.dep_ in ("dobj", "nsubjpass") for c in token.children)
        return tuple(f for f in found if f.roles == ("give" if moved else "come"))
    if len(found) > 1:
        with_goods = any(c.dep_ == "prep" and c.lower_ == "with" for c in token.children)
        found = tuple(f for f in found if (f.roles == "equip") == with_goods) or found[:1]
    return found


def aid_trigger(good: Good) -> Trigger:
    """The phrase of aid itself, where no other word of it is known: "Foreign Military Financing"."""
    return Trigger(good.head, Frame("aid", "give", "proposed", "", "aid"))


def nouns() -> frozenset[str]:
    """The nouns of deals, by singular."""
    return frozenset(_frames("arms_nouns"))
