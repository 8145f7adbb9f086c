"""What an address asks stories for: read leniently, so that a mistyped one shows more rather than an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from embargowatch.lexicon import table
from embargowatch.store.search import After, Words
from embargowatch.store.story_filter import StoryFilter
from embargowatch.words import ACTION_WORDS, STAGE_WORDS, TIER_WORDS, TOPIC_WORDS, country_name

NAMES = (
    "topic", "q", "stage", "country", "category", "measure", "program", "target", "since", "until", "tier", "official",
    "confidence", "sort",
)  # fmt: skip
"""In the order in which an address has them."""
LONGEST = 200
MOST_ID = 2**63 - 1
"""What Postgres can count to."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter as the address has it, and what it means."""

    said: Mapping[str, str]
    """Every name of ``NAMES``; "" where nothing is asked for."""
    filter: StoryFilter
    words: Words
    by_relevance: bool
    after: After | None
    problems: tuple[str, ...] = ()
    """What could not be read, in words."""

    @property
    def query(self) -> dict[str, str]:
        """The address's query without the place in the list."""
        return {name: value for name, value in self.said.items() if value}

    @property
    def narrowed(self) -> int:
        """By how many fields beside topic and words."""
        return sum(bool(value) for name, value in self.said.items() if name not in ("topic", "q", "sort"))

    @property
    def subscription(self) -> dict[str, str]:
        """The same wishes as fields of a subscription, as far as it has them."""
        asked = self.filter
        sure = f"{asked.min_confidence:g}" if asked.min_confidence else ""
        wishes = {"topics": asked.topic, "stages": self.said["stage"], "countries": "".join(asked.countries)}
        wishes |= {"categories": self.said["category"], "measures": self.said["measure"], "min_confidence": sure}
        wishes |= {"programs": self.said["program"], "targets": self.said["target"]}
        return wishes | {"official_only": "true" if asked.official else ""}

    def but(self, **changed: str) -> dict[str, str]:
        """The query with some names changed."""
        return {**self.query, **changed}


def asked_of(query: Mapping[str, str]) -> Asked:
    """What the query of an address asks for."""
    said = {name: " ".join(query.get(name, "").split())[:LONGEST] for name in NAMES}
    known = choices()
    for name in ("topic", "stage", "category", "measure", "tier", "official"):
        said[name] = said[name] if said[name] in known[name] else ""
    country = _code(said["country"])
    since, until, sure = _date(said["since"]), _date(said["until"]), _share(said["confidence"])
    read = {"since": since, "until": until, "confidence": sure}
    problems = tuple(
        f"{name} “{said[name]}” cannot be read" for name, value in read.items() if said[name] and value is None
    )
    by_relevance = said["sort"] == "relevance" and bool(said["q"])
    said["sort"] = "relevance" if by_relevance else ""
    wanted = StoryFilter(
        topic=said["topic"],
        stages=_one(said["stage"]),
        countries=_one(country),
        categories=_one(said["category"]),
        measures=_one(said["measure"]),
        programs=_one(said["program"]),
        target=said["target"],
        since=since,
        until=until,
        tiers=_one(said["tier"]),
        official={"yes": True, "no": False}.get(said["official"]),
        min_confidence=sure,
    )
    after = after_of(query.get("before", ""), by_relevance=by_relevance)
    return Asked(said, wanted, Words.typed(said["q"]), by_relevance, after, problems)


@cache
def choices() -> dict[str, tuple[str, ...]]:
    """What may be asked for, by name."""
    return {
        "topic": tuple(TOPIC_WORDS),
        "stage": (*ACTION_WORDS, *STAGE_WORDS),
        "category": tuple(sorted({row["category"] for row in table("weapons")} - {""})),
        "measure": tuple(sorted({row["measure"] for row in table("measures")} - {""})),
        "tier": tuple(TIER_WORDS),
        "official": ("yes", "no"),
    }


def before_of(last_seen: datetime, story_id: int, score: int, *, by_relevance: bool) -> str:
    """The cursor that points to a story."""
    return f"{score if by_relevance else last_seen.isoformat()}~{story_id}"


def after_of(text: str, *, by_relevance: bool) -> After | None:
    """What a cursor points to. What cannot be read is the first page."""
    place, _, story_id = text.partition("~")
    try:
        known = max(0, min(int(story_id), MOST_ID))
        if by_relevance:
            return After(known, score=max(0, min(int(place), MOST_ID)))
        when = datetime.fromisoformat(place)
        return After(known, last_seen=when) if when.tzinfo else None
    except ValueError:
        return None


def _one(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


@cache
def _codes() -> dict[str, str]:
    known = {row["code"] for name in ("countries", "bodies") for row in table(name)} - {""}
    return {country_name(code).casefold(): code for code in known} | {code.casefold(): code for code in known}


def _code(country: str) -> str:
    """The code of a country that is written as a name or code; a company stays as it is."""
    return _codes().get(country.casefold(), country)


def country_names() -> list[str]:
    """To choose from."""
    return sorted({country_name(code) for code in _codes().values()})


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _share(text: str) -> float | None:
    """0.8, 0,8 or 80 %."""
    try:
        number = float(text.replace(",", ".").removesuffix("%"))
    except ValueError:
        return None
    number = number / 100 if number > 1 else number
    return number if 0 <= number <= 1 else None
