"""Verbs that are the act by themselves: to sanction, to blacklist, to freeze assets, to put on a list."""

from __future__ import annotations

from functools import cache
from typing import Any

from embargowatch import lexicon
from embargowatch.reading import Parsed, syntax
from embargowatch.reading.nlp import lemma
from embargowatch.topics.sanctions.draft import Trigger
from embargowatch.topics.sanctions.frames import LISTS, nouns
from embargowatch.topics.sanctions.softening import soften

LISTING = (
    "Executive Order",
    "E.O.",
    "OFAC",
    "Treasury",
    "Kingpin",
    "terroris",
    "sanction",
    "State Department",
    "blacklist",
    "individuals",
    "entities",
    "designated today",
)
"""A sentence with one of these uses "designate" for a list, not for a park."""

ON_A_LIST = frozenset(
    {
        "add",
        "place",
        "put",
        "remove",
        "list",
        "include",
        "enter",
        "name",
        "delete",
        "strike",
        "label",
        "declare",
        "brand",
        "classify",
    }
)
"""Verbs that are an act only with a list as their complement."""

APPROVED = lexicon.group("approved_things")
"""What is allowed, not hit, where somebody sanctions it: "sanctioned the construction of a bridge"."""

NEAR = 8
"""Tokens after a verb in which it says what somebody is called."""

SANCTION_TARGETING = frozenset({"target", "move", "act"})


@cache
def acts() -> dict[str, tuple[str, str, frozenset[str]]]:
    """Verbs that are the act by themselves: lemma to action, detail and the objects of which one is needed."""
    rows = lexicon.table("sanction_acts")
    return {row["verb"]: (row["action"], row["detail"], frozenset(lexicon.values(row["objects"]))) for row in rows}


def act(clause: Parsed, token: Any, lists: bool = False) -> Trigger | None:
    """The act that a verb or participle tells; ``lists`` where the document is known to speak of listings."""
    word = _act_lemma(token)
    if word not in acts():
        return None
    action, detail, objects = acts()[word]
    if token.dep_ == "amod" or token.pos_ == "ADJ":
        told = word in ("sanction", "blacklist") or (word == "designate" and lists and not _in_a_title(clause, token))
        return Trigger(token, "verb", action, detail, token, asserted=False) if told else None
    if word == "designate" and lists:
        objects = frozenset()
    elif not _act_holds(clause, token, word, objects):
        return None
    softened = soften(token, action)
    return Trigger(token, "verb", softened or action, "" if softened else detail, token, "subject")


def _in_a_title(clause: Parsed, token: Any) -> bool:
    """ "a Specially Designated Global Terrorist": what somebody is called, not who."""
    return clause.mention_at(token, ("programme",)) is not None or any(
        t.lower_ == "specially" for t in token.doc[max(0, token.i - 1) : token.i]
    )


def _act_lemma(token: Any) -> str:
    if token.pos_ == "VERB":
        word = lemma(token)
        return {"sanctioned": "sanction", "blacklisted": "blacklist", "designated": "designate"}.get(word, word)
    bare = token.lower_.rpartition("-")[2]
    return {"sanctioned": "sanction", "blacklisted": "blacklist", "designated": "designate"}.get(bare, "")


def _act_holds(clause: Parsed, token: Any, word: str, objects: frozenset[str]) -> bool:
    if objects:
        return bool({lemma(t) for t in syntax.patients(token)} & objects)
    if word in ("designate", "identify"):
        return any(sign in clause.sentence.text for sign in LISTING)
    if word == "sanction" and APPROVED & {lemma(t) for t in syntax.patients(token)}:
        return False
    if word in ON_A_LIST:
        return bool(lists_of(token)) or _called_listed(clause, token)
    if word in SANCTION_TARGETING:
        actors = [clause.mention_at(t, ("institution",)) for t in syntax.subjects(token)]
        return any(
            m is not None and ("Treasury" in m.name or "Foreign Assets" in m.name or "State" in m.name) for m in actors
        )
    return True


def _called_listed(clause: Parsed, verb: Any) -> bool:
    """ "was named a specially designated global terrorist", "labelled it a terrorist organisation"."""
    called = [t for t in verb.subtree if t.i > verb.i and t.dep_ in ("oprd", "attr", "dobj", "pobj")]
    return any(
        (m := clause.mention_at(t, ("programme",))) is not None
        and m.form == "list"
        and t.head.i >= verb.i
        and t.i - verb.i < NEAR
        for t in called
    )


def lists_of(verb: Any) -> list[Any]:
    """The lists that somebody is put on or taken from: "placed on the Union's blacklist"."""
    wanted = nouns()["list"]
    return [
        node
        for holder in (verb, *syntax.patients(verb))
        for node in syntax.under(holder, "to", "on", "from", "onto", "in")
        if {lemma(node), node.lower_} & LISTS
        and (node.lower_ in ("blacklist", "annex") or {t.lower_ for t in node.subtree} & wanted)
    ]
