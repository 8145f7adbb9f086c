"""Names as lists of those who are listed write them: "Ann Ray, the head of X, Y Trading Co., Ltd. and Z"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from embargowatch import lexicon
from embargowatch.reading import Mention, Parsed, Sentence
from embargowatch.topics.sanctions.draft import Draft
from embargowatch.topics.sanctions.targets import put_name

ORDINARY = r"[a-zà-ÿ\d][\w’'à-ÿ,-]*"
OF = (
    r"(?:Bank|Ministry|Bureau|Academy|Department|Corporation|Company|Committee|University|Institute|Party|Republic|Front|"
    r"Army|Movement|Council|Organi[sz]ation|Administration|Government|Directorate|Institution|Center|Centre|Office)"
    r"\s(?:of|for)\s(?:the\s)?[A-ZÀ-Þ][\w’'&.À-ÿ-]*"
)
LEGAL_FORM = r"(?:Ltd|Inc|LLC|L\.L\.C|S\.A|C\.A|Co|Corp|Limited|Incorporated|GmbH|S\.R\.L|Ltda|SA|JSC|PLC)\b"
BUSINESS = lexicon.group("business_words")
"""Words that go on with a company's name after "and": "Exchange and Remittance Co."."""
NAME = re.compile(
    rf"(?:{OF}|[‘'’]?[A-ZÀ-Þ0-9][\w’'&.À-ÿ-]*)(?:\s(?:{OF}|[‘'’]?[A-ZÀ-Þ0-9][\w’'&.À-ÿ-]*|"
    rf"bin|ibn|al|el|ul|y|de|da|del|van|der|von|&|and(?=\s(?:{'|'.join(sorted(BUSINESS))})\b))(?=[\s,;:.)]|$)|"
    rf",\s{LEGAL_FORM})*"
)
HELD_BY = re.compile(rf"^(?:{ORDINARY}\s)*")
BREAK = re.compile(
    rf"[,;:]\s(?!{LEGAL_FORM})(?:and\s|as well as\s)?|\sand\s|\stogether with\s|\salong with\s|\sas well as\s"
)
RELATIVE = re.compile(r"[,\s](?:who|which|whose|that|where)\s")
LINKS = frozenset({"of", "in", "from", "for", "at", "by", "to", "with", "according", "said", "says", "under", "on"})
SHIP = re.compile(r"\b(?:vessel|ship|tanker|freighter|carrier)\s$")
TITLES = tuple(word + " " for word in lexicon.group("before_names"))
PERSON = re.compile(
    r",\s(?:an?|the|its|his|her|their)\s(?:[\w’'-]+\s){0,4}"
    r"(?:judge|commander|director|manager|minister|head|chief|officer|general|prosecutor|president|owner|leader|deputy|"
    r"chairman|governor|official|businessman|national|financier|member)\b"
)
PEOPLE = re.compile(r"\b(?:individuals?|people|persons?|officials?|nationals?|men|women|commanders|brothers)\b")
SAID = re.compile(r"\b(?:said|says|announced|told)\b")
OWN_PARTY = ("country", "body", "institution", "leader", "states", "programme", "place", "people", "law")
NO_NAME = lexicon.group("no_name")


def take(draft: Draft, start: int, end: int) -> None:
    """Add to a draft the names of a list that stands between two offsets of its sentence."""
    for at, name in names(draft.clause.sentence.text, start, end):
        _take(draft, at, name)


def names(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The names that head the parts of a list; a part with only what somebody is ("the head of the prison in X")
    names nobody."""
    at, inside = start, False
    for stop in (*_breaks(text, start, end), None):
        part = text[at : stop.start() if stop else end]
        words = HELD_BY.match(part)
        before = words[0] if words else ""
        name = NAME.match(part, len(before))
        inside = bool(inside or LINKS & set(before.split()) or RELATIVE.search(" " + before))
        if name and not inside and not SAID.search(part):
            yield at + name.start(), name[0].rstrip(".")
        inside = inside and stop is not None and stop[0] == " and "  # "who runs A and B": B is in it too
        at = stop.end() if stop else end


def _breaks(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    for stop in BREAK.finditer(text, start, end):
        after = text[stop.end() : stop.end() + 30].split(" ", 1)[0].rstrip(".,")
        before = text[start : stop.start()].rsplit(" ", maxsplit=1)[-1]
        if stop[0] != " and " or after not in BUSINESS or not before[:1].isupper():
            yield stop


def _take(draft: Draft, at: int, name: str) -> None:
    clause = draft.clause
    sentence = clause.sentence
    for title in TITLES:
        if name.startswith(title):
            at, name = at + len(title), name[len(title) :]
    token = clause.token_at(at)
    mention = clause.mention_at(token) if token is not None else None
    if name.lower() in NO_NAME or len(name) < 4 or not name[0].isupper() or not _believed(name, mention):
        return
    put_name(draft, _kind(sentence, at, name, clause), sentence.where, sentence.start + at, name, sentence)


def _believed(name: str, mention: Mention | None) -> bool:
    if mention is not None and mention.kind in OWN_PARTY and mention.known:
        return False
    return " " in name


def _kind(sentence: Sentence, at: int, name: str, clause: Parsed) -> str:
    if SHIP.search(sentence.text[:at]):
        return "vessel"
    token = clause.token_at(at)
    named = clause.mention_at(token, ("person",)) if token is not None else None
    if named is not None and " " in named.text and named.text.split()[-1] in name:
        return "person"
    opening = sentence.text[:at].split(",")[0]
    return "person" if PEOPLE.search(opening) or PERSON.match(sentence.text, at + len(name)) else "organisation"
