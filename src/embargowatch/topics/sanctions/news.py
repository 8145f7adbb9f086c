"""Which drafts are records at all, and which of them are the news rather than its background."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from embargowatch.reading import Document, modality
from embargowatch.reading.nlp import lemma
from embargowatch.topics.sanctions.draft import Draft
from embargowatch.topics.sanctions.frames import PENDING

STRONG = 0.5
"""A cue of this weight says the topic by itself."""
LEAD_LENGTH = 600
"""Code points of text that count as the lead."""
HEAD = 200
"""Code points of a text without a title that stand for one."""
TOPICAL = 0.2
PACTS = frozenset({"deal", "accord", "agreement", "pact"})
WORDS = ("call_for", "propose", "threaten")
"""Acts that are told as long as they last; an earlier one is dated."""
LEAD = 3
"""Paragraphs from the top that can carry the news without a date."""


def settle(document: Document, drafts: list[Draft]) -> list[Draft]:
    """The drafts worth keeping, each marked as news or background."""
    kept = [d for d in drafts if worth(d)]
    _inherit_past(kept)
    topical = topicality(document) >= TOPICAL
    for draft in kept:
        draft.news = is_news(document, draft, topical)
    leading = [d for d in kept if d.news and d.follows is None]
    for draft in kept:
        draft.news = draft.news or _same_news(draft, leading)
    return kept


def _same_news(draft: Draft, leading: list[Draft]) -> bool:
    """Further down, but said as something that happened and of the kind that the lead reports."""
    if draft.follows is not None or not draft.trigger.asserted or draft.date_is_past or _pluperfect(draft):
        return False
    if _lasting(draft) or _aside(draft) or _perfect(draft):
        return False
    return any(
        d.action == draft.action
        and (not draft.countries or bool(draft.countries_aimed & d.countries_aimed))
        and (draft.detail != "designation" or not d.senders or bool(draft.sending & d.sending))
        for d in leading
    )


def _aside(draft: Draft) -> bool:
    """Said of somebody in passing: "…, which was designated by the UN"."""
    return draft.trigger.kind == "verb" and draft.predicate.dep_ in ("relcl", "acl") and not _today(draft)


def _inherit_past(drafts: list[Draft]) -> None:
    """What a paragraph goes on to tell after a dated past event is past too: "On that same day, …"."""
    for before, draft in pairwise(drafts):
        same = before.paragraph == draft.paragraph and before.index <= draft.index and draft.paragraph >= 0
        told = (
            (draft.trigger.kind == "verb" or before.index == draft.index)
            and draft.predicate.tag_ in ("VBD", "VBN")
            and not _today(draft)
        )
        if same and told and before.date_is_past and draft.date is None:
            draft.date_is_past = True


def _today(draft: Draft) -> bool:
    return _ongoing(draft) or any(t.lower_ in ("today", "also") for t in draft.predicate.children)


def worth(draft: Draft) -> bool:
    """A draft needs a party; what is denied, only thought of or not there yet is no record."""
    if draft.follows is not None:
        return True
    if draft.modality in ("hypothetical", "denied"):
        return False
    if (
        not draft.trigger.asserted
        and draft.trigger.kind == "noun"
        and draft.trigger.predicate is None
        and _pending(draft)
    ):
        return False
    if _of_no_state(draft):
        return False
    return bool(draft.countries or draft.targets or (draft.senders and draft.trigger.asserted))


def _of_no_state(draft: Draft) -> bool:
    """A travel ban for everybody; assets that a bank or a court has frozen."""
    word = draft.trigger.token.lower_
    if word in ("ban", "bans") and not draft.countries and not draft.targets:
        return True
    return (
        draft.trigger.kind == "verb"
        and word.startswith(("freez", "froz", "seiz", "block"))
        and not (draft.senders or draft.countries)
    )


def _pending(draft: Draft) -> bool:
    return any(c.lower_ in PENDING for node in draft.trigger.nodes for c in node.children)


def topicality(document: Document) -> float:
    """How much title, lead and the share of sentences with a strong cue say that the document is about sanctions."""
    strong = [c for c in document.cues if c.topic == "sanctions" and c.weight >= STRONG]
    titled = any(c.where == "title" or (not document.article.title and c.start < HEAD) for c in strong)
    led = sum(c.where == "text" and c.start < LEAD_LENGTH for c in strong)
    return 0.3 * titled + 0.12 * min(2, led) + min(0.3, len(strong) / max(8, len(document.sentences)))


def is_news(document: Document, draft: Draft, topical: bool) -> bool:
    if draft.follows is not None:
        return draft.follows.news
    if not draft.trigger.asserted or _old(draft):
        return False
    if draft.date_is_now or (draft.date is not None and _fresh(document, draft.date.value)):
        return True
    if not topical or (draft.action == "evade" and draft.predicate.tag_ in ("VB", "VBG") and draft.paragraph >= LEAD):
        return False
    if draft.paragraph < 0 or _ongoing(draft):
        return True
    return not _aside(draft) and (draft.paragraph < LEAD or draft.action in WORDS)


def _old(draft: Draft) -> bool:
    if draft.date_is_past or _pluperfect(draft) or _lasting(draft):
        return True
    return draft.paragraph >= 0 and _referred_to(draft)


def _referred_to(draft: Draft) -> bool:
    """What happened before something else that is told: "days after sanctions were imposed",
    "which has threatened to"; how somebody broke them, beside what is done about it: "for violating"."""
    verb = draft.predicate
    if modality.presupposed(verb):
        return True
    if draft.action == "evade":
        return bool(verb.tag_ == "VBG" and verb.dep_ == "pcomp" and verb.head.lower_ == "for")
    if _of_a_pact(verb):
        return True
    return draft.action in WORDS and verb.dep_ == "relcl" and _perfect(draft)


def _of_a_pact(verb: Any) -> bool:
    """ "the accord under which Tehran got relief", "the deal lifting sanctions": what a known pact did."""
    if verb.dep_ == "relcl" and any(
        c.dep_ == "prep" and c.i < verb.i and any(t.lower_ == "which" for t in c.children) for c in verb.children
    ):
        return True
    known = any(c.dep_ == "det" and c.lower_ == "the" for c in verb.head.children)
    return verb.dep_ in ("acl", "relcl") and lemma(verb.head) in PACTS and known


def _fresh(document: Document, iso: str) -> bool:
    """Whether a date lies in the month of the article or after."""
    return document.published is not None and len(iso) >= 7 and iso >= document.published.isoformat()[:7]


def _pluperfect(draft: Draft) -> bool:
    children = list(draft.predicate.children)
    if any(c.dep_ == "aux" and c.lower_ in ("had", "'d") for c in children):
        return True
    return any(c.dep_ == "advmod" and c.lower_ in ("previously", "earlier", "formerly", "long") for c in children)


def _perfect(draft: Draft) -> bool:
    """ "have also been designated": told of an earlier act."""
    return any(c.dep_ == "aux" and c.lower_ in ("has", "have") for c in draft.predicate.children) and not _ongoing(
        draft
    )


def _lasting(draft: Draft) -> bool:
    """ "have been frozen for six years", "has been blacklisted since 2019": a state of long standing, no news."""
    verb = draft.predicate
    perfect = any(c.dep_ == "aux" and c.lower_ in ("has", "have") for c in verb.children)
    return perfect and any(
        (c.lower_ in ("for", "over") and any(t.lower_ in ("years", "decades", "months", "year") for t in c.children))
        or (c.lower_ == "since" and any(t.ent_type_ == "DATE" for t in c.subtree))
        for c in verb.children
        if c.dep_ in ("prep", "mark")
    )


def _ongoing(draft: Draft) -> bool:
    """ "is being designated", "are sanctioning": said of today."""
    verb = draft.predicate
    if verb.tag_ == "VBG" and any(c.dep_ == "aux" and lemma(c) == "be" for c in verb.children):
        return True
    return any(c.lower_ == "being" for c in verb.children) or any(c.lower_ == "today" for c in verb.children)
