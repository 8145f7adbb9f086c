"""What became of a mail that was handed over, and what can take one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from embargowatch.types import Mail


@dataclass(frozen=True, slots=True)
class Sent:
    """The server has taken it over."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The server answered, and did not take this one."""

    reason: str
    """The server's code and words."""
    permanent: bool
    """Whether trying again cannot help (5xx)."""


@dataclass(frozen=True, slots=True)
class Down:
    """The server cannot be used at all: no connection, time-out, TLS or login failed."""

    reason: str
    maybe_taken: bool = False
    """Whether it fell silent only after the mail was on its way: sent again, the mail may be a repeat."""


Outcome = Sent | Refused | Down


class Channel(Protocol):
    """What can tell a subscriber."""

    def send(self, mail: Mail) -> Outcome:
        """Hand one mail over; what goes wrong is the answer, not an exception."""
        ...


@dataclass(frozen=True, slots=True)
class Closed:
    """A channel that cannot be used as things are: whoever runs this has to change something."""

    reason: str
    permanent: bool

    def send(self, mail: Mail) -> Outcome:  # noqa: ARG002 - as every channel
        return Refused(self.reason, self.permanent)
