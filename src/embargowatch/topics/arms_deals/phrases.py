"""Noun phrases of a deal: which weapons belong to one, where they come from, and who stands beside them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from embargowatch import lexicon
from embargowatch.reading import Mention, Parsed, syntax
from embargowatch.reading.nlp import lemma
from embargowatch.reading.roles import Actor
from embargowatch.topics.arms_deals.frames import nouns
from embargowatch.topics.arms_deals.goods import CARRIERS, PARTITIVES, Good, noun_heads

Heads = tuple[list[Any], list[Any], list[Any]]
"""Heads of who gives, who takes, and the sides of a pact."""


ADJECTIVAL = lexicon.group("arms_adjectival")


DESTINED = lexicon.group("arms_destined")
HOLDING = lexicon.group("arms_holding")


INSIDE = lexicon.group("arms_inside")


TRADERS = lexicon.group("arms_traders")


ORIGIN_LINKS = lexicon.group("arms_origin_links")


NOT_FROM_THERE = lexicon.group("arms_not_from_there")
"""Words that only liken a weapon to those of a state, or date it: "Soviet-era", "Western-style"."""


SERVICES = lexicon.group("arms_services")
AID_NOUNS = lexicon.group("arms_aid_nouns")


def destination(clause: Parsed, token: Any) -> bool:
    """ "The Taiwan arms package" goes to Taiwan; "the Taiwanese order" and "US arms sales" are by them."""
    mention = clause.mention_at(token, ("country", "group"))
    return (
        mention is not None
        and mention.form == "name"
        and token.dep_ in ("compound", "nmod", "amod")
        and mention.text not in ADJECTIVAL
    )


def listed(noun: Any, goods: list[Good]) -> list[Good]:
    """Goods of the clause that says what the noun holds: "the package includes", "a deal that covers"."""
    holders = [noun.head] if noun.dep_ == "nsubj" else []
    holders += [c for c in noun.children if c.dep_ in ("relcl", "acl")]
    verbs = [v for v in holders if v.lower_ in HOLDING]
    return within([p for v in verbs for p in syntax.patients(v) + syntax.under(v, "of")], goods) + within(
        [p for c in noun.children if c.dep_ == "prep" and c.lower_ == "including" for p in c.children], goods
    )


def within(heads: Iterable[Any], goods: list[Good]) -> list[Good]:
    """The goods that these noun phrases are or hold, without those of clauses inside them."""
    found = []
    for head in heads:
        for good in goods:
            if good not in found and (good.head == head or leads_up(good.head, head)):
                found.append(good)
    return found


def leads_up(token: Any, goal: Any) -> bool:
    """Whether a noun belongs to the phrase of another one: by "of", as its modifier, or listed in it."""
    node, counted = token, False
    for _ in range(7):
        if node == goal:
            return True
        if node.head == node or node.dep_ in ("relcl", "acl", "advcl", "ccomp", "nsubj", "dobj", "nsubjpass"):
            return False
        if node.dep_ in ("compound", "amod", "nmod", "poss") and not still_the_weapon(node.head):
            return False
        misplaced = counted and lemma(node.head) in nouns()  # "the sale to Riyadh of jets" is hung on Riyadh
        if node.dep_ == "prep" and node.lower_ not in INSIDE and not misplaced:
            return False
        if node.dep_ == "prep" and node.lower_ == "for" and lemma(node.head) not in nouns():
            return False  # "engines for drones": only the engines go
        counted = counted or node.lower_ in ("of", "on", "for", "over")
        node = node.head
    return bool(node == goal)


def extended(clause: Parsed, mine: list[Good], goods: list[Good]) -> list[Good]:
    """With what is listed beside them: only commas, "and", numbers and adjectives stand between."""
    found = list(mine)
    ordered = sorted((g for g in goods if g.designation), key=lambda g: g.first)
    for left, right in pairwise(ordered):
        if left in found and right not in found and list_between(clause, left, right):
            found.append(right)
    return found


def list_between(clause: Parsed, left: Good, right: Good) -> bool:
    between = clause.doc[left.last + 1 : right.first]
    return any(t.text == "," or t.lower_ in ("and", "or") for t in between) and all(
        t.text in ',"“”-'
        or t.lower_ in ("and", "or", "other", "as", "well", "of", "the", "more", "than")
        or t.pos_ in ("ADJ", "NUM", "NOUN", "PROPN", "ADV", "SYM", "DET")
        for t in between
    )


def on_the_way(goods: Iterable[Good], verb: Any, *prepositions: str) -> list[Any]:
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


def destined(token: Any) -> list[Any]:
    """ "Rifles bound for Yemen", "seized on their way to Juba": where a participle or a noun says they should go."""
    words = [c for c in token.children if c.dep_ in ("acl", "relcl", "advcl", "xcomp") and lemma(c) in DESTINED]
    ways = [c for c in token.doc[token.i + 1 :] if c.lower_ in ("way", "route", "bound", "destined") and c not in words]
    found = [h for w in words for h in syntax.under(w, "for", "to")]
    return found or [h for w in ways for h in syntax.under(w, "to", "for")]


def hung_above(noun: Any, *prepositions: str) -> list[Any]:
    """Heads under a preposition after the noun that the parser hung on a word above it, in the same clause:
    "escalated its aid to Damascus", "facilitated the delivery of rifles, mostly used ones, to Juba"."""
    node = noun
    for _ in range(STEPS_UP):
        if node.head == node or node.dep_ in CLAUSES:
            return []
        node = node.head
        found = [h for c in node.children if c.i > noun.i and c.lower_ in prepositions for h in _objects(c)]
        if found:
            return syntax.all_of(found)
    return []


def on_behalf_of(noun: Any) -> list[Any]:
    """Whom somebody acts for, wherever the parser hangs it: "purchases on behalf of the Malian army"."""
    behalf = [t for t in noun.doc[noun.i + 1 :] if t.lower_ == "behalf"][:1]
    return [h for t in behalf for h in syntax.under(t, "of")]


STEPS_UP = 4
CLAUSES = frozenset({"relcl", "advcl", "ccomp", "conj", "parataxis"})


def _objects(preposition: Any) -> list[Any]:
    if preposition.dep_ not in ("prep", "dative"):
        return []
    return [c for c in preposition.children if c.dep_ == "pobj"]


def still_the_weapon(noun: Any) -> bool:
    """Of "tank sale" and "tank units" the tank is what goes; of "tank business" and "missile strike" it is not."""
    return (
        noun.lower_ in CARRIERS
        or noun.lower_ in noun_heads()
        or lemma(noun) in nouns() - TRADERS
        or noun.lower_ in PARTITIVES
        or lemma(noun) in ("capability", "order", "technology", "project", "programme", "program")
    )


def under_goods(goods: Iterable[Good], *prepositions: str) -> list[Any]:
    return [h for g in goods for h in syntax.under(g.head, *prepositions)]


def is_good(token: Any, goods: list[Good]) -> bool:
    return any(g.first <= token.i <= g.last or g.head == token for g in goods)


NEAR = 9
"""Words at most from an adjective of origin to its weapon."""
MODIFYING = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "ADV"})


def origin(clause: Parsed, good: Good) -> list[Actor]:
    """The states whose adjectives stand before the weapon: "Russian", "US-made", "Russian and Chinese-built"."""
    start = good.first
    found: list[Actor] = []
    for mention in clause.known:
        if (
            mention.kind in ("country", "manufacturer")
            and mention.codes
            and start - NEAR <= mention.first
            and mention.last < start
        ):
            between = clause.doc[mention.last + 1 : start]
            plain = all(t.pos_ in MODIFYING or t.lower_ in ORIGIN_LINKS or t.is_quote for t in between)
            bare = mention.form == "name" and mention.text not in ADJECTIVAL and not linked(clause, mention)
            copied = any(t.lower_ in NOT_FROM_THERE | SERVICES for t in between)
            if plain and not copied and not bare and adjective(clause, mention):
                found.append(Actor(mention.codes[0], mention, "demonym"))
    return found


def linked(clause: Parsed, mention: Mention) -> bool:
    """ "Turkey-made", "Russia's": the name says where the weapon is from."""
    return mention.last + 1 < len(clause.doc) and clause.doc[mention.last + 1].lower_ in ORIGIN_LINKS - {"and"}


def adjective(clause: Parsed, mention: Mention) -> bool:
    token = clause.doc[mention.last]
    after = clause.doc[mention.last + 1].lower_ if mention.last + 1 < len(clause.doc) else ""
    return mention.form == "demonym" or after in ORIGIN_LINKS or token.dep_ in ("compound", "amod", "nmod", "poss")
