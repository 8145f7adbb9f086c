"""What a subscriber asked for, and whether a story is that."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from embargowatch.alert.names import named
from embargowatch.lexicon import table, values
from embargowatch.link.names import same_weapon
from embargowatch.types import ArmsDeal, Sanction, Story, Subscription, Target, Topic, Weapon
from embargowatch.words import TOPIC_WORDS, country_name, listed, lower_first, plain, stage_word

HAPPENED = frozenset({"reported", "claimed"})
"""How a stage has to be told to be reached; planned, denied or imagined ones are not."""


def matches(subscription: Subscription, story: Story) -> bool:
    """Whether the subscriber asked for this story: each wish is met."""
    return _topic_wanted(subscription, story.topic) and all(met for _, met in _wishes(subscription, story))


def why(subscription: Subscription, story: Story) -> str:
    """Which wishes a story that matches meets: "Poland; F-35; stage signed"."""
    met = [words for name, words in _wishes(subscription, story) if words and name not in ("official", "language")]
    topic = TOPIC_WORDS[story.topic].lower()
    return "; ".join(met) or (f"you follow all {topic}" if subscription.topics else "you follow everything")


def matches_everything(subscription: Subscription) -> bool:
    """Whether nothing narrows the subscription: every story is told."""
    return not any(
        (
            set(TOPIC_WORDS) - set(subscription.topics) if subscription.topics else (),
            *_lists(subscription),
            subscription.min_confidence,
            subscription.official_only,
        )
    )


def follows(subscription: Subscription) -> str:
    """ "arms deals and sanctions, for Poland and Turkey": what the subscriber asked for."""
    if matches_everything(subscription):
        return "everything: every topic, every country"
    topics = listed([TOPIC_WORDS[topic].lower() for topic in subscription.topics]) or "every topic"
    countries = listed([country_name(code) for code in subscription.countries]) or "every country"
    about = [*subscription.weapons, *map(plain, subscription.categories)]
    narrowed = [
        f"about {listed(about)}" if about else "",
        f"with {listed(map(plain, subscription.measures))}" if subscription.measures else "",
        f"under {listed(subscription.programs)}" if subscription.programs else "",
        f"naming {listed(subscription.targets)}" if subscription.targets else "",
        f"at the stage {listed(map(plain, subscription.stages))}" if subscription.stages else "",
        f"in {listed(subscription.languages)}" if subscription.languages else "",
        "from official sources only" if subscription.official_only else "",
        f"of a confidence from {subscription.min_confidence:g}" if subscription.min_confidence else "",
    ]
    return ", ".join([topics, f"for {countries}", *filter(None, narrowed)])


def concerns(subscription: Subscription, story: Story) -> tuple[str, ...]:
    """The countries of the subscription that are on a side of the story, by name."""
    found = parties(story.record)
    return tuple(country_name(code) for code in subscription.countries if fold(code) in found)


def parties(record: Sanction | ArmsDeal) -> frozenset[str]:
    """Countries, bodies and companies on either side of a record, case-folded for comparing."""
    match record:
        case Sanction():
            of_targets = [country for target in record.targets for country in target.countries]
            found = [*record.senders, *record.target_countries, *record.respondents, *record.evaders, *of_targets]
        case ArmsDeal():
            found = [*record.suppliers, *record.recipients, *record.intermediaries, *record.manufacturers]
            found.append(record.end_user)
    return folded_all(found)


def concerns_text(subscription: Subscription, topics: Iterable[Topic], text: str) -> bool:
    """Whether a text about these topics that gave no record may be what the subscriber asked for.

    By what is named in it: there is no record that says more.
    """
    if subscription.official_only or not any(_topic_wanted(subscription, topic) for topic in topics):
        return False
    if subscription.countries and not names_any(subscription.countries, text):
        return False
    wanted = (*subscription.weapons, *subscription.targets)
    return not wanted or any(_as_written(word).search(text) for word in wanted)


def names_any(countries: Iterable[str], text: str) -> bool:
    """Whether a text that gave no record names one of these: the country, its people, its capital."""
    return any(_called(code).search(text) for code in countries)


def folded_all(names: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(name) for name in names if name.strip())


def fold(name: str) -> str:
    """Lower case, single blanks."""
    return " ".join(name.casefold().split())


def _topic_wanted(subscription: Subscription, topic: Topic) -> bool:
    """Also by its wishes: who only asks for weapons asks for no sanctions."""
    if subscription.topics and topic not in subscription.topics:
        return False
    of_deals = bool(subscription.weapons or subscription.categories)
    of_sanctions = bool(subscription.measures or subscription.programs)
    return of_sanctions >= of_deals if topic == "sanctions" else of_deals >= of_sanctions


def _wishes(subscription: Subscription, story: Story) -> list[tuple[str, str]]:
    """Each wish that the story's topic can meet, and what meets it in words; "" where nothing does."""
    record, wished = story.record, list[tuple[str, str]]()
    if subscription.countries:
        wished.append(("country", listed(concerns(subscription, story))))
    if subscription.targets:
        wished.append(("target", _named(subscription.targets, record)))
    if subscription.stages:
        wished.append(("stage", _stage(subscription.stages, record)))
    if isinstance(record, ArmsDeal) and (subscription.weapons or subscription.categories):
        wished.append(("weapon", _weapons(subscription, record)))
    if isinstance(record, Sanction) and subscription.measures:
        wished.append(("measure", listed(plain(m) for m in _measures(record) if m in subscription.measures)))
    if isinstance(record, Sanction) and subscription.programs:
        wished.append(("program", listed(name for name in subscription.programs if _under(name, record))))
    if subscription.official_only:
        wished.append(("official", "yes" if confirmed(story) else ""))
    if subscription.languages:
        spoken = [s.language for s in story.sources if s.language.split("-")[0].lower() in subscription.languages]
        wished.append(("language", listed(dict.fromkeys(spoken))))
    return wished


def confirmed(story: Story) -> bool:
    """Whether an official source tells the story itself."""
    return any(source.tier == "official" for source in story.sources)


def _named(wanted: Iterable[str], record: Sanction | ArmsDeal) -> str:
    if isinstance(record, Sanction):
        others = (*record.respondents, *record.evaders)
        targets = [*record.targets, *(Target(name) for name in others)]
    else:
        companies = (*record.manufacturers, *record.intermediaries, record.end_user)
        targets = [Target(name, type="company") for name in companies if name]
    found = [(name, hit) for name in wanted if (hit := named(name, targets))]
    return listed(hit if fold(hit) == fold(name) else f"{hit} (you look out for {name})" for name, hit in found)


def _stage(wanted: Iterable[str], record: Sanction | ArmsDeal) -> str:
    if record.modality not in HAPPENED:
        return ""
    word = stage_word(record)
    match record:
        case ArmsDeal():
            reached = {record.stage, record.stage_detail}
        case Sanction():
            reached = {record.action, record.action_detail, "delisting" if word == "Delisted" else ""}
    return f"stage {lower_first(word)}" if reached & set(wanted) - {""} else ""


def _weapons(subscription: Subscription, deal: ArmsDeal) -> str:
    found = [
        weapon.designation or weapon.description or plain(weapon.category)
        for weapon in deal.weapons
        if weapon.category in subscription.categories
        or any(same_weapon(Weapon(wanted), weapon) for wanted in subscription.weapons)
    ]
    return listed(dict.fromkeys(found))


def _measures(record: Sanction) -> tuple[str, ...]:
    return (*record.measures, *record.measures_implied)


def _under(program: str, record: Sanction) -> bool:
    called = _program_names(program)
    return bool(called & {fold(name) for name in (*record.programs, record.list)})


@cache
def _program_names(name: str) -> frozenset[str]:
    """The name with its other names, if it is one that we know."""
    known = [{fold(way) for way in (row["name"], *values(row["aliases"]))} for row in table("programmes")]
    return frozenset({fold(name)}.union(*(ways for ways in known if fold(name) in ways)))


def _lists(subscription: Subscription) -> tuple[tuple[str, ...], ...]:
    s = subscription
    return (s.countries, s.weapons, s.categories, s.measures, s.programs, s.targets, s.stages, s.languages)


@cache
def _called(code: str) -> re.Pattern[str]:
    rows = [row for name in ("countries", "bodies") for row in table(name) if row["code"] == code.upper()]
    columns = ("name", "aliases", "demonyms", "adjectives", "people", "places")
    ways = {way for row in rows for column in columns for way in values(row.get(column, ""))} or {country_name(code)}
    # As written or in a headline's capitals: "us" is no country.
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(way) for way in ways | {way.upper() for way in ways})})(?!\w)")


@cache
def _as_written(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\d)", re.IGNORECASE)
