"""How far a deal is, from its word up through everything that governs it: in doubt the weaker stage."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from embargowatch import lexicon
from embargowatch.reading.modality import asked
from embargowatch.reading.nlp import lemma
from embargowatch.topics.arms_deals.frames import Frame, Operator, Trigger, operators
from embargowatch.topics.arms_deals.governing import governors, word_of
from embargowatch.types import Modality

FUTURE_AUX = lexicon.group("arms_future_aux")
MODAL_AUX = lexicon.group("arms_modal_aux")
FUTURE_WORDS = lexicon.group("arms_future_words")
DONE_WORDS = lexicon.group("arms_done_words")
NEUTRAL = lexicon.group("arms_neutral")
CLAIMING = lexicon.group("arms_claiming")
HEDGES = lexicon.group("arms_hedges")
WINNING = lexicon.group("arms_winning")
REFUSABLE = lexicon.group("arms_refusable")
AID_LIKE = lexicon.group("arms_aid_nouns_signed")
WORRYING = lexicon.group("arms_worrying")
SPEAKING = lexicon.group("arms_speaking")
SOURCES = lexicon.group("arms_sources")
HEARSAY = lexicon.group("arms_hearsay")
USING = lexicon.group("arms_using")
"""Verbs whose infinitive tells what is done: "managed to buy", "uses airliners to send"."""
GIVING = lexicon.group("arms_giving")
"""Verbs of giving without a price: a government that agrees to it has pledged it."""
UNLIKELY = lexicon.group("arms_unlikely")
CONCLUDING = lexicon.group("arms_concluding")
SETTLED = frozenset({"delivered", "signed", "approved"})
FAR = 2
"""Content words between a deal and an announcement that is still about it."""


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
    frame = trigger.frame
    told = Stage(frame.stage, frame.detail, "reported", trigger.token)
    chain = [trigger.token] if _only_describes(trigger.token) else governors(trigger.token)
    for at, node in enumerate(chain):
        if at:
            told = _operated(told, node, trigger, chain[:at])
        told = _firmness(told, node, at)
        told = _tense(_by_adjectives(told, node), node, trigger)
    if told.stage == "proposed" and told.modality == "reported" and _under_a_contract(trigger.token):
        told = replace(told, stage="signed", detail="contract_signed")
    if told.stage in ("", "none"):
        told = replace(told, stage="proposed", detail="")
    same = (told.stage, told.detail, told.modality) == (frame.stage, frame.detail, "reported")
    return replace(told, plain=told.plain and same and len(chain) < 8)


def _under_a_contract(verb: Any) -> bool:
    """ "Under the deal signed in May, Oman will get 12 jets": the deal is made, its goods are to come."""
    words = [c for node in (verb, *list(verb.ancestors)[:2]) for c in node.children]
    under = [p for c in words if c.dep_ == "prep" and c.lower_ == "under" for p in c.children if p.dep_ == "pobj"]
    return any(lemma(p) in CONTRACTS and not _undecided(p) for p in under)


CONTRACTS = lexicon.group("arms_contracts")


def _undecided(noun: Any) -> bool:
    made = any(c.dep_ == "acl" and c.tag_ == "VBN" for c in noun.children)
    return any(c.lower_ in FUTURE_WORDS or (c.lower_ == "a" and not made) for c in noun.children)


def _only_describes(verb: Any) -> bool:
    """ "The jets supplied by Rome" and "US-made guns" were supplied and made, whatever is said of them; not "jets to
    be supplied"."""
    participle = verb.tag_ == "VBN" and verb.dep_ in ("amod", "acl")
    return participle and not any(c.lower_ in ("to", "be") and c.dep_ in ("aux", "auxpass") for c in verb.children)


def _operated(told: Stage, node: Any, trigger: Trigger, inner: list[Any]) -> Stage:
    """What a governing word ("approved", "talks on", "refused to") makes of the stage."""
    op = operators().get(word_of(node))
    if _denies(node, trigger, inner):
        return replace(told, modality="denied")
    modifier = node.dep_ == "compound" and node.pos_ in ("NOUN", "PROPN")
    if op is None or modifier or (op.word in NEUTRAL and sum(n.pos_ != "ADP" for n in inner) > FAR):
        return told
    if told.detail == "framework_agreement" and op.stage == "signed":
        return told  # "signed a memorandum on jets"
    if told.stage == "proposed" and not told.plain and op.word in CONCLUDING:
        return told  # "completed a study of the purchase", "began talks on it"
    stage, detail = _raised(told.stage, told.detail, op, trigger.frame)
    modality = told.modality
    if told.stage == "blocked" and op.stage == "proposed" and op.word != "fail":
        modality = "hypothetical" if op.detail == "requested" else "future"
    token = node if (stage, detail) != (told.stage, told.detail) else told.token
    return replace(told, stage=stage, detail=detail, modality=modality, token=token, plain=False)


def _denies(node: Any, trigger: Trigger, inner: list[Any]) -> bool:
    """ "Denied selling" and "denies any sales"; but a licence or aid that is denied is refused."""
    if word_of(node) != "deny":
        return False
    if any(c.dep_ == "dobj" and lemma(c) in HEARSAY for c in node.children):
        return True
    if len(inner) > FAR:
        return False
    if any(c.dep_ in ("xcomp", "ccomp") for c in node.children):
        return True
    return not trigger.is_verb and trigger.frame.word not in REFUSABLE and trigger.token.head == node


def _raised(stage: str, detail: str, op: Operator, frame: Frame) -> tuple[str, str]:
    match op.word:
        case "continue" | "resume":
            return stage, detail
        case "fail":
            return _failed(stage, detail, frame)
        case "begin" | "start" | "commence":
            return ("delivered", "delivery_started") if stage == "delivered" else (stage, detail)
        case "complete" | "finish" if frame.roles == "pact":
            return "signed", "contract_signed"
        case _:
            return _ruled(stage, detail, op, frame)


def _failed(stage: str, detail: str, frame: Frame) -> tuple[str, str]:
    """ "Failed to stop deliveries" leaves them, "failed to approve the sale" refuses it."""
    if stage == "blocked":
        return frame.stage, frame.detail
    return ("blocked", "refused") if stage in SETTLED else (stage, detail)


def _ruled(stage: str, detail: str, op: Operator, frame: Frame) -> tuple[str, str]:
    if op.word in ("delivery", "shipment") and stage == "proposed":
        return stage, detail
    if op.word in ("agree", "decide", "relent") and frame.word in GIVING:
        return "approved", "pledged"
    if op.word in NEUTRAL:
        pledged = frame.roles in ("give", "equip") and stage == "proposed" and not detail
        return ("approved", "pledged") if pledged else (stage, detail)
    if op.stage == "signed" and frame.word in AID_LIKE:
        return "approved", "pledged"
    won = op.word in WINNING and stage == "approved"  # "won approval to buy"
    if won or (stage == "blocked" and op.stage in ("proposed", "approved")):
        return stage, detail
    return op.stage, op.detail or (detail if op.stage == stage != "approved" else "")


def _firmness(told: Stage, node: Any, at: int) -> Stage:
    """Claims, hedges, conditions and "no" around one word."""
    children = list(node.children)
    if at and word_of(node) in CLAIMING:
        told = replace(told, modality="claimed", claim=node)
    if _anonymous(node) or _feared(node) or any(c.lower_ in HEDGES for c in children):
        told = replace(told, modality="claimed")
    if not at and any(c.dep_ == "det" and c.lower_ == "no" for c in children):
        told = replace(told, modality="denied")
    if not at and any(c.dep_ == "det" and c.lower_ == "any" for c in children):
        told = replace(told, modality="hypothetical")  # "any sale of jets would be wrong"
    if node.pos_ == "ADJ" and node.lower_ in UNLIKELY:
        told = replace(told, modality="hypothetical")
    if node.dep_ == "csubj" and node.tag_ == "VB":
        told = replace(told, modality="hypothetical")  # "to sell jets would be wrong"
    if any(c.dep_ == "mark" and c.lower_ in ("if", "unless", "whether") for c in children):
        told = replace(told, modality="hypothetical")
    if told.modality == "reported" and (_guessed(node) or asked(node)):
        told = replace(told, modality="hypothetical")
    return told


def _anonymous(node: Any) -> bool:
    """Whether only unnamed sources say it: "sources said that jets were sold", "according to two people"."""
    by = [p for c in node.children if c.lower_ == "according" for to in c.children for p in to.children]
    if any(p.dep_ == "pobj" and lemma(p) in SOURCES for p in by):
        return True
    above = node.head
    if node.dep_ != "ccomp" or above.pos_ != "VERB" or lemma(above) not in SPEAKING:
        return False
    return any(c.dep_ == "nsubj" and lemma(c) in SOURCES for c in above.children)


def _feared(verb: Any) -> bool:
    """ "concerns that Rome is sending tanks": those who worry say so, not those who act."""
    content = verb.dep_ in ("acl", "relcl", "ccomp") and any(c.lower_ == "that" and c.i < verb.i for c in verb.children)
    return content and lemma(verb.head) in WORRYING


def _guessed(node: Any) -> bool:
    """ "may be trying to hide its efforts to buy tanks": whatever "may" governs is a guess."""
    if node.pos_ != "VERB":
        return False
    while not any(c.dep_ == "aux" and c.lower_ in ("may", "might") for c in node.children):
        if node.dep_ not in ("acl", "xcomp", "dobj", "pobj", "prep", "pcomp") or node.head == node:
            return False
        node = node.head
    return True


def _by_adjectives(told: Stage, node: Any) -> Stage:
    if node.pos_ not in ("NOUN", "PROPN") or told.stage == "blocked":
        return told
    words = {c.lower_ for c in node.children if c.dep_ in ("amod", "compound", "advmod")}
    if words & FUTURE_WORDS and told.stage not in ("proposed", "approved"):
        return replace(told, stage="proposed", detail="")
    return replace(told, stage="signed", detail="contract_signed") if words & DONE_WORDS else told


def _tense(told: Stage, node: Any, trigger: Trigger) -> Stage:
    """What auxiliaries and negation of one verb make of the stage: will, would, not, to, is delivering."""
    if node.pos_ not in ("VERB", "AUX"):
        return told
    aux = {c.lower_ for c in node.children if c.dep_ in ("aux", "auxpass")}
    going = node.lower_ == "going" and any(c.dep_ == "xcomp" for c in node.children)
    coming = bool(aux & (FUTURE_AUX | MODAL_AUX)) or going
    if any(c.dep_ == "neg" for c in node.children) and told.stage != "blocked":
        refused = coming or lemma(node) in ("allow", "permit", "let", "approve")
        return replace(told, stage="blocked", detail="refused") if refused else replace(told, modality="denied")
    own = node == trigger.token
    if told.stage in SETTLED and (coming or _infinitive(node, aux, own=own and told.stage != "approved")):
        return replace(told, stage="proposed", detail="")
    underway = own and node.tag_ == "VBG" and "been" not in aux and aux & {"is", "are", "'s", "be"}
    return (
        replace(told, detail="delivery_started")
        if underway and trigger.frame.stage == "delivered" == told.stage
        else told
    )


def _infinitive(node: Any, aux: set[str], *, own: bool) -> bool:
    """ "To deliver" of the deal's own verb, or of a headline: "Poland to sign contract"."""
    if node.dep_ in ("xcomp", "advcl") and node.head.pos_ == "VERB" and lemma(node.head) in USING:
        return bool(node.head.tag_ == "VB")  # "used airliners to send rifles" has sent them
    headline = node.dep_ == "ROOT" or (node.dep_ in ("acl", "relcl") and node.head.pos_ == "PROPN")
    return "to" in aux and "have" not in aux and (own or headline)
