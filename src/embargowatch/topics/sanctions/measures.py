"""Nouns that name a restrictive measure, and those that only look like one."""

from __future__ import annotations

from typing import Any

from embargowatch import lexicon
from embargowatch.reading import Parsed, syntax
from embargowatch.reading.nlp import lemma
from embargowatch.topics.sanctions.frames import LISTS, nouns, singular

WEAK = frozenset({"restriction", "measure", "penalty", "ban", "curb"})

FOOD = lexicon.group("farm_goods")

ALLOWED = frozenset({"authorized", "authorised", "permitted", "eligible", "allowed"})

IMPOSING = frozenset({"impose", "slap", "reimpose", "lift", "ease", "tighten"})


def names_measure(clause: Parsed, token: Any) -> bool:
    word = singular(token)
    wanted = nouns().get(word)
    if wanted is None and word in WEAK:
        return _weak_measure(clause, token)
    if wanted is None or _in_programme(clause, token) or _heads_measure_compound(token):
        return False
    if not wanted:
        return not (_approval(token) or _of_food(token))
    if word == "list" and ALLOWED & {t.lower_ for t in token.subtree}:
        return False  # "the list of drugs authorized for export"
    near = {t.lower_ for t in token.lefts} | {token.doc[max(0, token.i - 1)].lower_}
    near |= {
        singular(t)
        for c in token.children
        if c.dep_ == "prep" and c.lower_ in ("on", "of", "against")
        for t in c.subtree
    }
    return bool(near & wanted) or (word in WEAK and _weak_measure(clause, token))


def _weak_measure(clause: Parsed, token: Any) -> bool:
    """ "imposed restrictions on Ankara": a measure by its verb and its victim."""
    verb = token.head
    if verb.pos_ != "VERB" or lemma(verb) not in IMPOSING or token.dep_ not in ("dobj", "nsubjpass"):
        return False
    victims = syntax.under(verb, "on", "against") + syntax.under(token, "on", "against")
    return any(clause.mention_at(v, ("country", "leader")) for v in victims)


def _in_programme(clause: Parsed, token: Any) -> bool:
    mention = clause.mention_at(token, ("programme",))
    return mention is not None and mention.last > mention.first and mention.form != "list"


def _heads_measure_compound(token: Any) -> bool:
    """ "sanctions" in "sanctions list": the head noun is read instead, if it is a measure itself."""
    return token.dep_ == "compound" and singular(token.head) in LISTS


def _approval(token: Any) -> bool:
    """ "with the sanction of the court": approval, not a measure."""
    return token.lower_ == "sanction" and any(c.dep_ == "prep" and c.lower_ == "of" for c in token.children)


def _of_food(token: Any) -> bool:
    """ "the embargo on chickens and eggs": what a veterinary office does."""
    return token.lower_.startswith("embargo") and bool(
        FOOD & {lemma(t) for t in (*token.lefts, *syntax.under(token, "on", "against", "of"))}
    )
