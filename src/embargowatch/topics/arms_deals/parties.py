"""Who gives and who takes: states as ``reading.roles`` finds them, and what arms news adds to that.

"The Syrian opposition" is a group, not its state; "its purchase" is the last party named before it; "we" is
whoever speaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from embargowatch import lexicon
from embargowatch.reading import Document, Mention, Parsed, roles, syntax
from embargowatch.reading.names import find
from embargowatch.reading.nlp import lemma
from embargowatch.reading.roles import Actor
from embargowatch.reading.sentences import Where

GROUP_NOUNS = lexicon.group("arms_group_nouns")
STATE_FORCES = lexicon.group("arms_state_forces")
ISLANDS = lexicon.group("arms_islands")
SPEAKERS = lexicon.group("arms_speakers")
SAYING = lexicon.group("arms_saying")
NAMED = frozenset({"country", "body", "group", "institution", "leader", "manufacturer"})


def parties(document: Document, clause: Parsed, heads: Iterable[Any]) -> list[Actor]:
    """The parties that noun phrases with these heads stand for, in order and once."""
    found: dict[str, Actor] = {}
    for head in heads:
        for actor in _of(document, clause, head):
            found.setdefault(actor.code, actor)
    return list(found.values())


def _of(document: Document, clause: Parsed, head: Any) -> Iterable[Actor]:
    word = head.lower_
    if (word in SPEAKERS and not head.text.isupper()) or head.text == "I":
        return _speaker(document, clause)
    if word in roles.PRONOUNS and not head.text.isupper():
        return _pronoun(document, clause, head)
    if lemma(head) in ACTOR_NOUNS and (whose := _whose(head)) is not None:
        return _pronoun(document, clause, whose)
    called = _called(document, clause, head)
    return [called] if called is not None else _members(document, clause, head)


def _called(document: Document, clause: Parsed, head: Any) -> Actor | None:
    """By what arms news calls it: "Western", "the island", "the Syrian opposition"."""
    word = head.lower_
    if word == "western" or (lemma(head) in ACTOR_NOUNS and _western(head)):
        return _the_west(clause, head)
    if word == "island":
        return _island(document)
    return (_group(clause, head) or _group_before(document, clause, head)) if word in GROUP_NOUNS else None


def _members(document: Document, clause: Parsed, head: Any) -> list[Actor]:
    if head.lower_ in PARTITIVES and (members := syntax.under(head, "of")):
        return parties(document, clause, members)
    return _named(document, clause, head)


def _island(document: Document) -> Actor | None:
    """ "The island" of arms news: the one party that the article names and that is called so."""
    for hit in find(document.article.text):
        if hit.name.name in ISLANDS:
            words = document.article.text[hit.start : hit.end]
            name = hit.name
            mention = Mention(
                name.kind, name.name, name.codes, name.form, words, "text", hit.start, hit.end, -1, -1
            )  # fmt: skip
            return Actor(name.codes[0], mention, "pronoun")
    return None


def _western(head: Any) -> bool:
    return any(c.lower_ == "western" and c.dep_ in ("amod", "compound", "nmod") for c in head.lefts)


def _the_west(clause: Parsed, head: Any) -> Actor:
    """ "Western military assistance" is the West's."""
    evidence = clause.evidence_of(head)
    mention = Mention(
        "states", "the West", ("the West",), "demonym", head.text, evidence.where, evidence.start, evidence.end,
        head.i, head.i,
    )  # fmt: skip
    return Actor("the West", mention, "demonym")


def _whose(head: Any) -> Any | None:
    """The possessive of "its forces" and "their government"."""
    return next((c for c in head.children if c.dep_ == "poss" and c.lower_ in ("its", "their")), None)


def _pronoun(document: Document, clause: Parsed, head: Any) -> list[Actor]:
    match head.lower_:
        case "its" | "their" | "his" | "her":
            return _before(clause, head)
        case "he" | "she" | "him":
            return [a for a in _subject_before(document, clause, head) if a.mention.kind == "leader"]
        case "it" | "they" | "them":
            return [] if _expletive(head) else _subject_before(document, clause, head)
        case _:
            return roles.actors(document, clause, [head])


def _named(document: Document, clause: Parsed, head: Any) -> list[Actor]:
    """By a name, or by a noun that acts for the state whose adjective it bears."""
    if clause.mention_at(head, roles.ACTOR_KINDS) is None:
        if (seat := _seat(clause, head) or _home(clause, head)) is not None:
            return [seat]
        if lemma(head) not in ACTOR_NOUNS and not any(c.dep_ == "appos" for c in head.children):
            return []
    found = roles.actors(document, clause, [head])
    return found + _beside(clause, head, found[0]) if len(found) == 1 else found


def _beside(clause: Parsed, head: Any, first: Actor) -> list[Actor]:
    """The other adjectives of "the Danish and Norwegian governments"."""
    if first.how == "direct":
        before = [m for t in head.lefts if (m := clause.mention_at(t, ("country",))) and m.form == "demonym"]
    elif first.mention.form == "demonym" and first.mention.last >= 0:
        listed = clause.doc[first.mention.last].conjuncts
        before = [m for t in listed if t.i < head.i and (m := clause.mention_at(t, ("country",)))]
    else:
        before = []
    return [Actor(m.codes[0], m, "demonym") for m in before if m.codes[0] != first.code]


ACTOR_NOUNS = lexicon.group("arms_actor_nouns")
"""Nouns that act for the state whose adjective they bear: "Turkish officials", not "the Turkish situation"."""


def _seat(clause: Parsed, head: Any) -> Actor | None:
    """ "The government in Kyiv", wherever the parser hangs the place."""
    if head.lower_ not in (
        "government",
        "authorities",
        "regime",
        "leaders",
        "officials",
        "rulers",
        "junta",
        "administration",
    ):
        return None
    for at in (head.i + 2, head.i + 3):
        if at < len(clause.doc) and clause.doc[head.i + 1].lower_ in ("in", "of"):
            mention = clause.mention_at(clause.doc[at], ("country",))
            if mention is not None and mention.form in ("place", "name"):
                return Actor(mention.codes[0], mention, "demonym")
    return None


def _home(clause: Parsed, head: Any) -> Actor | None:
    """ "South Korea's Hyundai": the state of a company that no table knows."""
    owners = [c for c in head.children if c.dep_ == "poss"] if head.pos_ == "PROPN" else []
    mention = clause.mention_at(owners[0], ("country",)) if owners else None
    return Actor(mention.codes[0], mention, "demonym") if mention is not None else None


PARTITIVES = lexicon.group("arms_some_of")
VAGUE = lexicon.group("arms_vague")


def _before(clause: Parsed, pronoun: Any) -> list[Actor]:
    """The party named last before a possessive, leaving out mere adjectives; nobody where "its ally" stands between."""
    for token in reversed(clause.doc[: pronoun.i]):
        mention = clause.mention_at(token, NAMED)
        if (
            mention is not None
            and mention.codes
            and mention.form != "demonym"
            and token.dep_ not in ("compound", "amod", "nmod")
        ):
            return [Actor(mention.codes[0], mention, "pronoun")]
        if token.lower_ in VAGUE and not any(c.dep_ == "appos" for c in token.children):
            return []
    return []


def _stands_alone(token: Any) -> bool:
    """Not an adjective, and not merely the other side: "signed with Moscow after its talks"."""
    other_side = token.dep_ == "pobj" and token.head.lower_ in ("with", "from", "by")
    return token.dep_ not in ("compound", "amod", "nmod") and not other_side


def _subject_before(document: Document, clause: Parsed, pronoun: Any) -> list[Actor]:
    """Who the last subject before the pronoun is, here or in the sentence before; nobody when it is no party."""
    here = [
        t
        for t in clause.doc
        if t.i < pronoun.i
        and t.dep_ in ("nsubj", "nsubjpass")
        and t.pos_ in ("NOUN", "PROPN")
        and t.head != pronoun.head
    ]
    if here:
        return roles.actors(document, clause, here[-1:])
    if owner := [t for t in clause.doc if t.i < pronoun.i and t.dep_ == "poss"]:
        return roles.actors(document, clause, owner[-1:])
    at = clause.sentence.index - 1
    if at < 0 or document.sentences[at].where != clause.sentence.where:
        return []
    earlier = document.parse(at)
    subject = [t for t in earlier.doc if t.dep_ in ("nsubj", "nsubjpass") and t.pos_ in ("NOUN", "PROPN")]
    return roles.actors(document, earlier, subject[:1])


def _expletive(it: Any) -> bool:
    verb = it.head
    return lemma(verb) == "be" and any(c.dep_ in ("acomp", "attr") for c in verb.children)


def _group(clause: Parsed, head: Any) -> Actor | None:
    """ "Syrian opposition" and "Kurdish fighters" by the words from the adjective to the noun."""
    words = [t for t in head.lefts if t.dep_ in ("amod", "compound", "nmod") and t.pos_ in ("ADJ", "PROPN", "NOUN")]
    if not words or (
        head.lower_ in STATE_FORCES
        and not any(t.lower_ in ("rebel", "opposition", "kurdish", "militia") for t in words)
    ):
        return None
    first = min(t.i for t in words)
    if clause.mention_at(clause.doc[first], ("country", "people", "group")) is None:
        return None
    span = clause.doc[first : head.i + 1]
    start = clause.sentence.start + span.start_char
    mention = Mention(
        "group", span.text, (span.text,), "name", span.text, clause.sentence.where,
        start, start + len(span.text), first, head.i,
    )  # fmt: skip
    return Actor(span.text, mention, "direct")


def _group_before(document: Document, clause: Parsed, head: Any) -> Actor | None:
    """ "The opposition" is the one that was called by its adjective before."""
    if any(t.dep_ in ("amod", "compound", "nmod") for t in head.lefts) or clause.sentence.where != "text":
        return None
    before = document.article.text[: clause.sentence.start]
    at = before.find(f" {head.text}")
    while at > 0:
        start = before.rfind(" ", 0, at) + 1
        names = [h for h in find(before[start:at]) if h.name.form in ("demonym", "people")]
        if names and before[at + 1 + len(head.text) : at + 2 + len(head.text)] in (" ", ".", ",", ""):
            words = before[start : at + 1 + len(head.text)]
            mention = Mention("group", words, (words,), "name", words, "text", start, start + len(words), -1, -1)
            return Actor(words, mention, "pronoun")
        at = before.find(f" {head.text}", at + 1)
    return None


def _speaker(document: Document, clause: Parsed) -> list[Actor]:
    """Of "we" in a quotation whoever says it; in a statement whoever the title or the first words name."""
    said = [
        c
        for t in clause.doc
        if lemma(t) in SAYING and t.pos_ == "VERB"
        for c in t.children
        if c.dep_ == "nsubj" and c.lower_ not in SPEAKERS
    ]
    if said:
        return roles.actors(document, clause, said)
    if any(mark in clause.sentence.text for mark in '"“”'):
        return []
    return list(_author(document))


def _author(document: Document) -> Iterator[Actor]:
    texts: tuple[tuple[Where, str], ...] = (("title", document.article.title), ("text", document.article.text[:400]))
    for where, text in texts:
        for hit in find(text):
            if hit.name.kind in ("leader", "institution") and hit.name.codes:
                words = text[hit.start : hit.end]
                yield Actor(
                    hit.name.codes[0],
                    Mention(
                        hit.name.kind,
                        hit.name.name,
                        hit.name.codes,
                        hit.name.form,
                        words,
                        where,
                        hit.start,
                        hit.end,
                        -1,
                        -1,
                    ),
                    "pronoun",
                )
                return
