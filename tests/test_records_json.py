"""Records survive the way to JSON and back, and the same fact has the same fingerprint."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from embargowatch.records_json import fingerprint, record_from_json, record_to_json
from embargowatch.types import ArmsDeal, Evidence, Money, Sanction, Target, Weapon

SANCTION = Sanction(
    action="impose",
    senders=("US", "EU"),
    target_countries=("BY",),
    targets=(Target("Nord Potash", "company", "designated", ("NP",), ("BY",), {"imo": "9"}, ("Ivan Zubr",)),),
    measures=("asset_freeze",),
    programs=("Executive Order 14038",),
    penalty=Money(Decimal("1.5"), "USD", "settlement"),
    date="2024-03",
    quote="Washington and Brussels froze the assets of Nord Potash",
    evidence={"senders": (Evidence("text", 0, 10, "Washington"),)},
    confidence={"record": 0.9},
)
DEAL = ArmsDeal(
    stage="signed",
    suppliers=("KR",),
    recipients=("PL",),
    weapons=(Weapon("K239", "artillery", quantity=218, quantity_qualifier="more than"),),
    value=Money(Decimal(3_500_000_000), "USD", amount_max=Decimal(4_000_000_000)),
)


@pytest.mark.parametrize("record", [SANCTION, DEAL])
def test_a_record_comes_back_from_json_as_it_was(record):
    assert record_from_json(json.loads(json.dumps(record_to_json(record)))) == record


def test_row_ids_stay_out_of_json():
    assert record_to_json(replace(DEAL, id=7, article_id=8)) == record_to_json(DEAL)


def test_whole_amounts_are_whole_numbers_and_unknown_scalars_are_null():
    data = record_to_json(DEAL)
    assert json.dumps(data["value"]["amount"]) == "3500000000"
    assert data["us_channel"] is None
    assert data["manufacturers"] == []


def test_evidence_says_where_under_the_word_in():
    assert record_to_json(SANCTION)["evidence"]["senders"] == [
        {"in": "text", "start": 0, "end": 10, "quote": "Washington"}
    ]


def test_fingerprint_ignores_order_wording_of_the_quote_and_confidence():
    told_again = replace(SANCTION, senders=("EU", "US"), quote="other words", confidence={"record": 0.1})
    assert fingerprint(told_again) == fingerprint(SANCTION)


def test_fingerprint_tells_a_threat_from_a_measure():
    assert fingerprint(replace(SANCTION, action="threaten")) != fingerprint(SANCTION)


def test_a_record_without_a_known_type_or_action_is_refused():
    with pytest.raises(ValueError, match="type"):
        record_from_json({"type": "treaty"})
    with pytest.raises(ValueError, match="sanction"):
        record_from_json({"type": "sanction"})
