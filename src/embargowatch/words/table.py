"""A record as a small table of its known fields."""

from __future__ import annotations

from dataclasses import dataclass

from embargowatch.types import ArmsDeal, Money, Sanction
from embargowatch.words.lines import listed, plain
from embargowatch.words.parts import lead, modality_words, money_words, target_words, weapon_words
from embargowatch.words.terms import CHANNEL_WORDS, MONEY_KIND_WORDS, TRANSFER_WORDS, country_name, country_names


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a record's table: what it is called, what it says, and which field carries the evidence."""

    label: str
    text: str
    field: str


def rows(record: Sanction | ArmsDeal) -> tuple[Row, ...]:
    """The record as a small table of its known fields, the most asked for first."""
    made = _sanction_rows(record) if isinstance(record, Sanction) else _deal_rows(record)
    common = (
        Row("Standing", modality_words(record), "modality"),
        Row("Date", record.date, "date"),
        Row("Official reference", record.official_ref, "official_ref"),
    )
    return tuple(row for row in (*made, *common) if row.text)


def _deal_rows(deal: ArmsDeal) -> tuple[Row, ...]:
    local = {True: "yes", False: "no", None: ""}[deal.local_production]
    return (
        Row("Stage", lead(deal), "stage"),
        Row("From", country_names(deal.suppliers), "suppliers"),
        Row("To", country_names(deal.recipients), "recipients"),
        Row("Weapons", "; ".join(weapon_words(weapon) for weapon in deal.weapons), "weapons"),
        Row("Value", _money_row(deal.value), "value"),
        Row("Kind", TRANSFER_WORDS.get(deal.transfer_type) or plain(deal.transfer_type), "transfer_type"),
        Row("Channel", CHANNEL_WORDS.get(deal.us_channel) or deal.us_channel, "us_channel"),
        Row("Made by", listed(deal.manufacturers), "manufacturers"),
        Row("Through", country_names(deal.intermediaries), "intermediaries"),
        Row("End user", country_name(deal.end_user), "end_user"),
        Row("Made locally", local, "local_production"),
        Row("Ordered", deal.order_date, "order_date"),
        Row("Delivery", deal.delivery_years, "delivery_years"),
    )


def _sanction_rows(sanction: Sanction) -> tuple[Row, ...]:
    count = f"{sanction.n_designated:,}" if sanction.n_designated is not None else ""
    authority = sanction.authority if sanction.authority not in sanction.senders else ""
    return (
        Row("Action", lead(sanction), "action"),
        Row("By", country_names(sanction.senders), "senders"),
        Row("Authority", authority, "authority"),
        Row("Against", country_names(sanction.target_countries), "target_countries"),
        Row("Named", "; ".join(target_words(target) for target in sanction.targets), "targets"),
        Row("Number designated", count, "n_designated"),
        Row("Measures", listed(map(plain, sanction.measures)), "measures"),
        Row("Implied", listed(map(plain, sanction.measures_implied)), "measures_implied"),
        Row("List", sanction.list, "list"),
        Row("Programme", listed(sanction.programs), "programs"),
        Row("Licence", sanction.licence_no, "licence_no"),
        Row("Who answers", country_names(sanction.respondents), "respondents"),
        Row("Penalty", _money_row(sanction.penalty), "penalty"),
        Row("Evaded by", country_names(sanction.evaders), "evaders"),
        Row("Reason", sanction.reason, "reason"),
        Row("Announced", sanction.announced, "announced"),
        Row("Listed", sanction.listing_date, "listing_date"),
        Row("In force from", sanction.start_date, "start_date"),
        Row("In force until", sanction.end_date, "end_date"),
        Row("Wind down until", sanction.wind_down_until, "wind_down_until"),
    )


def _money_row(money: Money | None) -> str:
    if money is None:
        return ""
    kind = MONEY_KIND_WORDS.get(money.kind) or plain(money.kind)
    return f"{money_words(money)} ({kind})" if kind else money_words(money)
