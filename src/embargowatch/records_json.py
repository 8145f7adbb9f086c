"""Records as JSON: the shape of ``stories.record``, of exports and of ``embargowatch analyze``.

Plain values under the record's own field names; unknown scalars are null and unknown lists are empty.
Money is ``{amount, currency, kind, amount_max, qualifier}``, weapons and targets are objects,
``evidence`` maps a field to ``[{in, start, end, quote}]``, ``confidence`` maps a field to 0..1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from hashlib import sha256
from typing import Any

from embargowatch.types import ArmsDeal, Evidence, Money, Sanction, Target, Weapon

TYPES: Mapping[str, type[Sanction] | type[ArmsDeal]] = {"sanction": Sanction, "arms_deal": ArmsDeal}
ROW_FIELDS = ("id", "article_id")
"""What only the database knows about a record."""

KEY_FIELDS: Mapping[str, tuple[str, ...]] = {
    "sanction": ("action", "senders", "target_countries", "targets", "measures", "programs", "date", "modality"),
    "arms_deal": ("stage", "suppliers", "recipients", "weapons", "value", "transfer_type", "date", "modality"),
}


def record_to_json(record: Sanction | ArmsDeal) -> dict[str, Any]:
    """The record as a JSON object; ``record_from_json`` gives the same record back (without row ids)."""
    kind = "sanction" if isinstance(record, Sanction) else "arms_deal"
    values = {f.name: _to_json(getattr(record, f.name)) for f in fields(record) if f.name not in ROW_FIELDS}
    quote, evidence, confidence = values.pop("quote"), values.pop("evidence"), values.pop("confidence")
    return {"type": kind, **values, "quote": quote, "evidence": evidence or {}, "confidence": confidence or {}}


def record_from_json(data: Mapping[str, Any]) -> Sanction | ArmsDeal:
    """The record that a JSON object describes. Absent and null are unknown.

    Raises ValueError when ``type`` is neither "sanction" nor "arms_deal", or its action or stage is missing.
    """
    if data.get("type") not in TYPES:
        raise ValueError(f"a record's type is sanction or arms_deal, not {data.get('type')!r}")
    kind = TYPES[data["type"]]
    known = {f.name for f in fields(kind)} - set(ROW_FIELDS)
    values = {name: _from_json(name, value) for name, value in data.items() if name in known and value is not None}
    try:
        return kind(**values)
    except TypeError as error:
        raise ValueError(f"not a whole {data['type']}: {error}") from error


def fingerprint(record: Sanction | ArmsDeal) -> str:
    """A short hash of the record's key fields: the same fact read again has the same fingerprint."""
    data = record_to_json(record)
    keys = [data["type"], data["background"], *(_key(data[name]) for name in KEY_FIELDS[data["type"]])]
    return sha256(json.dumps(keys, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:24]


def _to_json(value: Any) -> Any:  # noqa: PLR0911 - one return a kind of value
    match value:
        case "":
            return None
        case Decimal():
            return _number(value)
        case Evidence():
            return {"in": value.where, "start": value.start, "end": value.end, "quote": value.quote}
        case Money() | Target() | Weapon():
            return {f.name: _to_json(getattr(value, f.name)) for f in fields(value)}
        case tuple() | list():
            return [_to_json(item) for item in value]
        case Mapping():
            return {str(key): _to_json(item) for key, item in value.items()}
        case _:
            return value


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _from_json(name: str, value: Any) -> Any:
    match name:
        case "targets":
            return tuple(Target(**_plain(item)) for item in value)
        case "weapons":
            return tuple(Weapon(**_plain(item)) for item in value)
        case "value" | "penalty":
            return _money(value)
        case "evidence":
            return {field: tuple(map(_evidence, spans)) for field, spans in value.items()}
        case _ if isinstance(value, list):
            return tuple(value)
        case _:
            return value


def _plain(item: Mapping[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in item.items() if v is not None}


def _money(item: Mapping[str, Any]) -> Money:
    known = {k: v for k, v in item.items() if v is not None}
    for amount in {"amount", "amount_max"} & known.keys():
        known[amount] = Decimal(str(known[amount]))
    return Money(**known)


def _evidence(item: Mapping[str, Any]) -> Evidence:
    return Evidence(where=item["in"], start=item["start"], end=item["end"], quote=item["quote"])


def _key(value: Any) -> Any:
    """Lists in one order, objects by what names them, so that order and spelling details do not matter."""
    match value:
        case list():
            return sorted((_key(item) for item in value), key=str)
        case {"name": str(name)}:
            return " ".join(name.casefold().split())
        case {"designation": str(designation)}:
            return [" ".join(designation.casefold().split()), value.get("quantity")]
        case {"amount": amount, "currency": currency}:
            return [amount, currency]
        case _:
            return value
