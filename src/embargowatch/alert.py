"""Who is told of a story, when it is news, and what counts as the same news: pure decisions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import Any

from embargowatch.lexicon import table, values
from embargowatch.types import ArmsDeal, Money, Sanction, Source, Story, Subscription
from embargowatch.words import TOPIC_WORDS, country_name, listed, moment, stage_word


def matches(subscription: Subscription, story: Story) -> bool:
    """Whether the subscriber asked for this story: its topic, and a country on either side."""
    if subscription.topics and story.topic not in subscription.topics:
        return False
    return not subscription.countries or not parties(story.record).isdisjoint(_folded(subscription.countries))


def follows(subscription: Subscription) -> str:
    """ "arms deals and sanctions, for Poland and Turkey": what the subscriber asked for."""
    topics = listed([TOPIC_WORDS[topic].lower() for topic in subscription.topics]) or "every topic"
    countries = listed([country_name(code) for code in subscription.countries]) or "every country"
    return f"{topics}, for {countries}"


def concerns(subscription: Subscription, story: Story) -> tuple[str, ...]:
    """The countries of the subscription that are on a side of the story, by name."""
    found = parties(story.record)
    return tuple(country_name(code) for code in subscription.countries if _fold(code) in found)


def names_any(countries: Iterable[str], text: str) -> bool:
    """Whether a text that gave no record names one of these: the country, its people, its capital."""
    return any(_called(code).search(text) for code in countries)


@cache
def _called(code: str) -> re.Pattern[str]:
    rows = [row for name in ("countries", "bodies") for row in table(name) if row["code"] == code.upper()]
    columns = ("name", "aliases", "demonyms", "adjectives", "people", "places")
    ways = {way for row in rows for column in columns for way in values(row.get(column, ""))} or {country_name(code)}
    # As written or in a headline's capitals: "us" is no country.
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(way) for way in ways | {way.upper() for way in ways})})(?!\w)")


def parties(record: Sanction | ArmsDeal) -> frozenset[str]:
    """Countries, bodies and companies on either side of a record, case-folded for comparing."""
    match record:
        case Sanction():
            of_targets = [country for target in record.targets for country in target.countries]
            found = [*record.senders, *record.target_countries, *record.respondents, *record.evaders, *of_targets]
        case ArmsDeal():
            found = [*record.suppliers, *record.recipients, *record.intermediaries, *record.manufacturers]
            found.append(record.end_user)
    return _folded(found)


def held(story: Story, subscription: Subscription, *, fresh_hours: float) -> str:
    """Why this subscriber is not to be told, or "" if they are.

    A story is news as long as one of its articles is: not judged again by replay, and published at most
    ``fresh_hours`` before its source was first seen and before the subscription began, whichever is later.
    """
    if story.background:
        return "background: every article tells it as something that happened before"
    reasons = [_source_held(source, story, subscription, fresh_hours) for source in story.sources]
    return reasons[0] if reasons and all(reasons) else ""


def _source_held(source: Source, story: Story, subscription: Subscription, fresh_hours: float) -> str:
    if source.replayed:
        return "replay: the article was judged again, it is not new"
    published = source.published or _day(story.record.date)
    if published is None:
        return ""
    fresh = timedelta(hours=fresh_hours)
    if source.source_first_seen and published < source.source_first_seen - fresh:
        return (
            f"old: published {moment(published)}, more than {fresh_hours:g} h before "
            f"{source.outlet} was first read ({moment(source.source_first_seen)})"
        )
    if subscription.since and published < subscription.since - fresh:
        return (
            f"old: published {moment(published)}, more than {fresh_hours:g} h before "
            f"the subscription began ({moment(subscription.since)})"
        )
    return ""


def told_hash(story: Story) -> str:
    """Identity of what a subscriber would be told: stage, confirmation, key fields, names.

    Wording, dates, confidence and the number of outlets are not in it, so that none of them tells anybody twice.
    """
    told = {
        "topic": story.topic,
        "stage": stage_word(story.record),
        "modality": story.record.modality,
        "confirmed": confirmed(story),
        **_key_fields(story.record),
    }
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def confirmed(story: Story) -> bool:
    """Whether an official source tells the story itself."""
    return any(source.tier == "official" for source in story.sources)


def message_id(subscription: Subscription, told: Iterable[str], mail_from: str) -> str:
    """The Message-ID of a mail that tells these things: the same again for the same ones, in any order.

    ``told`` names each thing, such as ``"story 7 <told_hash>"`` or an alert's id.
    """
    content = json.dumps([subscription.email, subscription.channel, sorted(told)])
    domain = mail_from.rpartition("@")[2].strip(" >") or "localhost"
    return f"<{sha256(content.encode()).hexdigest()[:40]}@{domain}>"


def _key_fields(record: Sanction | ArmsDeal) -> dict[str, Any]:
    match record:
        case Sanction():
            return {
                "senders": sorted(_folded(record.senders)),
                "against": sorted(_folded(record.target_countries)),
                "names": sorted(_folded(target.name for target in record.targets if target.role != "mentioned")),
                "measures": sorted(_folded(record.measures)),
                "respondents": sorted(_folded(record.respondents)),
                "evaders": sorted(_folded(record.evaders)),
                "penalty": _money(record.penalty),
            }
        case ArmsDeal():
            return {
                "suppliers": sorted(_folded(record.suppliers)),
                "recipients": sorted(_folded(record.recipients)),
                "weapons": sorted(
                    [_fold(weapon.designation), str(weapon.number_ordered or weapon.quantity or "")]
                    for weapon in record.weapons
                ),
                "value": _money(record.value),
            }


def _money(money: Money | None) -> str:
    # Outlets round: $3.55bn and $3.6bn are one price, $2.3bn and $2.8bn are two.
    return f"{Decimal(money.amount):.1e} {money.currency} {money.kind}" if money else ""


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(_fold(name) for name in names if name.strip())


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())


def _day(text: str) -> datetime | None:
    """The end of the day a record's date names; None unless it is precise to the day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=UTC)
