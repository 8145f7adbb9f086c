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
    """subject: the predicate's subject is the sender; target: it is the target; none."""
    nodes: tuple[Any, ...] = ()
    """Nouns between the trigger and its predicate ("a round of sanctions"): their complements count too."""
    asserted: bool = True
    """Whether the sentence asserts the act, and does not only refer to a measure that is there."""


@dataclass(slots=True)
class Filler:
    """A value with the words it was read from and how sure that is."""

    value: str
    evidence: Evidence
    sure: float = 0.9


@dataclass(slots=True)
class Draft:
    """What one trigger gives."""

    clause: Parsed
    trigger: Trigger
    action: str
    detail: str = ""
    modality: Modality = "reported"
    claimed_by: str = ""
    news: bool = False
    senders: list[Filler] = field(default_factory=list)
    countries: list[Filler] = field(default_factory=list)
    targets: list[tuple[Target, Evidence]] = field(default_factory=list)
    measures: list[Filler] = field(default_factory=list)
    programs: list[Filler] = field(default_factory=list)
    authority: Filler | None = None
    date: Filler | None = None
    date_is_past: bool = False
    count: tuple[int, Evidence] | None = None

    @property
    def index(self) -> int:
        return self.clause.sentence.index

    @property
    def paragraph(self) -> int:
        return self.clause.sentence.paragraph

    @property
    def quote(self) -> Evidence:
        return self.clause.whole
