"""Sources: what an address gives before you add it, how each source is doing, and lists from other programs.

    embargowatch feeds check https://ministry.example/news    everything about an address, with lines for feeds.yaml
    embargowatch feeds add https://ministry.example/rss       the same, and the lines are written into feeds.yaml
    embargowatch feeds list --bad                             the sources that need a look, and why
    embargowatch feeds import subscriptions.opml              the sources of an OPML file that are not there yet
    embargowatch feeds export > sources.opml                  all sources as OPML 2.0

`check` asks with our own honest user agent, and says which form a server wants that refuses it. It recognises RSS,
Atom, RDF, JSON Feed and news sitemaps; of a page it tries the feeds that the page names, and proposes CSS selectors
from the rows that repeat in it. Nothing is saved. `embargowatch feeds ACTION --help` says more of each.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

from embargowatch.checking import Checked, check
from embargowatch.cli import feeds_listed
from embargowatch.cli.feeds_checked import as_json, as_words
from embargowatch.feeds_file import FeedsFileError, append, read_feeds
from embargowatch.opml import OpmlError, read_opml, slug_of, write_opml
from embargowatch.sandbox import Sandbox
from embargowatch.settings import Settings, read_settings
from embargowatch.types import Feed, Tier
from embargowatch.web import Web
from embargowatch.web.addresses import bad_url


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One sub-command for each thing that can be done with sources."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="check|list|import|export|add")
    for name, words in (
        ("check", "try an address as a source and say everything; exit status 1 when it cannot be one"),
        ("add", "try an address, and if it can be a source, write it into feeds.yaml (EMBARGOWATCH_FEEDS)"),
    ):
        action = actions.add_parser(name, help=words, description=words)
        action.add_argument("url", metavar="URL", help="of a feed, a news sitemap, or a page")
        action.add_argument("--json", action="store_true", help="one JSON object instead of words")
        if name == "add":
            action.add_argument("--slug", default="", help="its name for the machine (default: made from its title)")
            action.add_argument("--name", default="", help="its name for people (default: its title)")
            action.add_argument(
                "--tier", choices=get_args(Tier), help="default: official for a government, else general"
            )
            action.add_argument("--group", default="", help="for people")
    words = "every source with its state, why, since when, its newest item and its last error"
    action = actions.add_parser("list", help=words, description=words)
    action.add_argument("--json", action="store_true", help="one JSON array instead of a table")
    action.add_argument("--bad", action="store_true", help="only those that need a look")
    words = "add the sources of an OPML file that feeds.yaml does not have, by address, and say which were left out"
    action = actions.add_parser("import", help=words, description=words)
    action.add_argument("file", metavar="FILE", help="an OPML file, - for standard input")
    action.add_argument("--dry-run", action="store_true", help="say what would be added, and leave feeds.yaml alone")
    words = "all sources of feeds.yaml as OPML 2.0; a later import gives the same list"
    action = actions.add_parser("export", help=words, description=words)
    action.add_argument("file", nargs="?", default="-", metavar="FILE", help="default: standard output")


def run(args: argparse.Namespace) -> int:
    """Exit status 0; 1 when the source cannot be used, or a file or setting is not as it should be."""
    try:
        return ACTIONS[args.action](args, read_settings())
    except BrokenPipeError:  # whoever reads us has seen enough: the command line's own business
        raise
    except (FeedsFileError, OpmlError, OSError, ValueError) as error:
        print(f"embargowatch feeds {args.action}: {error}", file=sys.stderr)
        return 1


def _check(args: argparse.Namespace, settings: Settings) -> int:
    checked = _checked(args.url, settings)
    print(json.dumps(as_json(checked), ensure_ascii=False, indent=2) if args.json else as_words(checked))
    return 0 if checked.feed else 1


def _add(args: argparse.Namespace, settings: Settings) -> int:
    checked = _checked(args.url, settings)
    print(json.dumps(as_json(checked), ensure_ascii=False, indent=2) if args.json else as_words(checked))
    if checked.feed is None:
        raise ValueError("nothing was added: it cannot be a source as it stands")
    known = read_feeds(settings.feeds)
    if clash := next((feed for feed in known if feed.url == checked.feed.url), None):
        raise ValueError(f"nothing was added: {clash.slug} has this address already")
    feed = replace(
        checked.feed, group=args.group, tier=args.tier or checked.feed.tier, name=args.name or checked.feed.name
    )
    feed = replace(feed, slug=args.slug or slug_of(feed.name, feed.url, {each.slug for each in known}))
    append(settings.feeds, [feed])
    print(f"{feed.slug} was written into {settings.feeds}", file=sys.stderr)
    return 0


def _checked(url: str, settings: Settings) -> Checked:
    url = url if "://" in url else f"https://{url}"
    if fault := bad_url(url):
        raise ValueError(fault)
    with Sandbox(cpu_s=30.0) as sandbox:
        return check(url, Web(settings), sandbox, settings, datetime.now(UTC))


def _list(args: argparse.Namespace, settings: Settings) -> int:
    listed = feeds_listed.listed(settings)
    if args.bad:
        listed = [each for each in listed if each["enabled"] and each["state"] not in feeds_listed.GOOD]
    print(json.dumps(listed, ensure_ascii=False, indent=2) if args.json else feeds_listed.table(listed))
    return 0


def _import(args: argparse.Namespace, settings: Settings) -> int:
    data = sys.stdin.buffer.read() if args.file == "-" else Path(args.file).read_bytes()
    feeds, faults = read_opml(data)
    known = read_feeds(settings.feeds) if settings.feeds.exists() else ()
    new = _renamed([feed for feed in feeds if feed.url not in {each.url for each in known}], known)
    for fault in faults:
        print(f"left out: {fault}", file=sys.stderr)
    if new and not args.dry_run:
        append(settings.feeds, new)
    for feed in new:
        print(f"{feed.slug}\t{feed.url}")
    told = "would be added to" if args.dry_run else "were added to"
    there = len(feeds) - len(new)
    print(
        f"{len(new)} sources {told} {settings.feeds}, {there} were there already, {len(faults)} left out",
        file=sys.stderr,
    )
    return 0


def _renamed(new: list[Feed], known: tuple[Feed, ...]) -> list[Feed]:
    """The new sources, none with a slug that is taken."""
    taken = {feed.slug for feed in known}
    renamed = []
    for feed in new:
        renamed.append(replace(feed, slug=slug_of(feed.slug, feed.url, taken)))
        taken.add(renamed[-1].slug)
    return renamed


def _export(args: argparse.Namespace, settings: Settings) -> int:
    opml = write_opml(read_feeds(settings.feeds))
    if args.file == "-":
        sys.stdout.buffer.write(opml)
    else:
        Path(args.file).write_bytes(opml)
    return 0


ACTIONS: dict[str, Callable[[argparse.Namespace, Settings], int]] = {
    "check": _check, "add": _add, "list": _list, "import": _import, "export": _export,
}  # fmt: skip
