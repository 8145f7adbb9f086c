"""Settings, from the environment only: one frozen value, read when it is asked for and passed on."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The checkout: where ``sql/``, ``feeds.yaml`` and ``dags/`` are."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator can turn. The environment variable is EMBARGOWATCH_ and the name in capitals."""

    database_url: str = ""
    feeds: Path = ROOT / "feeds.yaml"
    subscribers: Path = ROOT / "subscribers.yaml"
    user_agent: str = "Mozilla/5.0 (compatible; EmbargoWatch/0.1; +{contact})"
    contact: str = "mailto:operator@example.org"
    """Goes into the user agent, so that a publisher can reach whoever runs this."""
    allow_hosts: frozenset[str] = field(default_factory=frozenset)
    """host:port pairs inside the network that may be fetched all the same (demo, tests, intranets)."""
    workers: int = 2
    """How many mapped copies each stage of a DAG run has."""
    readers: int = 2
    """How many processes a task reads feeds in, side by side."""
    max_bytes: int = 10_000_000
    """Of one answer, after decompression."""
    timeout_s: float = 30.0
    """Of one whole request, redirects included."""
    connect_timeout_s: float = 10.0
    first_byte_timeout_s: float = 20.0
    """Until an answer begins."""
    host_delay_s: float = 1.0
    """Between two requests to one host."""
    robots: bool = True
    """Whether the robots.txt of a site is obeyed when its article pages are fetched."""
    max_crawl_delay_s: float = 30.0
    """A longer Crawl-delay in a robots.txt is cut to this."""
    poll_fastest_s: float = 600.0
    """A source is not asked more often, whatever the schedule."""
    poll_slowest_s: float = 24 * 3600.0
    """A source that answers is asked at least so often, where the schedule allows it."""
    poll_slowest_official_s: float = 3600.0
    """The same for sources of the official tier."""
    max_redirects: int = 10
    max_connections: int = 50
    operator: str = ""
    """Who is mailed when sources turn for the worse; Airflow also mails failed tasks there."""
    mail_from: str = "Embargo Watch <embargowatch@localhost>"
    channels: frozenset[str] = field(default_factory=frozenset)
    """Channels beside mail that subscriptions may have: webhook, slack, teams, telegram, apprise."""
    feeds_of_alerts: bool = False
    """Whether every subscription can be read as an Atom feed at a secret address."""
    desk_url: str = "http://127.0.0.1:8080/embargowatch"
    """Where the desk is, for the links in mails."""
    desk_users: Path = ROOT / ".state" / "desk-users.json"
    """Who may log in to a desk that runs without Airflow."""
    keep_pages_days: int = 0
    """What pages held is let go after so many days, but for the newest of each article; 0 keeps all."""
    fresh_hours: float = 48.0
    """What was published longer before its source was first seen is recorded and never mailed."""


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings as the environment has them now; unset and empty mean the default.

    Raises ValueError naming the variable that cannot be read.
    """
    defaults = Settings()
    values: dict[str, object] = {}
    for name in Settings.__slots__:
        variable = f"EMBARGOWATCH_{name.upper()}"
        if not (text := environ.get(variable, "").strip()):
            continue
        try:
            values[name] = _like(getattr(defaults, name), text)
            if name in _COUNTS and values[name] == 0:
                raise ValueError("at least 1 is needed")
        except ValueError as error:
            raise ValueError(f"{variable}={text!r} cannot be read: {error}") from error
    return Settings(**values)  # type: ignore[arg-type]  # each value was made like its default


_COUNTS = frozenset({"workers", "readers", "max_connections"})
"""Of those who do the work: with none of them it would wait for ever."""
_BOOLEANS = {"1": True, "yes": True, "true": True, "on": True, "0": False, "no": False, "false": False, "off": False}


def _like(default: object, text: str) -> object:
    match default:
        case frozenset():
            return frozenset(part.strip() for part in text.split(",") if part.strip())
        case Path():
            return Path(text)
        case bool():
            if text.lower() not in _BOOLEANS:
                raise ValueError("it is neither yes nor no")
            return _BOOLEANS[text.lower()]
        case int() | float():
            number = type(default)(text)
            if not 0 <= number < inf:
                raise ValueError("it is not a number from 0 up")
            return number
        case _:
            return text
