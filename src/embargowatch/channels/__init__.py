"""The ways to tell a subscriber: listed in ``CHANNELS``, chosen by ``channel_for``.

A channel sends a Mail and answers with a value: ``Sent``, ``Refused`` (this recipient or message, in the
server's words; permanent or not) or ``Down`` (nobody can be told just now: keep it and try again).
"""

from embargowatch.channels.choosing import CHANNELS, channel_for
from embargowatch.channels.outcome import Channel, Closed, Down, Outcome, Refused, Sent

__all__ = ["CHANNELS", "Channel", "Closed", "Down", "Outcome", "Refused", "Sent", "channel_for"]
