"""What came out, told at the terminal: the stories with their records, the mails, where to look on."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from psycopg2.extensions import connection

from embargowatch.local.home import Home
from embargowatch.local.household import Household
from embargowatch.store import report as stored


@dataclass(frozen=True, slots=True)
class Found:
    """What the database has after a cycle."""

    stories: list[dict[str, Any]]
    """``topic``, ``headline``, ``stage``, ``background``, ``record`` (JSON), ``urls``, ``outlets``."""
    records: int
    failures: list[dict[str, Any]]
    """``url``, ``kind`` and ``reason`` of each entry without a page."""
    articles: list[dict[str, Any]]
    """How many (``n``) articles of each ``status`` and ``reason``."""
    feeds: list[dict[str, Any]]
    """``slug``, ``state`` and ``state_reason`` of each feed that is not well."""
    unfinished: list[dict[str, Any]]
    """``url`` of each entry that is neither an article nor given up with a reason."""


def read(db: connection) -> Found:
    """Ask the database."""
    with db:
        return Found(
            stories=stored.stories_to_report(db),
            records=stored.records_to_report(db),
            failures=stored.failures_to_report(db),
            articles=stored.articles_to_report(db),
            feeds=stored.feeds_to_report(db),
            unfinished=stored.unfinished_to_report(db),
        )


def mails(home: Home) -> list[EmailMessage]:
    """The mails that the catcher has, in the order they came."""
    return [
        email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        for file in sorted((home.inbox / "mails").glob("*.eml"))
    ]


def text(found: Found, caught: list[EmailMessage], household: Household) -> str:
    """The report of a cycle."""
    lines = ["", f"{len(found.stories)} stories, {found.records} records", ""]
    for story in found.stories:
        lines += _story(story)
    lines += ["", "Articles"]
    lines += [
        f"  {row['n']:5} {row['status']}{': ' + row['reason'] if row['reason'] else ''}" for row in found.articles
    ]
    lines += ["", "Entries without a page"] if found.failures else []
    lines += [f"  {row['kind']}: {row['reason']}" for row in found.failures]
    lines += ["", "Sources that we do not see well"] if found.feeds else []
    lines += [f"  {row['slug']}: {row['state']}, {row['state_reason']}" for row in found.feeds]
    lines += ["", f"{len(caught)} mails"]
    lines += [f"  to {mail['To']}: {mail['Subject']}" for mail in caught]
    return "\n".join([*lines, "", addresses(household)])


def addresses(household: Household) -> str:
    """Where to look, and how to log in."""
    rows = [
        ("Airflow", household.base, f"admin / {household.secrets['admin']}"),
        ("", "", f"viewer / {household.secrets['viewer']}"),
        ("Desk", f"{household.base}/embargowatch/", "the same login"),
    ]
    names = {program.name for program in household.programs}
    if "inbox" in names:
        rows.append(("Inbox", f"http://127.0.0.1:{household.ports['inbox']}/", "the mails that were sent"))
    if "newsroom" in names:
        rows.append(("Newsroom", f"http://127.0.0.1:{household.ports['newsroom']}/", "invented news"))
    where = household.database_url if "postgres" in names else "your own,"  # whose password is not for a terminal
    rows.append(("Postgres", where, "schema embargowatch"))
    return "\n".join(f"{name:9} {address}  {note}" for name, address, note in rows)


def _story(story: dict[str, Any]) -> list[str]:
    record = story["record"]
    told = "background" if story["background"] else "news"
    fields = {name: value for name, value in record.items() if value and name not in HIDDEN}
    return [
        f"* {story['headline']}  [{story['topic']}, {told}]",
        *(f"    {name}: {_plain(value)}" for name, value in fields.items()),
        f"    \u201c{record.get('quote', '')}\u201d",
        *(f"    {url}" for url in story["urls"]),
    ]


HIDDEN = frozenset({"type", "evidence", "confidence", "quote", "summary", "background"})


def _plain(value: Any) -> str:
    match value:
        case list():
            return ", ".join(_plain(item) for item in value)
        case dict():
            return " ".join(_plain(part) for part in value.values() if part)
        case _:
            return str(value)
