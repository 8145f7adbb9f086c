"""What each part of the judging brings: the accuracy when it is taken out, all else being the same.

    ./run bench ablation [PATH …] [--texts PATH …] [--markdown docs/accuracy.md]

PATH and --texts are those of `./run evaluate`; without PATH the shipped set is taken. Parts are taken out from here,
by putting something empty in their place: the product has no switches for it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from spacy.tokens import Doc

from embargowatch import classify
from embargowatch.cli import analyze
from embargowatch.cli.evaluate import SHIPPED, places, results
from embargowatch.evaluate import LabelledSet, measure, read_sets
from embargowatch.evaluate.page import with_section
from embargowatch.evaluate.tables import Table, as_markdown, as_text
from embargowatch.reading import nlp, read
from embargowatch.topics import arms_deals, sanctions
from embargowatch.topics.sanctions import merge
from embargowatch.types import Article, Verdict

STRONG = 0.4
"""Weight of a keyword that is believed alone."""
KEYS = tuple(
    key
    for topic, kind in (("sanctions", "sanction"), ("arms_deals", "arms_deal"))
    for key in (f"topic.{topic}", f"core.{kind}", f"main.{kind}", f"slots.{kind}")
)


def keywords(article: Article) -> tuple[Verdict, ...]:
    """About a topic when one of its strong keywords is there."""
    strong = {cue.topic for cue in read(article).cues if cue.weight >= STRONG}
    return tuple(Verdict(topic.name, topic.name in strong, float(topic.name in strong)) for topic in classify.TOPICS)


def flat(texts: Iterable[str]) -> list[Doc]:
    """Sentences as spaCy tags them, each word hanging on the one before it."""
    return [_flat(doc) for doc in PARSE(texts)]


PARSE = nlp.parse


def _flat(doc: Doc) -> Doc:
    return Doc(
        doc.vocab,
        words=[t.text for t in doc],
        spaces=[bool(t.whitespace_) for t in doc],
        tags=[t.tag_ for t in doc],
        pos=[t.pos_ for t in doc],
        morphs=[str(t.morph) for t in doc],
        heads=[max(0, t.i - 1) for t in doc],
        deps=["dep" if t.i else "ROOT" for t in doc],
    )


SETTLE = sanctions.settle


def all_news(document: Any, drafts: list[Any]) -> list[Any]:
    kept = SETTLE(document, drafts)
    for draft in kept:
        draft.news = True
    return kept


Swap = tuple[Any, str, Callable[..., Any]]
PARTS: dict[str, tuple[Swap, ...]] = {
    "all parts": (),
    "keywords alone": ((classify, "judge", keywords), (analyze, "extract", lambda _: ())),
    "without syntax": ((nlp, "parse", flat),),
    "without merging": (
        (merge, "_same_event", lambda *_: False),
        (arms_deals, "groups_of", lambda found: [[draft] for draft in found]),
    ),
    "without news or background": ((sanctions, "settle", all_news), (arms_deals, "is_news", lambda *_: True)),
    "without the rest of the article": (
        (sanctions, "complete", lambda *_: None),
        (arms_deals, "completed", lambda _, found: [replace(draft) for draft in found]),
    ),
    "without the named traps": (
        (sanctions, "trap", lambda _: ("", ())),
        (sanctions.judge.__globals__, "trap", lambda _: ("", ())),
        (arms_deals.judge.__globals__, "traps", lambda _: ()),
    ),
}
"""What is put in the place of what."""


@contextmanager
def without(part: str) -> Iterator[None]:
    """Judging without one of PARTS."""
    with ExitStack() as stack:
        for where, name, stand_in in PARTS[part]:
            if isinstance(where, dict):
                stack.enter_context(patch.dict(where, {name: stand_in}))
            else:
                stack.enter_context(patch.object(where, name, stand_in))
        classify.reading.cache_clear()
        yield
    classify.reading.cache_clear()


def row(found: LabelledSet, part: str) -> tuple[str, ...]:
    """The F1 of each of KEYS and the share of articles with a false record."""
    with without(part):
        said = measure(found.labels, results(found))
    false = said.false_records / said.without_records if said.without_records else 0.0
    return (part, *(f"{said.counts[key].f1:.3f}" for key in KEYS), f"{false:.1%}")


def ablation(found: LabelledSet) -> Table:
    names = ("topic", "core", "main", "slots")
    columns = ("", *(f"{name}, {topic}" for topic in ("sanctions", "arms") for name in names), "false records")
    title = f"what each part brings, on {found.name} ({len(found.labels)} articles, F1)"
    return Table(title, columns, tuple(row(found, part) for part in PARTS))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, default=[SHIPPED])
    parser.add_argument("--texts", nargs="+", type=Path, default=[])
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="renew the sets' ablation sections in this page")
    args = parser.parse_args()
    for found in (one for path in args.paths for one in read_sets(path, args.texts or places()) if one.labels):
        table = ablation(found)
        print(as_text(table), end="\n\n")
        if args.markdown:
            page = with_section(args.markdown.read_text("utf-8"), f"ablation {found.name}", as_markdown(table))
            args.markdown.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
