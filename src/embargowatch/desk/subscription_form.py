"""A subscription as a form: what the fields say becomes a block of subscribers.yaml, checked as one of the file is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from embargowatch.lexicon import table
from embargowatch.subscribers_file import DAYS, parse_subscribers
from embargowatch.types import Subscription
from embargowatch.words import ACTION_WORDS, STAGE_WORDS, TOPIC_WORDS

WORDS = ("email", "name", "label", "timezone", "hour", "quiet_hours", "most_per_hour", "address", "min_confidence")
CHOSEN = ("cadence", "weekday", "channel")
TYPED = ("countries", "weapons", "programs", "targets", "languages")
"""Lists that are written down, separated by commas or lines."""
TICKED = ("topics", "categories", "measures", "stages")
"""Lists that are chosen from what there is."""
LONGEST = 4000


def choices() -> dict[str, Sequence[str]]:
    """What can be ticked, by field."""
    return {
        "topics": tuple(TOPIC_WORDS),
        "categories": sorted({row["category"] for row in table("weapons")} - {""}),
        "measures": sorted({row["measure"] for row in table("measures")} - {""}),
        "stages": (*ACTION_WORDS, *STAGE_WORDS),
        "weekday": DAYS,
    }


@dataclass(frozen=True, slots=True)
class Filled:
    """What somebody has written into the form, and what it says."""

    values: Mapping[str, str]
    """Of the fields that are typed."""
    ticked: Mapping[str, tuple[str, ...]]
    official_only: bool = False
    wanted: Subscription | None = None
    faults: tuple[str, ...] = ()


def filled(fields: Mapping[str, Sequence[str]]) -> Filled:
    """The form as sent; ``fields`` holds every value of every field."""
    values = {name: _one(fields.get(name, ()))[:LONGEST] for name in (*WORDS, *CHOSEN, *TYPED)}
    ticked = {name: tuple(fields.get(name, ()))[:100] for name in TICKED}
    official_only = bool(fields.get("official_only"))
    block: dict[str, Any] = {name: value for name in (*WORDS, *CHOSEN) if (value := values[name].strip())}
    block |= {name: _listed(values[name]) for name in TYPED if values[name].strip()}
    block |= {name: list(chosen) for name, chosen in ticked.items() if chosen}
    read = parse_subscribers(json.dumps([block | ({"official_only": "true"} if official_only else {})]), "form")
    wanted = next(iter(read.subscriptions), None)
    # "form: subscriber 1 (anna@example.org): countries.0: QQ is no country"
    faults = tuple(re.sub(r"^form: subscriber 1(?: \(.*?\))?: ", "", fault) for fault in read.faults)
    return Filled(values, ticked, official_only, wanted, faults)


def form_of(known: Subscription) -> Filled:
    """The form as it is to be shown for a subscription."""
    quiet = f"{known.quiet_from}-{known.quiet_until}" if known.quiet_from else ""
    values = {
        "email": known.email,
        "name": known.name,
        "label": known.label,
        "timezone": "" if known.timezone == "UTC" else known.timezone,
        "hour": "" if known.hour is None else str(known.hour),
        "quiet_hours": quiet,
        "most_per_hour": str(known.most_per_hour),
        "address": known.address,
        "min_confidence": f"{known.min_confidence:g}" if known.min_confidence else "",
        "cadence": known.cadence,
        "weekday": DAYS[known.weekday],
        "channel": known.channel,
        **{name: ", ".join(getattr(known, name)) for name in TYPED},
    }
    return Filled(values, {name: getattr(known, name) for name in TICKED}, known.official_only, known)


def differences(before: Subscription, now: Subscription) -> dict[str, Any]:
    """The fields that a person changed, with what they say now."""
    names = (*WORDS, *CHOSEN, *TYPED, *TICKED, "official_only", "quiet_from", "quiet_until")
    known = [name for name in names if name != "quiet_hours"]
    return {name: getattr(now, name) for name in known if getattr(now, name) != getattr(before, name)}


def _one(values: Sequence[str]) -> str:
    return values[0] if values else ""


def _listed(text: str) -> list[str]:
    return [part for part in (" ".join(part.split()) for part in re.split(r"[,;\n]", text)) if part]
