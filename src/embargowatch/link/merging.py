"""One story out of the records that tell it: the furthest stage that is certain, each field as best known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, TypeVar

from embargowatch.headline import headline
from embargowatch.link.account import disagreements, origins, steps, support
from embargowatch.link.likeness import stage_of
from embargowatch.link.names import folded, same_target, same_weapon
from embargowatch.link.telling import Telling
from embargowatch.types import ArmsDeal, Disagreement, Sanction, Step, Target, Topic, Weapon

LADDER = {
    name: step
    for step, name in enumerate(
        (
            *("call_for", "propose", "threaten", "maintain", "extend", "impose", "ease", "lift", "enforce", "evade"),
            *("proposed", "approved", "signed", "delivered", "blocked"),
        )
    )
}
CERTAINTY = {"denied": 0, "hypothetical": 1, "future": 2, "claimed": 3, "reported": 4}
WHO = {
    "senders",
    "authority",
    "target_countries",
    "programs",
    "suppliers",
    "recipients",
    "manufacturers",
    "intermediaries",
    "end_user",
    "us_channel",
}
"""What stays true from stage to stage; amounts, numbers and dates are those of the stage that is told."""
OF_THE_ARTICLE = {"evidence", "confidence", "quote", "summary", "article_id", "id", "modality", "background"}

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What is kept of a story; made again from its records whenever they change."""

    topic: Topic
    headline: str
    stage: str
    record: Sanction | ArmsDeal
    parties: tuple[str, ...]
    """Whoever is on either side, folded: for finding stories that may be the same."""
    first_seen: datetime
    last_seen: datetime
    published: datetime | None
    news_from: datetime
    news_until: datetime
    background: bool
    origins: int
    """How many of its articles are independent."""
    steps: tuple[Step, ...]
    support: Mapping[str, tuple[int, ...]]
    disagreements: tuple[Disagreement, ...]


def merge(tellings: Sequence[Telling]) -> Merged:
    """The story that these records tell; the same in whatever order they come. Needs at least one."""
    ordered = sorted(tellings, key=lambda t: (t.when, t.url, repr(t.record)))
    record = _merged_record(ordered)
    times = [telling.when for telling in ordered]
    return Merged(
        topic="sanctions" if isinstance(record, Sanction) else "arms_deals",
        headline=headline(record),
        stage=stage_of(record),
        record=record,
        parties=tuple(sorted({party for telling in ordered for party in parties(telling.record)})),
        first_seen=min(telling.seen for telling in ordered),
        last_seen=max(telling.seen for telling in ordered),
        published=min((t.published for t in ordered if t.published), default=None),
        news_from=min(times),
        news_until=max(times),
        background=record.background,
        origins=origins(ordered),
        steps=steps(ordered),
        support=support(record, ordered),
        disagreements=disagreements(record, ordered),
    )


def parties(record: Sanction | ArmsDeal) -> frozenset[str]:
    """Countries, bodies, companies and people that a record is about, folded."""
    match record:
        case Sanction():
            targets = [name for target in record.targets for name in (target.name, *target.aliases)]
            found = [*record.senders, *record.target_countries, *record.respondents, *record.evaders, *targets]
        case ArmsDeal():
            found = [*record.suppliers, *record.recipients, *record.manufacturers]
    return frozenset(folded(name) for name in found if name)


def sides(record: Sanction | ArmsDeal) -> tuple[frozenset[str], frozenset[str]]:
    """Countries and bodies on either side, folded as in `parties`: who acts or sells, and to whom."""
    match record:
        case Sanction():
            ours, theirs = record.senders, record.target_countries
        case ArmsDeal():
            ours, theirs = record.suppliers, record.recipients
    return frozenset(map(folded, ours)), frozenset(map(folded, theirs))


def _merged_record(tellings: Sequence[Telling]) -> Sanction | ArmsDeal:
    news = [t for t in tellings if not t.record.background] or tellings
    lead = _lead(news)
    same_stage = [r.record for r in news if _standing(r.record) == _standing(lead)]
    others = [t.record for t in tellings]
    values = {
        field.name: _field(field.name, same_stage, others) for field in fields(lead) if field.name not in OF_THE_ARTICLE
    }
    confidence = max((record.confidence.get("record", 0.0) for record in same_stage), default=0.0)
    return replace(
        lead, **values, evidence={}, confidence={"record": confidence} if confidence else {}, id=None, article_id=None
    )


def _lead(tellings: Sequence[Telling]) -> Sanction | ArmsDeal:
    """The record that says how far it is: what is certain goes before what is planned, claimed or denied."""
    newest = max(t.when for t in tellings)
    return max((t for t in tellings), key=lambda t: _rank(t, newest)).record


def _rank(telling: Telling, newest: datetime) -> tuple[int, int, int, float]:
    record = telling.record
    # A deal that was blocked and goes on is no longer blocked.
    over = stage_of(record) == "blocked" and telling.when < newest
    step = -1 if over else LADDER.get(stage_of(record), -1)
    return CERTAINTY[record.modality], step, _filled(record), record.confidence.get("record", 0.0)


def _standing(record: Sanction | ArmsDeal) -> tuple[str, str]:
    return stage_of(record), record.modality


def _filled(value: Any) -> int:
    return sum(bool(getattr(value, field.name)) for field in fields(value))


def _field(name: str, same_stage: Sequence[Any], others: Sequence[Any]) -> Any:
    told = [value for record in same_stage if _known(value := getattr(record, name))]
    if not told and name in WHO:
        told = [value for record in others if _known(value := getattr(record, name))]
    if not told:
        return getattr(same_stage[0], name)
    match name:
        case "targets":
            return tuple(_united((t for targets in told for t in targets), same_target, _best_target))
        case "weapons":
            return tuple(_united((w for weapons in told for w in weapons), _one_weapon, _best_weapon))
        case _:
            return _most_told(told)


def _known(value: Any) -> bool:
    return value is not None and value not in ("", ())


def _most_told(values: Sequence[Any]) -> Any:
    """What most say; else who says most."""
    counted = Counter(_hashable(value) for value in values)
    return max(values, key=lambda v: (counted[_hashable(v)], len(v) if isinstance(v, tuple | str) else 0, repr(v)))


def _hashable(value: Any) -> Hashable:
    return tuple(sorted(value)) if isinstance(value, tuple) else repr(value)


def _united(items: Iterable[T], same: Callable[[T, T], bool], best: Callable[[Sequence[T]], T]) -> list[T]:
    groups: list[list[T]] = []
    for item in items:
        home = next((group for group in groups if any(same(item, known) for known in group)), None)
        if home is None:
            groups.append([item])
        else:
            home.append(item)
    return [best(group) for group in groups]


def _one_weapon(a: Weapon, b: Weapon) -> bool:
    return same_weapon(a, b) is True or folded(a.designation) == folded(b.designation)


def _best_weapon(group: Sequence[Weapon]) -> Weapon:
    best = max(group, key=lambda w: (_filled(w), len(w.designation), repr(w)))
    quantity = [w.quantity for w in group if w.quantity is not None]
    return replace(best, quantity=_most_told(quantity)) if quantity else best


def _best_target(group: Sequence[Target]) -> Target:
    return max(group, key=lambda t: (_filled(t), len(t.name), repr(t)))
