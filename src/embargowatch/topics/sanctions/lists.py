"""Those whom an act lists by name, as they stand around its verb: parsers lose themselves in long lists of names."""

from __future__ import annotations

import re
from typing import Any

from embargowatch.reading import Document, syntax
from embargowatch.topics.sanctions.draft import Draft
from embargowatch.topics.sanctions.naming import NAME, names, take
from embargowatch.topics.sanctions.targets import put_name

END = re.compile(
    r"\s(?:pursuant to|under|for|because|in (?:connection|response|accordance|terms)|on (?:charges|account|behalf)|"
    r"as (?:an?|part|the|Specially|SDGTs?|SDNTs?)|to (?:its|the|their)|on [A-Z][a-z]+ \d|after|by|since|over)\s|;|:"
)
"""What closes the list after an act: the law, the reason, the date."""
REASON = re.compile(r"\s(?:pursuant to|in terms of|under|for|because)\s|;|:")
INCLUDING = re.compile(r",?\s(?:including|namely|such as)(?::|\s)")
MANY = re.compile(
    r"\b(?:individuals|people|persons|officials|companies|firms|entities|organi[sz]ations|banks|institutions|vessels|ships|"
    r"tankers|aircraft|nationals|members|leaders|commanders|businesses|groups|figures|men|others|facilitators|operatives|"
    r"two|three|four|five|six|seven|eight|nine|ten|several|dozens|\d+)\b"
)
RELATIVE = re.compile(rf"({NAME.pattern})(?:\s\([^)]{{1,60}}\))?,?\s(?:which|who|whom|that)\s[^,]{{0,60}}$")
"""The name that a relative clause is about stands right before it."""
FAR = 200
"""Code points before a relative clause's verb in which its name stands."""
PRONOUNS = frozenset({"it", "he", "she", "him", "her", "they", "them", "both"})
ENUMERATES = re.compile(r":\s|\b(?:includes?|including|namely|are)\s")
USUAL = frozenset({"US", "EU", "UN", "GB"})
LISTED_BEFORE = re.compile(r"^[^;:]*(?:,|,? and)\s$")
OPENERS = frozenset(
    {"On", "In", "Since", "As", "After", "Following", "Under", "Today,", "Additionally,", "Also,", "At"}
)
AUXILIARIES = re.compile(r"\s(?:is|are|was|were|has|have|had|being)\s(?:\w+\s){0,4}$")


def complete_list(document: Document, draft: Draft) -> None:
    """Add the names that stand beside the verb where its object or subject stands."""
    verb = draft.trigger.token
    if draft.trigger.kind != "verb" or draft.detail not in ("designation", "") or not draft.trigger.asserted:
        return
    text = draft.clause.sentence.text
    if syntax.passive(verb) and verb.dep_ not in ("acl", "relcl", "amod"):
        _before(draft, text, verb)
    elif not syntax.passive(verb) and verb.dep_ != "relcl":
        _after(draft, text, verb.idx + len(verb.text))
    if (
        not draft.targets
        and verb.dep_ in ("relcl", "acl")
        and (told_of := RELATIVE.search(text, max(0, verb.idx - FAR), verb.idx))
    ):
        take(draft, told_of.start(1), told_of.end(1))
    if not draft.targets and (pronoun := _pointing(draft)) is not None:
        _from_before(document, draft, pronoun)


def _pointing(draft: Draft) -> Any | None:
    """ "It", "both" or "these entities" where somebody is said to be listed."""
    for head in syntax.patients(draft.trigger.token):
        these = any(c.lower_ in ("these", "those", "both") for c in head.children)
        if head.lower_ in PRONOUNS or (these and head.dep_ == "nsubjpass" and MANY.fullmatch(head.lower_)):
            return head
    return None


def _from_before(document: Document, draft: Draft, pronoun: Any) -> None:
    """Those whom the sentence before speaks of: its subject, or for several what it lists."""
    index = draft.index - 1
    if index < 0 or document.sentences[index].where != draft.clause.sentence.where:
        return
    if pronoun.lower_ not in PRONOUNS and not ENUMERATES.search(document.sentences[index].text):
        return
    before = document.parse(index)
    people = pronoun.lower_ in ("he", "she", "him", "her")
    kinds = ("person",) if people else ("person", "organisation", "group", "manufacturer", "institution")
    named = [m for m in before.mentions if m.kind in kinds and not set(m.codes) & (draft.sending | USUAL)]
    if pronoun.lower_ in ("he", "she", "him", "her", "it"):
        subjects = [m for m in named if before.doc[m.last].dep_ in ("nsubj", "nsubjpass")]
        named = (subjects or named)[:1]
    elif pronoun.lower_ in ("both", "they", "them") or "two" in {c.lower_ for c in pronoun.children}:
        last = named[-1].last if named else -1
        named = [m for m in named if before.doc[last] in syntax.conjuncts(before.doc[m.last])]
    for mention in named:
        put_name(draft, "person" if mention.kind == "person" else "organisation", mention.where, mention.start,
                 mention.text, before.sentence)  # fmt: skip


def _after(draft: Draft, text: str, at: int) -> None:
    """ "designated Ann Ray, the head of X, and Bob Lee"; "designated four banks that are his, including A and B"."""
    stop = END.search(text, at)
    end = stop.start() if stop else len(text)
    reason = REASON.search(text, at)
    more = INCLUDING.search(text, at, reason.start() if reason else len(text))
    if more and MANY.search(text[at : more.start()]):
        stop = END.search(text, more.end())
        take(draft, more.end(), stop.start() if stop else len(text))
    elif not more and (first := next(names(text, at, end), None)):
        before = text[at : first[0]]
        if "," not in before and not MANY.search(before):
            take(draft, at, end)


def _before(draft: Draft, text: str, verb: Any) -> None:
    """ "X Ltd., Y LLC and their owner Z are being designated"."""
    subject = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    if subject is None:
        return
    start = subject.left_edge.idx
    if LISTED_BEFORE.search(text[:start]) and text.split(" ", 1)[0] not in OPENERS:
        start = 0  # the parser has lost the head of the list
    end = AUXILIARIES.search(text, start, verb.idx)
    take(draft, start, end.start() if end else verb.idx)
