"""subscribers.yaml: who is told what. See subscribers.example.yaml."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError

from embargowatch.channels import CHANNELS
from embargowatch.lexicon import table
from embargowatch.types import Cadence, Subscription, Topic


class SubscribersFileError(ValueError):
    """{path}: what is wrong with which subscriber, one a line, and what to do."""


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


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class _Subscriber(BaseModel):
    model_config = ConfigDict(extra="forbid")

    email: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^@\s]+@[^@\s]+$")]
    name: Annotated[str, StringConstraints(strip_whitespace=True)] = ""
    topics: Annotated[list[Topic], BeforeValidator(_listed)] = []
    countries: Annotated[list[Annotated[str, AfterValidator(_country)]], BeforeValidator(_listed)] = []
    cadence: Cadence = "daily"
    channel: Annotated[str, AfterValidator(_channel)] = "email"


def read_subscribers(path: Path) -> tuple[Subscription, ...]:
    """The subscriptions of a subscribers file, in its order.

    Raises SubscribersFileError with every fault, each naming the subscriber; OSError where there is no file.
    """
    try:
        # The base loader reads words as words: for YAML, NO (Norway) would be false.
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - makes only strings
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SubscribersFileError(f"{path} is not YAML: {' '.join(str(error).split())}") from error
    listed = content.get("subscribers") if isinstance(content, dict) else content
    if listed in (None, ""):
        return ()
    if not isinstance(listed, list):
        raise SubscribersFileError(f"{path} needs a list under `subscribers:`, each with an email")
    faults: list[str] = []
    found = [subscription for n, one in enumerate(listed, 1) if (subscription := _subscription(one, n, faults))]
    counted = Counter((s.email.casefold(), s.channel, s.cadence) for s in found)
    faults += [f"{email} is there {n} times with the cadence {cadence}: put topics and countries together"
               for (email, _, cadence), n in counted.items() if n > 1]  # fmt: skip
    if faults:
        raise SubscribersFileError("\n".join(f"{path}: {fault}" for fault in faults))
    return tuple(found)


def _subscription(content: Any, number: int, faults: list[str]) -> Subscription | None:
    who = f"subscriber {number}"
    if isinstance(content, dict) and content.get("email"):
        who += f" ({content['email']})"
    try:
        read = _Subscriber.model_validate(content)
    except ValidationError as error:
        for fault in error.errors():
            place = ".".join(str(part) for part in fault["loc"])
            faults.append(f"{who}: {place + ': ' if place else ''}{fault['msg'].removeprefix('Value error, ')}")
        return None
    return Subscription(
        email=read.email,
        name=read.name,
        topics=tuple(dict.fromkeys(read.topics)),
        countries=tuple(dict.fromkeys(read.countries)),
        cadence=read.cadence,
        channel=read.channel,
    )
