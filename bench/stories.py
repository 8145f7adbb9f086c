"""How well articles are grouped into stories, beside title overlap and TF-IDF, and what one more article costs.

    ./run bench stories [--errors [SET]] [--articles 10000,100000,1000000] [--alone]

The articles and which events they tell are in tests/data/events; `open` is what rules are made with, `held` is not.
They are grouped as `embargowatch group` does it. Precision and recall are of pairs of articles that share a story;
B-cubed is its extension to articles in several stories; an article that tells nothing is a group of its own, and two
that only recall one event are not a pair. The baselines' F1 is of pairs. For the scale, Postgres is filled with
articles and stories (20 to 1), and fifty of the articles here are linked to them, one at a time, by the pipeline's
stage (not with --alone).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from embargowatch.cli.group import group_lines
from storylines.baselines import TITLES_ALIKE, Article, by_text, by_title
from storylines.measures import Grouping, bcubed, pairwise, together
from storylines.scale import curve, median_ms

EVENTS = Path(__file__).parent.parent / "tests" / "data" / "events"
SETS = ("open", "held")
SIZES = "10000,100000,1000000"
LINKED = 50
"""Articles that are linked, one at a time, at each size."""


class Told(NamedTuple):
    """Articles, and which events each tells (right) and recalls."""

    articles: list[Article]
    right: dict[str, frozenset[str]]
    recalled: dict[str, frozenset[str]]

    def of(self, name: str) -> Told:
        """Those of one set alone."""
        ids = {article["id"] for article in _rows(f"{name}.articles")}
        return Told(
            [article for article in self.articles if article["id"] in ids],
            {id_: events for id_, events in self.right.items() if id_ in ids},
            {id_: events for id_, events in self.recalled.items() if id_ in ids},
        )


def read() -> Told:
    articles = [article for name in SETS for article in _rows(f"{name}.articles")]
    labels = [label for name in SETS for label in _rows(f"{name}.labels")]
    return Told(
        articles,
        {label["id"]: frozenset(label["events"]) for label in labels},
        {label["id"]: frozenset(label["background"]) for label in labels},
    )


def _rows(name: str) -> list[Any]:
    return [json.loads(line) for line in (EVENTS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def group(articles: Sequence[Article]) -> Grouping:
    """The stories of each article, as the command line finds them."""
    given = [{key: article[key] for key in ("id", "title", "text", "url", "published")} for article in articles]
    return {found["id"]: frozenset(found["stories"]) for found in group_lines(json.dumps(row) for row in given)}


def print_accuracy(name: str, told: Told, found: Grouping) -> dict[str, float]:
    """A line of the table, and the numbers in it."""
    ours = {article["id"]: found[article["id"]] for article in told.articles}
    pairs, b3 = pairwise(ours, told.right), bcubed(ours, told.right)
    stories, events = (len(frozenset().union(*each.values())) for each in (ours, told.right))
    print(
        f"{name:<14} {len(ours):>8} {events:>6} {stories:>7}"
        f" {pairs.precision:>10.3f} {pairs.recall:>7.3f} {pairs.f1:>7.3f} {b3.precision:>7.3f} {b3.recall:>7.3f}"
        f" {b3.f1:>7.3f}"
    )
    return {"pair_precision": pairs.precision, "pair_recall": pairs.recall, "pair_f1": pairs.f1, "bcubed_f1": b3.f1}


def accuracy(told: Told) -> tuple[dict[str, float], Grouping]:
    print(f"{'':<14} articles events stories  precision  recall      F1   B3 pr   B3 re   B3 F1")
    found = group(told.articles)
    all_ = print_accuracy("ours", told, found)
    for name in SETS:
        part = told.of(name)
        print_accuracy(f"  {name}", part, found)
    jaccard = print_accuracy(f"titles {TITLES_ALIKE}", told, by_title(told.articles))
    grouped, threshold = by_text(told.articles, told.right)
    tfidf = print_accuracy(f"TF-IDF {threshold}", told, grouped)
    measured = {name: all_[name] for name in ("pair_precision", "pair_recall", "bcubed_f1")}
    return {**measured, "jaccard_f1": jaccard["pair_f1"], "tfidf_f1": tfidf["pair_f1"]}, found


def print_errors(told: Told, found: Grouping) -> None:
    """Pairs that were put together and should not have been, and pairs that were missed."""
    right = together(told.right)
    ours = together({article["id"]: found[article["id"]] for article in told.articles})
    _print_pairs("put together, and different events", ours - right, told)
    _print_pairs("one event, and not put together", right - ours, told)


def _print_pairs(heading: str, pairs: Iterable[tuple[str, str]], told: Told) -> None:
    listed = sorted(pairs, key=lambda pair: (sorted(told.right[pair[0]]), sorted(told.right[pair[1]]), pair))
    titles = {article["id"]: f"{article['outlet']}: {article['title']}" for article in told.articles}
    print(f"\n{len(listed)} pairs {heading}")
    for a, b in listed:
        for id_ in (a, b):
            events = [*sorted(told.right[id_]), *(f"({event})" for event in sorted(told.recalled[id_]))]
            print(f"    {', '.join(events) or '-':<34} {titles[id_][:100]}")
        print()


def scale(told: Told, sizes: Sequence[int]) -> dict[str, float]:
    """A line of the curve for each number of articles that are stored."""
    articles = told.articles[:LINKED]
    right = {article["id"]: told.right[article["id"]] for article in articles}
    print("\n   stored  linking one more, ms: median  9 in 10    most   precision  recall  strays")
    medians = {}
    for point in curve(articles, sizes):
        ordered = sorted(point.seconds)
        median, ninth, most = median_ms(ordered), 1000 * ordered[len(ordered) * 9 // 10], 1000 * ordered[-1]
        pairs = pairwise(point.found, right)
        medians[f"link_ms_median_{_short(point.size)}"] = median
        print(
            f"{point.size:>9,} {median:>29.1f} {ninth:>8.1f} {most:>7.1f} {pairs.precision:>11.3f} {pairs.recall:>7.3f}"
            f" {point.strays:>7}",
            flush=True,
        )
    return medians


def _short(size: int) -> str:
    return f"{size // 1_000_000}m" if size >= 1_000_000 else f"{size // 1_000}k"


def main() -> int:
    """Measure, print the tables and one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--errors", nargs="?", choices=SETS, const="open", help="list the pairs of a set that are wrong or missing"
    )
    parser.add_argument("--articles", default=SIZES, help="how many are stored already; several numbers give a curve")
    parser.add_argument("--alone", action="store_true", help="without the scale")
    args = parser.parse_args()
    told = read()
    measured, found = accuracy(told)
    if args.errors:
        print_errors(told.of(args.errors), found)
    if not args.alone:
        measured |= scale(told, [int(size) for size in args.articles.split(",")])
    print(json.dumps({name: round(number, 3) for name, number in measured.items()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
