"""A sanction in one plain sentence, made from its fields and from nothing else."""

from __future__ import annotations

from embargowatch import lexicon
from embargowatch.types import Sanction

DONE = {
    "call_for": "called for from", "propose": "proposed by", "threaten": "threatened by", "impose": "imposed by",
    "extend": "extended by", "maintain": "kept in force by", "ease": "eased by", "lift": "lifted by",
    "enforce": "enforced by",
}  # fmt: skip


def summary(record: Sanction) -> str:
    """For example "Measures against Turkey imposed by United States: Ismail Demir (reported)."."""
    who = _listed([_name(code) for code in record.senders]) or "an unnamed sender"
    names = _listed([target.name for target in record.targets[:3]])
    aimed = _listed([_name(code) for code in record.target_countries])
    on = f" against {aimed}" if aimed else ""
    told = f"({record.modality})"
    if record.action == "evade":
        return f"Measures{on} broken by {names or 'somebody unnamed'} {told}."
    if record.action == "lift" and names:  # an entity is delisted; nothing is lifted from its country
        return f"{names} delisted by {who} {told}."
    return f"Measures{on} {DONE[record.action]} {who}{': ' + names if names else ''} {told}."


def _name(code: str) -> str:
    return next((row["name"] for row in lexicon.table("countries") if row["code"] == code), code)


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
