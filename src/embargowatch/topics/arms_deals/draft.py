"""A deal as one sentence tells it: its parties settled, its money, date and standing beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from embargowatch import lexicon
from embargowatch.reading import Mention, Parsed, syntax
from embargowatch.reading.dates import When
from embargowatch.reading.money import Amount
from embargowatch.reading.nlp import lemma
from embargowatch.reading.roles import Actor
from embargowatch.topics.arms_deals.goods import Good
from embargowatch.topics.arms_deals.governing import governors
from embargowatch.topics.arms_deals.reading import Reading
from embargowatch.topics.arms_deals.stages import Stage


@dataclass(frozen=True, slots=True)
class Draft:
    """One reading, settled."""

    clause: Parsed
    trigger: Any
    frame: str
    transfer: str
    stage: Stage
    suppliers: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    makers: tuple[Mention, ...]
    goods: tuple[Good, ...]
    money: Amount | None = None
    date: When | None = None
    news: bool = False
    private: bool = False
    elsewhere: bool = False
    carried: bool = False
    """Whether its weapons are those of a sentence before ("the deal", "these")."""

    @property
    def givers(self) -> frozenset[str]:
        return frozenset(a.code for a in self.suppliers)

    @property
    def takers(self) -> frozenset[str]:
        return frozenset(a.code for a in self.recipients)

    @property
    def weapons(self) -> tuple[Good, ...]:
        return tuple(g for g in self.goods if g.designation)

    @property
    def presupposed(self) -> bool:
        """Only referred to, not told: "anger over Ankara's purchase of jets"."""
        participle = self.trigger.tag_ == "VBN" and self.trigger.dep_ in ("acl", "amod")
        blamed = self.trigger.tag_ == "VBG" and self.trigger.dep_ == "pcomp" and self.trigger.head.lower_ == "for"
        participle = participle or blamed
        noun = self.trigger.pos_ in ("NOUN", "PROPN") and self.stage.token == self.trigger and self.stage.plain
        return bool(participle or noun or self.frame == "hold")

    @property
    def paragraph(self) -> int:
        return self.clause.sentence.paragraph


def drafts(found: list[Reading]) -> list[Draft]:
    """The readings of one sentence with everything that the sentence itself can settle."""
    settled = [d for r in found if (d := _draft(r)) is not None]
    return [replace(d, money=_money(d, settled), date=_date(d)) for d in settled]


def _draft(reading: Reading) -> Draft | None:
    givers, takers = list(reading.givers), list(reading.takers)
    if not takers and reading.trigger.frame.roles == "take" and reading.sides:
        givers = givers or list(reading.sides)
    if reading.sides and not (givers and takers):
        givers, takers = _sided(reading, givers, takers)
    if not givers:
        givers = list(reading.origins)
    if not givers and len(takers) > 1 and reading.trigger.frame.roles == "take":
        givers = [a for a in takers if a.code in _made_in(reading, takers)]  # "Oslo and Rome signed for the purchase"
        takers = [a for a in takers if a not in givers]
    codes = {a.code for a in takers}
    givers = [a for a in givers if a.code not in codes]
    if _is_embargo(reading, givers):
        return None
    if reading.trigger.frame.roles == "hold" and not (givers and takers):
        return None
    if not givers and codes & {a.code for a in (*reading.origins, *reading.givers)}:
        return None  # a state that buys its own
    return Draft(
        reading.clause, reading.trigger.token, reading.trigger.frame.roles, reading.trigger.frame.transfer,
        reading.stage, tuple(givers), tuple(takers), reading.makers, reading.goods,
        private=reading.private, elsewhere=reading.elsewhere, carried=reading.carried,
    )  # fmt: skip


EMBARGOES = lexicon.group("arms_embargoes")


def _is_embargo(reading: Reading, givers: list[Actor]) -> bool:
    """An embargo, or a ban by a body of states, is a sanction and no deal."""
    if reading.stage.stage != "blocked":
        return False
    by_a_body = bool(givers) and all(a.mention.kind in ("body", "states") for a in givers)
    return by_a_body or any(lemma(t) in EMBARGOES for t in governors(reading.trigger.token)[1:])


def _sided(reading: Reading, givers: list[Actor], takers: list[Actor]) -> tuple[list[Actor], list[Actor]]:
    """Of the two sides of a pact the one gives whose weapons they are by their words or by their make."""
    sides = [a for a in reading.sides if a.code not in {x.code for x in (*givers, *takers)}]
    made_in = _made_in(reading, sides)
    giving = [a for a in sides if a.code in made_in]
    rest = [a for a in sides if a.code not in made_in]
    if givers:
        return givers, takers or sides
    if takers:
        return giving or sides, takers
    if giving:
        return giving, rest
    signers = [a for a in sides if _signs(reading, a)]
    if signers and len(signers) < len(sides):
        return [a for a in sides if a not in signers], signers
    return [], sides[:1] if len(sides) == 1 else []


def _made_in(reading: Reading, sides: list[Actor]) -> set[str]:
    """Whose weapons they are by their words or by their make."""
    return (
        {a.code for a in reading.origins}
        | {c for m in reading.makers for c in m.codes}
        | {c for g in reading.goods for c in g.makers}
        | {a.code for a in sides if a.mention.kind == "manufacturer"}
    )


def _signs(reading: Reading, side: Actor) -> bool:
    """Of "Oman signed a deal with Rome for jets" the one who signs buys."""
    noun, at = reading.trigger.token, side.mention.last
    if noun.dep_ != "dobj" or at < 0 or side.mention.where != reading.clause.sentence.where:
        return False
    return any(at == t.i or t.is_ancestor(reading.clause.doc[at]) for t in syntax.subjects(noun.head))


def settled_stage(draft: Draft) -> Draft:
    """Sales and aid that are only referred to have been: nothing says that they are still to come."""
    vague = (
        draft.stage.detail == "pledged"
        and lemma(draft.stage.token) in PROMISING
        and not draft.weapons
        and draft.money is None
    )
    if vague and draft.stage.stage == "approved":
        return replace(draft, stage=replace(draft.stage, stage="proposed", detail="offered"))
    if _traded(draft):
        return replace(draft, stage=replace(draft.stage, stage="delivered", detail=""))
    vaguely = draft.stage.stage == "proposed" and not draft.stage.detail
    if draft.news or not draft.presupposed or not vaguely or draft.frame != "give":
        return draft
    if _yet_to_come(draft.trigger):
        return draft
    return replace(draft, stage=replace(draft.stage, stage="delivered", detail=""))


def _traded(draft: Draft) -> bool:
    """ "Sold arms to Iran", "acquired weapons from Libya": arms in general, sold in the past, have gone there."""
    told = draft.stage.stage == "signed" and draft.stage.plain and not draft.stage.detail
    general = all(g.designation.lower() in ARMS_IN_GENERAL or not g.designation for g in draft.goods)
    return told and general and draft.frame in ("give", "take") and not draft.carried


ARMS_IN_GENERAL = lexicon.group("arms_in_general")
PROMISING = lexicon.group("arms_promising")


def _yet_to_come(token: Any) -> bool:
    """Whether the verb above says what must or will be: "Europe must increase aid"."""
    verb = next((t for t in token.ancestors if t.pos_ in ("VERB", "AUX")), None)
    return verb is not None and any(c.dep_ == "aux" and c.tag_ == "MD" for c in verb.children)


REACH = 60
"""Characters between a deal's words and its money."""
LEAST = 100_000
"""What costs less is no deal of states."""


def _money(draft: Draft, others: list[Draft]) -> Amount | None:
    """The sum of the sentence that is nearest to the deal's words; of several deals each takes its own."""
    amounts = [a for a in draft.clause.money if a.amount >= LEAST]
    if not amounts:
        return None
    best = min(amounts, key=lambda a: _distance(draft, a))
    near = _distance(draft, best)
    if near > REACH or any(_distance(d, best) < near for d in others if d is not draft):
        return None
    return best


def _distance(draft: Draft, amount: Amount) -> int:
    """Characters between a sum and the nearest word of the deal: its verb or noun, or a weapon."""
    doc = draft.clause.doc
    words = [draft.trigger, *(doc[i] for g in draft.goods if g.place is None for i in (g.first, g.last))]
    return int(min(min(abs(w.idx - amount.end), abs(amount.start - w.idx - len(w.text))) for w in words))


def _date(draft: Draft) -> When | None:
    """The date that stands nearest to the deal's word in its sentence."""
    place = draft.trigger.idx
    known = [w for w in draft.clause.dates if w.iso]
    return min(known, key=lambda w: abs(w.start - place), default=None)


def worth(draft: Draft) -> bool:
    """A draft needs two parties; one is enough only where weapons are named or of a clear kind."""
    if draft.suppliers and draft.recipients:
        return True
    if draft.stage.stage == "blocked" and draft.stage.detail != "seized":
        return False
    if draft.private and draft.recipients:
        return True
    return bool(draft.recipients) and any(not g.broad for g in draft.weapons)
