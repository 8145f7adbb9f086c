"""Whether what came out of the demo is what a person who reads its articles expects (``expected.yaml``).

``differences(stories, mails, failures)`` gives a list of plain sentences, empty when all is as it should be:

- ``stories``: ``topic``, ``headline``, ``background``, ``record`` (JSON as ``analyze`` prints one) and ``urls`` of each
- ``mails``: all mails in the inbox, also those of earlier runs: a second run adds none
- ``failures``: ``url``, ``kind`` and ``reason`` of each entry whose page could not be had
- ``feeds``, if given: ``slug``, ``state`` and ``state_reason`` of each feed that is not well

Articles are compared by the path of their URL. Fields that are not expected by name are not looked at;
of those in ``EXACT`` there may be no more than expected.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from .articles import read_drafts
from .inbox import part

FILE = Path(__file__).parent / "expected.yaml"
EXACT = frozenset({"senders", "target_countries", "suppliers", "recipients"})
_LINK = re.compile(r"http://127\.0\.0\.1:\d+(/[a-z]+/[a-z0-9-]+)")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A story that must be found."""

    name: str
    topic: str
    articles: frozenset[str]
    """Paths."""
    record: Mapping[str, Any]
    told: bool = True
    """False: it is recorded, and nobody gets a mail."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The truth about the demo, as a person wrote it down."""

    stories: tuple[Wanted, ...]
    tolerated: frozenset[str]
    """Articles that also tell of something else, older or smaller: a further story of theirs is no mistake."""
    mails: Mapping[str, Mapping[str, Any]]
    """By address: ``cadence`` and the names of the ``stories``."""
    failures: Mapping[str, str]
    """By path: the kind."""
    feeds: Mapping[str, Sequence[str]]
    """By slug: the states that are right for a feed that is not well."""


def read_expected(file: Path = FILE) -> Expected:
    """The truth from its file."""
    whole = yaml.safe_load(file.read_text(encoding="utf-8"))
    return Expected(
        stories=tuple(
            Wanted(name, row["topic"], frozenset(row["articles"]), row["record"], row.get("told", True))
            for name, row in whole["stories"].items()
        ),
        tolerated=frozenset(whole["tolerated"]),
        mails=whole["mails"],
        failures=whole["failures"],
        feeds=whole["feeds"],
    )


def differences(
    stories: Sequence[Row],
    mails: Sequence[EmailMessage],
    failures: Sequence[Row],
    expected: Expected | None = None,
    feeds: Sequence[Row] | None = None,
) -> list[str]:
    """What is not as expected, one sentence each."""
    expected = expected or read_expected()
    found = [
        *_story_differences(stories, expected),
        *_mail_differences(mails, expected),
        *_failure_differences(failures, expected),
    ]
    return found if feeds is None else [*found, *_feed_differences(feeds, expected)]


def record_differences(found: Row, wanted: Mapping[str, Any]) -> list[str]:
    """How a record (JSON) differs from what is wanted of it."""
    return [
        f"{name} is {_short(found.get(name))}, not {_short(want)}"
        for name, want in wanted.items()
        if not _agrees(found.get(name), want, exact=name in EXACT)
    ]


# --- Stories ------------------------------------------------------------------------------------------


def _story_differences(stories: Sequence[Row], expected: Expected) -> list[str]:
    lines: list[str] = []
    left = list(stories)
    for wanted in expected.stories:
        if (best := _best(left, wanted)) is None:
            lines.append(f"{wanted.name}: no such story")
            continue
        left.remove(best)
        missing = sorted(wanted.articles - _paths(best["urls"]))
        lines += [f"{wanted.name}: {path} does not tell it" for path in missing]
        lines += [f"{wanted.name}: {line}" for line in record_differences(best["record"], wanted.record)]
    on_topic = {path for wanted in expected.stories for path in wanted.articles}
    lines += [_unexpected(story) for story in left if not _harmless(story, on_topic, expected)]
    return lines


def _best(stories: Iterable[Row], wanted: Wanted) -> Row | None:
    """The story that is most likely meant."""
    of_articles = [
        story for story in stories if story["topic"] == wanted.topic and wanted.articles & _paths(story["urls"])
    ]
    return min(of_articles, key=lambda story: _distance(story, wanted), default=None)


def _distance(story: Row, wanted: Wanted) -> tuple[bool, int, int]:
    background_differs = story["background"] != wanted.record.get("background", False)
    return (
        background_differs,
        len(record_differences(story["record"], wanted.record)),
        -len(wanted.articles & _paths(story["urls"])),
    )


def _harmless(story: Row, on_topic: set[str], expected: Expected) -> bool:
    """Background facts in an article about the topic, and what a tolerated article tells besides, are no mistakes."""
    paths = _paths(story["urls"])
    return paths <= expected.tolerated or (story["background"] and paths <= on_topic)


def _unexpected(story: Row) -> str:
    return f"unexpected story: {story['headline']} ({', '.join(sorted(_paths(story['urls'])))})"


def _agrees(found: Any, want: Any, *, exact: bool = False) -> bool:
    match want:
        case dict():
            return isinstance(found, Mapping) and all(_agrees(found.get(name), value) for name, value in want.items())
        case list():
            items = found or []
            each = all(any(_agrees(item, one) for item in items) for one in want)
            return each and (not exact or len(items) == len(want))
        case str() if isinstance(found, Mapping):
            return _agrees(found.get("name") or found.get("designation"), want)
        case str():
            return isinstance(found, str) and _same_words(found, want)
        case bool() | None:
            return bool(found) == bool(want)
        case _:
            return found is not None and float(found) == float(want)


def _same_words(found: str, want: str) -> bool:
    """Codes must be equal; a name may come with a title or a company's legal form."""
    found, want = found.casefold(), want.casefold()
    return found == want or (len(want) > 4 and (want in found or (len(found) > 4 and found in want)))


# --- Mails, failures, feeds ---------------------------------------------------------------------------


def _mail_differences(mails: Sequence[EmailMessage], expected: Expected) -> list[str]:
    lines = [
        f"{n} mails have the same Message-ID {message_id}"
        for message_id, n in Counter(str(mail["Message-ID"]) for mail in mails).items()
        if n > 1
    ]
    by_address: dict[str, list[EmailMessage]] = {address: [] for address in expected.mails}
    for mail in mails:
        by_address.setdefault(parseaddr(str(mail["To"]))[1], []).append(mail)
    for address, theirs in by_address.items():
        wanted = expected.mails.get(address)
        lines += _inbox_differences(address, theirs, wanted, expected) if wanted else [f"{address} is no subscriber"]
    return lines


def _inbox_differences(
    address: str, mails: Sequence[EmailMessage], wanted: Mapping[str, Any], expected: Expected
) -> list[str]:
    stories = [story for story in expected.stories if story.name in wanted["stories"]]
    daily = wanted["cadence"] == "daily"
    n_wanted = 1 if daily else len(stories)
    linked = {path for mail in mails for path in _links(mail)}
    # A digest also lists the articles about a topic in which the machine found no record.
    allowed = {path for story in expected.stories if daily or story in stories for path in story.articles}
    lines = [f"{address} got {len(mails)} mails, not {n_wanted}"] if len(mails) != n_wanted else []
    lines += [f"{address} was not told {story.name}" for story in stories if not story.articles & linked]
    lines += [f"{address} was told of {path}" for path in sorted(linked - allowed)]
    return lines


def _links(mail: EmailMessage) -> set[str]:
    """Paths of the newsroom's articles that the mail links to."""
    drafts = read_drafts()
    return {path for kind in ("plain", "html") for path in _LINK.findall(part(mail, kind)) if path in drafts}


def _failure_differences(failures: Sequence[Row], expected: Expected) -> list[str]:
    found = {urlsplit(row["url"]).path: row for row in failures}
    lines = [f"{path} should have failed ({kind})" for path, kind in expected.failures.items() if path not in found]
    for path, row in found.items():
        wanted = expected.failures.get(path)
        if wanted is None:
            lines.append(f"{path} failed: {row['kind']}, {row['reason']}")
        elif wanted != row["kind"]:
            lines.append(f"{path} failed as {row['kind']}, not {wanted}: {row['reason']}")
    return lines


def _feed_differences(feeds: Sequence[Row], expected: Expected) -> list[str]:
    found = {row["slug"]: row["state"] for row in feeds}
    lines = [
        f"feed {slug} should be seen as {' or '.join(want)}"
        for slug, want in expected.feeds.items()
        if slug not in found
    ]
    for slug, state in found.items():
        if state not in expected.feeds.get(slug, ()):
            lines.append(f"feed {slug} is {state}")
    return lines


def _paths(urls: Iterable[str]) -> set[str]:
    return {urlsplit(url).path for url in urls}


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) < 200 else f"{text[:200]}…"
