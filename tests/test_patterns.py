"""No regular expression that judges a text can take exponential time, by its structure.

A repeat without a bound inside another is safe when every round of the outer one needs a character that no inner one
can take: then a text can be cut into rounds in one way only. Two that stand side by side and share characters take
quadratic time, and are no danger in a sentence, which is cut at 900 code points.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import string
from collections.abc import Iterator
from re import _constants as op
from re import _parser as parser

import pytest

import embargowatch.clean
import embargowatch.reading
import embargowatch.topics
from embargowatch.reading import money

PROBES = frozenset(string.printable + "éßÀﬀ’‘“”–—…€²٣\u00a0\u0301")
"""Characters that stand for all others of their kind."""
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
MANY = 100
CATEGORIES = {op.CATEGORY_DIGIT: r"\d", op.CATEGORY_SPACE: r"\s", op.CATEGORY_WORD: r"\w",
              op.CATEGORY_NOT_DIGIT: r"\D", op.CATEGORY_NOT_SPACE: r"\S", op.CATEGORY_NOT_WORD: r"\W"}  # fmt: skip


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for package in (embargowatch.reading, embargowatch.topics, embargowatch.clean):
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            for name, value in vars(importlib.import_module(found.name)).items():
                yield from ((f"{found.name}.{name}", pattern) for pattern in _in(value))
    yield from (("money", pattern) for pattern in money._patterns())  # made when the first sum is sought


def _in(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, (tuple, list, frozenset)):
        for item in value:
            yield from _in(item)
    elif isinstance(value, dict):
        yield from _in(list(value.values()))


ALL = {f"{n} {name}": pattern for n, (name, pattern) in enumerate(patterns())}


def chars(node: tuple) -> frozenset[str]:
    """The probes that one element, or anything inside it, can take."""
    kind, value = node
    match kind:
        case op.LITERAL:
            return frozenset({chr(value), chr(value).lower(), chr(value).upper()})
        case op.NOT_LITERAL:
            found = PROBES - {chr(value)}
        case op.ANY | op.GROUPREF:
            found = PROBES
        case op.CATEGORY:
            found = frozenset(c for c in PROBES if re.fullmatch(CATEGORIES[value], c))
        case op.RANGE:
            low, high = value
            found = frozenset(c for c in PROBES for v in (c, c.lower(), c.upper()) if low <= ord(v[0]) <= high)
        case op.IN:
            found = _any(chars(item) for item in value if item[0] is not op.NEGATE)
            found = PROBES - found if value[0][0] is op.NEGATE else found
        case _:
            found = _any(chars(item) for part in parts(node) for item in part)
    return found


def _any(sets) -> frozenset[str]:
    return frozenset().union(*sets)


def parts(node: tuple) -> list:
    """The sequences inside an element that takes characters."""
    kind, value = node
    if kind in REPEATS:
        return [value[2]]
    if kind is op.SUBPATTERN:
        return [value[3]]
    if kind is op.ATOMIC_GROUP:
        return [value]
    if kind is op.BRANCH:
        return value[1]
    if kind is op.GROUPREF_EXISTS:
        return [part for part in value[1:] if part is not None]
    return []


def needed(sequence) -> list[frozenset[str]]:
    """Of each element that must take a character, the probes it may take."""
    found = []
    for node in sequence:
        kind, value = node
        if kind is op.BRANCH:
            firsts = [needed(branch) for branch in value[1]]
            found += [_any(first[0] for first in firsts)] if all(firsts) else []
        elif parts(node):
            if kind not in REPEATS or value[0] > 0:
                found += [chars_ for part in parts(node) for chars_ in needed(part)]
        elif chars(node):
            found.append(chars(node))
    return found


def repeats(sequence) -> Iterator[tuple]:
    """Every repeat without a bound in a sequence, the outer ones first, those of lookarounds too."""
    for node in sequence:
        if node[0] in REPEATS and node[1][1] >= MANY:
            yield node
        inside = [node[1][1]] if node[0] in (op.ASSERT, op.ASSERT_NOT) else parts(node)
        for part in inside:
            yield from repeats(part)


def ambiguous(pattern: str, flags: int = 0) -> list[str]:
    """The outer repeats that a text can be cut into in several ways."""
    found = []
    for outer in repeats(parser.parse(pattern, flags)):
        body = outer[1][2]
        inner = _any(chars(node) for node in repeats(body))
        if inner and not any(need.isdisjoint(inner) for need in needed(body)):
            found.append(str(body))
    return found


@pytest.mark.parametrize("pattern", [r"(a+)+b", r"(\w*\s?)*$", r"(?:[a-z]+|\d)*x", r"^(?:\w+[.\w]?)+$", r"(?=(a*)*b)"])
def test_a_pattern_that_can_explode_is_seen(pattern):
    assert ambiguous(pattern)


@pytest.mark.parametrize("pattern", [r"(?:\w+\s)*x", r"\w+(?:,\s\w+)*", r"(?:[A-Z]\w*\s){1,4}$", r"\s*\w+\s*"])
def test_a_pattern_that_cannot_is_not(pattern):
    assert not ambiguous(pattern)


@pytest.mark.parametrize("name", ALL)
def test_no_pattern_can_explode(name):
    assert ALL[name].pattern
    assert not ambiguous(ALL[name].pattern, ALL[name].flags & ~re.UNICODE)


def test_the_patterns_are_found():
    assert len(ALL) > 60
