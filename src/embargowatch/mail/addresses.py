"""The addresses in a mail: of the desk, of what works without a login, and of the mail itself."""

from __future__ import annotations

from embargowatch.alert import message_id
from embargowatch.types import Story, Subscription


def folder(desk_url: str) -> str:
    """The desk's address with its slash: mounted in Airflow it answers below its prefix only."""
    return f"{desk_url.rstrip('/')}/"


def unsubscribe_url(subscription: Subscription, desk_url: str) -> str:
    """Where a subscription ends by one click; "" where it has no secret (yet)."""
    return f"{folder(desk_url)}unsubscribe/{key(subscription)}" if key(subscription) else ""


def mute_url(subscription: Subscription, story: Story, desk_url: str) -> str:
    """Where a subscription is made silent about a story; "" where there is none."""
    return f"{folder(desk_url)}mute/{key(subscription)}/{story.id}" if key(subscription) and story.id else ""


def feed_url(subscription: Subscription, desk_url: str) -> str:
    """Where a subscription can be read as an Atom feed, if the operator allows it."""
    return f"{folder(desk_url)}feeds/{key(subscription)}.atom" if key(subscription) else ""


def key(subscription: Subscription) -> str:
    """The id, so that the row is found by what is no secret, and the secret, which is then compared; "" for none."""
    return f"{subscription.id}-{subscription.secret}" if subscription.id and subscription.secret else ""


def thread_id(subscription: Subscription, story_id: int, mail_from: str) -> str:
    """The Message-ID of the first mail on a story to a subscriber, to which the later ones refer."""
    return message_id(subscription, [f"thread of story {story_id}"], mail_from)
