"""Stories as a person sees them: what they are made of, and which belong together.

    embargowatch stories list                       the newest stories
    embargowatch stories show 7                     its articles, why each is in it, its steps and disagreements
    embargowatch stories merge 7 9                  9 is the same as 7: what told it tells 7
    embargowatch stories split 7 URL …              these articles tell another story; its number
    embargowatch stories official-check             what official sources told and when we did; what none confirms

What a person put together or took apart stays so, also when articles are judged again.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import psycopg2
from psycopg2.extensions import connection

from embargowatch import pipeline, store
from embargowatch.explain.pen import safe
from embargowatch.settings import read_settings
from embargowatch.types import Story

LISTED = 50
SINCE = timedelta(days=30)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One sub-command for each thing that can be done with stories."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="list|show|merge|split|official-check")
    actions.add_parser("list", help="the newest stories")
    actions.add_parser("official-check", help="what official sources told in the last seven days, and whether we did")
    action = actions.add_parser("show", help="what a story is made of")
    action.add_argument("story", type=int, metavar="STORY")
    action = actions.add_parser("merge", help="two stories are one")
    action.add_argument("story", type=int, metavar="STORY", help="the one that stays")
    action.add_argument("other", type=int, metavar="OTHER")
    action.add_argument("--by", default="", help="who says so; default: you")
    action = actions.add_parser("split", help="some articles of a story tell another")
    action.add_argument("story", type=int, metavar="STORY")
    action.add_argument("urls", nargs="+", metavar="URL")
    action.add_argument("--by", default="", help="who says so; default: you")


def run(args: argparse.Namespace) -> int:
    """Exit status 0; 1 with a clear word when the database, the story or a setting is not as it should be."""
    try:
        with closing(store.connect(read_settings().database_url)) as db:
            for line in ACTIONS[args.action](db, args):
                print(safe(line))
        return 0
    except BrokenPipeError:  # whoever reads us has seen enough: the command line's own business
        raise
    except psycopg2.errors.UndefinedTable:
        words = "no tables there yet: run `embargowatch migrate`"
    except (store.DatabaseUnavailable, psycopg2.OperationalError, OSError, ValueError) as error:
        words = " ".join(str(error).split())
    print(f"embargowatch stories {args.action}: {words}", file=sys.stderr)
    return 1


def _list(db: connection, args: argparse.Namespace) -> Iterator[str]:  # noqa: ARG001 - as every action
    for story_id in store.stories_since(db, _now() - SINCE, limit=LISTED):
        if story := store.story(db, story_id):
            yield f"{story.id}  {story.first_seen:%Y-%m-%d}  {story.headline}  ({_counts(story)})"


def _show(db: connection, args: argparse.Namespace) -> Iterator[str]:
    if (story := store.story(db, args.story)) is None:
        raise ValueError(f"there is no story {args.story}")
    yield f"{story.id}  {story.headline}  ({_counts(story)})"
    why = store.reasons_of_story(db, args.story)
    for source in story.sources:
        because = why.get(source.article_id, "")
        yield f"    {source.outlet}: {source.title}{f'  [{because}]' if because else ''}"
        yield f"        {source.url}"
    for step in story.steps:
        day = step.date or "on a day that nobody says"
        yield f"    {step.detail or step.stage} ({step.modality}) {day}, told {step.first_told:%Y-%m-%d}"
    for field in story.disagreements:
        values = "; ".join(f"{each.value} in {len(each.article_ids)}" for each in field.variants)
        yield f"    {field.field}: {values}"


def _counts(story: Story) -> str:
    return f"{len(story.sources)} articles of {story.origins or len(story.sources)} origins"


def _merge(db: connection, args: argparse.Namespace) -> Iterator[str]:
    pipeline.merge_stories(db, args.story, args.other, by=args.by or getpass.getuser(), now=_now())
    yield f"{args.other} is {args.story} now"


def _split(db: connection, args: argparse.Namespace) -> Iterator[str]:
    made = pipeline.split_story(db, args.story, args.urls, by=args.by or getpass.getuser(), now=_now())
    yield f"they tell story {made} now"


def _official_check(db: connection, args: argparse.Namespace) -> Iterator[str]:  # noqa: ARG001 - as every action
    yield "Official sources, the last seven days:"
    for found in store.official_check(db):
        told = f"told after {_long(found['lag'])}" if found["lag"] is not None else found["outcome"]
        yield f"    {found['published']:%Y-%m-%d %H:%M}  {found['outlet']}: {found['title']}  {told}"
    yield "News that no official source has told, the last thirty days:"
    for found in store.unconfirmed_stories(db):
        yield f"    {found['story_id']}  {found['headline']}  for {_long(found['unconfirmed_for'])}"


def _long(lag: timedelta) -> str:
    """ "3 d 4 h", "12 min"."""
    hours, minutes = divmod(int(lag.total_seconds()) // 60, 60)
    days, hours = divmod(hours, 24)
    return f"{days} d {hours} h" if days else f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _now() -> datetime:
    return datetime.now(UTC)


ACTIONS: dict[str, Callable[[connection, argparse.Namespace], Iterator[str]]] = {
    "list": _list,
    "show": _show,
    "merge": _merge,
    "split": _split,
    "official-check": _official_check,
}
