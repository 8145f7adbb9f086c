"""Arms deals in the columns of SIPRI's trade register, for people who work with both.

``COLUMNS`` is the register as SIPRI's Arms Transfers Database exports it since 2024: one row a deal and delivery year.
``LEGACY_COLUMNS`` is its export before that, as public data sets and analyses of "trade-register.csv" (2019 to 2023)
have it: one row a deal, with the number ordered. Three of its sixteen columns have no name and hold a "?" where what
stands before them is an estimate (pandas reads them as "Unnamed: 3", "Unnamed: 5", "Unnamed: 9"). Neither has the
eleven lines about the search that SIPRI puts before its table.

SIPRI's identifiers and trend-indicator values are SIPRI's to give: they stay empty. A story becomes a row for each
supplier, recipient and system of it; numbers are only given where there is one pair, since nobody says how they are
split. Only what is told as a fact and is at least an order is a deal in SIPRI's sense: ``is_order``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from embargowatch.export.tables import Column
from embargowatch.lexicon import table
from embargowatch.types import ArmsDeal, Weapon
from embargowatch.words import country_name, money_words

COLUMNS = (
    Column("SIPRI AT Database ID"),
    Column("Supplier"),
    Column("Recipient"),
    Column("Designation"),
    Column("Description"),
    Column("Armament category"),
    Column("Order date", "integer"),
    Column("Order date is estimate"),
    Column("Numbers delivered", "integer"),
    Column("Numbers delivered is estimate"),
    Column("Delivery year", "integer"),
    Column("Delivery year is estimate"),
    Column("Status"),
    Column("SIPRI estimate"),
    Column("TIV deal unit"),
    Column("TIV delivery values"),
    Column("Local production"),
)
LEGACY_COLUMNS = (
    Column("Recipient"),
    Column("Supplier"),
    Column("Year of order", "integer"),
    Column(""),
    Column("Number ordered", "integer"),
    Column(""),
    Column("Weapon designation"),
    Column("Weapon description"),
    Column("Number delivered", "integer"),
    Column(""),
    Column("Year(s) of delivery"),
    Column("status"),
    Column("Comments"),
    Column("SIPRI TIV per unit"),
    Column("SIPRI TIV for total order"),
    Column("SIPRI TIV of delivered weapons"),
)
STATUS = {"new": "New", "second_hand": "Second hand", "second_hand_modernized": "Second hand but modernized"}
UNKNOWN_SUPPLIER, UNKNOWN_RECIPIENT = "unknown supplier(s)", "unknown recipient(s)"
ORDERS = ("signed", "delivered")
YEARS = re.compile(r"\b(\d{4})\b(?:\s*[-–/]\s*(\d{4})\b)?")
MOST_YEARS = 40
"""Of one delivery; what is said to take longer is no row a year."""

Row = tuple[str | int | None, ...]


@dataclass(frozen=True, slots=True)
class _Deal:
    """One supplier, one recipient, one system."""

    supplier: str
    recipient: str
    weapon: Weapon
    alone: bool
    """Whether the story has no other pair of supplier and recipient: then its numbers are this deal's."""


def is_order(deal: ArmsDeal) -> bool:
    """Whether it is told as a fact that arms were ordered or delivered; money for arms is no transfer of them."""
    return deal.stage in ORDERS and deal.modality == "reported" and deal.transfer_type != "financing"


def register_rows(deal: ArmsDeal) -> Iterator[Row]:
    """The rows of a story: one for each supplier, recipient, system and delivery year."""
    years = delivery_years(deal)
    ordered = order_year(deal)
    for one in _deals(deal):
        number = n_delivered(deal, one.weapon) if one.alone and len(years) <= 1 else None
        for year in years or (None,):
            yield (
                None,
                one.supplier,
                one.recipient,
                one.weapon.designation,
                one.weapon.description,
                one.weapon.sipri_category,
                ordered,
                None if ordered is None else "No",
                number,
                None if number is None else _yes(one.weapon.is_estimate),
                year,
                None if year is None else _yes(deal.stage != "delivered" or len(years) > 1),
                STATUS.get(one.weapon.status),
                None,
                None,
                None,
                None if deal.local_production is None else _yes(deal.local_production),
            )


def legacy_rows(deal: ArmsDeal) -> Iterator[Row]:
    """The rows of a story: one for each supplier, recipient and system."""
    years = delivery_years(deal)
    for one in _deals(deal):
        number = n_ordered(one.weapon) if one.alone else None
        received = n_delivered(deal, one.weapon) if one.alone else None
        doubt = "?" if one.weapon.is_estimate else None
        yield (
            one.recipient,
            one.supplier,
            order_year(deal),
            None,
            number,
            None if number is None else doubt,
            one.weapon.designation,
            one.weapon.description,
            received,
            None if received is None else doubt,
            "; ".join(map(str, years)),
            STATUS.get(one.weapon.status),
            comments(deal),
            None,
            None,
            None,
        )


def delivery_years(deal: ArmsDeal) -> tuple[int, ...]:
    """Every year of "2028-2031" or "2027, 2029"; of a delivery that names none, the year it is of."""
    found: set[int] = set()
    for first, last in YEARS.findall(deal.delivery_years):
        until = int(last or first)
        found |= set(range(int(first), until + 1 if until - int(first) < MOST_YEARS else int(first) + 1))
    if not found and deal.stage == "delivered" and (year := _year(deal.date)):
        return (year,)
    return tuple(sorted(found))


def order_year(deal: ArmsDeal) -> int | None:
    """The year of the order: as said, or that of the signing."""
    return _year(deal.order_date) or (_year(deal.date) if deal.stage == "signed" else None)


def n_ordered(weapon: Weapon) -> int | None:
    return weapon.number_ordered if weapon.number_ordered is not None else weapon.quantity


def n_delivered(deal: ArmsDeal, weapon: Weapon) -> int | None:
    """How many have arrived; of a delivery that is complete, all that it is about."""
    if weapon.number_delivered is not None:
        return weapon.number_delivered
    return weapon.quantity if (deal.stage, deal.stage_detail) == ("delivered", "delivered") else None


def comments(deal: ArmsDeal) -> str:
    """What has no column of its own: the price, who it ends up with, whether it is made under licence."""
    price = f"{money_words(deal.value)} deal" if deal.value else ""
    end_user = f"for {country_name(deal.end_user)}" if deal.end_user else ""
    local = "produced in recipient country" if deal.local_production else ""
    years = f"delivery planned {deal.delivery_years}" if deal.delivery_years and deal.stage != "delivered" else ""
    return "; ".join(part for part in (price, end_user, local, years) if part)


def sipri_name(party: str) -> str:
    """A country or body as SIPRI spells it."""
    return _names().get(party) or country_name(party)


@cache
def _names() -> dict[str, str]:
    return {row["name"]: row["sipri"] for row in table("sipri_names")}


def _deals(deal: ArmsDeal) -> Iterator[_Deal]:
    suppliers = [sipri_name(party) for party in deal.suppliers] or [UNKNOWN_SUPPLIER]
    recipients = [sipri_name(party) for party in deal.recipients] or [UNKNOWN_RECIPIENT]
    alone = len(suppliers) == len(recipients) == 1
    for weapon, supplier, recipient in product(deal.weapons or (Weapon(""),), suppliers, recipients):
        yield _Deal(supplier, recipient, weapon, alone)


def _year(day: str) -> int | None:
    """The year of "2026-11" or "2026-11-22"."""
    return int(day[:4]) if day[:4].isdecimal() and len(day[:4]) == 4 else None


def _yes(true: bool) -> str:
    return "Yes" if true else "No"
