"""From a trigger to a draft: who, against whom, with which measures, under which law, when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from embargowatch import lexicon
from embargowatch.reading import Document, Parsed, roles, syntax
from embargowatch.reading.document import evidence_of
from embargowatch.reading.nlp import lemma
from embargowatch.topics.sanctions import firmness
from embargowatch.topics.sanctions.acts import lists_of
from embargowatch.topics.sanctions.dating import date_of
from embargowatch.topics.sanctions.draft import Draft, Filler, Trigger, put
from embargowatch.topics.sanctions.modifiers import deep_modifiers
from embargowatch.topics.sanctions.phrases import measures_in, programs_in
from embargowatch.topics.sanctions.stated import of_the_act
from embargowatch.topics.sanctions.targets import add_targets

USUAL_SENDERS = frozenset(
    {
        "US",
        "EU",
        "UN",
        "GB",
        "CA",
        "AU",
        "JP",
        "NZ",
        "CH",
        "NATO",
        "NO",
        "G7",
        "G8",
        "ECOWAS",
        "African Union",
        "Arab League",
    }
)
"""Who "X sanctions" are by, where X alone stands before the noun."""
AIMING = frozenset(
    {"target", "aim", "hit", "punish", "penalize", "penalise", "block", "ban", "design", "bar", "cripple", "pressure"}
)
OF_ITS_VICTIM = frozenset({"blockade", "boycott", "designation", "designations", "listing", "blacklisting", "embargo"})
LAWMAKERS = lexicon.group("lawmakers")
HELD = frozenset({"freeze", "block", "unfreeze", "ban", "prohibit", "restrict", "seize", "revoke", "bar"})
"""Verbs whose object is what is held, not who is hit."""


def fill(document: Document, clause: Parsed, trigger: Trigger) -> Draft:
    """The draft of a trigger; roles that the sentence does not fill stay empty."""
    draft = Draft(clause, trigger, trigger.action, trigger.detail)
    firmness.settle(document, draft)
    if trigger.kind == "verb":
        _roles_of_act(document, draft)
    elif trigger.actor_role in ("evader", "enforcer"):
        _roles_of_breach(document, draft)
    else:
        _roles_of_measure(document, draft)
    _settle_parties(draft)
    firmness.weaken(draft)
    if draft.modality == "reported" and draft.action in ("ease", "lift", "impose") and _one_sided(document, draft):
        draft.modality = "claimed"
    if draft.by_parliament and draft.action in ("impose", "lift", "ease", "extend") and draft.trigger.asserted:
        draft.action = "call_for" if draft.sending == {"EU"} else "propose"
    draft.measures = measures_in(clause)
    of_the_act(draft)
    draft.programs = programs_in(clause)
    date_of(draft)
    return draft


SAYING = frozenset({"say", "announce", "tell", "claim", "declare", "note", "report", "boast"})


def _one_sided(document: Document, draft: Draft) -> bool:
    """Whether only the state that is hit says so: "Ankara announced that Washington is easing"."""
    node = draft.predicate
    for _ in range(4):
        if node.head is node:
            return False
        node = node.head
        if node.pos_ == "VERB" and lemma(node) in SAYING:
            said = {a.code for a in roles.actors(document, draft.clause, syntax.subjects(node))}
            if not (said & draft.countries_aimed) or said & draft.sending:
                return False
            draft.claimed_by = next(f for f in draft.countries if f.value in said)
            return True
    return False


def _settle_parties(draft: Draft) -> None:
    """Nobody sanctions himself; the United States are hit only by somebody who is named; only parliaments back."""
    draft.countries = [f for f in draft.countries if f.value not in draft.sending]
    if not draft.senders and draft.action not in ("threaten", "call_for", "propose"):
        draft.countries = [f for f in draft.countries if f.value != "US"]
    if draft.action == "back":
        draft.action = "propose" if draft.by_parliament else "impose"
        if lemma(draft.predicate) in ("back", "support", "endorse") and not draft.by_parliament:
            draft.senders = [f for f in draft.senders if f.value in draft.modifying]
            draft.trigger = replace(draft.trigger, asserted=False)


# --- Roles --------------------------------------------------------------------------------------------


def _speakers(verb: Any) -> list[Any]:
    """Its subjects; of "they" whoever says it: "senators said they agreed on a package"."""
    subjects = syntax.subjects(verb)
    said = verb.dep_ == "ccomp" and lemma(verb.head) in SAYING and all(t.pos_ == "PRON" for t in subjects)
    return [*syntax.subjects(verb.head)] if said and subjects else [*subjects]


def _roles_of_measure(document: Document, draft: Draft) -> None:
    trigger, clause = draft.trigger, draft.clause
    verb = trigger.predicate
    on = [h for node in trigger.nodes for h in _aimed_at(node)]
    if verb is not None:
        on += [h for h in syntax.under(verb, "on", "against", "upon") if h not in trigger.nodes]
        if trigger.actor_role == "subject+object":
            on += syntax.patients(verb)
        if trigger.actor_role == "target":
            on += syntax.patients(verb) or syntax.subjects(verb)
        if lemma(verb) in AIMING | {"include", "affect", "cover"} and trigger.nodes[-1].dep_ == "nsubj":
            on += [t for t in syntax.patients(verb) if t not in trigger.nodes]
        if trigger.actor_role.startswith("subject"):
            draft.by_parliament = any(lemma(t) in LAWMAKERS for t in _speakers(verb))
            _add_senders(
                draft, roles.actors(document, clause, [s for s in syntax.subjects(verb) if s not in trigger.nodes])
            )
    add_targets(document, draft, on)
    for node in trigger.nodes:
        _add_senders(draft, roles.actors(document, clause, syntax.under(node, "by")))
    for node in trigger.nodes:
        _modifier_roles(draft, node)


def _aimed_at(node: Any) -> list[Any]:
    """Heads after "on", "against", "targeting"; after "over" and "for" only whose it is."""
    heads = syntax.under(node, "on", "against", "upon", "toward", "towards", "at", "targeting")
    if node.lower_ in OF_ITS_VICTIM:
        heads += syntax.under(node, "of")
    for head in syntax.under(node, "over", "for"):
        heads += syntax.owners(head)
    for child in node.children:
        if child.dep_ in ("acl", "relcl") and lemma(child) in AIMING:
            heads += [t for t in syntax.patients(child) if t is not node] + syntax.under(child, "at", "against", "on")
    return heads


def _modifier_roles(draft: Draft, node: Any) -> None:
    """ "US sanctions", "Iran sanctions", "Washington's sanctions", "anti-Russian sanctions"."""
    aimed = bool(draft.countries or draft.targets)
    for word in deep_modifiers(node):
        mention = draft.clause.mention_at(word, ("country", "body", "states", "institution"))
        if (
            mention is None
            or not mention.codes
            or any(mention.first <= n.i <= mention.last for n in draft.trigger.nodes)
        ):
            continue
        before = draft.clause.doc.text[: mention.start - draft.clause.sentence.start].lower()
        against = before.endswith(("anti-", "anti–"))
        besieging = node.lower_ in ("blockade", "boycott") and aimed
        sends = not against and (
            besieging
            or mention.codes[0] in USUAL_SENDERS
            or mention.kind == "states"
            or (word.dep_ == "poss" and aimed)
        )
        if sends and mention.codes[0] not in draft.countries_aimed:
            put(draft.senders, mention.codes[0], evidence_of(mention))
            draft.modifying.add(mention.codes[0])
        elif not aimed or against:
            put(draft.countries, mention.codes[0], evidence_of(mention), 0.7)
        elif not draft.senders and mention.codes[0] not in draft.countries_aimed:
            put(draft.senders, mention.codes[0], evidence_of(mention), 0.6)


def _roles_of_act(document: Document, draft: Draft) -> None:
    verb, clause = draft.trigger.token, draft.clause
    if not draft.trigger.asserted:
        add_targets(document, draft, [verb.head])
        for owner in syntax.modifiers(verb.head):
            mention = clause.mention_at(owner, ("country", "body"))
            if owner.i < verb.i and mention is not None and mention.codes[0] in USUAL_SENDERS:
                put(draft.senders, mention.codes[0], evidence_of(mention), 0.7)
        return
    _add_senders(draft, roles.actors(document, clause, syntax.subjects(verb)))
    if not draft.senders and syntax.passive(verb):
        _add_senders(draft, roles.actors(document, clause, _late_agents(verb)))
    if not draft.senders:
        for node in lists_of(verb):
            _modifier_roles(draft, node)
    patients = syntax.patients(verb)
    if lemma(verb) in HELD:
        held = [
            h
            for p in patients
            for h in (*syntax.under(p, "of", "from", "to", "on", "by", "belonging"), *syntax.owners(p))
        ]
        add_targets(document, draft, held + syntax.under(verb, "to", "from"))
        return
    add_targets(document, draft, patients)


def _late_agents(verb: Any) -> list[Any]:
    """The agent where the parser hung it on a noun: "is designated a terrorist group by the State Department"."""
    by = [t for t in verb.subtree if t.lower_ == "by" and t.dep_ in ("prep", "agent") and t.i > verb.i]
    return syntax.all_of(c for t in by for c in t.children if c.dep_ == "pobj")


def _roles_of_breach(document: Document, draft: Draft) -> None:
    """Evaders and those charged are targets; the sanctions' own modifiers and "on" say whose and on whom."""
    trigger, clause = draft.trigger, draft.clause
    add_targets(document, draft, [h for node in trigger.nodes for h in _aimed_at(node)])
    draft.targets.clear()
    for node in trigger.nodes:
        _modifier_roles(draft, node)
    verb = trigger.predicate
    on = list(draft.countries)
    if trigger.actor_role == "enforcer" and _fined_in_a_headline(verb):
        add_targets(document, draft, syntax.subjects(verb))
    elif trigger.actor_role == "enforcer":
        _add_senders(draft, roles.actors(document, clause, syntax.subjects(verb)))
        add_targets(
            document,
            draft,
            syntax.patients(verb) if verb.pos_ == "VERB" else syntax.under(verb, "with", "against", "of"),
        )
        add_targets(document, draft, syntax.receivers(verb))
    else:
        add_targets(document, draft, syntax.subjects(verb))
    if on and trigger.actor_role == "enforcer":  # where the one charged comes from is nobody's target
        draft.countries = on


def _fined_in_a_headline(verb: Any) -> bool:
    """ "Shipper fined two million euros for breaking sanctions": with a sum as its only object it is a passive."""
    objects = [c for c in verb.children if c.dep_ in ("dobj", "dative", "oprd")]
    sums = [c for c in objects if c.ent_type_ == "MONEY" or any(t.dep_ == "nummod" for t in c.children)]
    return lemma(verb) == "fine" and bool(objects) and len(sums) == len(objects)


def _add_senders(draft: Draft, actors: Iterable[roles.Actor]) -> None:
    for actor in actors:
        if actor.mention.kind in ("group", "manufacturer") or actor.code in draft.countries_aimed:
            continue
        put(draft.senders, actor.code, evidence_of(actor.mention), 0.9 if actor.how == "direct" else 0.7)
        if actor.mention.kind == "institution" and draft.authority is None:
            draft.authority = Filler(actor.mention.name, evidence_of(actor.mention))
        draft.by_parliament = draft.by_parliament or actor.mention.form == "parliament"
