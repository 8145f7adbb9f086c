"""From one parsed sentence to readings: who gives what to whom, and how far that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from embargowatch import lexicon
from embargowatch.reading import Document, Mention, Parsed
from embargowatch.reading.nlp import lemma
from embargowatch.reading.roles import Actor
from embargowatch.topics.arms_deals.aid import aid_in
from embargowatch.topics.arms_deals.doers import doers
from embargowatch.topics.arms_deals.frames import Trigger, aid_trigger, triggers
from embargowatch.topics.arms_deals.goods import Good, goods_in
from embargowatch.topics.arms_deals.nouns import noun_roles
from embargowatch.topics.arms_deals.parties import parties
from embargowatch.topics.arms_deals.phrases import AID_NOUNS, Heads, origin
from embargowatch.topics.arms_deals.stages import Stage, stage_of
from embargowatch.topics.arms_deals.verbs import verb_roles

FAILED = lexicon.group("arms_failed")


MISSIONS = lexicon.group("arms_missions")


PRIVATE = lexicon.group("arms_private")


MOST, MOST_GOODS = 16, 40
"""Words of giving and weapons of a sentence that are read at most: they are tried with each other."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one frame of one sentence says about a deal; parts may be missing."""

    clause: Parsed
    trigger: Trigger
    stage: Stage
    givers: tuple[Actor, ...] = ()
    takers: tuple[Actor, ...] = ()
    sides: tuple[Actor, ...] = ()
    """Of a pact: it is not said which of them gives."""
    goods: tuple[Good, ...] = ()
    makers: tuple[Mention, ...] = ()
    private: bool = False
    """Whether somebody gives who stands for no state: a dealer, a person."""
    elsewhere: bool = False
    """Whether the words name a taker or a place that is no party ("sent tanks to the border")."""
    carried: bool = False
    """Whether the weapons are those of a sentence before ("the deal", "sent these")."""
    origins: tuple[Actor, ...] = field(default=())
    """Where the weapons come from by their own words: "Russian S-400", "US-made jets"."""


def readings(document: Document, clause: Parsed) -> list[Reading]:
    """Every deal that the sentence tells, one for each frame and group of goods."""
    goods = [*goods_in(clause)[:MOST_GOODS]]
    goods += [
        aid for aid in aid_in(clause) if not any(g.first <= aid.head.i <= g.last and g.head == aid.head for g in goods)
    ]
    if not goods:
        return []
    known = list(islice(triggers(clause), MOST))
    known += [
        aid_trigger(g)
        for g in goods
        if g.category in ("aid", "financing") and not any(t.token == g.head for t in known)
    ]
    found = [r for t in known if (r := _read(document, clause, t, goods)) is not None]
    return _joined(found)


def _came_to_nothing(token: Any) -> bool:
    """ "Efforts to buy jets proved futile" tells of no deal at all."""
    words = [w for node in [token, *list(token.ancestors)[:4]] for w in (node, *node.children)]
    return any(
        w.lower_ in FAILED or lemma(w) in ("fail", "collapse") for w in words if w.i > token.i or w.dep_ == "amod"
    )


def _read(document: Document, clause: Parsed, trigger: Trigger, goods: list[Good]) -> Reading | None:
    heads, mine = verb_roles(clause, trigger, goods) if trigger.is_verb else noun_roles(clause, trigger, goods)
    if not mine or _came_to_nothing(trigger.token):
        return None
    return read_with(document, clause, trigger, heads, tuple(mine))


def read_with(document: Document, clause: Parsed, trigger: Trigger, heads: Heads, goods: tuple[Good, ...]) -> Reading:
    """The reading of a trigger whose heads and weapons are known."""
    givers, takers, sides = (tuple(parties(document, clause, hs)) for hs in heads)
    own = {a.code for a in takers} <= {a.code for a in givers}
    if own and trigger.is_verb and trigger.frame.roles in ("give", "equip"):
        takers = _askers(document, clause, trigger, givers) or takers
    makers = tuple(m for m in clause.known if m.kind == "manufacturer" and not m.ambiguous)
    origins = tuple(a for g in goods if g.place is None for a in origin(clause, g))
    if trigger.frame.roles == "give" and not trigger.is_verb and not givers and origins and _all_trade(goods):
        givers = origins
    private = (
        trigger.is_verb and trigger.frame.roles in ("give", "equip") and not givers and any(map(_private, heads[0]))
    )
    astray = (
        any(t.pos_ in ("NOUN", "PROPN") for t in heads[1])
        or _on_a_mission(clause, trigger, goods)
        or _for_some_states(goods)
    )
    elsewhere = trigger.frame.roles == "give" and not takers and astray
    return Reading(
        clause, trigger, stage_of(trigger), givers, takers, sides, goods, makers, private, elsewhere, origins=origins
    )  # fmt: skip


ASKING = lexicon.group("arms_asking")


def _askers(document: Document, clause: Parsed, trigger: Trigger, givers: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Whoever asks others to send arms and names nobody else wants them: "Kyiv appealed to the West to send tanks"."""
    verb = trigger.token.head
    if trigger.token.dep_ not in ("xcomp", "ccomp", "advcl") or verb.pos_ != "VERB" or lemma(verb) not in ASKING:
        return ()
    askers = parties(document, clause, doers(verb))
    codes = {a.code for a in givers}
    return tuple(replace(a, how="pronoun") for a in askers if codes and a.code not in codes)


def _for_some_states(goods: Iterable[Good]) -> bool:
    """ "Offers African states weapons", where the parser takes the states for a part of the weapon's name."""
    return any(lemma(t) in ("state", "country", "nation", "ally", "government") for g in goods for t in g.head.lefts)


def _on_a_mission(clause: Parsed, trigger: Trigger, goods: Iterable[Good]) -> bool:
    """ "Offered warships to escort tankers" hands nothing over."""
    if not trigger.is_verb:
        return False
    after = [clause.doc[g.last + 1 : g.last + 4] for g in goods if g.place is None]
    return any(lemma(t) in MISSIONS and t.tag_ == "VB" for tokens in after for t in tokens)


def _private(token: Any) -> bool:
    return token.pos_ == "PROPN" or lemma(token) in PRIVATE


def _all_trade(goods: Iterable[Good]) -> bool:
    return all(not g.designation for g in goods)


def _joined(found: list[Reading]) -> list[Reading]:
    """Readings of one sentence that share a weapon are one: "a contract to buy 36 jets"."""
    kept: list[Reading] = []
    for reading in found:
        for i, other in enumerate(kept):
            if {g.first for g in reading.goods} & {g.first for g in other.goods} and _agree(reading, other):
                kept[i] = _filled(other, reading)
                break
        else:
            kept.append(reading)
    return kept


def _agree(a: Reading, b: Reading) -> bool:
    def clash(x: tuple[Actor, ...], y: tuple[Actor, ...]) -> bool:
        return bool(x and y) and not {t.code for t in x} & {t.code for t in y}

    return not clash(a.givers, b.givers) and not clash(a.takers, b.takers)


def _filled(a: Reading, b: Reading) -> Reading:
    """Both in one: who and what from either, the stage from the word that tells the event."""
    goods = a.goods + tuple(g for g in b.goods if g.first not in {x.first for x in a.goods})
    teller = _teller(a, b)
    return replace(
        teller, givers=a.givers or b.givers, takers=a.takers or b.takers, sides=a.sides or b.sides, goods=goods,
        makers=a.makers or b.makers, origins=a.origins or b.origins,
    )  # fmt: skip


def _teller(a: Reading, b: Reading) -> Reading:
    """Which of two words of one deal tells its stage: the verb before the noun it governs ("provided assistance"),
    the inner of two verbs or nouns, for it was read up through the outer; never one in a relative clause."""
    inner, outer = (a, b) if _inside(a, b) else (b, a)
    if not _inside(inner, outer):
        return a
    if _in_relative_clause(inner.trigger.token, outer.trigger.token):
        return outer
    if inner.stage.stage == "blocked" and not inner.stage.plain:
        return inner
    if (outer.trigger.is_verb and not inner.trigger.is_verb) or inner.trigger.frame.word in AID_NOUNS:
        return outer
    return inner


def _in_relative_clause(token: Any, goal: Any) -> bool:
    node = token
    while node not in (goal, node.head):
        if node.dep_ == "relcl":
            return True
        node = node.head
    return False


def _inside(inner: Reading, outer: Reading) -> bool:
    return outer.trigger.token in list(inner.trigger.token.ancestors)
