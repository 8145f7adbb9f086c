"""People and bodies by the short forms that a text introduces: "the General Bureau (GB)", "Ann Ray (Ray)"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from embargowatch.reading import Document
from embargowatch.reading.names import find
from embargowatch.topics.sanctions.draft import Draft
from embargowatch.topics.sanctions.naming import NAME, TITLES
from embargowatch.types import Target

IN_BRACKETS = re.compile(r"\s?\((?:the\s)?[“\"]?([A-ZÀ-Þ][\w’'&./-]{1,20}(?:\s[A-ZÀ-Þ][\w’'-]{1,20}){0,2})[”\"]?\)")
BEFORE = re.compile(r"(?<![.:;] )\b(?:[A-ZÀ-Þ][\w’'-]+ ){1,4}$")
LONGEST = 90
"""Code points before the bracket in which the long form stands."""
MOST_WORDS = 9
ENOUGH = 50_000
"""Code points of text in which names are introduced."""


def spell_out(document: Document, drafts: Iterable[Draft]) -> None:
    """Give each target the name that the document gives it in full, and the short form as its alias."""
    drafts = list(drafts)
    known = short_forms(document.article.text[:ENOUGH])
    people = _full_names(drafts)
    for draft in drafts:
        for n, (target, evidence) in enumerate(draft.targets):
            draft.targets[n] = (_in_full(document, target, known, people), evidence)


def _in_full(document: Document, target: Target, known: dict[str, str], people: dict[str, str]) -> Target:
    short = target.name.removesuffix("’s").removesuffix("'s")
    if short in known:
        return replace(target, name=known[short], aliases=(short, *(a for a in target.aliases if a != short)))
    if target.type == "person" and " " not in short:
        return replace(target, name=people.get(short) or _first_mention(document.article.text, short) or target.name)
    if target.type == "person":
        return replace(target, name=_first_mention(document.article.text, short) or target.name)
    more = tuple(s for s, full in known.items() if full == target.name and s not in target.aliases)
    return replace(target, aliases=(*target.aliases, *more)) if more else target


def _full_names(drafts: list[Draft]) -> dict[str, str]:
    """Surnames to the full names that the sentences mention."""
    found: dict[str, str] = {}
    for mention in (m for d in drafts for m in d.clause.mentions if m.kind == "person"):
        words = mention.text.removesuffix("'s").removesuffix("’s").split()
        if 1 < len(words) < 6:
            found.setdefault(words[-1], " ".join(words))
    return found


def _first_mention(text: str, name: str) -> str:
    """The longer name that ends with this one where the text has it first."""
    at = text.find(name)
    before = BEFORE.search(text[max(0, at - 60) : max(0, at)])
    if at < 0 or before is None:
        return ""
    first: list[str] = []
    for word in reversed(before[0].split()):
        if word.endswith(("’s", "'s")) or find(word) or re.search(rf"\b{re.escape(word.lower())}\b", text[:ENOUGH]):
            break  # "Commander", "Iran's"
        first.insert(0, word)
    return _untitled(" ".join((*first, name))) if first else ""


def _untitled(name: str) -> str:
    for title in TITLES:
        name = name.removeprefix(title)
    return name if " " in name else ""


def short_forms(text: str) -> dict[str, str]:
    """Short forms in brackets to the long forms before them."""
    found: dict[str, str] = {}
    for m in IN_BRACKETS.finditer(text):
        long = _long_form(text[max(0, m.start() - LONGEST) : m.start()], m[1])
        if long:
            found.setdefault(m[1], long)
    return found


def _long_form(before: str, short: str) -> str:
    words = before.split()[-MOST_WORDS:]
    starts = [n for n in range(len(words) - 1, -1, -1) if words[n][0].isupper() or words[n][0] in "‘'’"]
    if short.isupper() and " " not in short:
        fits = (" ".join(words[n:]) for n in starts if n < len(words) - 1 and words[n].strip("‘'’")[:1] == short[0])
        return next((long for long in fits if _spells(short, long)), "")
    return next((name for name in _ending(before) if short != name and set(short.split()) <= set(name.split())), "")


def _spells(short: str, long: str) -> bool:
    """Whether the letters stand in the long form in order, each at the head of a word or inside one."""
    letters = iter(long.lower())
    return all(c in letters for c in short.lower() if c.isalnum()) and not any(c in ",;:" for c in long)


def _ending(before: str) -> list[str]:
    """The name that ends where the bracket opens."""
    return [m[0] for m in NAME.finditer(before) if m.end() == len(before) and " " in m[0]]
