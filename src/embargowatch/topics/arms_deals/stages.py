"""How far a deal is, from its word up through everything that governs it: in doubt the weaker stage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from embargowatch import lexicon
from embargowatch.reading.nlp import lemma
from embargowatch.topics.arms_deals.frames import Trigger, operators
from embargowatch.types import Modality

CLIMBS = frozenset(
    {
        "xcomp",
        "ccomp",
        "dobj",
        "pobj",
        "prep",
        "acl",
        "nsubjpass",
        "pcomp",
        "compound",
        "conj",
        "dative",
        "agent",
        "nsubj",
        "amod",
        "oprd",
        "attr",
        "appos",
        "nmod",
        "poss",
    }
)
FUTURE_AUX = lexicon.group("arms_future_aux")
MODAL_AUX = lexicon.group("arms_modal_aux")
FUTURE_WORDS = lexicon.group("arms_future_words")
DONE_WORDS = lexicon.group("arms_done_words")
PLEDGING = lexicon.group("arms_pledging")
NEUTRAL = lexicon.group("arms_neutral")
CLAIMING = lexicon.group("arms_claiming")
HEDGES = lexicon.group("arms_hedges")


@dataclass(frozen=True, slots=True)
class Stage:
    """How far, in which detail, how firmly, and the token that says so."""

    stage: str
    detail: str
    modality: Modality
    token: Any
    plain: bool = True
    """Whether nothing around the word says more than the word itself."""
    claim: Any = None
    """The verb by which somebody claims it."""


def stage_of(trigger: Trigger) -> Stage:
    """The stage that the sentence gives the deal of this trigger."""
    frame, token = trigger.frame, trigger.token
    stage, detail, says = frame.stage, frame.detail, token
    modality: Modality = "reported"
    claim, governed = None, False
    chain = governors(token)
    for node in chain:
        op = operators().get(_word(node)) if node != token or not trigger.is_verb else None
        refused = trigger.frame.word in (
            "license",
            "licence",
            "permit",
            "request",
            "aid",
            "assistance",
            "support",
            "help",
        )
        own_word = not trigger.is_verb and not refused and any(c == token for c in node.children)
        content = (
            len(chain[: chain.index(node)]) <= 2
            and _word(node) == "deny"
            and (own_word or any(c.dep_ in ("xcomp", "ccomp") for c in node.children))
        )
        far = op is not None and op.word in NEUTRAL and sum(n.pos_ != "ADP" for n in chain[: chain.index(node)]) > 2
        if op is not None and node != token and not content and not far and _governs(node, op.word):
            governed = True
            new_stage, new_detail = _raised(stage, detail, op.word, op.stage, op.detail, trigger)
            if stage == "blocked" and op.stage == "proposed" and op.word not in ("fail", "try", "set"):
                modality = "hypothetical" if op.detail == "requested" else "future"
            if (new_stage, new_detail) != (stage, detail):
                stage, detail, says = new_stage, new_detail, node
        if content:
            modality = "denied"
        if _word(node) in CLAIMING and node != token:
            modality, claim = "claimed", node
        if _anonymous(node):
            modality = "claimed"
        stage, detail = _by_adjectives(node, stage, detail)
        stage, detail, denied = _by_auxiliaries(node, stage, detail, trigger, node == token)
        if denied:
            modality = "denied"
        if node == token and any(c.dep_ == "det" and c.lower_ == "no" for c in node.children):
            modality = "denied"
        if any(c.lower_ in HEDGES for c in node.children):
            modality = "claimed"
        if any(c.dep_ == "mark" and c.lower_ in ("if", "unless", "whether") for c in node.children):
            modality = "hypothetical"
    if stage in ("", "none"):
        stage, detail = "proposed", ""
    plain = (
        not governed and (stage, detail) == (frame.stage, frame.detail) and modality == "reported" and len(chain) < 8
    )
    return Stage(stage, detail, modality, says, plain, claim)


def _anonymous(node: Any) -> bool:
    """Whether only unnamed sources say it: "sources said that jets were sold"."""
    above = node.head
    if (
        node.dep_ != "ccomp"
        or above.pos_ != "VERB"
        or lemma(above) not in ("say", "tell", "suggest", "indicate", "claim", "allege")
    ):
        return False
    return any(
        c.dep_ == "nsubj" and lemma(c) in ("source", "report", "rumor", "rumour", "critic", "opponent")
        for c in above.children
    )


def governors(token: Any) -> list[Any]:
    """The word and what governs it, inner to outer, as long as the deal is part of what is said."""
    chain, node = [token], token
    for _ in range(10):
        head = node.head
        signing = head.head if head.dep_ == "dobj" else head
        if node.dep_ == "advcl" and lemma(signing) in SIGNING and any(c.dep_ == "dobj" for c in signing.children):
            node = signing  # "signed a contract with Ankara to deliver"
            chain.append(node)
            continue
        if head == node or node.dep_ not in CLIMBS:
            break
        if node.dep_ in ("prep", "pobj", "pcomp") and _aside(node):
            break
        if node.dep_ == "nsubj" and node.pos_ in ("NOUN", "PROPN") and not _about(head):
            break
        if node.dep_ == "conj" and node.pos_ == "VERB" and head.pos_ == "VERB" and _finite(node):
            break
        node = head
        if node.lower_ in ("connection", "relation", "regard", "respect", "response", "exchange"):
            break
        chain.append(node)
        if node.pos_ == "VERB" and _word(node) not in operators() and _word(node) not in LIGHT:
            break
    return chain


SIGNING = lexicon.group("arms_signing")
LIGHT = lexicon.group("arms_light")
"""Verbs through which what stands above still governs the deal."""


CONTENT_PREPOSITIONS = lexicon.group("arms_content_prepositions")


def _aside(node: Any) -> bool:
    """Whether a preposition leads to a mere circumstance: "including", "after", "despite"."""
    preposition = node if node.pos_ in ("ADP", "SCONJ", "VERB") and node.dep_ == "prep" else node.head
    return preposition.dep_ == "prep" and preposition.lower_ not in CONTENT_PREPOSITIONS


def _word(node: Any) -> str:
    if (
        node.pos_ == "VERB"
        and any(c.dep_ == "prt" and c.lower_ == "off" for c in node.children)
        and lemma(node) == "sign"
    ):
        return "sign off"
    if node.lower_ in ("hopes", "hoped", "hoping"):
        return "hope"  # the lemmatizer says "hop"
    return lemma(node) if node.pos_ in ("VERB", "AUX", "NOUN", "PROPN", "ADJ") else str(node.lower_)


OWN_COURSE = lexicon.group("arms_own_course")


def _about(verb: Any) -> bool:
    """Whether a verb tells how its subject fares ("deliveries began"), not what the subject does ("deals allow")."""
    return lemma(verb) in OWN_COURSE


def _finite(verb: Any) -> bool:
    return verb.tag_ in ("VBD", "VBZ", "VBP") or any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)


def _governs(node: Any, _word: str) -> bool:
    return not (node.dep_ == "compound" and node.pos_ in ("NOUN", "PROPN"))


def _raised(stage: str, detail: str, word: str, new: str, new_detail: str, trigger: Trigger) -> tuple[str, str]:
    if word in ("continue", "resume"):
        return ("delivered", detail) if stage == "delivered" else (stage, detail)
    if word == "fail":
        return (trigger.frame.stage, trigger.frame.detail) if stage == "blocked" else (stage, detail)
    if word in ("begin", "start", "commence"):
        return ("delivered", "delivery_started") if stage == "delivered" else (stage, detail)
    if word in NEUTRAL:
        pledged = trigger.frame.roles in ("give", "equip") and stage == "proposed" and not detail
        return ("approved", "pledged") if pledged else (stage, detail)
    if word in ("complete", "finish") and trigger.frame.roles == "pact":
        return "signed", "contract_signed"
    if new == "signed" and trigger.frame.word in ("aid", "assistance", "support", "package", "license", "licence"):
        return "approved", "pledged"
    if new == "delivered" and stage == "proposed" and word in ("delivery", "shipment"):
        return stage, detail
    if stage == "blocked" and new in ("proposed", "approved"):
        return stage, detail
    return new, new_detail or (detail if new == stage != "approved" else "")


def _by_adjectives(node: Any, stage: str, detail: str) -> tuple[str, str]:
    if node.pos_ not in ("NOUN", "PROPN") or stage == "blocked":
        return stage, detail
    words = {c.lower_ for c in node.children if c.dep_ in ("amod", "compound", "advmod")}
    if words & FUTURE_WORDS and stage not in ("proposed", "approved"):
        return "proposed", ""
    if words & DONE_WORDS:
        return "signed", "contract_signed"
    return stage, detail


def _by_auxiliaries(node: Any, stage: str, detail: str, trigger: Trigger, own: bool) -> tuple[str, str, bool]:
    """What tense, modals and negation of one governor make of the stage; the last value is whether it is denied."""
    if node.pos_ not in ("VERB", "AUX"):
        return stage, detail, False
    aux = {c.lower_ for c in node.children if c.dep_ in ("aux", "auxpass")}
    negated = any(c.dep_ == "neg" for c in node.children)
    going = node.lower_ == "going" and any(c.dep_ == "xcomp" for c in node.children)
    coming = bool(aux & (FUTURE_AUX | MODAL_AUX)) or going
    if negated and (coming or lemma(node) in ("allow", "permit", "let", "approve")) and stage != "blocked":
        return "blocked", "refused", False
    if negated and stage != "blocked":
        return stage, detail, True
    if coming and stage in ("delivered", "signed", "approved"):
        return "proposed", "", False
    if "to" in aux and "have" not in aux and stage in ("delivered", "signed", "approved") and (own or _headline(node)):
        return ("proposed", "", False) if (own and stage != "approved") or _headline(node) else (stage, detail, False)
    underway = node.tag_ == "VBG" and "been" not in aux and aux & {"is", "are", "'s", "be"}
    if own and trigger.frame.stage == "delivered" and underway:
        return "delivered", "delivery_started", False
    return stage, detail, False


def _headline(node: Any) -> bool:
    """ "Poland to sign contract": an infinitive that tells the whole of a headline."""
    return bool(node.dep_ == "ROOT" or (node.dep_ in ("acl", "relcl") and node.head.pos_ == "PROPN"))
