"""Counting: records are paired one to one within an article so that they agree best, then compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from embargowatch.evaluate.same import (
    Same,
    equal,
    same_money,
    same_name,
    same_number,
    same_program,
    same_target,
    same_weapon,
)

TOPICS = ("sanctions", "arms_deals")
SOFT = frozenset({"future", "hypothetical", "denied", "claimed"})
STAGES = ("proposed", "approved", "signed", "delivered")
WORDS_ONLY = frozenset({"call_for", "propose", "threaten", "maintain"})
DEEDS = frozenset({"impose", "lift", "ease", "enforce"})

Row = Mapping[str, Any]


def _of(name: str, key: str = "") -> Callable[[Row], list[Any]]:
    if not key:
        return lambda record: list(record.get(name) or [])
    return lambda record: [x.get(key) if isinstance(x, dict) else x for x in record.get(name) or []]


def _one(name: str) -> Callable[[Row], list[Any]]:
    return lambda record: [record.get(name)]


SLOTS: dict[str, dict[str, tuple[Callable[[Row], list[Any]], Same]]] = {
    "sanction": {
        "action": (_one("action"), equal),
        "senders": (_of("senders"), equal),
        "target_countries": (_of("target_countries"), equal),
        "targets": (_of("targets"), same_target),
        "measures": (_of("measures"), equal),
        "programs": (_of("programs", "name"), same_program),
    },
    "arms_deal": {
        "stage": (_one("stage"), equal),
        "suppliers": (_of("suppliers"), equal),
        "recipients": (_of("recipients"), equal),
        "manufacturers": (_of("manufacturers", "name"), same_name),
        "weapons": (_of("weapons", "designation"), same_weapon),
        "categories": (lambda r: sorted({w.get("category") for w in r.get("weapons") or []} - {None}), equal),
        "quantities": (lambda r: [w["quantity"] for w in r.get("weapons") or [] if w.get("quantity")], same_number),
        "value": (lambda r: [r["value"]] if (r.get("value") or {}).get("amount") else [], same_money),
    },
}
CORE = {"sanction": ("action", "senders", "target_countries"), "arms_deal": ("stage", "suppliers", "recipients")}


@dataclass
class Count:
    """True positives, fillers in the labels, fillers in the results."""

    hits: int = 0
    gold: int = 0
    guess: int = 0

    def add(self, hits: int, gold: int, guess: int) -> None:
        self.hits, self.gold, self.guess = self.hits + hits, self.gold + gold, self.guess + guess

    @property
    def missing(self) -> int:
        return self.gold - self.hits

    @property
    def extra(self) -> int:
        return self.guess - self.hits

    @property
    def precision(self) -> float:
        return self.hits / self.guess if self.guess else 1.0

    @property
    def recall(self) -> float:
        return self.hits / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass
class Measures:
    """Everything that is counted; ``counts`` has keys like "topic.sanctions" and "slot.sanction.senders"."""

    articles: int = 0
    missing: int = 0
    counts: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    told: int = 0
    overstated: int = 0
    without_records: int = 0
    false_records: int = 0
    wrong: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """What is wrong with an article, in words, by its id."""


NUMBERS = ("articles", "missing", "told", "overstated", "without_records", "false_records")


def measure(labels: Iterable[Row], results: Mapping[str, Row]) -> Measures:
    """Compare results (by article id) with labels."""
    return total(measure_article(label, results.get(label["id"], {})) for label in labels)


def measure_article(label: Row, got: Row) -> Measures:
    """What one article adds to every measure."""
    found = Measures(articles=1, missing=int(not got or "error" in got))
    _topics(found, label, got)
    _records(found, label, got)
    for kind, slots in SLOTS.items():
        for slot in slots:
            c = found.counts[f"slot.{kind}.{slot}"]
            found.counts[f"slots.{kind}"].add(c.hits, c.gold, c.guess)
    return found


def total(parts: Iterable[Measures]) -> Measures:
    """Several articles' measures as one."""
    whole = Measures()
    for part in parts:
        for name in NUMBERS:
            setattr(whole, name, getattr(whole, name) + getattr(part, name))
        for key, c in part.counts.items():
            whole.counts[key].add(c.hits, c.gold, c.guess)
        for id_, said in part.wrong.items():
            whole.wrong[id_] += said
    return whole


def _topics(found: Measures, label: Row, got: Row) -> None:
    for topic in TOPICS:
        if label[topic] == "borderline":
            continue
        want = label[topic] == "about"
        have = bool(((got.get("topics") or {}).get(topic) or {}).get("relevant"))
        found.counts[f"topic.{topic}"].add(want and have, want, have)
        if want != have:
            found.wrong[label["id"]].append(f"{topic}: labelled {label[topic]}, judged {'about' if have else 'not'}")


def _records(found: Measures, label: Row, got: Row) -> None:
    judged = {label[topic] for topic in TOPICS}
    golds, guesses = records(label), records(got)
    if not golds and judged <= {"mention", "none"}:
        found.without_records += 1
        found.false_records += any(not r.get("background") and _counts(r) for r in guesses)
    pairs, lost, spurious = paired(label, got)
    for gold, guess in pairs:
        _pair(found, label["id"], gold, guess)
    for gold in lost:
        _alone(found, gold, gold=1)
        found.wrong[label["id"]].append(f"lost {brief(gold)}")
    for guess in spurious:
        _alone(found, guess, guess=1)
        found.wrong[label["id"]].append(f"spurious {brief(guess)}")


def records(row: Row) -> list[Row]:
    """The records of a label or a result that are of a kind that is measured."""
    return [r for r in row.get("records") or [] if r.get("type") in SLOTS]


def paired(label: Row, got: Row) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    """The article's pairs, lost and spurious records; nothing where the topic is borderline and no record labelled."""
    golds = records(label)
    if not golds and "borderline" in {label[topic] for topic in TOPICS}:
        return [], [], []
    pairs, lost, spurious = pair(golds, records(got))
    return pairs, lost, [r for r in spurious if _counts(r)]


def _counts(record: Row) -> bool:
    return record.get("modality") not in ("denied", "hypothetical")


def _pair(found: Measures, id_: str, gold: Row, guess: Row) -> None:
    kind, agrees = gold["type"], core_agrees(gold, guess)
    found.counts[f"core.{kind}"].add(agrees, 1, 1)
    found.counts[f"strict.{kind}"].add(agrees and not invents(gold, guess), 1, 1)
    news, told = not gold.get("background"), not guess.get("background")
    found.counts[f"main.{kind}"].add(agrees and news and told, news, told)
    found.told += told
    found.overstated += told and overstates(gold, guess)
    if not agrees:
        found.wrong[id_].append(f"labelled {brief(gold)}, got {brief(guess)}")
    for slot, (hits, n_gold, n_guess) in overlap(gold, guess).items():
        found.counts[f"slot.{kind}.{slot}"].add(hits, n_gold, n_guess)


def _alone(found: Measures, record: Row, gold: int = 0, guess: int = 0) -> None:
    kind, news = record["type"], not record.get("background")
    for name in ("core", "strict"):
        found.counts[f"{name}.{kind}"].add(0, gold, guess)
    found.counts[f"main.{kind}"].add(0, gold * news, guess * news)
    for slot in SLOTS[kind]:
        n = len(fillers(record, slot))
        found.counts[f"slot.{kind}.{slot}"].add(0, gold * n, guess * n)


def pair(golds: Sequence[Row], guesses: Sequence[Row]) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    """Pairs of one type that share most fillers, best first; then the records left over on each side."""
    scored = sorted(
        (
            (sum(hits for hits, _, _ in overlap(g, p).values()), -i, -j)
            for i, g in enumerate(golds)
            for j, p in enumerate(guesses)
            if g["type"] == p["type"]
        ),
        reverse=True,
    )
    left_golds, left_guesses = dict(enumerate(golds)), dict(enumerate(guesses))
    pairs = []
    for hits, i, j in scored:
        if hits and -i in left_golds and -j in left_guesses:
            pairs.append((left_golds.pop(-i), left_guesses.pop(-j)))
    return pairs, list(left_golds.values()), list(left_guesses.values())


def fillers(record: Row, slot: str) -> list[Any]:
    take, _ = SLOTS[record["type"]][slot]
    return [f for f in take(record) if f not in (None, "", [])]


def overlap(gold: Row, guess: Row) -> dict[str, tuple[int, int, int]]:
    """For each slot: fillers in common, in the label, in the result."""
    found = {}
    for slot, (_, same) in SLOTS[gold["type"]].items():
        wanted, given = fillers(gold, slot), fillers(guess, slot)
        left, hits = list(given), 0
        for one in wanted:
            match = next((n for n, two in enumerate(left) if same(one, two)), None)
            if match is not None:
                del left[match]
                hits += 1
        found[slot] = (hits, len(wanted), len(given))
    return found


def core_agrees(gold: Row, guess: Row) -> bool:
    """Same action or stage, and a party in common on each side where the label has one."""
    shared = overlap(gold, guess)
    what, *parties = CORE[gold["type"]]
    return bool(shared[what][0]) and all(shared[p][0] or not shared[p][1] for p in parties)


def invents(gold: Row, guess: Row) -> bool:
    """Whether a party is named that the label does not have."""
    shared = overlap(gold, guess)
    return any(shared[p][2] > shared[p][0] for p in CORE[gold["type"]][1:])


def overstates(gold: Row, guess: Row) -> bool:
    """Told as further than it is: a later stage, a word as a deed, or one side's word as fact."""
    if gold.get("modality") in SOFT and guess.get("modality") not in SOFT:
        return True
    is_, told = gold.get("stage"), guess.get("stage")
    if is_ in STAGES and told in STAGES and STAGES.index(told) > STAGES.index(is_):
        return True
    return gold.get("action") in WORDS_ONLY and guess.get("action") in DEEDS


def brief(record: Row) -> str:
    what, who, whom = CORE[record["type"]]
    names = [t.get("name") or t.get("designation") for t in record.get("targets") or record.get("weapons") or []]
    return f"{record['type']}: {record.get(what)} {record.get(who)} → {record.get(whom)} {names[:3]}"
