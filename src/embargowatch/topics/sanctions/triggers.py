"""The words in a parsed sentence that name a restrictive measure or the act of taking one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from embargowatch import lexicon
from embargowatch.reading import Parsed, syntax
from embargowatch.reading.nlp import lemma
from embargowatch.topics.sanctions.draft import Trigger

LISTS = frozenset({"list", "blacklist", "annex"})
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
TARGET_SUBJECT = frozenset(
    {"face", "suffer", "endure", "weather", "escape", "avoid", "risk", "receive", "withstand", "survive"}
)
SURROUND = frozenset(
    {
        "hit",
        "slap",
        "target",
        "punish",
        "threaten",
        "penalise",
        "penalize",
        "squeeze",
        "isolate",
        "respond",
        "retaliate",
    }
)
"""Verbs that take their victim as object and the measure after "with"."""
PENDING = frozenset(
    {
        "new",
        "fresh",
        "further",
        "additional",
        "possible",
        "potential",
        "more",
        "tougher",
        "future",
        "stronger",
        "harsher",
        "wider",
    }
)
SOFTENING = ("threaten", "propose", "call_for")
CHARGES = lexicon.group("charges")
"""Verbs and nouns of prosecution."""
CARRIERS = lexicon.group("measure_carriers")
"""Nouns that carry a measure without adding to it: "a round of", "the full range of"."""
BILLS = frozenset({"bill", "legislation", "proposal", "draft", "amendment"})
BACKING = frozenset({"back", "support", "endorse", "approve", "pass", "advance", "clear", "vote"})
"""A parliament's verbs: its vote is not the measure."""
ON_A_LIST = frozenset({"add", "place", "put", "remove", "list", "include", "enter", "name", "delete", "strike"})
"""Verbs that are an act only with a list as their complement."""
SANCTION_TARGETING = frozenset({"target", "move", "act"})


@cache
def frames() -> dict[str, lexicon.Row]:
    """What is done with a measure, by lemma."""
    return {row["word"]: row for row in lexicon.table("sanction_verbs")}


@cache
def nouns() -> dict[str, frozenset[str]]:
    """Measure nouns by lemma, with the words of which one must stand beside (none: a measure by itself)."""
    return {row["noun"]: frozenset(lexicon.values(row["beside"])) for row in lexicon.table("sanction_nouns")}


@cache
def acts() -> dict[str, tuple[str, str, frozenset[str]]]:
    """Verbs that are the act by themselves: lemma to action, detail and the objects of which one is needed."""
    rows = lexicon.table("sanction_acts")
    return {row["verb"]: (row["action"], row["detail"], frozenset(lexicon.values(row["objects"]))) for row in rows}


def triggers(clause: Parsed) -> Iterator[Trigger]:
    """Every trigger in the sentence, in order; a measure and the verb that is done with it are one trigger."""
    acting = [act for t in clause.doc if t.pos_ in ("VERB", "ADJ") and (act := _act(clause, t))]
    listed = {node.i for act in acting if act.predicate is not None for node in lists_of(act.predicate)}
    measures = [
        t for t in clause.doc if t.pos_ in ("NOUN", "PROPN") and t.i not in listed and _names_measure(clause, t)
    ]
    found = [trigger for t in measures for trigger in noun_triggers(t)]
    taken = {trigger.predicate.i for trigger in found if trigger.predicate is not None}
    yield from (trigger for trigger in found if not _repeats(trigger, found))
    yield from (act for act in acting if act.token.i not in taken)


def _repeats(trigger: Trigger, found: list[Trigger]) -> bool:
    """Whether it is only listed after another measure of the same predicate ("sanctions and export controls")."""
    return any(trigger.token in syntax.conjuncts(t.token) and t.token.i < trigger.token.i for t in found)


def _names_measure(clause: Parsed, token: Any) -> bool:
    word = _singular(token)
    wanted = nouns().get(word)
    if wanted is None and word in WEAK:
        return _weak_measure(clause, token)
    if wanted is None or _in_programme(clause, token) or _heads_measure_compound(token):
        return False
    if not wanted:
        return not _approval(token)
    near = {t.lower_ for t in token.lefts} | {token.doc[max(0, token.i - 1)].lower_}
    near |= {
        _singular(t)
        for c in token.children
        if c.dep_ == "prep" and c.lower_ in ("on", "of", "against")
        for t in c.subtree
    }
    return bool(near & wanted) or (word in WEAK and _weak_measure(clause, token))


WEAK = frozenset({"restriction", "measure", "penalty", "ban", "curb"})
IMPOSING = frozenset({"impose", "slap", "reimpose", "lift", "ease", "tighten"})


def _weak_measure(clause: Parsed, token: Any) -> bool:
    """ "imposed restrictions on Ankara": a measure by its verb and its victim."""
    verb = token.head
    if verb.pos_ != "VERB" or lemma(verb) not in IMPOSING or token.dep_ not in ("dobj", "nsubjpass"):
        return False
    victims = syntax.under(verb, "on", "against") + syntax.under(token, "on", "against")
    return any(clause.mention_at(v, ("country", "leader")) for v in victims)


def _singular(token: Any) -> str:
    word = token.lower_
    bare: str = word.rstrip("s").removesuffix("e")
    if token.pos_ == "PROPN" and word.endswith("s") and bare in ("sanction", "embargo", "blacklist"):
        return bare
    return lemma(token)


def _in_programme(clause: Parsed, token: Any) -> bool:
    mention = clause.mention_at(token, ("programme",))
    return mention is not None and mention.last > mention.first and mention.form != "list"


def _heads_measure_compound(token: Any) -> bool:
    """ "sanctions" in "sanctions list": the head noun is read instead, if it is a measure itself."""
    return token.dep_ == "compound" and _singular(token.head) in LISTS


def _approval(token: Any) -> bool:
    """ "with the sanction of the court": approval, not a measure."""
    return token.lower_ == "sanction" and any(c.dep_ == "prep" and c.lower_ == "of" for c in token.children)


def _act(clause: Parsed, token: Any) -> Trigger | None:
    word = _act_lemma(token)
    if word not in acts():
        return None
    action, detail, objects = acts()[word]
    if token.dep_ == "amod" or token.pos_ == "ADJ":
        return (
            Trigger(token, "verb", action, predicate=token, asserted=False)
            if word in ("sanction", "blacklist")
            else None
        )
    if not _act_holds(clause, token, word, objects):
        return None
    softened = _soften(token, action)
    return Trigger(token, "verb", softened or action, "" if softened else detail, token, "subject")


def _act_lemma(token: Any) -> str:
    if token.pos_ == "VERB":
        word = lemma(token)
        return {"sanctioned": "sanction", "blacklisted": "blacklist", "designated": "designate"}.get(word, word)
    return {"sanctioned": "sanction", "blacklisted": "blacklist"}.get(token.lower_, "")


def _act_holds(clause: Parsed, token: Any, word: str, objects: frozenset[str]) -> bool:
    if objects:
        return bool({lemma(t) for t in syntax.patients(token)} & objects)
    if word in ("designate", "identify"):
        return any(sign in clause.sentence.text for sign in LISTING)
    if word in ON_A_LIST:
        return bool(lists_of(token))
    if word in SANCTION_TARGETING:
        actors = [clause.mention_at(t, ("institution",)) for t in syntax.subjects(token)]
        return any(
            m is not None and ("Treasury" in m.name or "Foreign Assets" in m.name or "State" in m.name) for m in actors
        )
    return True


def lists_of(verb: Any) -> list[Any]:
    """The lists that somebody is put on or taken from: "placed on the Union's blacklist"."""
    wanted = nouns()["list"]
    return [
        node
        for node in syntax.under(verb, "to", "on", "from", "onto", "in")
        if {lemma(node), node.lower_} & LISTS
        and (node.lower_ in ("blacklist", "annex") or {t.lower_ for t in node.subtree} & wanted)
    ]


# --- A measure noun and what governs it ---------------------------------------------------------------


def noun_triggers(noun: Any) -> list[Trigger]:
    """The measure noun with the action that its surroundings give it; "lift the sanctions imposed in 2014" is two."""
    if noun.lower_ == "emergency" and (said := _of_emergency(noun)) is not None:
        return [said]
    nodes = _nodes(noun)
    nominals = [row for n in nodes[1:] if (row := frames().get(_singular(n)))]
    nominal = next((row for row in nominals if row["action"] in SOFTENING), next(iter(nominals), _participle(noun)))
    verb, preposition = _verb_above(nodes[-1])
    found = [_softened(_by_governor(noun, nodes, nominal, verb, preposition))]
    if not nominals and nominal is not None:  # the headline's participle, not its verb, has the sender
        found = [replace(found[0], actor_role="none")]
    if (attached := _attached_verb(nodes)) is not None:
        row = frames()[lemma(attached)]
        top = verb is None and nodes[-1].dep_ == "ROOT"
        told = Trigger(noun, "noun", row["action"], row["detail"], attached, row["senders"], tuple(nodes), asserted=top)
        idle = not found[0].asserted or (found[0].action == "impose" and told.action == "impose")
        found = [told] if idle else [*found, told]
    return found


def _of_emergency(noun: Any) -> Trigger | None:
    """A president's "I am continuing for one year the national emergency declared in …": the verb may stand far off."""
    for token in noun.doc:
        if token.pos_ == "VERB" and lemma(token) in ("continue", "extend", "renew", "terminate", "expand"):
            row = frames()[lemma(token)]
            return Trigger(noun, "noun", row["action"], row["detail"], token, "subject", (noun,))
    return None


def _participle(noun: Any) -> lexicon.Row | None:
    """ "lessening sanctions" in a headline."""
    return next((row for t in noun.lefts if t.tag_ == "VBG" and (row := frames().get(lemma(t)))), None)


def _phrasal(verb: Any) -> str:
    """The verb with its particle where the two mean something of their own: "roll back"."""
    word: str = lemma(verb)
    particle = next(
        (c.lower_ for c in verb.children if c.dep_ == "prt" or (c.dep_ == "advmod" and c.lower_ == "back")), ""
    )
    return f"{word} {particle}" if f"{word} {particle}" in frames() else word


def _softened(trigger: Trigger) -> Trigger:
    if trigger.predicate is None or not trigger.asserted or trigger.action not in ("impose", "extend", "lift", "ease"):
        return trigger
    softened = _soften(trigger.predicate, trigger.action)
    return replace(trigger, action=softened, detail="") if softened else trigger


def _nodes(noun: Any) -> list[Any]:
    """The noun and the nouns above it: sanctions, package, round in "a round of a package of sanctions"."""
    nodes = [noun]
    while len(nodes) < 7 and (up := _noun_above(nodes[-1])) is not None:
        nodes.append(up)
    return nodes


def _noun_above(node: Any) -> Any | None:
    head = node.head
    if head.pos_ not in ("NOUN", "PROPN", "ADP"):
        return None
    if node.dep_ in ("compound", "amod", "nmod", "poss", "conj") and head.pos_ in ("NOUN", "PROPN"):
        return head
    if node.dep_ in ("pobj", "pcomp") and head.pos_ == "ADP" and head.head.pos_ in ("NOUN", "PROPN"):
        carries = lemma(head.head) in CARRIERS if head.lower_ == "of" else False
        links = head.lower_ in ("of", "for", "on", "to", "in", "from", "with", "against")
        return head.head if carries or (links and _singular(head.head) in frames()) else None
    return None


def _attached_verb(nodes: list[Any]) -> Any | None:
    """ "sanctions imposed by …", "sanctions that Washington imposed"."""
    for node in nodes:
        for child in node.children:
            if (
                child.dep_ in ("acl", "relcl")
                and child.pos_ == "VERB"
                and lemma(child) in frames()
                and child.tag_ != "VBG"
            ):
                return child
    return None


def _verb_above(node: Any) -> tuple[Any | None, str]:
    head = node.head
    if head is node:
        return None, ""
    if syntax.predicate(head) and (node.dep_ not in ("npadvmod", "advmod") or lemma(head) in frames()):
        return head, ""
    if node.dep_ in ("pobj", "pcomp") and head.pos_ in ("ADP", "SCONJ"):
        above = head
        while (
            above.dep_ in ("prep", "pcomp", "agent", "pobj")
            and above.head is not above
            and above.head.pos_ in ("ADP", "SCONJ")
        ):
            above = above.head
        return (above.head if above.head.pos_ in ("VERB", "AUX", "ADJ") else None), head.lower_
    return None, ""


def _by_governor(  # noqa: PLR0911 - one return a reading
    noun: Any, nodes: list[Any], nominal: lexicon.Row | None, verb: Any | None, preposition: str
) -> Trigger:
    last, over = nodes[-1], tuple(nodes)
    verb_word = _phrasal(verb) if verb is not None else ""
    if verb is None and nominal and nominal["action"] == "evade":
        return _evasion(noun, nominal, last, over)
    if verb is None:
        action, detail = (nominal["action"], nominal["detail"]) if nominal else ("impose", "")
        return Trigger(
            noun, "noun", action, detail, None, "none", over, asserted=last.dep_ == "ROOT" and nominal is not None
        )
    word = verb_word
    row = frames().get(word)
    if nominal and nominal["action"] != "impose":
        role = "subject" if row or word in ("announce", "approve", "grant", "order", "confirm", "issue") else "none"
        if nominal["action"] == "evade":
            return _evasion(noun, nominal, verb, over)
        return Trigger(noun, "noun", nominal["action"], nominal["detail"], verb, role, over)
    if preposition:
        return _by_preposition(noun, over, verb, word, preposition)
    is_object = last.dep_ in ("npadvmod", "dobj", "nsubjpass", "attr", "oprd", "conj", "ROOT")
    if is_object and word in BACKING:
        return Trigger(noun, "noun", "back", "", verb, "subject", over)
    if row and row["action"] == "evade" and is_object:
        return _evasion(noun, row, verb, over)
    if row and is_object:
        return Trigger(noun, "noun", row["action"], row["detail"], verb, row["senders"], over)
    if word == "expire" and any(c.lower_ in ("unless", "will") for c in verb.children):
        return Trigger(noun, "noun", "impose", "", None, "none", over, asserted=False)
    if row and row["senders"] == "none" and row["action"] in ("maintain", "lift"):
        return Trigger(noun, "noun", row["action"], row["detail"], verb, "none", over)
    if is_object and word in TARGET_SUBJECT:
        return Trigger(noun, "noun", "impose", "", verb, "target", over, asserted=False)
    starts = last.dep_ in ("nsubj", "nsubjpass") and word in (
        "take",
        "come",
        "go",
        "target",
        "include",
        "aim",
        "apply",
        "kick",
        "block",
        "ban",
    )
    return Trigger(noun, "noun", "impose", "", verb, "none", over, asserted=starts)


def _by_preposition(noun: Any, over: tuple[Any, ...], verb: Any, word: str, preposition: str) -> Trigger:  # noqa: PLR0911 - one return a reading
    """ "threatened with sanctions", "called for sanctions", "was put under sanctions", "in violation of"."""
    row = frames().get(word)
    if preposition == "with" and word in SURROUND:
        return Trigger(noun, "noun", "threaten" if word == "threaten" else "impose", "", verb, "subject+object", over)
    if preposition == "for" and row and row["action"] == "call_for":
        return Trigger(noun, "noun", "call_for", "", verb, "none", over)
    if preposition == "for" and word == "vote":
        return Trigger(noun, "noun", "back", "", verb, "subject", over)
    if preposition == "of" and word == "warn":
        return Trigger(noun, "noun", "threaten", "", verb, "subject", over)
    if preposition in ("under", "to", "by") and word not in ("agree", "refer", "respond", "add", "lead", "react"):
        return Trigger(noun, "noun", "impose", "", verb, "target", over, asserted=False)
    if preposition in ("on", "to") and word in ("agree", "move"):
        return Trigger(noun, "noun", "impose", "", verb, "subject", over)
    return Trigger(noun, "noun", "impose", "", None, "none", over, asserted=False)


def _evasion(noun: Any, row: lexicon.Row, verb: Any, over: tuple[Any, ...]) -> Trigger:
    """Breaking sanctions; charged, fined or convicted for it is enforcement."""
    node = over[-1]
    for _ in range(7):
        if lemma(node) in CHARGES:
            return Trigger(noun, "noun", "enforce", "", node, "enforcer", over)
        if node.head is node:
            break
        node = node.head
    return Trigger(noun, "noun", "evade", row["detail"], verb, "evader", over)


def _soften(verb: Any, action: str) -> str:
    """The weaker act that the verb's surroundings make of it: urged to, a bill to, threatens to; "" if none."""
    node = verb
    for _ in range(5):
        up = node.head
        if up is node:
            return ""
        if node.dep_ in ("acl", "relcl", "pcomp", "prep") and up.pos_ == "NOUN":
            word = lemma(up)
            if word in BILLS:
                return "propose"
            row = frames().get(word)
            if row and row["action"] in SOFTENING and up.dep_ != "nsubj" and word != "plan":
                return row["action"]
        elif up.pos_ in ("VERB", "AUX") and node.dep_ in ("xcomp", "ccomp", "dobj", "pcomp", "prep", "advcl"):
            row = frames().get(lemma(up))
            if (
                row
                and row["action"] in SOFTENING
                and node.dep_ != "advcl"
                and lemma(up) not in ("plan", "prepare", "want", "back")
            ):
                return row["action"] if not (row["action"] == "call_for" and action == "lift") else "call_for"
        elif up.pos_ not in ("ADP", "NOUN", "PART"):
            return ""
        node = up
    return ""
