"""The measures that an act itself says, and which act of a sentence the laws and measures belong to."""

from __future__ import annotations

from embargowatch import lexicon
from embargowatch.reading.nlp import lemma
from embargowatch.topics.sanctions.draft import Draft, Filler, put
from embargowatch.topics.sanctions.modifiers import deep_modifiers

BANKING = frozenset({"bank", "banks", "banking", "financial", "finance"})
FUELS = frozenset({"oil", "gas", "crude", "petroleum"})


def of_the_act(draft: Draft) -> None:
    """What the act itself says ("froze", "designated"), and the words before the noun ("banking and oil sanctions")."""
    trigger, clause = draft.trigger, draft.clause
    if trigger.kind == "verb":
        word = lemma(trigger.token)
        measure = "listing" if trigger.detail in ("designation", "delisting") else ""
        if word in ("freeze", "unfreeze", "block", "unblock", "seize"):
            measure = "asset_freeze"
        put(draft.measures, measure, clause.evidence_of(trigger.token))
        return
    said = {row["word"]: row["measure"] for row in lexicon.table("measure_words")}
    if trigger.token.lower_.startswith(("sanction", "embargo", "restriction")):
        for word in deep_modifiers(trigger.token):
            put(draft.measures, said.get(word.lower_, ""), clause.evidence_of(word))
        _on_whom(draft)


def _on_whom(draft: Draft) -> None:
    """ "sanctions on Iran's petrochemical industry", "on its central bank": whom they hit says which they are."""
    for target, evidence in draft.targets:
        words = {w.lower() for w in target.name.split()}
        if words & BANKING:
            put(draft.measures, "financial_restrictions", evidence, 0.6)
        elif target.type == "sector":
            put(draft.measures, "oil_and_gas" if words & FUELS else "sectoral_sanctions", evidence, 0.6)


def share_out(drafts: list[Draft]) -> None:
    """Of several acts in a sentence, each keeps the laws and measures that stand nearest to it."""
    asserted = [d for d in drafts if d.trigger.asserted]
    if len(asserted) < 2:
        return
    for draft in asserted:
        for fillers in (draft.programs, draft.measures):
            fillers[:] = [f for f in fillers if _nearest(asserted, f) is draft]
        of_the_act(draft)


def _nearest(drafts: list[Draft], filler: Filler) -> Draft:
    """The act last named before the words; for words before all acts the first."""
    at = filler.evidence.start - drafts[0].clause.sentence.start
    return max(
        drafts,
        key=lambda d: (
            d.trigger.token.idx <= at,
            d.trigger.token.idx if d.trigger.token.idx <= at else -d.trigger.token.idx,
        ),
    )
