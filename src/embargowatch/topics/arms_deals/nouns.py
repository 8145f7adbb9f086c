"""Who gives, who takes and what goes, around a noun: "Ankara's purchase of jets", "a contract with Oslo"."""

from __future__ import annotations

from typing import Any

from embargowatch import lexicon
from embargowatch.reading import Parsed, syntax
from embargowatch.reading.nlp import lemma
from embargowatch.reading.roles import ACTOR_KINDS
from embargowatch.topics.arms_deals.doers import party_to
from embargowatch.topics.arms_deals.frames import Trigger, operators
from embargowatch.topics.arms_deals.goods import Good
from embargowatch.topics.arms_deals.governing import governors
from embargowatch.topics.arms_deals.phrases import (
    AID_NOUNS,
    Heads,
    destination,
    extended,
    hung_above,
    is_good,
    listed,
    on_behalf_of,
    under_goods,
    within,
)

RECEIVING = lexicon.group("arms_receiving")
LIGHT_VERBS = lexicon.group("arms_light_verbs")
INTENDING = lexicon.group("arms_intending")
WINNING = lexicon.group("arms_winning")


AWARDING = lexicon.group("arms_awarding")


SELLING = lexicon.group("arms_selling")


def _light(noun: Any) -> list[Any]:
    """The noun with the light verb whose object it is, for the parser hangs on either what follows:
    "placed an order with Rome for jets", "an offer was made to Oslo"."""
    verb = noun.head
    light = verb.pos_ == "VERB" and noun.dep_ in ("dobj", "nsubjpass") and lemma(verb) in LIGHT_VERBS | INTENDING
    return [noun, verb] if light else [noun]


def noun_roles(clause: Parsed, trigger: Trigger, goods: list[Good]) -> tuple[Heads, list[Good]]:
    noun, frame = trigger.token, trigger.frame
    mine = [
        g
        for g in goods
        if g.head == noun or (g.head.head == noun and g.head.dep_ in ("compound", "amod", "nmod", "poss"))
    ]
    mine += [
        g
        for g in within(syntax.under(noun, "of", "for", "on", "involving", "including", "covering", "in"), goods)
        if g not in mine
    ]
    light = _light(noun)
    mine = mine or within(syntax.under(noun, "between", "with", "to", "from"), goods)
    mine = mine or within([h for t in light[1:] for h in syntax.under(t, "of", "for", "on", "in")], goods)
    mine += [g for g in listed(noun, goods) if g not in mine]
    if frame.roles in ("pact", "take") and not mine:
        nodes = [c for c in noun.children if c.dep_ in ("amod", "acl", "appos")] + [noun.head] * (
            noun.head.pos_ == "VERB"
        )
        mine = within([h for n in nodes for h in syntax.under(n, "on", "over", "about", "for")], goods)
    mine = extended(clause, mine, goods)
    if frame.roles in ("seller", "buyer"):
        who = said_of(noun)
        if not who:
            return ([], [], []), []
        others = syntax.owners(noun) + syntax.under(noun, "to") + under_goods(mine, "to")
        return ((who, others, []) if frame.roles == "seller" else (under_goods(mine, "from"), who, [])), mine
    owners = syntax.owners(noun) + [t for t in noun.lefts if t.dep_ in ("amod", "compound", "nmod")]
    owners += [t for g in mine if g.head.head == noun for t in g.head.lefts if t.dep_ in ("amod", "nmod", "compound")]
    owners = [t for t in owners if t.pos_ == "PRON" or t.dep_ == "poss" or _names_somebody(clause, t)]
    destined = [t for t in owners if destination(clause, t)]
    owners = [t for t in owners if t not in destined]
    by = syntax.under(noun, "by")
    to = [h for t in light for h in syntax.under(t, "to", "into")] + under_goods(mine, "to")
    for_ = [h for h in syntax.under(noun, "for") if not is_good(h, goods)] + [
        h for h in under_goods(mine, "for") if not is_good(h, goods)
    ]
    from_ = [h for t in light for h in syntax.under(t, "from")] + under_goods(mine, "from")
    if frame.roles == "give" and not (to or for_):
        to = [h for h in hung_above(noun, "to", "into") if not is_good(h, goods)]
    if frame.roles in ("give", "take") and not from_:
        from_ = [h for h in hung_above(noun, "from") if not is_good(h, goods)]
    sides = syntax.under(noun, "with", "between") + under_goods(mine, "with", "between")
    if frame.roles == "pact" and noun.head.pos_ == "VERB" and noun.dep_ in ("dobj", "nsubjpass", "pobj"):
        sides += syntax.subjects(noun.head) + syntax.under(noun.head, "with")
    if frame.roles == "pact" and not sides and not owners:
        sides = party_to(noun)
    if frame.roles in ("take", "pact") and not (for_ or owners):
        for_ = on_behalf_of(noun)
    winners, awarders = award(noun)
    if winners and frame.roles in ("take", "pact"):
        for_, from_ = for_ + from_, []  # "won an order from Riga"
    from_, by = from_ + winners, by + (awarders if frame.roles == "take" else [])
    if len(light) > 1 and frame.roles in ("give", "take") and not (owners or by or winners or awarders):
        owners, from_, to = _by_light_verb(light[1], frame.roles, from_, to)
    if frame.roles == "give" or (
        frame.roles == "pact" and any(c.dep_ == "compound" and lemma(c) in SELLING for c in noun.children)
    ):
        return (owners + by + from_ or deciders(noun), to + for_ or destined, sides), mine
    if frame.roles == "take":
        return (from_, [*owners, *by, *for_] or destined or deciders(noun), sides), mine
    return (from_, to + for_ + awarders, owners + destined + sides + by), mine


def _by_light_verb(verb: Any, roles: str, from_: list[Any], to: list[Any]) -> tuple[list[Any], list[Any], list[Any]]:
    """Owners, "from" and "to" where a light verb's subject is the one: "made an offer", "sent a request to Rome"."""
    if lemma(verb) in RECEIVING and roles == "give":
        return [], from_, to or syntax.subjects(verb)
    if roles == "take":
        return syntax.subjects(verb), from_ + to + syntax.under(verb, "with"), []
    return ([] if from_ else syntax.subjects(verb)), from_, to


def _names_somebody(clause: Parsed, token: Any) -> bool:
    return clause.mention_at(token, ACTOR_KINDS) is not None or token.lower_ == "western"


def said_of(noun: Any) -> list[Any]:
    """Whom "arms supplier" is said of: the subject of "is", or the name it stands beside."""
    while noun.dep_ == "conj" and noun.head.pos_ == "NOUN":
        noun = noun.head
    if noun.dep_ == "attr":
        return syntax.subjects(noun.head)
    return [noun.head] if noun.dep_ == "appos" else [c for c in noun.children if c.dep_ == "appos"]


def award(noun: Any) -> tuple[list[Any], list[Any]]:
    """Who wins an order or a contract, and who awards it."""
    verb = noun.head
    if verb.pos_ != "VERB" or noun.dep_ not in ("dobj", "nsubjpass"):
        return [], []
    if lemma(verb) in WINNING:
        return syntax.subjects(verb), []
    if lemma(verb) in AWARDING:
        passive_subject = [c for c in verb.children if c.dep_ == "nsubjpass" and c != noun]
        return passive_subject + syntax.receivers(verb) + syntax.under(verb, "to"), syntax.subjects(verb)
    return [], []


def deciders(noun: Any) -> list[Any]:
    """Who approves, announces or halts what the noun names: "the Senate approved aid", "the US approval of a sale"."""
    for node in governors(noun)[1:]:
        op = operators().get(lemma(node))
        if op is None:
            continue
        if node.pos_ == "VERB" and (
            lemma(noun) in AID_NOUNS
            or op.stage in ("approved", "blocked")
            or op.word in ("begin", "start", "resume", "continue", "complete")
        ):
            return syntax.subjects(node)
        if node.pos_ == "NOUN":
            before = [t for t in node.lefts if t.dep_ in ("amod", "compound", "nmod")]
            found = syntax.owners(node) + before + syntax.under(node, "by", "from")
            if found or node.head.pos_ != "VERB" or node.dep_ != "dobj":
                return found
            return syntax.subjects(node.head)  # "Athens finished a study on the purchase"
    clauses = [
        c
        for c in noun.children
        if c.dep_ == "relcl" and (op := operators().get(lemma(c))) and op.stage in ("approved", "signed", "blocked")
    ]
    return [s for c in clauses for s in syntax.subjects(c) if s != noun]
