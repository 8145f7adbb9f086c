"""From one parsed sentence to readings: who gives what to whom, and how far that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from embargowatch.reading import Document, Mention, Parsed, syntax
from embargowatch.reading.nlp import lemma
from embargowatch.reading.roles import Actor
from embargowatch.topics.arms_deals.aid import aid_in
from embargowatch.topics.arms_deals.frames import Trigger, aid_trigger, nouns, operators, triggers
from embargowatch.topics.arms_deals.goods import CARRIERS, PARTITIVES, Good, goods_in, noun_heads
from embargowatch.topics.arms_deals.parties import parties
from embargowatch.topics.arms_deals.stages import Stage, governors, stage_of

Heads = tuple[list[Any], list[Any], list[Any]]
"""Heads of who gives, who takes, and the sides of a pact."""


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
    goods = [*goods_in(clause)]
    goods += [
        aid for aid in aid_in(clause) if not any(g.first <= aid.head.i <= g.last and g.head == aid.head for g in goods)
    ]
    if not goods:
        return []
    known = list(triggers(clause))
    known += [
        aid_trigger(g)
        for g in goods
        if g.category in ("aid", "financing") and not any(t.token == g.head for t in known)
    ]
    found = [r for t in known if (r := _read(document, clause, t, goods)) is not None]
    return _joined(found)


FAILED = frozenset("futile fruitless unsuccessful failed vain fail collapse".split())


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
    makers = tuple(m for m in clause.mentions if m.kind == "manufacturer" and not m.ambiguous)
    origins = tuple(a for g in goods if g.place is None for a in origin(document, clause, g))
    if trigger.frame.roles == "give" and not trigger.is_verb and not givers and origins and _all_trade(goods):
        givers = origins
    private = (
        trigger.is_verb and trigger.frame.roles in ("give", "equip") and not givers and any(map(_private, heads[0]))
    )
    astray = (
        any(t.pos_ in ("NOUN", "PROPN") for t in heads[1]) or _on_a_mission(trigger, goods) or _for_some_states(goods)
    )
    elsewhere = trigger.frame.roles == "give" and not takers and astray
    return Reading(
        clause, trigger, stage_of(trigger), givers, takers, sides, goods, makers, private, elsewhere, origins=origins
    )  # fmt: skip


def _for_some_states(goods: Iterable[Good]) -> bool:
    """ "Offers African states weapons", where the parser takes the states for a part of the weapon's name."""
    return any(lemma(t) in ("state", "country", "nation", "ally", "government") for g in goods for t in g.head.lefts)


def _on_a_mission(trigger: Trigger, goods: Iterable[Good]) -> bool:
    """ "Offered warships to escort tankers" hands nothing over."""
    nodes = [trigger.token, *(g.head for g in goods)] if trigger.is_verb else []
    return any(
        c.tag_ == "VB" and c.dep_ in ("acl", "advcl", "relcl") and lemma(c) in MISSIONS
        for n in nodes
        for c in n.children
    )


MISSIONS = frozenset(
    "escort patrol protect guard search monitor intercept join attack strike fight defend hunt evacuate rescue cover deter counter".split()
)
PRIVATE = frozenset(
    "dealer trafficker smuggler broker citizen man woman businessman merchant gang network ring suspect defendant middleman he she brother".split()
)


def _private(token: Any) -> bool:
    return token.pos_ == "PROPN" or lemma(token) in PRIVATE


def _all_trade(goods: Iterable[Good]) -> bool:
    return all(not g.designation for g in goods)


def verb_roles(clause: Parsed, trigger: Trigger, goods: list[Good]) -> tuple[Heads, list[Good]]:
    verb, frame = trigger.token, trigger.frame
    subjects, patients = doers(verb), syntax.patients(verb)
    if frame.roles == "equip":
        mine = _extended(clause, _within([t for t in syntax.under(verb, "with")], goods), goods)
        return (subjects, patients, []), mine
    pact = pact_of(verb)
    partners = syntax.under(pact, "with") if pact is not None else []
    if frame.roles == "come":
        mine = _within(subjects, goods)
        arrived = [
            h for h in syntax.under(verb, "to", "in", "at") + patients if clause.mention_at(h, ("country", "group"))
        ]
        if not arrived or (not _under_goods(mine, "from") and any(g.category in ITSELF for g in mine)):
            return ([], [], []), []
        return (
            syntax.under(verb, "from") + _under_goods(mine, "from"),
            syntax.under(verb, "to", "in", "at") + patients,
            [],
        ), mine
    if frame.stage in ("approved", "blocked") and any(lemma(p) in TAKEN for p in patients):
        return ([], [], []), []
    if frame.word == "build" and pact is None:
        return ([], [], []), []
    if frame.word == "order" and any(c.dep_ in ("xcomp", "ccomp") or c.lower_ == "to" for c in verb.children):
        return ([], [], []), []
    if frame.roles == "take":
        mine = _extended(clause, _within(patients, goods) or _within(syntax.under(verb, "for"), goods), goods)
        from_ = (
            syntax.under(verb, "from")
            + [h for p in patients for h in syntax.under(p, "from")]
            + _under_goods(mine, "from")
        )
        return (from_ or partners, subjects, syntax.under(verb, "with")), mine
    receivers = syntax.receivers(verb)
    if syntax.passive(verb) and (objects := [c for c in verb.children if c.dep_ in ("dobj", "oprd")]):
        receivers, patients = receivers + patients, syntax.all_of(objects)
    mine = _extended(clause, _within(patients, goods), goods)
    if not mine and (given := _within([h for p in patients for h in syntax.under(p, "with")], goods)):
        return (subjects, patients, []), given
    to = receivers + syntax.under(verb, "to", "for", "toward", "towards")
    if lemma(verb) in CROSSING:
        to += syntax.under(verb, "into") + _on_the_way(mine, verb, "into")
    to += [h for p in patients for h in syntax.under(p, "to", "for")] + _on_the_way(mine, verb, "to", "for")
    if mine:
        to += [p for p in patients if p.dep_ == "dobj" and not _within([p], goods)]
    to += [h for c in verb.children if c.dep_ in ("advcl", "xcomp") and lemma(c) in HELPING for h in syntax.patients(c)]
    to += [h for t in to if lemma(t) in CAUSES for h in syntax.owners(t)]
    from_ = syntax.under(verb, "from") + _under_goods(mine, "from")
    if not mine and all(lemma(p) in nouns() for p in patients):
        mine = _within(to, goods)
    mine += [g for g in _within([h for t in to for h in syntax.under(t, "of")], goods) if g not in mine]
    mine += [g for g in goods if g not in mine and g.head in to and any(_destination(clause, t) for t in g.head.lefts)]
    to += [t for g in mine for t in g.head.lefts if _destination(clause, t)]
    return (subjects or from_, [h for h in to if not _is_good(h, goods)] or partners, []), mine


TAKEN = frozenset({"purchase", "acquisition", "procurement", "order", "import", "request", "buy"})
CROSSING = frozenset("smuggle funnel channel flow pour traffic".split())
ITSELF = frozenset({"ship", "submarine", "aircraft", "helicopter"})
"""What may arrive somewhere without being handed over."""
HELPING = frozenset("help aid support assist defend bolster back".split())
CAUSES = frozenset("defense defence war fight effort use need".split())
PACTS = frozenset(
    {"contract", "deal", "agreement", "accord", "pact", "memorandum", "order", "arrangement", "talk", "negotiation"}
)


def pact_of(verb: Any) -> Any | None:
    """The contract that the verb is the content of: "signed a contract with Ankara to deliver"."""
    head = verb.head
    if head.pos_ == "NOUN" and lemma(head) in PACTS and not any(c.lower_ == "executive" for c in head.children):
        return head
    if verb.dep_ in ("advcl", "xcomp") and (head.pos_ == "VERB" or head.dep_ == "dobj"):
        head = head.head if head.dep_ == "dobj" else head
        objects = [c for c in head.children if c.dep_ == "dobj"]
        return next(
            (o for c in objects for o in (c, *(a for a in c.children if a.dep_ == "appos")) if lemma(o) in PACTS), None
        )
    return None


def noun_roles(clause: Parsed, trigger: Trigger, goods: list[Good]) -> tuple[Heads, list[Good]]:
    noun, frame = trigger.token, trigger.frame
    mine = [
        g
        for g in goods
        if g.head == noun or g.head.head == noun and g.head.dep_ in ("compound", "amod", "nmod", "poss")
    ]
    mine += [
        g
        for g in _within(syntax.under(noun, "of", "for", "on", "involving", "including", "covering", "in"), goods)
        if g not in mine
    ]
    mine += [g for g in _listed(noun, goods) if g not in mine]
    if frame.roles in ("pact", "take") and not mine:
        nodes = [c for c in noun.children if c.dep_ in ("amod", "acl", "appos")] + [noun.head] * (
            noun.head.pos_ == "VERB"
        )
        mine = _within([h for n in nodes for h in syntax.under(n, "on", "over", "about", "for")], goods)
    mine = _extended(clause, mine, goods)
    if frame.roles in ("seller", "buyer"):
        said_of = _said_of(noun)
        if not said_of:
            return ([], [], []), []
        others = syntax.owners(noun) + syntax.under(noun, "to") + _under_goods(mine, "to")
        return ((said_of, others, []) if frame.roles == "seller" else (_under_goods(mine, "from"), said_of, [])), mine
    owners = syntax.owners(noun) + [t for t in noun.lefts if t.dep_ in ("amod", "compound", "nmod")]
    owners += [t for g in mine if g.head.head == noun for t in g.head.lefts if t.dep_ in ("amod", "nmod", "compound")]
    owners = [t for t in owners if t.pos_ == "PRON" or t.dep_ == "poss" or clause.mention_at(t) is not None]
    destined = [t for t in owners if _destination(clause, t)]
    owners = [t for t in owners if t not in destined]
    by, to = syntax.under(noun, "by"), syntax.under(noun, "to", "into") + _under_goods(mine, "to")
    for_ = [h for h in syntax.under(noun, "for") if not _is_good(h, goods)] + [
        h for h in _under_goods(mine, "for") if not _is_good(h, goods)
    ]
    from_ = syntax.under(noun, "from") + _under_goods(mine, "from")
    sides = syntax.under(noun, "with", "between") + _under_goods(mine, "with", "between")
    if frame.roles == "pact" and noun.head.pos_ == "VERB" and noun.dep_ in ("dobj", "nsubjpass", "pobj"):
        sides += syntax.subjects(noun.head) + syntax.under(noun.head, "with")
    winners, awarders = _award(noun)
    if winners and frame.roles in ("take", "pact"):
        for_, from_ = for_ + from_, []  # "won an order from Riga"
    from_, by = from_ + winners, by + (awarders if frame.roles == "take" else [])
    if frame.roles == "give" or (
        frame.roles == "pact" and any(c.dep_ == "compound" and lemma(c) in SELLING for c in noun.children)
    ):
        return (owners + by + from_ or _deciders(noun), to + for_ or destined, sides), mine
    if frame.roles == "take":
        return (from_, [*owners, *by, *for_] or destined or _deciders(noun), sides), mine
    return (from_, to + for_ + awarders, owners + destined + sides + by), mine


ADJECTIVAL = frozenset({"US", "U.S.", "UK", "U.K.", "EU", "UN", "U.N.", "NATO", "Nato", "American"})


def _destination(clause: Parsed, token: Any) -> bool:
    """ "The Taiwan arms package" goes to Taiwan; "the Taiwanese order" and "US arms sales" are by them."""
    mention = clause.mention_at(token, ("country", "group"))
    return (
        mention is not None
        and mention.form == "name"
        and token.dep_ in ("compound", "nmod", "amod")
        and mention.text not in ADJECTIVAL
    )


def _said_of(noun: Any) -> list[Any]:
    """Whom "arms supplier" is said of: the subject of "is", or the name it stands beside."""
    while noun.dep_ == "conj" and noun.head.pos_ == "NOUN":
        noun = noun.head
    if noun.dep_ == "attr":
        return syntax.subjects(noun.head)
    return [noun.head] if noun.dep_ == "appos" else [c for c in noun.children if c.dep_ == "appos"]


WINNING = frozenset("win secure land clinch receive get book bag gain".split())


def _award(noun: Any) -> tuple[list[Any], list[Any]]:
    """Who wins an order or a contract, and who awards it."""
    verb = noun.head
    if verb.pos_ != "VERB" or noun.dep_ not in ("dobj", "nsubjpass"):
        return [], []
    if lemma(verb) in WINNING:
        return syntax.subjects(verb), []
    if lemma(verb) == "award":
        passive_subject = [c for c in verb.children if c.dep_ == "nsubjpass" and c != noun]
        return passive_subject + syntax.receivers(verb) + syntax.under(verb, "to"), syntax.subjects(verb)
    return [], []


def _deciders(noun: Any) -> list[Any]:
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
            return (
                syntax.owners(node)
                + [t for t in node.lefts if t.dep_ in ("amod", "compound", "nmod")]
                + syntax.under(node, "by", "from")
            )
    clauses = [
        c
        for c in noun.children
        if c.dep_ == "relcl" and (op := operators().get(lemma(c))) and op.stage in ("approved", "signed", "blocked")
    ]
    return [s for c in clauses for s in syntax.subjects(c) if s != noun]


def _listed(noun: Any, goods: list[Good]) -> list[Good]:
    """Goods of the clause that says what the noun holds: "the package includes", "a deal that covers"."""
    holders = [noun.head] if noun.dep_ == "nsubj" else []
    holders += [c for c in noun.children if c.dep_ in ("relcl", "acl")]
    verbs = [v for v in holders if v.lower_ in HOLDING]
    return _within([p for v in verbs for p in syntax.patients(v) + syntax.under(v, "of")], goods) + _within(
        [p for c in noun.children if c.dep_ == "prep" and c.lower_ == "including" for p in c.children], goods
    )


HOLDING = frozenset(
    "include includes included including comprise comprises comprising cover covers covering involve involves involving contain contains consists "
    "consisting featuring provide provides providing".split()
)


def _within(heads: Iterable[Any], goods: list[Good]) -> list[Good]:
    """The goods that these noun phrases are or hold, without those of clauses inside them."""
    found = []
    for head in heads:
        for good in goods:
            if good not in found and (good.head == head or _leads_up(good.head, head)):
                found.append(good)
    return found


def _leads_up(token: Any, goal: Any) -> bool:
    """Whether a noun belongs to the phrase of another one: by "of", as its modifier, or listed in it."""
    node, counted = token, False
    for _ in range(7):
        if node == goal:
            return True
        if node.head == node or node.dep_ in ("relcl", "acl", "advcl", "ccomp", "nsubj", "dobj", "nsubjpass"):
            return False
        if node.dep_ in ("compound", "amod", "nmod", "poss") and not _still_the_weapon(node.head):
            return False
        misplaced = counted and lemma(node.head) in nouns()  # "the sale to Riyadh of jets" is hung on Riyadh
        if node.dep_ == "prep" and node.lower_ not in INSIDE and not misplaced:
            return False
        if node.dep_ == "prep" and node.lower_ == "for" and lemma(node.head) not in nouns():
            return False  # "engines for drones": only the engines go
        counted = counted or node.lower_ == "of"
        node = node.head
    return bool(node == goal)


INSIDE = frozenset({"of", "in", "including", "for", "like", "as", "such", "on"})


def _extended(clause: Parsed, mine: list[Good], goods: list[Good]) -> list[Good]:
    """With what is listed beside them: only commas, "and", numbers and adjectives stand between."""
    found = list(mine)
    ordered = sorted((g for g in goods if g.designation), key=lambda g: g.first)
    for left, right in pairwise(ordered):
        if left in found and right not in found and _list_between(clause, left, right):
            found.append(right)
    return found


def _list_between(clause: Parsed, left: Good, right: Good) -> bool:
    between = clause.doc[left.last + 1 : right.first]
    return any(t.text == "," or t.lower_ in ("and", "or") for t in between) and all(
        t.text in ',"“”-'
        or t.lower_ in ("and", "or", "other", "as", "well", "of", "the", "more", "than")
        or t.pos_ in ("ADJ", "NUM", "NOUN", "PROPN", "ADV", "SYM", "DET")
        for t in between
    )


def _on_the_way(goods: Iterable[Good], verb: Any, *prepositions: str) -> list[Any]:
    """Heads under a preposition of the weapon or of any noun between it and its verb: "tons of aid to Kyiv"."""
    found: list[Any] = []
    for good in goods:
        node = good.head
        for _ in range(6):
            if node == verb or node.pos_ == "VERB":
                break
            if node.pos_ in ("NOUN", "PROPN", "NUM"):
                found += [h for h in syntax.under(node, *prepositions) if h not in found]
            node = node.head
    return found


CHARGING = frozenset(
    "add sanction designate blacklist list target punish fine penalize penalise jail detain charge accuse convict sentence bar stop ban prevent suspect arrest indict prosecute thank praise commend".split()
)


ACTS = frozenset(
    "determination decision notice letter statement resolution bill order decree note certification".split()
)


def doers(verb: Any) -> list[Any]:
    """Who does it: the grammatical subject, or whoever is accused, thanked or stopped ("charged a dealer with selling")."""
    above = verb.head
    if (
        verb.dep_ == "acl"
        and lemma(above) in ("pressure", "call", "demand", "appeal", "request")
        and (on := syntax.under(above, "on", "for", "to"))
    ):
        return on
    if verb.dep_ == "pcomp" and above.pos_ == "ADP":
        governor = above.head
        if governor.pos_ == "ADJ":
            return syntax.under(governor, "to")
        if governor.pos_ == "VERB" and lemma(governor) in CHARGING:
            return syntax.patients(governor)
    if verb.dep_ == "amod" and (
        by := [
            c
            for c in verb.children
            if c.dep_ in ("npadvmod", "compound", "nmod", "advmod", "amod") and c.pos_ in ("PROPN", "ADJ")
        ]
    ):
        return by
    if verb.dep_ == "acl" and verb.tag_ == "VBG" and lemma(above) in ACTS and above.head.pos_ == "VERB":
        return syntax.subjects(above.head)
    if verb.dep_ == "xcomp" and above.dep_ == "pcomp":
        return doers(above)
    found = syntax.subjects(verb)
    if not found and verb.dep_ == "advcl" and verb.head.dep_ == "dobj":
        return syntax.subjects(verb.head.head)
    if found or syntax.passive(verb) or verb.dep_ in ("acl", "relcl", "amod", "ROOT"):
        return found
    for node in verb.ancestors:
        own = [c for c in node.children if c.dep_ in ("nsubj", "nsubjpass")]
        if own:
            return syntax.all_of(own)
        if node.dep_ in ("relcl", "advcl"):
            break
    return []


SELLING = frozenset({"export", "sale", "supply", "delivery"})
TRADERS = frozenset("supplier dealer exporter seller vendor donor buyer customer importer purchaser client".split())


def _still_the_weapon(noun: Any) -> bool:
    """Of "tank sale" and "tank units" the tank is what goes; of "tank business" and "missile strike" it is not."""
    return (
        noun.lower_ in CARRIERS
        or noun.lower_ in noun_heads()
        or lemma(noun) in nouns() - TRADERS
        or noun.lower_ in PARTITIVES
        or lemma(noun) in ("capability", "order", "technology")
    )


def _under_goods(goods: Iterable[Good], *prepositions: str) -> list[Any]:
    return [h for g in goods for h in syntax.under(g.head, *prepositions)]


def _is_good(token: Any, goods: list[Good]) -> bool:
    return any(g.first <= token.i <= g.last or g.head == token for g in goods)


def origin(document: Document, clause: Parsed, good: Good) -> list[Actor]:
    """The states whose adjectives stand before the weapon: "Russian", "US-made", "Russian and Chinese-built"."""
    start = good.first
    found: list[Actor] = []
    for mention in clause.mentions:
        if (
            mention.kind in ("country", "manufacturer")
            and mention.codes
            and start - 6 <= mention.first
            and mention.last < start
        ):
            between = clause.doc[mention.last + 1 : start]
            plain = all(t.pos_ in ("ADJ", "NOUN", "PROPN", "NUM", "ADV") or t.lower_ in ORIGIN_LINKS for t in between)
            bare = mention.form == "name" and mention.text not in ADJECTIVAL and not _linked(clause, mention)
            if plain and not bare and _adjective(clause, mention):
                found.append(Actor(mention.codes[0], mention, "demonym"))
    return found


ORIGIN_LINKS = frozenset(
    {
        "-",
        "made",
        "built",
        "supplied",
        "manufactured",
        "produced",
        "designed",
        "sourced",
        "origin",
        "supplied",
        "and",
        "'s",
        "’s",
    }
)


def _linked(clause: Parsed, mention: Mention) -> bool:
    """ "Turkey-made", "Russia's": the name says where the weapon is from."""
    return mention.last + 1 < len(clause.doc) and clause.doc[mention.last + 1].lower_ in ORIGIN_LINKS - {"and"}


def _adjective(clause: Parsed, mention: Mention) -> bool:
    token = clause.doc[mention.last]
    after = clause.doc[mention.last + 1].lower_ if mention.last + 1 < len(clause.doc) else ""
    return mention.form == "demonym" or after in ORIGIN_LINKS or token.dep_ in ("compound", "amod", "nmod", "poss")


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
    if outer.trigger.is_verb and not inner.trigger.is_verb or inner.trigger.frame.word in AID_NOUNS:
        return outer
    return inner


AID_NOUNS = frozenset({"aid", "assistance", "support", "help"})


def _in_relative_clause(token: Any, goal: Any) -> bool:
    node = token
    while node != goal and node.head != node:
        if node.dep_ == "relcl":
            return True
        node = node.head
    return False


def _inside(inner: Reading, outer: Reading) -> bool:
    return outer.trigger.token in list(inner.trigger.token.ancestors)
