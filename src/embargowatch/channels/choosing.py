"""Which channel a subscription is told by."""

from __future__ import annotations

import os
from collections.abc import Mapping

from embargowatch.channels.outcome import Channel, Closed
from embargowatch.settings import Settings
from embargowatch.types import Subscription

CHANNELS = ("email", "webhook", "slack", "teams", "telegram", "apprise")
"""The names a subscription's ``channel`` may have. All but the first go through others than the mail server: each
has to be allowed by EMBARGOWATCH_CHANNELS."""
FROM_ENVIRONMENT = "env:"


def channel_for(
    subscription: Subscription, settings: Settings, mail_server: Channel, environ: Mapping[str, str] = os.environ
) -> Channel:
    """What tells this subscriber. Where nothing can, a channel that says why instead.

    Another address than one of mail is a secret: the subscription names the variable that holds it (``env:NAME``).
    """
    name = subscription.channel
    if name == "email":
        return mail_server
    if name not in CHANNELS:
        return Closed(f"{name} is no channel: there is {', '.join(CHANNELS)}", permanent=True)
    if name not in settings.channels:
        return Closed(f"the channel {name} is switched off (EMBARGOWATCH_CHANNELS does not name it)", permanent=True)
    variable = subscription.address.removeprefix(FROM_ENVIRONMENT)
    if not variable or variable == subscription.address:
        return Closed(f"the channel {name} needs an address of the form env:NAME", permanent=True)
    if not (address := environ.get(variable, "").strip()):
        return Closed(f"the channel {name} has no address: the variable {variable} is not set", permanent=False)
    return _made(name, address, settings)


def _made(name: str, address: str, settings: Settings) -> Channel:
    # Imported by whoever uses them: together they cost half a second.
    if name == "webhook":
        from embargowatch.channels.webhook import Webhook  # noqa: PLC0415 - as said above

        return Webhook(address, settings)
    from embargowatch.channels.chat import Chat  # noqa: PLC0415 - as said above

    return Chat(name, address)
