"""A story's one line, in plain words: how far it is, who, what, from or against whom, and no more than is known."""

from __future__ import annotations

from embargowatch.types import ArmsDeal, Sanction, Target
from embargowatch.words import country_names, lead, listed, money_words, weapon_words

MOST_WEAPONS = 2
MOST_NAMES = 2
SENTENCES = {
    "interest": "{to} is interested in {what}{from_}",
    "requested": "{to} asks for {what}{from_}",
    "offered": "{by} offers {what}{to_}",
    "negotiating": "{to} in talks about {what}{from_}",
    "selected": "{to} selects {what}{from_}",
    "pledged": "{by} pledges {what}{to_}",
    "proposed": "{what}{from_}{for_}",
    "approved": "{by} approves {what}{for_}",
    "notified": "{by} may sell {what}{to_}",
    "licence_granted": "{by} licenses {what}{for_}",
    "signed": "{to} orders {what}{from_}",
    "delivered": "{by} delivers {what}{to_}",
    "suspended": "{by} suspends {what}{for_}",
    "cancelled": "{what}{from_}{for_}",
}
"""By stage detail, else by stage. Where a name that the sentence starts with is not known: the last form."""
PLAIN = "{what}{from_}{for_}"


def headline(record: Sanction | ArmsDeal) -> str:
    """ "Signed: Poland orders 218 K239 Chunmoo from South Korea, $3.6bn"."""
    said = _sanction(record) if isinstance(record, Sanction) else _deal(record)
    return f"{lead(record)}: {said}"


def _deal(deal: ArmsDeal) -> str:
    to, by = country_names(deal.recipients), country_names(deal.suppliers) or listed(deal.manufacturers)
    form = SENTENCES.get(deal.stage_detail) or SENTENCES.get(deal.stage) or PLAIN
    # Only what has happened is told as somebody's act.
    known = (to or not form.startswith("{to}")) and (by or not form.startswith("{by}"))
    if deal.modality != "reported" or not known:
        form = PLAIN
    parts = {
        "to": to,
        "by": by,
        "what": _weapons(deal),
        "from_": f" from {by}" if by else "",
        "for_": f" for {to}" if to else "",
        "to_": f" to {to}" if to else "",
    }
    price = f", {money_words(deal.value)}" if deal.value else ""
    return form.format(**parts) + price


def _weapons(deal: ArmsDeal) -> str:
    named = [weapon_words(weapon) for weapon in deal.weapons]
    if not named:
        return "military aid" if deal.transfer_type == "aid" else "arms"
    return _some(named, MOST_WEAPONS)


def _sanction(sanction: Sanction) -> str:
    senders, against = country_names(sanction.senders), country_names(sanction.target_countries)
    if sanction.action == "enforce":
        return _enforced(sanction, senders, against)
    if sanction.action == "evade" and sanction.evaders:
        return f"{country_names(sanction.evaders)} around {f'{senders} ' if senders else ''}sanctions{_on(against)}"
    whom = _named(sanction.targets, sanction.n_designated)
    aimed = f"{whom} ({against})" if whom and against else whom or against
    return f"{f'{senders} ' if senders else ''}sanctions{_on(aimed)}"


def _enforced(sanction: Sanction, senders: str, against: str) -> str:
    whom = country_names(sanction.respondents) or _named(sanction.targets, None)
    penalty = f"{money_words(sanction.penalty)} penalty" if sanction.penalty else "case"
    who = f"{senders} " if senders else ""
    return f"{who}{penalty}{f' against {whom}' if whom else ''} over sanctions{_on(against)}"


def _named(targets: tuple[Target, ...], n_designated: int | None) -> str:
    """Who is meant: a mentioned person is never told as sanctioned."""
    names = [target.name for target in targets if target.role != "mentioned"]
    if n_designated and n_designated > len(names):
        shown = names[:MOST_NAMES]
        return listed([*shown, f"{n_designated - len(shown):,} others"]) if shown else f"{n_designated:,} names"
    return _some(names, MOST_NAMES)


def _on(whom: str) -> str:
    return f" on {whom}" if whom else ""


def _some(names: list[str], most: int) -> str:
    if not names:
        return ""
    shown = names[:most]
    rest = len(names) - len(shown)
    return listed([*shown, f"{rest:,} {'others' if rest > 1 else 'other'}"]) if rest else listed(shown)
