"""What a sentence says of a name: what else it is called, under which number it is known, for whom it acts."""

from __future__ import annotations

import re
from dataclasses import replace

from embargowatch.topics.sanctions.draft import Draft
from embargowatch.topics.sanctions.naming import NAME
from embargowatch.types import Target

REACH = 160
"""Code points after a name in which it is described."""
ALSO = re.compile(
    r"^[^;.]{0,40}?(?:\(|,\s)(?:a\.?k\.?a\.?|f\.k\.a\.|also known as|alias(?:es)?)\s"
    r"[“\"]?([^();,“”\"]{2,60}?)[”\"]?(?=[),;.]|$)"
)
NUMBERS = (
    ("imo", re.compile(r"^[^;]{0,60}?\bIMO:?\s(?:number\s|No\.?\s)?(\d{7})\b")),
    ("passport", re.compile(r"^[^;]{0,120}?\b[Pp]assport:?\s(?:number\s|No\.?\s)?([A-Z]{0,2}\d{6,9})\b")),
    (
        "birth_date",
        re.compile(r"^[^;]{0,120}?\b(?:DOB|[Bb]orn(?: on)?|[Dd]ate of [Bb]irth):?\s(\d{1,2} \w{3,9} \d{4})\b"),
    ),
)
LINK = re.compile(
    rf"\b(?:(?:owned|controlled|led|headed|run)(?: or (?:owned|controlled|directed))?(?:, or \w+)? by|on behalf of|"
    rf"in support of|support(?:s|ing)?(?: for)?)\s(?:the\s)?({NAME.pattern})"
)


def described(target: Target, draft: Draft, start: int) -> Target:
    """The target with its aliases, numbers and links, as the sentence gives them after its name."""
    text = draft.clause.sentence.text
    after = text[start : start + REACH]
    also = ALSO.match(after)
    if also and also[1].strip() not in (target.name, *target.aliases):
        target = replace(target, aliases=(*target.aliases, also[1].strip()))
    numbers = {name: m[1] for name, pattern in NUMBERS if (m := pattern.match(after))}
    alone = len(draft.targets) == 1
    link = LINK.search(text, start) if alone else None
    name = link[1].rstrip(".") if link else ""
    linked = (name,) if len(name) > 2 and name != target.name else ()
    return replace(target, identifiers={**target.identifiers, **numbers}, linked_to=(*target.linked_to, *linked))
