"""Fixed phrases in a sentence: measures as stated, and laws, orders and resolutions as named."""

from __future__ import annotations

import re
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from embargowatch import lexicon
from embargowatch.reading import Parsed
from embargowatch.reading.document import evidence_of
from embargowatch.reading.gate import lower
from embargowatch.topics.sanctions.draft import Filler, put

ORDER = re.compile(
    r"(?:Executive Orders?|E\.\s?O\.|EO)\s?(?:\((?:E\.\s?O\.|EO|“E\.O\.”)\)\s?)?(?:No\.?\s)?"
    r"\d{5}(?:(?:,|,? and|,? or)\s\d{5})*"
)
RESOLUTION = re.compile(
    r"(?:UNSCRs?|[Rr]esolutions?)\s(?:\(UNSCRs?\)\s)?(?:No\.?\s)?(\d{3,4})\b(?!\))(?:(?:,|,? and)\s(\d{4})\b)*"
)
UN_LIST = re.compile(r"\b1267(?:/\d{4})*\s(?:\w+\s){0,5}(?:[Ll]ist|Committee)")
SPREAD = (
    (
        re.compile(r"\b(?:bann?(?:ed|ing|s)?|bar(?:red|ring|s)?)\s(?:[\w-]+\s){1,4}from\s(?:travel|enter)\w*"),
        "travel_ban",
    ),
    (re.compile(r"\binadmissible\sto\b"), "travel_ban"),
    (
        re.compile(
            r"\b(?:assets|property|funds|money)\b[^.;]{0,170}\s(?:are|is|were|be|been)\s(?:\w+\s)?(?:frozen|blocked)\b"
        ),
        "asset_freeze",
    ),
    (
        re.compile(r"\b(?:freez(?:e|es|ing)|froze|block(?:s|ing|ed)?)\s(?:\w+\s){0,4}(?:assets|property)\b"),
        "asset_freeze",
    ),
)
"""Measures whose words stand apart: "ban the officials from travelling", "property that they hold will be frozen"."""
LABELS = frozenset({"Specially Designated Global Terrorist"})
"""What somebody is called on a list; no programme."""
NUMBER = re.compile(r"\d{3,5}")


@cache
def _phrases() -> tuple[AhoCorasick, tuple[str, ...]]:
    rows = lexicon.table("measures")
    return AhoCorasick([row["phrase"] for row in rows], matchkind=MatchKind.LeftmostLongest), tuple(
        r["measure"] for r in rows
    )


def measures_in(clause: Parsed) -> list[Filler]:
    """The measures that a sentence states."""
    automaton, kinds = _phrases()
    text, found = lower(clause.sentence.text), list[Filler]()
    for which, start, end in automaton.find_matches_as_indexes(text):
        if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
            put(found, kinds[which], clause.evidence(start, end))
    for pattern, measure in SPREAD:
        if (m := pattern.search(text)) is not None:
            put(found, measure, clause.evidence(m.start(), m.end()))
    return found


def programs_in(clause: Parsed) -> list[Filler]:
    """Laws, orders, resolutions and lists that a sentence names; numbered ones by their number."""
    found: list[Filler] = []
    for pattern, form in ((ORDER, "Executive Order {}"), (RESOLUTION, "Resolution {}")):
        for m in pattern.finditer(clause.sentence.text):
            for number in NUMBER.finditer(m[0]):
                put(found, form.format(number[0]), clause.evidence(m.start(), m.end()))
    for m in UN_LIST.finditer(clause.sentence.text):
        put(found, "Resolution 1267", clause.evidence(m.start(), m.end()))
    for mention in clause.known:
        if (
            mention.kind == "programme"
            and mention.name not in LABELS
            and not (mention.form in ("order", "resolution") and mention.name[-4:].isdigit())
        ):
            named = mention.name if mention.form != "resolution" else mention.text
            put(found, named, evidence_of(mention))
    return found


@cache
def programme_rows() -> dict[str, lexicon.Row]:
    return {row["name"]: row for row in lexicon.table("programmes")}
