"""A sanction as one sentence tells it, before the document's sentences are merged."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from embargowatch.reading import Parsed
from embargowatch.types import Evidence, Modality, Target


@dataclass(frozen=True, slots=True)
class Trigger:
    """The word that names a measure or the act itself, with what governs it."""

    token: Any
    """The noun ("sanctions") or the verb ("blacklisted")."""
    kind: str
    """noun or verb."""
    action: str
    detail: str = ""
    predicate: Any = None
    """The verb whose subject and complements fill the roles, if there is one."""
    actor_role: str = "none"
    """What the predicate's subject is: subject (the sender), subject+object (and its object the target), target,
    evader, enforcer (and its object the one charged), none."""
    nodes: tuple[Any, ...] = ()
    """The noun and the nouns above it ("a round of sanctions"): their complements count too."""
    asserted: bool = True
    """Whether the sentence asserts the act, and does not only refer to a measure that is there."""


@dataclass(frozen=True, slots=True)
class Filler:
    """A value with the words it was read from and how sure that is."""

    value: str
    evidence: Evidence
    sure: float = 0.9


@dataclass(slots=True, eq=False)
class Draft:
    """What one trigger gives."""

    clause: Parsed
    trigger: Trigger
    action: str
    detail: str = ""
    modality: Modality = "reported"
    claimed_by: Filler | None = None
    news: bool = False
    senders: list[Filler] = field(default_factory=list)
    countries: list[Filler] = field(default_factory=list)
    targets: list[tuple[Target, Evidence]] = field(default_factory=list)
    measures: list[Filler] = field(default_factory=list)
    programs: list[Filler] = field(default_factory=list)
    authority: Filler | None = None
    date: Filler | None = None
    date_is_past: bool = False
    date_is_now: bool = False
    """Whether it was done on a day of the week that is told with it."""
    count: tuple[int, Evidence] | None = None
    """How many people, companies and things are hit."""
    by_parliament: bool = False
    modifying: set[str] = field(default_factory=set)
    """Senders that stand before the noun ("U.N. sanctions")."""
    follows: Draft | None = None
    """The draft whose measures this one only describes further ("They also include …")."""

    @property
    def index(self) -> int:
        return self.clause.sentence.index

    @property
    def paragraph(self) -> int:
        return self.clause.sentence.paragraph

    @property
    def news_like(self) -> bool:
        """Whether it tells of an act, and no earlier one."""
        return self.trigger.asserted and self.modality == "reported" and not self.date_is_past and self.follows is None

    @property
    def predicate(self) -> Any:
        return self.trigger.predicate if self.trigger.predicate is not None else self.trigger.token

    @property
    def countries_aimed(self) -> set[str]:
        return {f.value for f in self.countries}

    @property
    def sending(self) -> set[str]:
        return {f.value for f in self.senders}

    @property
    def names(self) -> set[str]:
        return {t.name.casefold() for t, _ in self.targets}


def put(fillers: list[Filler], value: str, evidence: Evidence, sure: float = 0.9) -> None:
    """Add a value once."""
    if value and all(f.value != value for f in fillers):
        fillers.append(Filler(value, evidence, sure))
