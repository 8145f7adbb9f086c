"""Who is told what: every subscription, what one would send, and what to be silent about.

    embargowatch subscriptions list                                every subscription and how it is doing
    embargowatch subscriptions test desk@example.org               what it would have sent over the last 30 days
    embargowatch subscriptions test --file block.yaml              the same of a block that is not saved yet
    embargowatch subscriptions mute desk@example.org --story 7     no more of one story
    embargowatch subscriptions mute desk@example.org --until 2026-12-01
    embargowatch subscriptions unmute desk@example.org

Instead of an address its number (see `list`) names one subscription alone. `test` sends nothing and saves nothing; it
takes each story as it stands today.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg2
from psycopg2.extensions import connection

from embargowatch import store
from embargowatch.alert import follows, is_muted, is_urgent, matches_everything, n_mails, rehearse
from embargowatch.alert.rehearsal import Rehearsed
from embargowatch.explain.pen import safe
from embargowatch.mail import feed_url
from embargowatch.settings import Settings, read_settings
from embargowatch.store import KnownSubscription
from embargowatch.subscribers_file import parse_subscribers
from embargowatch.types import Story, Subscription
from embargowatch.words import count, headline, moment, one_line

MOST_STORIES = 5000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One sub-command for each thing that can be done with subscriptions."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="list|test|mute|unmute")
    action = actions.add_parser("list", help="every subscription, what it follows and how it is doing")
    action.add_argument("--json", action="store_true", help="one JSON array instead of a table")
    action = actions.add_parser("test", help="what a subscription would have sent, and held and why; sends nothing")
    action.add_argument("who", nargs="?", default="", metavar="ADDRESS", help="or the number of one subscription")
    action.add_argument("--file", default="", metavar="FILE", help="a block of subscribers.yaml; - is standard input")
    action.add_argument("--days", type=int, default=30, help="default: 30")
    action.add_argument("--json", action="store_true", help="one JSON object a subscription instead of words")
    for name, words in (("mute", "send nothing of a story, or nothing until a day"), ("unmute", "the reverse")):
        action = actions.add_parser(name, help=words)
        action.add_argument("who", metavar="ADDRESS", help="or the number of one subscription")
        action.add_argument("--story", type=int, metavar="N", help="the story's number, as in its address on the desk")
        if name == "mute":
            action.add_argument("--until", type=date.fromisoformat, metavar="DAY", help="YYYY-MM-DD, first day of mail")


def run(args: argparse.Namespace) -> int:
    """Exit status 0; 1 with a clear word when the database, the block or a setting is not as it should be."""
    try:
        settings = read_settings()
        with closing(store.connect(settings.database_url)) as db:
            return ACTIONS[args.action](db, settings, args)
    except BrokenPipeError:  # whoever reads us has seen enough: the command line's own business
        raise
    except psycopg2.errors.UndefinedTable:
        words = "no tables there yet: run `embargowatch migrate`"
    except (store.DatabaseUnavailable, psycopg2.OperationalError, OSError, ValueError) as error:
        words = " ".join(str(error).split())
    print(f"embargowatch subscriptions {args.action}: {words}", file=sys.stderr)
    return 1


def _list(db: connection, settings: Settings, args: argparse.Namespace) -> int:
    counts = store.subscription_counts(db)
    listed = [_row(known, counts.get(known.subscription.id or 0, {}), settings) for known in store.subscriptions_of(db)]
    if args.json:
        print(json.dumps(listed, ensure_ascii=False, indent=2, default=str))
        return 0
    for row in listed:
        print(
            safe(f"{row['id']:>4}  {row['email']}{' (' + row['label'] + ')' if row['label'] else ''}: {row['state']}")
        )
        print(safe(f"      {row['cadence']} by {row['channel']}: {row['follows']}"))
        print(f"      {row['waiting']} waiting, {row['sent']} sent, {row['held']} held, {row['dead']} given up; "
              f"last mail {row['last_sent']}")  # fmt: skip
        if row["feed"]:
            print(f"      {row['feed']}")
    for fault in store.subscription_faults(db):
        print(safe(f"!     {fault['fault']}"))
    return 0


def _row(known: KnownSubscription, counts: dict[str, Any], settings: Settings) -> dict[str, Any]:
    one = known.subscription
    muted = f"muted until {moment(one.muted_until)}" if is_muted(one, datetime.now(UTC)) else "on"
    return {
        "id": one.id,
        "email": one.email,
        "label": one.label,
        "state": muted if known.enabled else "off",
        "cadence": one.cadence,
        "channel": one.channel,
        "follows": follows(one),
        "feed": feed_url(one, settings.desk_url) if settings.feeds_of_alerts and known.enabled else "",
        "matches_everything": matches_everything(one),
        "muted_stories": list(one.muted_stories),
        **{name: counts.get(name, 0) for name in ("waiting", "sent", "held", "dead")},
        "last_sent": moment(counts["last_sent"]) if counts.get("last_sent") else "never",
    }


def _test(db: connection, settings: Settings, args: argparse.Namespace) -> int:
    subscriptions = _from_file(args.file) if args.file else [known.subscription for known in _known(db, args.who)]
    since = datetime.now(UTC) - timedelta(days=args.days)
    ids = store.stories_since(db, since, limit=MOST_STORIES)
    stories = [story for story_id in ids if (story := store.story(db, story_id))]
    for one in subscriptions:
        rehearsed = rehearse(one, stories, fresh_hours=settings.fresh_hours)
        if args.json:
            print(json.dumps(_as_json(one, rehearsed), ensure_ascii=False))
        else:
            print("\n".join(map(safe, _as_words(one, rehearsed, args.days))))
    if len(ids) == MOST_STORIES:
        print(f"only the newest {MOST_STORIES:,} stories were looked at", file=sys.stderr)
    return 0


def _from_file(name: str) -> Sequence[Subscription]:
    text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    found = parse_subscribers(text, name)
    for fault in found.faults:
        print(f"embargowatch subscriptions test: {fault}", file=sys.stderr)
    if not found.subscriptions:
        raise ValueError(f"{name} has no subscription that can be used")
    return found.subscriptions


def _known(db: connection, who: str) -> Sequence[KnownSubscription]:
    if not who:
        raise ValueError("whose? Give an address, or a block with --file")
    if not (found := store.subscriptions_of(db, who)):
        raise ValueError(f"there is no subscription of {who}: `embargowatch subscriptions list` shows all")
    return found


def _as_json(one: Subscription, rehearsed: Sequence[Rehearsed]) -> dict[str, Any]:
    return {
        "email": one.email,
        "label": one.label,
        "follows": follows(one),
        "matches_everything": matches_everything(one),
        "mails": n_mails(one, rehearsed),
        "stories": [
            {
                "id": each.story.id,
                "headline": _headline(each.story),
                "when": None if each.held else each.when.isoformat(),
                "why": each.why,
                "urgent": is_urgent(each.story),
                "held": each.held,
                "note": each.note,
            }
            for each in rehearsed
        ],
    }


def _as_words(one: Subscription, rehearsed: Sequence[Rehearsed], days: int) -> list[str]:
    sent, held = [r for r in rehearsed if not r.held], [r for r in rehearsed if r.held]
    lines = [f"{one.email}{f' ({one.label})' if one.label else ''}: {one.cadence}, {follows(one)}"]
    if matches_everything(one):
        lines.append("Nothing narrows it: every story is told.")
    for each in sent:
        note = f" [{each.note}]" if each.note else ""
        lines.append(f"  {each.when.astimezone(UTC):%Y-%m-%d %H:%M}  {_headline(each.story)}  ({each.why}){note}")
    if held:
        lines.append("Not sent:")
        lines += [f"  {_headline(each.story)}  ({each.held})" for each in held]
    kinds = Counter(each.held.partition(":")[0] for each in held)
    because = f": {', '.join(f'{n} {kind}' for kind, n in kinds.most_common())}" if held else ""
    said = f"{count(len(sent), 'story')} in {count(n_mails(one, rehearsed), 'mail')}"
    return [*lines, f"{days} days: {said}; {len(held)} not sent{because}"]


def _headline(story: Story) -> str:
    return one_line(headline(story.headline, story.record, 140))


def _mute(db: connection, settings: Settings, args: argparse.Namespace) -> int:  # noqa: ARG001 - as every action
    if (args.story is None) == (args.until is None):
        raise ValueError("what? Either --story N or --until DAY")
    with store.transaction(db):
        for known in _known(db, args.who):
            one = known.subscription
            if args.story is None:
                until = datetime.combine(args.until, time(0), ZoneInfo(one.timezone))
                store.mute_subscription(db, one.id or 0, until)
                print(f"{one.email}: nothing until {moment(until)}; what waits comes then")
            else:
                new = store.mute_story(db, one.id or 0, args.story, now=datetime.now(UTC))
                if not new and args.story not in one.muted_stories:
                    raise ValueError(f"there is no story {args.story}")
                print(f"{one.email}: no more of story {args.story}")
    return 0


def _unmute(db: connection, settings: Settings, args: argparse.Namespace) -> int:  # noqa: ARG001 - as every action
    with store.transaction(db):
        for known in _known(db, args.who):
            one = known.subscription
            if args.story is None:
                store.mute_subscription(db, one.id or 0, None)
                print(f"{one.email}: mails again; muted stories stay muted")
            elif store.unmute_story(db, one.id or 0, args.story):
                print(f"{one.email}: story {args.story} is told again")
            else:
                print(f"{one.email}: story {args.story} was not muted")
    return 0


ACTIONS: dict[str, Callable[[connection, Settings, argparse.Namespace], int]] = {
    "list": _list, "test": _test, "mute": _mute, "unmute": _unmute,
}  # fmt: skip
