"""Names that a subscriber looks out for: other spellings are found, other people are not."""

from __future__ import annotations

import pytest

from embargowatch.alert import named, same_name
from embargowatch.types import Target


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("Sergey Petrov", "Sergei Petrov"),
        ("Sergey Petrov", "PETROV, Sergey"),
        ("Sergey Petrov", "Sergey Ivanovich Petrov"),
        ("Aleksandr Volkov", "Alexander Volkov"),
        ("Yevgeniy Lukin", "Evgeny Lukin"),
        ("Mohammed al-Rashid", "Muhammad Al Rashid"),
        ("Türkan Özdemir", "Turkan Ozdemir"),
        ("Orrin Marine", "Orrin Marine Services LLC"),
        ("Sun Ship 5", "SUN SHIP 5"),
        ("Al Salim Trading", "Alsalim Trading"),
    ],
)
def test_one_name_is_found_in_its_spellings(wanted: str, name: str) -> None:
    assert same_name(wanted, name)
    assert same_name(name, wanted)


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("Petrov", "Ivan Petrov"),
        ("Sergey Petrov", "Petrov"),
        ("Sergey Petrov", "Ivan Petrov"),
        ("Sergey Petrov", "Sergeya Petrova"),
        ("Anna Petrova", "Anna Petrov"),
        ("Sergey Petrov", "Sergey Petrenko"),
        ("Alexander Green", "Alexandra Green"),
        ("Sun Ship 5", "Sun Ship 6"),
        ("K2 Systems", "K239 Systems"),
        ("Ivan Lee", "Ivan Lea"),
        ("", "Ivan Petrov"),
        ("...", "Ivan Petrov"),
    ],
)
def test_somebody_else_is_not_found(wanted: str, name: str) -> None:
    assert not same_name(wanted, name, "person")
    assert not same_name(name, wanted, "person")


def test_one_word_names_a_company_that_begins_with_it_but_no_person_and_no_ship() -> None:
    assert same_name("Rosneft", "Rosneft Oil Company", "company")
    assert not same_name("Rosneft", "Trading House Rosneft", "company")
    assert not same_name("Petrov", "Petrov Ivan", "person")
    assert not same_name("Ocean", "Ocean Star", "vessel")
    assert same_name("Petrov", "Petrov", "person")


def test_an_alias_counts_and_the_name_is_told() -> None:
    target = Target("Pripyat Freight Lines", aliases=("PFL Cargo",))

    assert named("P.F.L. Cargo", [target]) == "Pripyat Freight Lines"
    assert named("PFL Tankers", [target]) == ""
    assert named("PFL Cargo", [Target("Other"), target]) == "Pripyat Freight Lines"
