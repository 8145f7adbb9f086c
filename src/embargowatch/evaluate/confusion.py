"""What is taken for what: the classes of errors, the largest first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from embargowatch.evaluate.measure import SLOTS, Row, fillers, paired

Confusions = Mapping[str, Counter[str]]
CLOSED = {"action": "sanction", "stage": "arms_deal", "modality": ""}
"""Fields with few values, compared value by value in paired records."""


def confusions(labels: Iterable[Row], results: Mapping[str, Row]) -> Confusions:
    """Kind of error → what was labelled and what was said instead → how often."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for label in labels:
        pairs, lost, spurious = paired(label, results.get(label["id"], {}))
        for gold, guess in pairs:
            _closed(found, gold, guess)
            _open(found, gold, guess)
        for name, records in (("records not found", lost), ("records too many", spurious)):
            for record in records:
                told = "background" if record.get("background") else "news"
                found[name][f"{record.get('action') or record.get('stage')}, {told}"] += 1
    return found


def _closed(found: dict[str, Counter[str]], gold: Row, guess: Row) -> None:
    for field in CLOSED:
        if gold.get(field) != guess.get(field):
            found[field][f"{gold.get(field)} → {guess.get(field)}"] += 1
    sides = ["background" if record.get("background") else "news" for record in (gold, guess)]
    if sides[0] != sides[1]:
        found["news or background"][f"{sides[0]} → {sides[1]}"] += 1


def _open(found: dict[str, Counter[str]], gold: Row, guess: Row) -> None:
    for slot, (_, same) in SLOTS[gold["type"]].items():
        if slot in CLOSED:
            continue
        left = fillers(guess, slot)
        for one in fillers(gold, slot):
            match = next((n for n, two in enumerate(left) if same(one, two)), None)
            if match is None:
                found[f"{slot} not found"][_name(one)] += 1
            else:
                del left[match]
        for two in left:
            found[f"{slot} too many"][_name(two)] += 1


def _name(filler: object) -> str:
    match filler:
        case {"name": name}:
            return str(name)
        case {"amount": amount, "currency": currency}:
            return f"{amount:,} {currency}"
        case _:
            return str(filler)


def largest(found: Confusions) -> list[tuple[str, int, list[tuple[str, int]]]]:
    """Each kind of error with its number and its own classes, most frequent first; ties by name."""
    rows = [(name, counted.total(), sorted(counted.items(), key=_rank)) for name, counted in found.items()]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def _rank(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]
