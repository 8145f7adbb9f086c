"""The topics that can be followed. To add one: a package beside these with a TOPIC, and its name here."""

from embargowatch.topics import sanctions

TOPICS = (sanctions.TOPIC,)
