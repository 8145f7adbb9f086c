"""What an article names, and how much of it each is: two tellings of one development name the same things."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from embargowatch.lexicon import table
from embargowatch.link.names import COMPANY_FORMS, folded
from embargowatch.reading.money import amounts
from embargowatch.reading.names import Hit, find
from embargowatch.reading.numbers import number_of

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
CAPITALISED = re.compile(r"[^\W\d_a-z][\w’'-]{1,40}(?: (?:(?:al|el|bin|de|van|von|of) )?[^\W\d_a-z][\w’'-]{1,40}){0,5}")
DESIGNATOR = re.compile(r"(?<![\w-])(?=[\w/-]{2,12}(?![\w]))[A-Z]{1,5}[a-z]{0,3}[-/]?\d{1,4}[A-Z]{0,3}(?![\w])")
QUANTITY = re.compile(r"(?<![\w.,$€£¥/-])(\d{1,3}(?:,\d{3})+|\d{1,6})(?![\w%]|[.,]\d|/\d)")
REFERENCE = re.compile(
    r"(?:Transmittal (?:No\.? |Number )?|Transmittal No\. )(?P<dsca>\d{2}-\d{2,3})"
    r"|(?:Regulation|Decision)s? (?:\((?:EU|CFSP)\) )?(?P<eu>\d{4}/\d{2,4})"
    r"|(?P<package>\d{1,2})(?:st|nd|rd|th)(?: EU)?(?: sanctions)? (?:package|round of sanctions)\b"
    r"|(?:General|Specific) Licen[cs]e (?:No\.? |Number )?(?P<licence>\d{1,3}[A-Z]{0,2})\b"
)
LEAD = 320
"""Code points at the head of the text that say what the news is."""
MOST = {"countries": 10, "systems": 12, "names": 40, "numbers": 24, "amounts": 8, "words": 90, "lead": 30}
"""How many of each are kept: what weighs most."""
DULL = 0.1
"""Words less rare than this say nothing of what an article is about."""
LONGEST = 12_000
"""Code points that are read: a long analysis names everything."""
RARE = 5.0
"""Articles in a thousand, of a word that is not in the table."""
CALENDAR = frozenset(
    WORD.findall(
        "january february march april may june july august september october november december jan feb mar apr jun jul "
        "aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mr mrs ms dr sir"
    )
)
"""Days, and forms of address: no part of a name."""
YEARS = range(1900, 2101)

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Profile:
    """Names, numbers and words of an article, each with how much of the article it is (title and lead count more)."""

    countries: Weights = field(default_factory=dict)
    systems: Weights = field(default_factory=dict)
    names: Weights = field(default_factory=dict)
    """People, companies, ships, programmes and places, folded, in their longest form."""
    numbers: Weights = field(default_factory=dict)
    amounts: Weights = field(default_factory=dict)
    """Money as "3600000000 USD"."""
    words: Weights = field(default_factory=dict)
    lead: Weights = field(default_factory=dict)
    """Words and figures of the title and the first sentences."""
    references: frozenset[str] = frozenset()
    """Official numbers of an action."""


def profile(title: str, text: str) -> Profile:
    """The profile of an article; empty for an empty one."""
    body = text[:LONGEST]
    lead = body.rfind(" ", 0, LEAD) if len(body) > LEAD else len(body)
    parts = [part for part in ((title, 3.0), (body[:lead], 2.0), (body[lead:], 1.0)) if part[0]]
    found: dict[str, dict[str, float]] = {name: defaultdict(float) for name in MOST}
    shouting = title.isupper()
    for part, weight in parts:
        _read_part(part, weight, found, names=not (shouting and part == title))
    for word in _telling_words(f"{title} {body[:lead]}"):
        found["lead"][stem(word)] = rarity(word)
    found["names"] = _longest_forms(found["names"])
    kept = {name: _most(weights, MOST[name]) for name, weights in found.items()}
    return Profile(**kept, references=frozenset(_references(f"{title}\n{body}")))


def profile_from_json(found: Mapping[str, Any]) -> Profile:
    """The profile whose fields these are."""
    return Profile(**{**found, "references": frozenset(found["references"])})


@cache
def rarity(word: str) -> float:
    """0 for a word of every article to 1 for one of hardly any."""
    share = max(_rarities().get(word, RARE), _rarities().get(stem(word), RARE)) / 1000
    return 0.0 if word in CALENDAR else max(0.0, math.log(share) / math.log(RARE / 1000))


@cache
def _rarities() -> Mapping[str, float]:
    return {row["word"]: float(row["per_thousand"]) for row in table("word_rarity")}


def _read_part(part: str, weight: float, found: Mapping[str, dict[str, float]], *, names: bool) -> None:
    hits = find(part)
    for kind, item, share in _known(hits):
        found[kind][item] += weight * share
    known = [(hit.start, hit.end) for hit in hits]
    for match in DESIGNATOR.finditer(part):
        if not _inside(match.start(), known):
            found["systems"][_plain(match[0])] += weight
    for amount in amounts(part):
        found["amounts"][f"{int(amount.amount)} {amount.currency}"] += weight
        known.append((amount.start, amount.end))
    for number in _numbers(part, known):
        found["numbers"][str(number)] += weight
    for name in _names(part, hits) if names else ():
        found["names"][name] += weight
    for word in _telling_words(part):
        found["words"][stem(word)] += weight * rarity(word)


def _telling_words(part: str) -> Iterator[str]:
    return (word for word in WORD.findall(folded(part)) if len(word) > 2 and rarity(word) > DULL)


def _known(hits: Iterable[Hit]) -> Iterator[tuple[str, str, float]]:
    for hit in hits:
        match hit.name.kind:
            case "country" | "body" | "group" | "institution":
                for code in hit.name.codes[:1]:
                    yield "countries", code, 1.0
                if hit.name.kind == "institution":
                    yield "names", folded(hit.name.name), 0.3
            case "leader":
                yield "countries", hit.name.codes[0] if hit.name.codes else "", 0.5
                yield "names", folded(hit.name.name), 0.5
            case "weapon":
                yield "systems", _plain(hit.name.name), 1.0
            case "manufacturer" | "programme":
                yield "names", folded(hit.name.name), 1.0


def _inside(at: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _plain(designation: str) -> str:
    return re.sub(r"[\s/-]", "", folded(designation))


def _numbers(part: str, taken: list[tuple[int, int]]) -> Iterator[int]:
    for match in QUANTITY.finditer(part):
        number = int(match[1].replace(",", ""))
        if number > 1 and number not in YEARS and not _inside(match.start(), taken):
            yield number
    for word in WORD.findall(part.lower()):
        if number := _spelled(word):
            yield number


@cache
def _spelled(word: str) -> int:
    number = number_of(word)
    return number if number > 1 else 0


def _names(part: str, hits: Iterable[Hit]) -> Iterator[str]:
    taken = [(hit.start, hit.end) for hit in hits if hit.name.kind not in ("institution",)]
    for match in CAPITALISED.finditer(part):
        if _inside(match.start(), taken):
            continue
        words = re.findall(r"[\w-]+", folded(match[0].replace("’s", "").replace("'s", "")))
        named = [word for word in words if word not in COMPANY_FORMS and rarity(word) > 0.35]
        if named and not all(word.isdigit() for word in named) and len("".join(named)) > 2:
            yield " ".join(named)


def _longest_forms(names: Mapping[str, float]) -> dict[str, float]:
    """ "petrov" becomes "viktor petrov" where that is the only longer name in the article that holds it."""
    found: dict[str, float] = defaultdict(float)
    words = {name: frozenset(name.split()) for name in names}
    for name, weight in names.items():
        longer = [other for other in names if words[name] < words[other] and len(words[other]) < 4]
        found[longer[0] if len(longer) == 1 else name] += weight
    return found


def _most(weights: Mapping[str, float], most: int) -> dict[str, float]:
    """The heaviest, each as its share of the way it is repeated: a tenth mention adds little."""
    ordered = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:most]
    return {item: round(math.log1p(weight), 3) for item, weight in ordered if item}


def _references(text: str) -> Iterator[str]:
    for match in REFERENCE.finditer(text):
        yield f"{match.lastgroup} {match[match.lastgroup or 0].lower()}"


@cache
def stem(word: str) -> str:
    """The word without a plural s: "launchers" and "launcher" are one, "gas" stays."""
    word = word.replace("’", "'").removesuffix("'s")
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word
