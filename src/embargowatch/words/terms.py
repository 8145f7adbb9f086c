"""The words for what a record's codes mean: stages, actions, modalities, kinds of money."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from embargowatch.lexicon import table
from embargowatch.types import Modality, Topic
from embargowatch.words.lines import listed, one_line

TOPIC_WORDS: dict[Topic, str] = {"sanctions": "Sanctions", "arms_deals": "Arms deals"}
TIER_WORDS: dict[str, str] = {
    "official": "official source",
    "wire": "news agency",
    "trade": "trade press",
    "general": "press",
    "state": "state media",
    "research": "research",
}
ACTION_WORDS = {
    "call_for": "Called for",
    "propose": "Proposed",
    "threaten": "Threatened",
    "impose": "Imposed",
    "extend": "Extended",
    "maintain": "Kept in force",
    "ease": "Eased",
    "lift": "Lifted",
    "enforce": "Enforced",
    "evade": "Evaded",
}
ACTION_DETAIL_WORDS = {
    "designation": "Designated",
    "delisting": "Delisted",
    "general_licence": "Licence issued",
    "licence": "Licence issued",
    "waiver": "Waived",
    "exemption": "Exempted",
    "suspension": "Suspended",
    "countersanction": "Countersanctions",
}
STAGE_WORDS = {
    "proposed": "Proposed",
    "approved": "Approved",
    "signed": "Signed",
    "delivered": "Delivered",
    "blocked": "Halted",
}
STAGE_DETAIL_WORDS = {
    "interest": "Interest shown",
    "requested": "Requested",
    "offered": "Offered",
    "negotiating": "In talks",
    "selected": "Selected",
    "framework_agreement": "Framework agreed",
    "notified": "Notified",
    "licence_granted": "Licensed",
    "pledged": "Pledged",
    "contract_signed": "Signed",
    "loa_signed": "Letter of acceptance signed",
    "option_exercised": "Option exercised",
    "delivery_started": "Delivery started",
    "partly_delivered": "Partly delivered",
    "delivered": "Delivered",
    "suspended": "Suspended",
    "cancelled": "Cancelled",
    "licence_denied": "Licence denied",
    "denied": "Licence denied",
    "refused": "Refused",
    "seized": "Seized",
}
STAGES = frozenset(
    word for words in (ACTION_WORDS, ACTION_DETAIL_WORDS, STAGE_WORDS, STAGE_DETAIL_WORDS) for word in words.values()
)
MODALITY_WORDS: dict[Modality, str] = {
    "reported": "Reported as fact",
    "future": "Planned, has not happened yet",
    "hypothetical": "Hypothetical, would happen only under a condition",
    "denied": "Denied",
    "claimed": "Claimed by one side, not confirmed",
}
MONEY_KIND_WORDS = {
    "estimated_ceiling": "estimated ceiling, not a contract price",
    "contract": "contract",
    "option": "option",
    "unit": "for each one",
    "programme_total": "whole programme",
    "aid_budget": "aid budget",
    "settlement": "settlement",
    "civil_penalty": "civil penalty",
    "criminal": "criminal penalty",
    "forfeiture": "forfeiture",
}
CHANNEL_WORDS = {
    "FMS": "US Foreign Military Sale",
    "DCS": "US direct commercial sale",
    "EDA": "US excess defense articles",
    "drawdown": "US drawdown",
}
TRANSFER_WORDS = {"aid": "aid in kind", "lease_loan": "lease or loan", "licensed_production": "licensed production"}
SHORT_NAMES = {"CD": "DR Congo", "CG": "Congo"}


def country_name(code: str) -> str:
    """ "PL" → "Poland"; a body or group that has no code stays as written."""
    return SHORT_NAMES.get(code) or _names().get(code) or one_line(code, 60)


@cache
def _names() -> dict[str, str]:
    return {row["code"]: row["name"] for name in ("countries", "bodies") for row in table(name) if row["code"]}


def country_names(codes: Iterable[str]) -> str:
    """("FR", "DE", "IT") → "France, Germany and Italy"."""
    return listed([country_name(code) for code in codes])
