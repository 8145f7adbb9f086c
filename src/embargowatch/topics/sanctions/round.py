"""A round of listings told over several sentences: who is in it, what it means for them, under which law."""

from __future__ import annotations

import re
from collections.abc import Iterator

from embargowatch.reading import Parsed
from embargowatch.topics.sanctions.draft import Draft, Trigger, put
from embargowatch.topics.sanctions.naming import take
from embargowatch.topics.sanctions.phrases import measures_in, programs_in

REACH = 9
"""Sentences after the one that reports a round in which it is still explained."""
THINGS = (
    r"(?:individuals?|people|persons?|officials?|compan(?:y|ies)|firms?|entit(?:y|ies)|enterprises|ships?|vessels?|"
    r"tankers?|banks?|businesses|organi[sz]ations?|institutions?|nationals?|listings|designations|designees|targets|aircraft)"
)
LISTED = r"(?:listed|sanctioned|designated|targeted|blacklisted|identified)"
ADVERBS = r"(?:(?:today|also|now|newly|OFAC|being|Treasury|the) ){0,3}"
BEING = r"(?:are|is|includes?|included|were)"
HOW = rf"{ADVERBS}(?:{LISTED} )?{ADVERBS}{BEING}"
NAMING = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^(?:Among )?(?:[Tt]hose|the (?:newly )?{LISTED}|the {THINGS}) (?:now |newly |also )?"
        rf"(?:{LISTED}|on the list)?\s*"
        r"(?:are|is|were|was|include|includes|included)\s",
        rf"^Also (?:being )?(?:on the list|{LISTED}|added)(?: today)?(?: pursuant to [^,]{{3,40}},?)? "
        r"(?:are|is|were|was)\s",
        rf"^(?:The|These) (?:[\w-]+ ){{0,4}}{THINGS} {HOW}:?\s",
        rf"^(?:Other|Additional|Further) (?:[\w-]+ ){{0,3}}{THINGS} {HOW}:?\s",
        r"^(?:These|This|They) includes?:?\s",
        rf"^(?:Several|Some|Many|Most|Others?|[A-Z][a-z]+)(?: of (?:these|the) {THINGS})? (?:are|were)\s"
        r"[^,]{3,90}, including\s",
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


def explain(clause: Parsed, before: list[Draft], found: list[Draft]) -> list[Draft]:
    """What a sentence adds to the round, as a draft that follows it; [] when it tells something of its own."""
    text = clause.sentence.text
    round_ = reported(before)
    if round_ is None:
        return []
    last = max(
        d.index for d in before if d is round_ or d.follows is round_ or (d.news_like and d.sending == round_.sending)
    )
    near = 0 < clause.sentence.index - last <= REACH and clause.sentence.where == "text"
    if not near or not explaining(text) or any(_of_its_own(d, round_) for d in found) or _elsewhere(clause):
        return []
    draft = Draft(clause, Trigger(clause.doc[0], "noun", round_.action, asserted=False), round_.action, follows=round_)
    draft.measures = measures_in(clause)
    draft.programs = programs_in(clause)
    for filler in (f for d in found for f in d.measures):
        put(draft.measures, filler.value, filler.evidence)
    for start, end in _stretches(text):
        take(draft, start, end)
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
