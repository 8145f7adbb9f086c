"""A round of listings told over several sentences: who is in it, what it means for them, under which law."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from embargowatch import lexicon
from embargowatch.reading import Document, Mention, Parsed, Sentence
from embargowatch.reading.names import find
from embargowatch.topics.sanctions.draft import Draft, Trigger, put
from embargowatch.topics.sanctions.phrases import measures_in, programs_in
from embargowatch.topics.sanctions.targets import put_name

REACH = 9
"""Sentences after the one that reports a round in which it is still explained."""
THINGS = (
    r"(?:individuals?|people|persons?|officials?|compan(?:y|ies)|firms?|entit(?:y|ies)|enterprises|ships?|vessels?|"
    r"tankers?)"
)
LISTED = r"(?:listed|sanctioned|designated|targeted|blacklisted)"
NAMING = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^(?:Among )?(?:[Tt]hose|the (?:newly )?{LISTED}|the {THINGS}) (?:now |newly |also )?"
        rf"(?:{LISTED}|on the list)?\s*"
        r"(?:are|is|were|was|include|includes|included)\s",
        rf"^Also (?:on the list|{LISTED}|added) (?:are|is|were|was)\s",
        rf"^The (?:\w+ )?{THINGS} (?:are|is|include)\s",
        r"^The (?:best[- ]known|most prominent|first|other)\s(?:name|person|individual|official)s?\s(?:\w+ ){0,3}"
        r"(?:is|are)\s",
        r"^(?:It|They|The (?:list|measures|sanctions|decision)) (?:also )?(?:covers?|includes?|names?|hits?)\s",
        rf"^(?:\w+ ){{1,3}}(?:{THINGS}|others) (?:were|are) (?:also )?(?:added|{LISTED}|put on the list)"
        r"[^:]{0,20}:\s",
    )
)
"""Openings after which those who were listed are named."""
NAMED_AS = re.compile(r"^The \w+ named\s(?=.{5,200}\sas\s)")
PASSIVE = re.compile(rf"\s(?:was|were|are|being)\s(?:also\s|likewise\s)?(?:added|put|placed|{LISTED})\b")
"""Those who were listed stand before it."""
TOGETHER = re.compile(r"\b(?:together|along) with\s")
SHARED = re.compile(r"^(?:The|Their|They|His|Her|Its|Two|Three|Four|Five|Six|Also|Several|Other)\b")
"""How a sentence begins that goes on about those who were spoken of."""
EXPLAINING = re.compile(
    r"^(?:The (?:measures|sanctions|regulations|restrictions|designations?|listings?|action|move|order|decision)\b|"
    r"(?:They|Their assets|Those listed|It also)\b|The (?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b|"
    r"The (?:agency|department|ministry|office|Treasury|government) cited\b|As a result of)"
)
ORDINARY = r"[a-zà-ÿ\d][\w’'à-ÿ,-]*"
NAME = re.compile(
    r"[A-ZÀ-Þ0-9][\w’'&.À-ÿ-]*(?:\s(?:[A-ZÀ-Þ0-9][\w’'&.À-ÿ-]*|bin|al|el|de|da|del|van|der|von|&)(?=[\s,;:.)]|$))*"
)
HELD_BY = re.compile(rf"^(?:{ORDINARY}\s)*")
BREAK = re.compile(r"[,;:]\s(?:and\s)?|\sand\s|\stogether with\s|\salong with\s")
RELATIVE = re.compile(r"[,\s](?:who|which|whose|that|where)\s")
LINKS = frozenset({"of", "in", "from", "for", "at", "by", "to", "with", "according", "said", "says", "under", "on"})
SHIP = re.compile(r"\b(?:vessel|ship|tanker|freighter|carrier)\s$")
TITLES = ("Judge ", "General ", "Mr ", "Ms ", "Mr. ", "Mrs ", "Colonel ", "Captain ", "Minister ", "The ")
PEOPLE = re.compile(r"^The (?:\w+ )?(?:individuals?|people|persons?|officials?) (?:are|is|include)\s")
PERSON = re.compile(
    r",\s(?:an?|the|its|his|her|their)\s(?:[\w’'-]+\s){0,4}"
    r"(?:judge|commander|director|manager|minister|head|chief|officer|general|prosecutor|president|owner|leader|deputy)\b"
)
SAID = re.compile(r"\b(?:said|says|announced|told)\b")
OWN_PARTY = ("country", "body", "institution", "leader", "states", "programme", "place", "people", "law")
NO_NAME = lexicon.group("no_name")


def reported(before: list[Draft]) -> Draft | None:
    """The round that the article reports: the first measure taken by somebody named, in its title or lead."""
    rounds = [
        d
        for d in before
        if d.action == "impose"
        and d.follows is None
        and d.trigger.asserted
        and d.senders
        and d.modality == "reported"
        and not d.date_is_past
        and d.paragraph <= 1
    ]
    return next((d for d in rounds if d.paragraph >= 0), next(iter(rounds), None))


def explaining(text: str) -> bool:
    """Whether a sentence goes on about a round of listings by its form alone."""
    if text.startswith(("“", '"', "‘")):
        return False
    return bool(
        any(p.match(text) for p in NAMING)
        or NAMED_AS.match(text)
        or EXPLAINING.match(text)
        or (SHARED.match(text) and PASSIVE.search(text))
    )


def explain(document: Document, clause: Parsed, round_: Draft, found: list[Draft]) -> list[Draft]:
    """What a sentence adds to the round, as a draft that follows it; [] when it tells something of its own."""
    text = clause.sentence.text
    near = 0 < clause.sentence.index - round_.index <= REACH and clause.sentence.where == "text"
    if not near or not explaining(text) or any(_of_its_own(d, round_) for d in found) or _elsewhere(clause):
        return []
    draft = Draft(clause, Trigger(clause.doc[0], "noun", round_.action, asserted=False), round_.action, follows=round_)
    draft.measures = measures_in(clause)
    draft.programs = programs_in(clause)
    for filler in (f for d in found for f in d.measures):
        put(draft.measures, filler.value, filler.evidence)
    for start, end in _stretches(text):
        for at, name in _names(text, start, end):
            _take(document, draft, at, name)
    return [draft] if draft.targets or draft.measures or draft.programs else []


def _of_its_own(draft: Draft, round_: Draft) -> bool:
    other = bool(draft.senders) and not draft.sending & round_.sending
    return (
        other
        or draft.date_is_past
        or draft.action not in ("impose", "maintain")
        or draft.modality in ("denied", "future")
    )


def _elsewhere(clause: Parsed) -> bool:
    """Whether it tells of another round: an earlier one, or somebody else's ("was designated by Britain")."""
    text = clause.sentence.text
    past = any(when.past for when in clause.dates)
    passive = PASSIVE.search(text)
    if passive is not None and (past or " by " in text[passive.end() : passive.end() + 40]):
        return True
    return " had been " in text or (past and " had " in text)


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Where those who were listed are named in the sentence."""
    for pattern in (*NAMING, NAMED_AS):
        opening = pattern.match(text)
        if opening:
            stop = re.search(r"\sas\s", text[opening.end() :]) if pattern is NAMED_AS else None
            yield opening.end(), opening.end() + stop.start() if stop else len(text)
            return
    passive = PASSIVE.search(text)
    if passive and SHARED.match(text):
        yield 0, passive.start()
        if (more := TOGETHER.search(text, passive.end())) is not None:
            yield more.end(), len(text)


def _names(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The names that head the parts of a list; a part with only what somebody is ("the head of the prison in X")
    names nobody."""
    at, inside = start, False
    for stop in (*BREAK.finditer(text, start, end), None):
        part = text[at : stop.start() if stop else end]
        words = HELD_BY.match(part)
        before = words[0] if words else ""
        name = NAME.match(part, len(before))
        inside = bool(inside or LINKS & set(before.split()) or RELATIVE.search(" " + before))
        if name and not inside and not SAID.search(part):
            yield at + name.start(), name[0].rstrip(".")
        inside = inside and stop is not None and stop[0] == " and "  # "who runs A and B": B is in it too
        at = stop.end() if stop else end


def _take(document: Document, draft: Draft, at: int, name: str) -> None:
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
    if draft.targets and draft.targets[-1][0].name == name:
        target, evidence = draft.targets[-1]
        draft.targets[-1] = (replace(target, name=_in_full(document, name)), evidence)


def _in_full(document: Document, name: str) -> str:
    """The name as it stood at its first mention: "Moradi Sabet" was introduced with his first name."""
    text = document.article.text
    before = text[max(0, text.find(name) - 40) : max(0, text.find(name))]
    first = re.search(r"(?<![.:]\s)\b([A-ZÀ-Þ][a-zà-ÿ]+)\s$", before)
    if first is None or first[1] + " " in TITLES or find(first[1]):
        return name
    return f"{first[1]} {name}"


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
    return "person" if PEOPLE.match(sentence.text) or PERSON.match(sentence.text, at + len(name)) else "organisation"
