"""How firmly a draft is said, and the weaker act that it is where a measure is only possible, asked for or named."""

from __future__ import annotations

from itertools import islice
from typing import Any

from embargowatch.reading import Document, modality, roles, syntax
from embargowatch.reading.document import evidence_of
from embargowatch.reading.nlp import lemma
from embargowatch.topics.sanctions.draft import Draft, Filler
from embargowatch.topics.sanctions.frames import SOFTENING, frames
from embargowatch.topics.sanctions.softening import BILLS

THREATENING = frozenset({"could", "might", "would", "ready", "readiness", "willing", "prepared"})
DONE = frozenset({"impose", "extend", "lift", "ease"})
TOWARDS = frozenset({"to", "on", "of", "about", "at", "toward", "towards", "against", "from", "regarding"})
"""Before "imposing" they only name the act."""


def settle(document: Document, draft: Draft) -> None:
    """Give the draft its modality, and who claims it."""
    mood = modality.mood(draft.predicate)
    if draft.action == "call_for" and _is_not_asked(draft.predicate):
        draft.modality = "denied"
    if not draft.trigger.asserted or draft.action in SOFTENING:
        return
    if mood is modality.REPORTED and draft.trigger.nodes and lemma(draft.predicate) not in frames():
        mood = modality.mood(draft.trigger.nodes[-1])  # "a project that requires the lifting of sanctions"
    if draft.action == "extend" and any(lemma(t) == "agree" for t in mood.cues):
        return
    draft.modality = mood.modality
    if draft.modality == "reported" and draft.action in DONE and _only_named(draft.predicate):
        draft.modality = "future"
    if draft.action == "evade" and draft.modality == "reported":
        draft.modality = "claimed"
    claiming = roles.actors(document, draft.clause, mood.claimants)
    if claiming:
        draft.claimed_by = Filler(claiming[0].code, evidence_of(claiming[0].mention))


def weaken(draft: Draft) -> None:
    """ "Britain could impose sanctions" threatens with them, "should" calls for them, and what a bill would do is
    proposed; each of these is said now."""
    if draft.action != "impose" or not draft.trigger.asserted or draft.modality not in ("hypothetical", "future"):
        return
    if action := _weaker_act(draft.predicate, sent=bool(draft.senders)):
        draft.action, draft.detail, draft.modality = action, "", "reported"


def _weaker_act(verb: Any, *, sent: bool) -> str:
    subjects = syntax.subjects(verb)
    if verb.dep_ in ("relcl", "acl") or any(t.pos_ == "PRON" for t in subjects):
        return ""  # "what would be prohibited", "said it would impose"
    if BILLS & {lemma(t) for t in subjects}:
        return "propose"
    own = [c for c in modality.mood(verb).cues if c.pos_ != "AUX" or c.head in (verb, verb.head)]
    words = {lemma(c) for c in own} | {c.lower_ for c in own}
    if sent and words & THREATENING:
        return "threaten"
    return "call_for" if sent and "should" in words else ""


def _is_not_asked(verb: Any) -> bool:
    """ "was not asking for sanctions to be lifted"."""
    for node in (verb, *islice(verb.ancestors, 3)):
        if frames().get(lemma(node), {}).get("action") == "call_for":
            return any(c.dep_ == "neg" for c in node.children)
    return False


def _only_named(verb: Any) -> bool:
    """ "opposed to lifting sanctions", "a deadline on imposing them": nobody has done it."""
    return verb.tag_ == "VBG" and verb.dep_ == "pcomp" and verb.head.lower_ in TOWARDS
