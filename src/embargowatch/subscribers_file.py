"""subscribers.yaml: who is told what. See subscribers.example.yaml."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from embargowatch.channels import CHANNELS
from embargowatch.lexicon import table
from embargowatch.types import Cadence, Subscription, Topic
from embargowatch.words import ACTION_DETAIL_WORDS, ACTION_WORDS, STAGE_DETAIL_WORDS, STAGE_WORDS

DIGEST_HOUR = 7
"""Of a digest with a time zone or a day of its own that names no hour."""
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class SubscribersFileError(ValueError):
    """{path}: why the file as a whole cannot be read, and what to do."""


@dataclass(frozen=True, slots=True)
class Subscribers:
    """What a subscribers file says."""

    subscriptions: tuple[Subscription, ...] = ()
    faults: tuple[str, ...] = ()
    """What is wrong with which subscriber, in words: each costs that subscriber's block and no other."""
    faulty: tuple[str, ...] = ()
    """The addresses in those blocks: what they subscribed to before goes on."""


def _email(address: str) -> str:
    try:
        if Address(addr_spec=address).domain and address.isprintable() and not re.search(r"[\s<>,;]", address):
            return address
    except (MessageError, ValueError, IndexError):
        pass
    raise ValueError(f"{address!r} is no mail address")


def _country(code: str) -> str:
    code = code.strip().upper()
    if code == "UK":
        raise ValueError("UK is not an ISO code: write GB")
    if code not in {row["code"] for name in ("countries", "bodies") for row in table(name)} - {""}:
        raise ValueError(f"{code} is no country: write two letters (ISO 3166-1) such as PL, or EU, UN, NATO")
    return code


def _channel(name: str) -> str:
    if name not in CHANNELS:
        raise ValueError(f"{name} is no channel: there is {', '.join(CHANNELS)}")
    return name


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{name} is no time zone: write one such as Europe/Warsaw or UTC") from None
    return name


def _language(code: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}", code.strip().lower()):
        raise ValueError(f"{code} is no language: write two letters (ISO 639-1) such as en")
    return code.strip().lower()


def _one_of(what: str, known: Iterable[str]) -> Callable[[str], str]:
    listed = sorted(set(known) - {""})

    def check(word: str) -> str:
        term = "_".join(word.replace("-", " ").replace("_", " ").lower().split())
        if term not in listed:
            raise ValueError(f"{word} is no {what}: there is {', '.join(listed)}")
        return term

    return check


def _weekday(word: str) -> str:
    if (day := word.strip().lower()) not in DAYS:
        raise ValueError(f"{word} is no day: there is {', '.join(DAYS)}")
    return day


def _hours(text: str) -> str:
    found = re.fullmatch(r"((?:[01]\d|2[0-3]):[0-5]\d) ?- ?((?:[01]\d|2[0-3]):[0-5]\d)", text.strip())
    if not found or found[1] == found[2]:
        raise ValueError(f"{text} are no quiet hours: write 22:00-07:00")
    return f"{found[1]}-{found[2]}"


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


_STAGES = (*ACTION_WORDS, *ACTION_DETAIL_WORDS, *STAGE_WORDS, *STAGE_DETAIL_WORDS)
_CATEGORIES = _one_of("category", (row["category"] for row in table("weapons")))
_MEASURES = _one_of("measure", (row["measure"] for row in table("measures")))

_Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
_Words = Annotated[list[_Word], BeforeValidator(_listed)]
_Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
_Topics = Annotated[list[Topic], BeforeValidator(_listed)]
_Countries = Annotated[list[Annotated[str, AfterValidator(_country)]], BeforeValidator(_listed)]
_Categories = Annotated[list[Annotated[str, AfterValidator(_CATEGORIES)]], BeforeValidator(_listed)]
_Measures = Annotated[list[Annotated[str, AfterValidator(_MEASURES)]], BeforeValidator(_listed)]
_Stages = Annotated[list[Annotated[str, AfterValidator(_one_of("stage", _STAGES))]], BeforeValidator(_listed)]
_Languages = Annotated[list[Annotated[str, AfterValidator(_language)]], BeforeValidator(_listed)]


class _Subscriber(BaseModel):
    model_config = ConfigDict(extra="forbid")

    email: Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_email)]
    name: _Line = ""
    label: _Line = ""
    topics: _Topics = []
    countries: _Countries = []
    weapons: _Words = []
    categories: _Categories = []
    measures: _Measures = []
    programs: _Words = []
    targets: _Words = []
    stages: _Stages = []
    min_confidence: Annotated[float, Field(ge=0, le=1)] = 0.0
    official_only: bool = False
    languages: _Languages = []
    cadence: Cadence = "daily"
    timezone: Annotated[str, AfterValidator(_zone)] = ""
    hour: Annotated[int, Field(ge=0, le=23)] | None = None
    weekday: Annotated[str, AfterValidator(_weekday)] = DAYS[0]
    quiet_hours: Annotated[str, AfterValidator(_hours)] = ""
    most_per_hour: Annotated[int, Field(ge=1, le=1000)] = 30
    channel: Annotated[str, AfterValidator(_channel)] = "email"
    address: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^(env:[A-Za-z_][A-Za-z0-9_]*)?$")] = ""


def read_subscribers(path: Path) -> Subscribers:
    """The subscriptions of a subscribers file, in its order, and what is wrong with the others.

    Raises SubscribersFileError where the file as a whole cannot be read; OSError where there is no file.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise SubscribersFileError(f"{path} is not YAML: {error}") from error
    return parse_subscribers(text, str(path))


def parse_subscribers(text: str, name: str) -> Subscribers:
    """The same of a file's text, or of one block of it."""
    try:
        # The base loader reads words as words: for YAML, NO (Norway) would be false.
        content = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - makes only strings
    except yaml.YAMLError as error:
        raise SubscribersFileError(f"{name} is not YAML: {' '.join(str(error).split())}") from error
    listed = content.get("subscribers") if isinstance(content, dict) and "email" not in content else content
    if listed in (None, ""):
        return Subscribers()
    if isinstance(listed, dict):
        listed = [listed]
    if not isinstance(listed, list):
        raise SubscribersFileError(f"{name} needs a list under `subscribers:`, each with an email")
    return _checked(listed, name)


def _checked(blocks: list[Any], name: str) -> Subscribers:
    found: dict[tuple[str, ...], Subscription] = {}
    faults: list[str] = []
    faulty: list[str] = []
    for number, block in enumerate(blocks, 1):
        address = block.get("email") if isinstance(block, dict) else None
        read = _subscription(block)
        if isinstance(read, Subscription):
            place = (read.email.casefold(), read.channel, read.cadence, read.label)
            if found.setdefault(place, read) is read:
                continue
            read = [f"there twice with the cadence {read.cadence}: put both together, or give each a label"]
        who = f"{name}: subscriber {number}{f' ({address})' if address else ''}"
        faults += [f"{who}: {fault}" for fault in read]
        faulty += [str(address)] if address else []
    return Subscribers(tuple(found.values()), tuple(faults), tuple(faulty))


def _subscription(block: Any) -> Subscription | list[str]:
    try:
        read = _Subscriber.model_validate(block)
    except ValidationError as error:
        return [_fault(fault) for fault in error.errors()]
    if clash := _clash(read):
        return [clash]
    dumped = read.model_dump(exclude={"quiet_hours"})
    values: dict[str, Any] = {n: tuple(dict.fromkeys(v)) if isinstance(v, list) else v for n, v in dumped.items()}
    quiet_from, _, quiet_until = read.quiet_hours.partition("-")
    by_hour = read.hour is None and (read.timezone or read.cadence == "weekly")
    values |= {"timezone": read.timezone or "UTC", "hour": DIGEST_HOUR if by_hour else read.hour}
    values |= {"weekday": DAYS.index(read.weekday), "quiet_from": quiet_from, "quiet_until": quiet_until}
    return Subscription(**values)


def _clash(read: _Subscriber) -> str:
    """Why nothing could ever meet its wishes."""
    if (read.weapons or read.categories) and read.topics == ["sanctions"]:
        return "weapons and categories are of arms deals, which topics leaves out: nothing would be told"
    if (read.measures or read.programs) and read.topics == ["arms_deals"]:
        return "measures and programs are of sanctions, which topics leaves out: nothing would be told"
    return ""


def _fault(fault: Any) -> str:
    place = ".".join(str(part) for part in fault["loc"])
    return f"{place + ': ' if place else ''}{fault['msg'].removeprefix('Value error, ')}"
