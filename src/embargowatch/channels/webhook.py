"""A signed POST to a program of somebody's own, by the rules of standardwebhooks.com.

The body is ``{"type": "embargowatch.alert", "timestamp": …, "data": {subject, text, maybe_repeat, stories: […]}}``.
``webhook-id`` is the same when a message is repeated; ``webhook-signature`` is ``v1,`` and the base64 of
HMAC-SHA256 over ``<webhook-id>.<webhook-timestamp>.<body>``.
"""

from __future__ import annotations

import asyncio
import binascii
import hmac
import json
import ssl
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import urlsplit

from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError

from embargowatch.channels.outcome import Down, Outcome, Refused, Sent
from embargowatch.settings import Settings
from embargowatch.types import Mail
from embargowatch.web.addresses import bad_url
from embargowatch.web.connect import Door, PortNotAllowed, PrivateAddress

SECRET = "whsec_"  # noqa: S105 - how one begins
SHORTEST_SECRET = 24
"""Bytes, as the standard has it."""
NOT_NOW = (408, 425, 429)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where to post, and the secret to sign with: ``"https://… whsec_…"``."""

    address: str = field(repr=False)
    settings: Settings = field(repr=False)

    def send(self, mail: Mail) -> Outcome:
        """Post one mail's facts. Redirects are not followed: what was signed is meant for this address."""
        url, _, secret = self.address.partition(" ")
        if bad_url(url):
            return Refused("the webhook's address is not one of the web", permanent=True)
        try:
            key = secret_key(secret)
        except ValueError as error:
            return Refused(f"webhook {_place(url)}: {error}", permanent=True)
        now = datetime.now(UTC)
        content = body(mail, now)
        headers = {"content-type": "application/json", "user-agent": _agent(self.settings)}
        return asyncio.run(_post(url, content, headers | signed(mail.message_id, now, content, key), self.settings))


def body(mail: Mail, now: datetime) -> bytes:
    """What is posted."""
    data = {**mail.facts, "subject": mail.subject, "text": mail.short, "maybe_repeat": mail.maybe_repeat}
    told = {"type": "embargowatch.alert", "timestamp": now.isoformat(), "data": data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def signed(message_id: str, now: datetime, content: bytes, key: bytes) -> dict[str, str]:
    """The three headers of the standard."""
    known, moment = f"msg_{sha256(message_id.encode()).hexdigest()[:32]}", f"{now.timestamp():.0f}"
    return {
        "webhook-id": known,
        "webhook-timestamp": moment,
        "webhook-signature": signature(known, moment, content, key),
    }


def signature(known: str, moment: str, content: bytes, key: bytes) -> str:
    """ "v1,…"."""
    digest = hmac.digest(key, f"{known}.{moment}.".encode() + content, sha256)
    return f"v1,{b64encode(digest).decode()}"


def secret_key(secret: str) -> bytes:
    """The key in ``whsec_…``. Raises ValueError, which does not repeat it."""
    try:
        key = b64decode(secret.strip().removeprefix(SECRET), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("its secret is not base64 after whsec_") from None
    if not secret.strip().startswith(SECRET) or len(key) < SHORTEST_SECRET:
        raise ValueError(f"it needs a secret after its address: {SECRET} and the base64 of 24 random bytes or more")
    return key


async def _post(url: str, content: bytes, headers: dict[str, str], settings: Settings) -> Outcome:
    place = f"webhook {_place(url)}"
    door = Door(settings.allow_hosts, ssl.create_default_context(), settings.connect_timeout_s)
    try:
        async with asyncio.timeout(settings.timeout_s):
            async with await door.ask(url, headers, method="POST", content=content) as answer:
                return _outcome(place, answer.status)
    except (PrivateAddress, PortNotAllowed) as error:
        return Refused(f"{place}: {error}", permanent=True)
    except (ClientConnectorError, ConnectionTimeoutError):
        return Down(f"{place} cannot be reached")
    except (ClientError, OSError) as error:
        return Down(f"{place} gave no answer ({type(error).__name__})", maybe_taken=True)
    finally:
        await door.aclose()


def _outcome(place: str, status: int) -> Outcome:
    if 200 <= status < 300:
        return Sent()
    return Refused(f"{place} answered {status}", permanent=status < 500 and status not in NOT_NOW)


def _place(url: str) -> str:
    """The host only: the rest of the address is a secret."""
    return urlsplit(url).hostname or "?"


def _agent(settings: Settings) -> str:
    return settings.user_agent.replace("{contact}", settings.contact)
