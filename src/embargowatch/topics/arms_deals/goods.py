"""Weapons in a sentence: named systems and common nouns, one for each noun phrase, with their number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from embargowatch import lexicon
from embargowatch.reading import Mention, Parsed
from embargowatch.reading.gate import lower
from embargowatch.reading.sentences import Where
from embargowatch.topics.arms_deals.numbers import Number, number_of

PLAIN_AIRCRAFT = lexicon.group("arms_plain_aircraft")
CIVIL_AVIATION = lexicon.group("arms_civil_aviation")
CARRIERS = lexicon.group("arms_carriers")
"""Nouns after a weapon's name that still mean the weapon."""
PARTITIVES = lexicon.group("arms_partitives")
"""Nouns before "of weapons" that only count them."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the article a name stands, when that is another sentence: code-point offsets."""

    where: Where
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Good:
    """A weapon in a sentence. An aid phrase without a weapon has neither designation nor category."""

    designation: str
    category: str
    named: bool
    """A known system or family, not a common noun."""
    head: Any
    """The token that the rest of the sentence hangs on."""
    first: int
    last: int
    """Token indices of the words it was read from."""
    number: Number | None = None
    makers: tuple[str, ...] = ()
    """Countries that build a named system."""
    broad: bool = False
    """A word of other trades too ("tank", "mine")."""
    canonical: str = ""
    place: Place | None = None


def goods_in(clause: Parsed) -> tuple[Good, ...]:
    """The weapons of the sentence, in order; words of one noun phrase are one good, named by its system."""
    groups: list[list[Good]] = []
    for good in sorted(_hits(clause), key=lambda g: g.first):
        if groups and _one_phrase(clause, groups[-1][-1], good):
            groups[-1].append(good)
        else:
            groups.append([good])
    found = [_merged(clause, group) for group in groups]
    return tuple(g for g in found if g.designation.lower() not in ANY_GOODS or _military(clause, g, found))


ANY_GOODS = lexicon.group("arms_any_goods")
"""Words for goods of any trade."""
MILITARY = lexicon.group("arms_military_words")


def _military(clause: Parsed, good: Good, others: list[Good]) -> bool:
    """Whether "equipment" is of arms: called so, used by forces, or listed beside weapons."""
    words = clause.doc[max(0, good.first - 4) : good.last + 5]
    return any(t.lower_ in MILITARY for t in words) or any(
        o is not good and o.designation.lower() not in ANY_GOODS and -3 <= o.first - good.last <= 4 for o in others
    ) or any(o is not good and -3 <= good.first - o.last <= 4 for o in others)  # fmt: skip


def _hits(clause: Parsed) -> Iterator[Good]:
    named = list(_named(clause))
    yield from named
    for good in _common(clause):
        if not any(n.first <= good.last and good.first <= n.last for n in named):
            yield good


def _one_phrase(clause: Parsed, left: Good, right: Good) -> bool:
    """Whether two hits are one noun phrase: side by side, counted ("rounds of ammunition"), or modifier and noun."""
    between = clause.doc[left.last + 1 : right.first]
    if all(t.text in "-()/“”\"'’s" for t in between):
        return not (left.named and right.named and left.category != right.category)
    if len(between) == 1 and between[0].lower_ == "of":
        return left.head.lower_ in PARTITIVES
    if any(
        t.is_punct or t.pos_ in ("CCONJ", "ADP", "VERB", "AUX", "DET") or t.lower_ in ("and", "or") for t in between
    ):
        return False
    return (
        left.head.head is right.head
        and left.head.dep_ in ("compound", "amod", "nmod")
        and not any(t.pos_ == "NUM" and t.i == right.first - 1 for t in between)
    )


def _merged(clause: Parsed, group: list[Good]) -> Good:
    best = next((g for g in group if g.named), group[-1])
    head = _phrase_head(group[-1])
    whole = replace(best, head=head, broad=all(g.broad for g in group))
    if not best.named and len(group) > 1:
        text = clause.doc[group[0].first : group[-1].last + 1].text
        whole = replace(
            whole,
            designation=text,
            category=group[0].category if group[0].head.lower_ not in PARTITIVES else best.category,
        )
    first, last = group[0].first, max(group[-1].last, head.i if head.i - group[-1].last < 3 else 0)
    span = replace(whole, first=first, last=group[-1].last)
    return replace(
        whole,
        number=number_of(clause, span),
        first=best.first if best.named else first,
        last=best.last if best.named else last,
    )


def _named(clause: Parsed) -> Iterator[Good]:
    for mention in clause.known:
        if mention.kind == "weapon" and _believed(clause, mention):
            last = mention.last
            yield Good(
                _designation(mention),
                mention.form, True, _root(clause, mention.first, last), mention.first, last,
                makers=mention.codes, canonical=mention.name,
            )  # fmt: skip


def _designation(mention: Mention) -> str:
    """The name as written, without the noun after it ("Taurus missiles") and the plural s of a number ("F-16s")."""
    words = mention.text.split()
    while _is_a_name(words[:-1]) and (words[-1].islower() or words[-1].lower() in noun_heads() | CARRIERS):
        words.pop()
    name = " ".join(words)
    return name.removesuffix("s") if name[-2:-1].isdigit() else name


def _is_a_name(words: list[str]) -> bool:
    return any(c.isupper() or c.isdigit() for word in words for c in word)


def _believed(clause: Parsed, mention: Mention) -> bool:
    """An ordinary word counts only with a weapon word right beside it, or a digit in it."""
    if not mention.ambiguous:
        return True
    head = clause.doc[mention.last]
    before = clause.doc[mention.first - 1] if mention.first else head
    if (mention.last > mention.first and head.lower_ in noun_heads() | CARRIERS) or (
        before.pos_ == "NUM" and mention.text.endswith("s")
    ):
        return True
    near = [*head.children, head.head, *clause.doc[max(0, mention.first - 2) : mention.last + 4]]
    return any(t.lower_ in noun_heads() for t in near if not mention.first <= t.i <= mention.last)


def _common(clause: Parsed) -> Iterator[Good]:
    automaton, rows = _nouns()
    text = lower(clause.sentence.text)
    for which, start, end in automaton.find_matches_as_indexes(text):
        if text[start - 1 : start].isalnum() or text[end : end + 1].isalnum():
            continue
        span = clause.doc.char_span(start, end, alignment_mode="expand")
        if span is None or not len(span):
            continue
        category, broad = rows[which]
        root = _root(clause, span.start, span.end - 1)
        if root.pos_ in ("NOUN", "PROPN", "ADJ") and not _not_for_sale(clause, span.start):
            words = clause.sentence.text[start:end].strip(" ()")
            if code := _CODE.search(clause.sentence.text[:start]):
                coded = clause.doc.char_span(code.start(1), code.end(1), alignment_mode="expand")
                yield Good(code[1], category, True, root, coded.start, span.end - 1, canonical=code[1])
                continue
            yield Good(words, category, False, root, span.start, span.end - 1, broad=broad)


OTHER_ARMS = lexicon.group("arms_other_arms")


def _not_for_sale(clause: Parsed, first: int) -> bool:
    """Nuclear, chemical and biological arms are no arms deal, and no toy or private gun is."""
    near = clause.doc[max(0, first - 3) : first + 1]
    before = {t.lower_ for t in near if t.i + 2 >= len(clause.doc) or clause.doc[t.i + 2].lower_ != "powered"}
    if clause.doc[first].lower_ in PLAIN_AIRCRAFT and any(t.lower_ in CIVIL_AVIATION for t in clause.doc):
        return True
    return bool(before & OTHER_ARMS)


def _root(clause: Parsed, first: int, last: int) -> Any:
    for token in reversed(clause.doc[first : last + 1]):
        if not first <= token.head.i <= last or token.head == token:
            return token
    return clause.doc[last]


def _phrase_head(good: Good) -> Any:
    """Up from a modifier to the noun that means the same weapon: "S-400" → "systems" in "S-400 missile systems"."""
    head = node = good.head
    for _ in range(5):
        above = node.head
        if above == node or node.dep_ not in ("compound", "amod", "nmod", "npadvmod", "appos"):
            break
        if node.dep_ == "appos" and above.lower_ not in noun_heads():
            break
        node = above
        if node.lower_ in CARRIERS or node.lower_ in noun_heads():
            head = node
    return head


_CODE = re.compile(r"\b((?=[\w/-]*\d)[A-Z][A-Za-z]{0,4}(?:[/-][A-Z]{1,4})?-?\d{1,4}[A-Z]{0,2})\s$")
"""A model's name that no table knows, right before a weapon noun: "J/FPS-3 radars"."""


@cache
def _nouns() -> tuple[AhoCorasick, tuple[tuple[str, bool], ...]]:
    forms: dict[str, tuple[str, bool]] = {}
    for row in lexicon.table("weapon_nouns"):
        for form in noun_forms(row["noun"].lower()):
            forms.setdefault(form, (row["category"], bool(row["broad"])))
    return AhoCorasick(list(forms), matchkind=MatchKind.LeftmostLongest), tuple(forms.values())


@cache
def noun_heads() -> frozenset[str]:
    """The last words of all weapon nouns, singular and plural."""
    return frozenset(
        form.split()[-1] for row in lexicon.table("weapon_nouns") for form in noun_forms(row["noun"].lower())
    )


def noun_forms(noun: str) -> tuple[str, ...]:
    """Singular and plural: ("howitzer", "howitzers"); mass nouns have one form."""
    if noun.endswith(
        ("aircraft", "artillery", "ammunition", "ammo", "weaponry", "equipment", "materiel", "hardware", "arms", "s")
    ):
        return (noun,)
    if noun.endswith("y") and noun[-2:-1] not in "aeo":
        return (noun, noun[:-1] + "ies")
    return (noun, noun + "s")
