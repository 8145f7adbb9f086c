"""What only one development has: without any of it, two articles share a theme. Symmetric and pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from embargowatch.link.copies import copied
from embargowatch.link.likeness import ENOUGH, likeness
from embargowatch.link.names import folded, same_target
from embargowatch.link.profile import rarity, stem
from embargowatch.link.sharing import same_amount, same_name, same_system
from embargowatch.link.times import days_apart
from embargowatch.link.units import Unit
from embargowatch.reading.names import find
from embargowatch.types import Sanction, Target

SAME_DAYS = 3.0
"""Between two reports of an act that is known by who does what to whom alone."""
LATER = 14.0
"""Days after which what returns in every report of a kind says less."""
TELLING = 0.85
"""How rare the rarest word of a name must be."""
SMALLEST = 1_000_000
"""Sums below it are rewards and fines by the rate."""
SAME = 0.8
ALONE = frozenset({"copy", "number"})
COMMON_KINDS = frozenset({"country", "body", "group", "institution", "leader", "agency"})
"""Whom articles of every week name."""
NOT_NAMED = frozenset({"sector", "group", "country"})


def specifics(a: Unit, b: Unit) -> frozenset[str]:
    """The kinds of specific things that both have; empty when they have nothing but countries and a topic.

    Where only one has a date, one thing alone says nothing: names come back years later.
    """
    found = frozenset(_specifics(a, b))
    alone = len(found) == 1 and not found & ALONE and (a.when is None) != (b.when is None)
    return frozenset() if alone else found


def _specifics(a: Unit, b: Unit) -> Iterator[str]:
    if copied(a.signature, b.signature, days_apart(a, b)):
        yield "copy"
    if any(not ref.startswith("licence") for ref in a.profile.references & b.profile.references):
        yield "number"
    if same_targets(a, b):
        yield "target"
    if _same_system(a, b):
        yield "system"
    if days_apart(a, b) <= (LATER if _on_arms(a) and _on_arms(b) else SAME_DAYS) and _same_sum(a, b):
        yield "sum"
    if shared_names(a, b):
        yield "name"
    if days_apart(a, b) <= SAME_DAYS and a.when and b.when and _one_act(a, b):
        yield "act"


def _same_system(a: Unit, b: Unit) -> bool:
    """Whether they name one weapon between the same countries; after weeks, the one that they are about."""
    if not _one_pair(a, b) or not (_on_arms(a) and _on_arms(b)):
        return False
    late = days_apart(a, b) > LATER and not _one_act(a, b)
    mine, others = (_main_systems(one) if late else one.profile.systems for one in (a, b))
    return any(x == y or same_system(x, y) for x in mine for y in others)


def _main_systems(unit: Unit) -> list[str]:
    systems = unit.profile.systems
    return [name for name, weight in systems.items() if weight == max(systems.values())]


def _one_pair(a: Unit, b: Unit) -> bool:
    return len(set(a.profile.countries) & set(b.profile.countries)) > 1


def _on_arms(unit: Unit) -> bool:
    return not unit.topics or "arms_deals" in unit.topics


def same_targets(a: Unit, b: Unit) -> bool:
    """Whether one names what the other's news is done to."""
    mine, others = targets(a), targets(b)
    return any(same_target(x, y) for x in mine for y in others) or _names_any(a, others) or _names_any(b, mine)


def targets(unit: Unit) -> list[Target]:
    """People, companies and ships that the article's sanctions are news of."""
    listed = [target for record in unit.records if isinstance(record, Sanction) for target in record.targets]
    return [one for one in listed if one.role != "mentioned" and one.type not in NOT_NAMED and is_specific(one.name)]


def shared_names(a: Unit, b: Unit) -> list[str]:
    """Names that one gives in title or lead and the other anywhere; weeks later, in a deal's title or lead too."""
    mine, others = _lead_names(a), _lead_names(b)
    if days_apart(a, b) > LATER:
        return _also_in(mine, others) if _on_arms(a) and _on_arms(b) else []
    return _also_in(mine, b.profile.names) + _also_in(others, a.profile.names)


def _also_in(names: Iterable[str], others: Iterable[str]) -> list[str]:
    return [name for name in names if any(same_name(name, other) >= SAME for other in others)]


def _lead_names(unit: Unit) -> list[str]:
    lead = unit.profile.lead
    return [name for name in unit.profile.names if is_specific(name) and all(stem(w) in lead for w in name.split())]


@lru_cache(maxsize=65536)
def is_specific(name: str) -> bool:
    """Whether a name is of one case: not a state, an agency, a leader or a word of every report."""
    words = folded(name).split()
    rare = max((rarity(word) for word in words), default=0.0)
    return rare >= TELLING and not any(hit.name.kind in COMMON_KINDS for hit in find(name.title()))


def _names_any(unit: Unit, named: list[Target]) -> bool:
    return bool(_also_in((folded(target.name) for target in named), unit.profile.names))


def _same_sum(a: Unit, b: Unit) -> bool:
    pairs = ((x, y) for x in a.profile.amounts for y in b.profile.amounts if int(x.split()[0]) >= SMALLEST)
    return _one_pair(a, b) and any(same_amount(x, y) > 0 for x, y in pairs)


def _one_act(a: Unit, b: Unit) -> bool:
    return any(likeness(x, y) >= ENOUGH for x in a.records for y in b.records if type(x) is type(y))
