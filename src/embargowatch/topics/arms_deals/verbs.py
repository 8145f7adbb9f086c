"""Who gives, who takes and what goes, around a verb: "Paris sold Athens jets", "armed the rebels with rifles"."""

from __future__ import annotations

from typing import Any

from embargowatch import lexicon
from embargowatch.reading import Parsed, syntax
from embargowatch.reading.nlp import lemma
from embargowatch.topics.arms_deals.doers import doers
from embargowatch.topics.arms_deals.frames import OTHER_ORDERS, Trigger, nouns
from embargowatch.topics.arms_deals.goods import Good
from embargowatch.topics.arms_deals.phrases import (
    Heads,
    destination,
    destined,
    extended,
    is_good,
    on_behalf_of,
    on_the_way,
    origin,
    under_goods,
    within,
)

USING_ARMS = lexicon.group("arms_using_arms")
LADEN = lexicon.group("arms_laden")
GRANTING = lexicon.group("arms_granting")
WINNING = lexicon.group("arms_winning")
TAKEN = lexicon.group("arms_taken")


CROSSING = lexicon.group("arms_crossing")


ITSELF = frozenset({"ship", "submarine", "aircraft", "helicopter"})
"""What may arrive somewhere without being handed over."""


HELPING = lexicon.group("arms_helping")


CAUSES = lexicon.group("arms_causes")


OTHER_NEWS = lexicon.group("arms_other_news")
"""What may be announced of weapons without giving any: their existence, a test."""


REFUSABLE = lexicon.group("arms_refusable")
AWARDING = lexicon.group("arms_awarding")


PACTS = lexicon.group("arms_pacts")


def verb_roles(clause: Parsed, trigger: Trigger, goods: list[Good]) -> tuple[Heads, list[Good]]:
    """Heads of who gives, who takes and the sides, and the weapons that go, around a verb."""
    if _something_else(trigger):
        return NOBODY, []
    return READERS.get(trigger.frame.roles, _give)(clause, trigger.token, goods)


NOBODY: Heads = ([], [], [])


def _something_else(trigger: Trigger) -> bool:
    """ "Ordered the ships to turn", "built jets" without a buyer, "approved the purchase" (which the noun tells)."""
    verb, frame = trigger.token, trigger.frame
    if frame.stage in ("approved", "blocked") and any(_told_by(p) for p in syntax.patients(verb)):
        return True
    if frame.word == "deny" and any(lemma(p) in nouns() - REFUSABLE for p in syntax.patients(verb)):
        return True  # "denies any sales" says that there are none
    if _told_by_its_pact(verb):
        return True
    if frame.word == "build":
        return pact_of(verb) is None and not syntax.under(verb, "for")
    if frame.word == "announce":
        return any(lemma(p) in OTHER_NEWS for p in syntax.patients(verb))
    return frame.word == "order" and any(c.dep_ in ("xcomp", "ccomp") or c.lower_ == "to" for c in verb.children)


def _told_by_its_pact(verb: Any) -> bool:
    """ "Awarded a contract", "gave its approval", "received an order for jets": the noun tells it."""
    given, won = lemma(verb) in AWARDING, lemma(verb) in WINNING
    return any(
        ((given or won) and lemma(p) in PACTS) or (given and lemma(p) in GRANTING) for p in syntax.patients(verb)
    )


def _told_by(noun: Any) -> bool:
    """Whether the noun says by itself who sells: "blocked the purchase", "stopped transfers from Iran"."""
    return lemma(noun) in TAKEN or (lemma(noun) in nouns() and bool(syntax.under(noun, "from", "by")))


def _equip(clause: Parsed, verb: Any, goods: list[Good]) -> tuple[Heads, list[Good]]:
    patients = syntax.patients(verb)
    with_ = syntax.under(verb, "with") or [h for p in patients for h in syntax.under(p, "with")]
    return (doers(verb), patients, []), extended(clause, within(with_, goods), goods)


def _ask(clause: Parsed, verb: Any, goods: list[Good]) -> tuple[Heads, list[Good]]:
    """ "Asked Paris for jets", "appealed to the West for tanks"."""
    asked = [*syntax.patients(verb), *syntax.under(verb, "to", "with", "on")]
    for_ = syntax.under(verb, "for") or [h for a in asked for h in syntax.under(a, "for")]
    return (asked, doers(verb), []), extended(clause, within(for_, goods), goods)


def _seize(clause: Parsed, verb: Any, goods: list[Good]) -> tuple[Heads, list[Good]]:
    """ "Seized Iranian rifles bound for Yemen": whoever stops them gives nothing."""
    patients = syntax.patients(verb)
    laden = [c for p in patients for c in p.children if c.dep_ in ("acl", "relcl") and lemma(c) in LADEN]
    load = [h for c in laden for h in [*syntax.patients(c), *syntax.under(c, "with")]]
    mine = extended(clause, within([*patients, *load], goods), goods)
    heads = [g.head for g in mine] + [p for p in patients if not is_good(p, goods)] + laden
    from_ = [h for t in heads for h in syntax.under(t, "from")] + syntax.under(verb, "from")
    to = [h for t in heads for h in [*syntax.under(t, "to", "for"), *destined(t)]] + destined(verb)
    return (from_ or [o for g in mine for o in syntax.owners(g.head)], to, []), mine if to else []


def _come(clause: Parsed, verb: Any, goods: list[Good]) -> tuple[Heads, list[Good]]:
    mine = within(doers(verb), goods)
    to = syntax.under(verb, "to", "in", "at") + syntax.patients(verb)
    arrived = any(clause.mention_at(h, ("country", "group")) for h in to)
    from_ = syntax.under(verb, "from") + under_goods(mine, "from")
    from_ += [h for d in doers(verb) if not is_good(d, goods) for h in syntax.under(d, "from")]
    if not arrived or (not from_ and any(g.category in ITSELF and not origin(clause, g) for g in mine)):
        return NOBODY, []
    return (from_, to, []), mine


def _take(clause: Parsed, verb: Any, goods: list[Good]) -> tuple[Heads, list[Good]]:
    patients = syntax.patients(verb)
    after = syntax.under(verb, "for", "between", "toward", "towards")
    mine = extended(clause, within(patients, goods) or within(after, goods), goods)
    from_ = syntax.under(verb, "from") + [h for p in patients for h in syntax.under(p, "from")]
    from_ += under_goods(mine, "from") or _from_after(verb)
    takers = on_behalf_of(verb) or doers(verb)
    if not takers and syntax.passive(verb):
        takers = [o for g in mine for o in syntax.owners(g.head)]  # "Oslo's tanks were ordered from Seoul"
    return (from_ or _partners(verb), takers, syntax.under(verb, "with")), mine


def _spend(clause: Parsed, verb: Any, goods: list[Good]) -> tuple[Heads, list[Good]]:
    paid = [verb, *syntax.patients(verb)]
    mine = extended(clause, within([h for t in paid for h in syntax.under(t, "on", "for")], goods), goods)
    mine = [g for g in mine if g.makers or origin(clause, g) or under_goods([g], "from")]
    for_ = [h for h in under_goods(mine, "for") if not is_good(h, goods)]
    return (under_goods(mine, "from") + syntax.under(verb, "to"), for_ or doers(verb), []), mine


def _from_after(verb: Any) -> list[Any]:
    """ "Bought guns and shells, including from Serbian firms": the first "from" before the next verb or clause."""
    for token in verb.doc[verb.i + 1 :]:
        if token.dep_ == "mark" or (token.pos_ in ("VERB", "AUX") and token.lower_ != "including"):
            break
        if token.lower_ == "from":
            return [c for c in token.children if c.dep_ == "pobj"]
    return []


def _exclude(_: Parsed, verb: Any, goods: list[Good]) -> tuple[Heads, list[Good]]:
    """ "Oman was dropped from the F-35 programme": who builds the weapon will not sell it."""
    mine = [g for g in within(syntax.under(verb, "from"), goods) if g.named]
    return ((doers(verb), syntax.patients(verb), []), mine) if mine else (NOBODY, [])


def _hold(clause: Parsed, verb: Any, goods: list[Good]) -> tuple[Heads, list[Good]]:
    """ "Iran has Chinese-made missiles": whoever holds them was given them, if their words say from where."""
    mine = [g for g in extended(clause, within(syntax.patients(verb), goods), goods) if origin(clause, g)]
    return (([], doers(verb), []), mine) if mine else (NOBODY, [])


def _give(clause: Parsed, verb: Any, goods: list[Good]) -> tuple[Heads, list[Good]]:
    receivers, patients = syntax.receivers(verb), syntax.patients(verb)
    if syntax.passive(verb) and (objects := [c for c in verb.children if c.dep_ in ("dobj", "oprd")]):
        receivers, patients = receivers + patients, syntax.all_of(objects)
    mine = extended(clause, within(patients, goods), goods)
    if not mine and (given := within([h for p in patients for h in syntax.under(p, "with")], goods)):
        return (doers(verb), patients, []), given
    to = receivers + _towards(verb, patients, mine)
    if mine:
        to += [p for p in patients if p.dep_ == "dobj" and not within([p], goods)]
    if not mine and all(lemma(p) in nouns() for p in patients):
        mine = within(to, goods)
    mine += [g for g in within([h for t in to for h in syntax.under(t, "of")], goods) if g not in mine]
    mine += [g for g in goods if g not in mine and g.head in to and any(destination(clause, t) for t in g.head.lefts)]
    to += [t for g in mine for t in g.head.lefts if destination(clause, t)]
    if not to:
        to = [h for g in mine for h in destined(g.head)] or _holders(verb)
    from_ = syntax.under(verb, "from") + under_goods(mine, "from")
    return (doers(verb) or from_, [h for h in to if not is_good(h, goods)] or _partners(verb), []), mine


READERS = {
    "ask": _ask,
    "seize": _seize,
    "come": _come,
    "equip": _equip,
    "exclude": _exclude,
    "give": _give,
    "hold": _hold,
    "spend": _spend,
    "take": _take,
}
"""How the sentence is read around a verb of each frame."""


def _holders(verb: Any) -> list[Any]:
    """ "Chad paraded tanks delivered by China", "Chad's Chinese-supplied tanks": who has them was given them."""
    if verb.dep_ not in ("acl", "amod", "relcl"):
        return []
    noun = verb.head
    if owners := syntax.owners(noun):
        return owners
    user = noun.head
    return doers(user) if noun.dep_ == "dobj" and lemma(user) in USING_ARMS else []


def _towards(verb: Any, patients: list[Any], mine: list[Good]) -> list[Any]:
    """Whom it goes to: "to" and "for" on the verb, its object or the weapon, and whoever it is to help."""
    to = syntax.under(verb, "to", "for", "toward", "towards")
    if lemma(verb) in CROSSING:
        to += syntax.under(verb, "into") + on_the_way(mine, verb, "into")
    to += [h for p in patients for h in syntax.under(p, "to", "for")] + on_the_way(mine, verb, "to", "for")
    to += [h for c in verb.children if c.dep_ in ("advcl", "xcomp") and lemma(c) in HELPING for h in syntax.patients(c)]
    return to + [h for t in to if lemma(t) in CAUSES for h in syntax.owners(t)]


def _partners(verb: Any) -> list[Any]:
    pact = pact_of(verb)
    return syntax.under(pact, "with") if pact is not None else []


def pact_of(verb: Any) -> Any | None:
    """The contract that the verb is the content of: "signed a contract with Ankara to deliver"."""
    head = verb.head
    if head.pos_ == "NOUN" and _is_pact(head):
        return head
    if verb.dep_ in ("advcl", "xcomp") and (head.pos_ == "VERB" or head.dep_ == "dobj"):
        head = head.head if head.dep_ == "dobj" else head
        objects = [c for c in head.children if c.dep_ == "dobj"]
        named = (o for c in objects for o in (c, *(a for a in c.children if a.dep_ == "appos")))
        return next((o for o in named if _is_pact(o)), None)
    return None


def _is_pact(noun: Any) -> bool:
    return lemma(noun) in PACTS and not any(c.lower_ in OTHER_ORDERS for c in noun.children)
