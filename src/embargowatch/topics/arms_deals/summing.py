"""An arms deal in one plain sentence, made from its fields and from nothing else."""

from __future__ import annotations

from embargowatch import words
from embargowatch.types import ArmsDeal


def summary(deal: ArmsDeal) -> str:
    """For example "Signed: 12 Gripen from Sweden to Peru, $2.1bn."."""
    goods = words.few([words.weapon_words(weapon) for weapon in deal.weapons], 3) or _unnamed(deal)
    sides = f" from {words.country_names(deal.suppliers)}" if deal.suppliers else ""
    sides += f" to {words.country_names(deal.recipients)}" if deal.recipients else ""
    price = f", {words.money_words(deal.value)}" if deal.value is not None else ""
    return f"{words.lead(deal)}: {goods}{sides}{price}."


def _unnamed(deal: ArmsDeal) -> str:
    match deal.transfer_type:
        case "financing":
            return "money for arms"
        case "aid":
            return "military aid"
        case _:
            return "arms"
