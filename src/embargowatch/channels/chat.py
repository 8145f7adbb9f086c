"""Slack, Teams, Telegram and whatever else Apprise knows: the news in a few lines of plain text."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from typing import Any

from apprise import Apprise, AppriseAsset, LogCapture, NotifyFormat, NotifyType

from embargowatch.channels.outcome import Down, Outcome, Refused, Sent
from embargowatch.types import Mail

SCHEMES = {"slack": {"slack"}, "teams": {"workflow", "workflows"}, "telegram": {"tgram"}}
"""How an address of these begins in Apprise's way; the address as the service itself gives it is understood too."""
ASSET = AppriseAsset(app_id="Embargo Watch", app_desc="Embargo Watch", app_url="", image_url_mask="", image_url_logo="")
"""Without pictures, which would be loaded from elsewhere."""
LONGEST = 3500
"""Characters, so that no service has to cut it in two."""
NOT_NOW = (408, 425, 429)
_CALL = re.compile(r"(?<!\w)@(?=\w)")
_STATUS = re.compile(r"error=(\d{3})\b")

# Apprise's own lines may repeat an address, which is a secret.
logging.getLogger("apprise").propagate = False


@dataclass(frozen=True, slots=True)
class Chat:
    """One place in a chat."""

    name: str
    """slack, teams, telegram, or apprise for any other."""
    address: str = field(repr=False)

    def send(self, mail: Mail) -> Outcome:
        """Write a few lines there."""
        with LogCapture(level=logging.WARNING) as said:  # type: ignore[no-untyped-call]  # Apprise's has no types
            if (service := self._service()) is None:
                return Refused(f"the address of {self.name} is not one that it can have", permanent=True)
            _, _, rest = mail.short.partition("\n")
            repeat = "This may be a repeat.\n" if mail.maybe_repeat else ""
            done = service.notify(
                body=_calling_nobody(f"{repeat}{rest}"[:LONGEST] or mail.subject),
                title=_calling_nobody(mail.subject),
                notify_type=NotifyType.INFO,
                body_format=NotifyFormat.TEXT,
            )
            return Sent() if done else self._refused(said.getvalue())

    def _service(self) -> Any:
        """Apprise's plugin for the address; None if there is none, or it is another service's."""
        service = Apprise.instantiate(self.address, asset=ASSET)
        known = {*_listed(service.protocol), *_listed(service.secure_protocol)} if service else set()
        return service if self.name not in SCHEMES or SCHEMES[self.name] & known else None

    def _refused(self, said: str) -> Outcome:
        # Apprise answers yes or no; how it went is only in what it logs.
        if found := _STATUS.search(said):
            status = int(found[1])
            permanent = 400 <= status < 500 and status not in NOT_NOW
            return Refused(f"{self.name} answered {status}", permanent)
        if "onnection error" in said:
            return Down(f"{self.name} cannot be reached", maybe_taken=True)
        return Refused(f"{self.name} did not take it", permanent=False)


def _calling_nobody(text: str) -> str:
    """Chats call everybody who is meant by an @: a stranger's headline must not."""
    return _CALL.sub("@\u200b", text)


def _listed(schemes: Any) -> tuple[str, ...]:
    return (schemes,) if isinstance(schemes, str) else tuple(schemes or ())
