"""The measures of groupings, on groupings small enough to count by hand."""

import pytest

from embargowatch.settings import ROOT

pytestmark = pytest.mark.usefixtures("bench_on_path")

ONE, OTHER, NONE = frozenset({"one"}), frozenset({"other"}), frozenset[str]()


@pytest.fixture
def bench_on_path(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "bench")


def test_the_right_grouping_is_right_whatever_its_groups_are_called():
    from storylines.measures import bcubed, pairwise

    right = {"a": ONE, "b": ONE | OTHER, "c": OTHER, "d": NONE}
    found = {"a": frozenset("1"), "b": frozenset("12"), "c": frozenset("2"), "d": NONE}

    assert pairwise(found, right).f1 == bcubed(found, right).f1 == 1.0


def test_everything_in_one_group_finds_all_pairs_and_many_wrong_ones():
    from storylines.measures import bcubed, pairwise

    right = {"a": ONE, "b": ONE, "c": OTHER}
    found = dict.fromkeys(right, ONE)

    assert (pairwise(found, right).precision, pairwise(found, right).recall) == (1 / 3, 1.0)
    assert bcubed(found, right).precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3) / 3)
    assert bcubed(found, right).recall == 1.0


def test_an_article_of_two_events_found_in_one_only_misses_the_other():
    from storylines.measures import bcubed, pairwise

    right = {"a": ONE, "b": ONE | OTHER, "c": OTHER}
    found = {"a": ONE, "b": ONE, "c": OTHER}

    assert (pairwise(found, right).precision, pairwise(found, right).recall) == (1.0, 1 / 2)
    # For a: itself and b. For b: a, itself by one story of two, and c not. For c: itself, and b not.
    assert bcubed(found, right).recall == pytest.approx((1 + (1 + 1 / 2 + 0) / 3 + 1 / 2) / 3)


def test_what_tells_nothing_is_wrong_only_in_company():
    from storylines.measures import bcubed, pairwise

    right = {"a": ONE, "b": ONE, "match report": NONE}
    alone, joined = {**right, "match report": OTHER}, {**right, "match report": ONE}

    assert pairwise(alone, right).f1 == bcubed(alone, right).f1 == 1.0
    assert pairwise(joined, right).precision < 1.0
    assert bcubed(joined, right).precision < 1.0


def test_nothing_found_is_precise_and_recalls_nothing_but_each_itself():
    from storylines.measures import bcubed, pairwise

    right = {"a": ONE, "b": ONE}
    found = {"a": NONE, "b": NONE}

    assert (pairwise(found, right).precision, pairwise(found, right).recall, pairwise(found, right).f1) == (1, 0, 0)
    assert (bcubed(found, right).precision, bcubed(found, right).recall) == (1.0, 0.5)
