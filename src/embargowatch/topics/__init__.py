"""The topics that can be followed. To add one: a package beside these with a TOPIC, and its name here."""

from embargowatch.topics import arms_deals, sanctions

TOPICS = (sanctions.TOPIC, arms_deals.TOPIC)
