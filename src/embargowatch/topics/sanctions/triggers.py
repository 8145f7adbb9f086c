"""The words in a parsed sentence that name a restrictive measure or the act of taking one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from embargowatch import lexicon
from embargowatch.reading import Parsed, syntax
from embargowatch.reading.nlp import lemma
from embargowatch.topics.sanctions.draft import Trigger

NOUNS = frozenset({"sanction", "embargo", "countersanction", "counter-sanction", "blacklist", "blockade", "boycott"})
"""Nouns that are measures by themselves."""
QUALIFIED = {
    "freeze": {"asset", "assets", "visa", "account", "fund", "funds"},
    "ban": {"travel", "visa", "export", "import", "trade", "oil", "arms", "flight", "entry", "investment", "weapons", "gas", "coal"},
    "restriction": {"export", "import", "visa", "trade", "travel", "financial", "economic", "investment", "technology"},
    "control": {"export"},
    "curb": {"export", "trade", "technology", "chip"},
    "measure": {"restrictive", "punitive", "coercive", "countermeasure"},
    "cap": {"price"},
    "penalty": {"economic", "trade"},
    "designation": {"terror", "terrorist", "sdn", "ofac", "treasury", "today"},
    "list": {"entity", "sdn", "sanction", "sanctions", "terror", "terrorist"},
    "relief": {"sanction", "sanctions"},
    "embargo": set(),
}
"""Nouns that are measures beside one of these words."""
VERBS = {"sanction": "impose", "blacklist": "impose", "embargo": "impose", "designate": "impose", "delist": "lift", "boycott": "impose"}
OBJECTS = {
    "freeze": {"asset", "fund", "account", "property", "money", "holding", "reserve"},
    "block": {"asset", "property", "account"},
    "unfreeze": {"asset", "fund", "account"},
    "seize": {"asset"},
    "ban": {"import", "export", "travel", "sale", "shipment", "investment", "transaction", "flight"},
    "prohibit": {"import", "export", "travel", "sale", "transaction", "investment"},
    "restrict": {"export", "travel", "import", "sale"},
    "halt": {"export"},
    "revoke": {"visa"},
    "deny": {"visa"},
    "add": set(),
    "place": set(),
    "put": set(),
    "remove": set(),
}
"""Verbs that are measures with one of these objects; with an empty set, with a list as their complement."""
TRANSPARENT = frozenset(
    "round package set series wave raft batch list regime program programme policy kind type number tranche host slate array "
    "range spate slew cycle range subject target form part threat prospect possibility framework architecture measure wall".split()
)
TARGET_SUBJECT = frozenset({"face", "suffer", "endure", "weather", "hit", "escape", "avoid", "risk", "receive", "withstand"})
TARGET_OBJECT = frozenset({"hit", "slap", "target", "punish", "threaten", "penalise", "penalize", "single", "squeeze", "isolate"})


@cache
def frames() -> dict[str, lexicon.Row]:
    """What is done with a measure, by lemma."""
    return {row["word"]: row for row in lexicon.table("sanction_verbs")}


def triggers(clause: Parsed) -> Iterator[Trigger]:
    """Every trigger in the sentence, in order."""
    for token in clause.doc:
        if token.pos_ in ("NOUN", "PROPN") and _names_measure(token):
            yield noun_trigger(token)
        elif token.pos_ in ("VERB", "ADJ") and (found := _verb_trigger(token)):
            yield found


def _names_measure(token: Any) -> bool:
    word = token.lower_ if token.pos_ == "PROPN" else lemma(token)
    word = {"sanctions": "sanction", "embargoes": "embargo", "countersanctions": "countersanction"}.get(word, word)
    if word in NOUNS:
        return not _other_sense(token)
    wanted = QUALIFIED.get(word)
    if wanted is None:
        return False
    near = {t.lower_ for t in token.lefts} | {t.lower_ for c in token.children if c.dep_ == "prep" for t in c.children}
    return bool(near & wanted) or token.doc[max(0, token.i - 1)].lower_ in wanted


def _other_sense(token: Any) -> bool:
    """ "with the sanction of the court": approval, not a measure."""
    singular = token.tag_ == "NN" and token.lower_ == "sanction"
    return singular and any(c.dep_ == "prep" and c.lower_ == "of" for c in token.children)


def _verb_trigger(token: Any) -> Trigger | None:
    word = lemma(token) if token.pos_ == "VERB" else token.lower_
    word = {"sanctioned": "sanction", "blacklisted": "blacklist", "designated": "designate"}.get(word, word)
    if word in VERBS:
        if token.dep_ == "amod" or token.pos_ == "ADJ":
            return Trigger(token, "verb", "impose", predicate=token, actor_role="subject", asserted=False) if word != "designate" else None
        if word == "designate" and not _listing(token):
            return None
        return Trigger(token, "verb", VERBS[word], "designation" if word == "designate" else "", token, "subject")
    wanted = OBJECTS.get(word)
    if wanted is None or token.pos_ != "VERB":
        return None
    if wanted:
        objects = {lemma(t) for t in syntax.patients(token)}
        if not objects & wanted:
            return None
        return Trigger(token, "verb", "lift" if word == "unfreeze" else "impose", "", token, "subject")
    if _onto_list(token):
        return Trigger(token, "verb", "lift" if word == "remove" else "impose", "delisting" if word == "remove" else "designation", token, "subject")
    return None


LISTING_WORDS = frozenset({"pursuant", "under", "as", "terrorist", "global", "kingpin", "sdn", "sanctions", "terrorists", "for"})


def _listing(token: Any) -> bool:
    """Whether "designate" is about a list, and not "designated as a park"."""
    if any(m in token.doc.text for m in ("Executive Order", "E.O.", "OFAC", "Treasury", "Kingpin", "terroris", "sanction", "asset", "Treasury")):
        return True
    return False


def _onto_list(token: Any) -> bool:
    for node in syntax.under(token, "to", "on", "from", "onto", "in"):
        if lemma(node) in ("list", "blacklist") or node.lower_ in ("list", "blacklist"):
            words = {t.lower_ for t in node.subtree}
            return bool(words & {"sanctions", "sanction", "blacklist", "terror", "terrorist", "terrorism", "entity", "sdn", "designated", "1267", "blocked", "export", "terrorists"}) or node.lower_ == "blacklist"
    return False


def noun_trigger(noun: Any) -> Trigger:
    """The measure noun with the action that its surroundings give it."""
    nodes, node, nominal = [noun], noun, None
    for _ in range(6):
        up = _noun_above(node)
        if up is None:
            break
        node = up
        nodes.append(node)
        if nominal is None and (row := frames().get(lemma(node))):
            nominal = row
    attached = _attached_verb(nodes)
    verb, preposition = _verb_above(node)
    if attached is not None:
        row = frames()[lemma(attached)]
        return Trigger(noun, "noun", row["action"], row["detail"], attached, _role(row), tuple(nodes), asserted=False)
    return _by_governor(noun, nodes, nominal, verb, preposition)


def _noun_above(node: Any) -> Any | None:
    head = node.head
    if node.dep_ in ("compound", "amod", "nmod", "poss") and head.pos_ in ("NOUN", "PROPN"):
        return head
    if node.dep_ == "conj" and head.pos_ in ("NOUN", "PROPN"):
        return head
    if node.dep_ in ("pobj", "pcomp") and head.pos_ == "ADP" and head.head.pos_ in ("NOUN", "PROPN"):
        return head.head if head.lower_ in ("of", "for", "on", "to", "in", "from", "with") else None
    return None


def _attached_verb(nodes: list[Any]) -> Any | None:
    """ "sanctions imposed by …", "sanctions that Washington imposed"."""
    for node in nodes:
        for child in node.children:
            if child.dep_ in ("acl", "relcl") and child.pos_ == "VERB" and lemma(child) in frames():
                return child
    return None


def _verb_above(node: Any) -> tuple[Any | None, str]:
    head = node.head
    if node.dep_ in ("dobj", "nsubj", "nsubjpass", "attr", "oprd", "dative", "ccomp") and head.pos_ in ("VERB", "AUX"):
        return head, ""
    if node.dep_ in ("pobj", "pcomp") and head.pos_ in ("ADP", "SCONJ"):
        above = head
        while above.dep_ in ("prep", "pcomp", "agent", "pobj") and above.head is not above and above.head.pos_ in ("ADP", "SCONJ"):
            above = above.head
        return (above.head if above.head.pos_ in ("VERB", "AUX", "ADJ") else None), head.lower_
    return None, ""


def _role(row: lexicon.Row) -> str:
    return row["senders"]


def _by_governor(noun: Any, nodes: list[Any], nominal: lexicon.Row | None, verb: Any | None, preposition: str) -> Trigger:
    last = nodes[-1]
    if verb is None:
        action, detail = (nominal["action"], nominal["detail"]) if nominal else ("impose", "")
        return Trigger(noun, "noun", action, detail, None, "none", tuple(nodes), asserted=False)
    word = lemma(verb)
    row = frames().get(word)
    if nominal and nominal["action"] in ("lift", "ease", "extend", "evade", "propose"):
        role = "subject" if row or word in ("announce", "approve", "grant", "order", "confirm") else "none"
        return Trigger(noun, "noun", nominal["action"], nominal["detail"], verb, role, tuple(nodes))
    if preposition:
        return _by_preposition(noun, nodes, verb, word, preposition)
    is_object = last.dep_ in ("dobj", "nsubjpass", "attr", "oprd")
    if row and is_object:
        return Trigger(noun, "noun", row["action"], row["detail"], verb, _role(row), tuple(nodes))
    if row and row["senders"] == "none" and row["action"] in ("maintain", "lift"):
        return Trigger(noun, "noun", row["action"], row["detail"], verb, "none", tuple(nodes))
    if is_object and word in TARGET_SUBJECT:
        return Trigger(noun, "noun", "impose", "", verb, "target", tuple(nodes), asserted=False)
    takes_effect = last.dep_ == "nsubj" and word in ("take", "come", "go", "target", "hit", "include", "follow", "affect", "aim", "apply")
    return Trigger(noun, "noun", "impose", "", verb, "none", tuple(nodes), asserted=takes_effect and word not in ("hit", "affect", "follow"))


def _by_preposition(noun: Any, nodes: list[Any], verb: Any, word: str, preposition: str) -> Trigger:
    """ "threatened with sanctions", "called for sanctions", "was put under sanctions", "in violation of"."""
    row = frames().get(word)
    if preposition == "with" and row and word in TARGET_OBJECT | {"respond", "retaliate", "reply"}:
        return Trigger(noun, "noun", row["action"], row["detail"], verb, "subject+object", tuple(nodes))
    if preposition == "with" and word in ("respond", "retaliate", "threaten"):
        return Trigger(noun, "noun", "threaten" if word == "threaten" else "impose", "", verb, "subject+object", tuple(nodes))
    if preposition == "for" and row and row["action"] == "call_for":
        return Trigger(noun, "noun", "call_for", "", verb, "none", tuple(nodes))
    if preposition == "of" and word in ("warn",):
        return Trigger(noun, "noun", "threaten", "", verb, "subject", tuple(nodes))
    if preposition in ("under", "to", "by") and verb.pos_ in ("AUX", "VERB", "ADJ"):
        return Trigger(noun, "noun", "impose", "", verb, "target", tuple(nodes), asserted=False)
    if preposition in ("on", "to") and row and word in ("agree", "move"):
        return Trigger(noun, "noun", "impose", "", verb, "subject", tuple(nodes))
    return Trigger(noun, "noun", "impose", "", None, "none", tuple(nodes), asserted=False)
