"""One deal told five times is one record with the best-filled fields; two deals stay two."""

from __future__ import annotations

from collections.abc import Iterable

from embargowatch.topics.arms_deals.draft import Draft

GENERAL = frozenset({"other", "", "trade", "aid", "financing"})


def groups_of(found: Iterable[Draft]) -> list[list[Draft]]:
    """Drafts of the same deal together, in reading order."""
    groups: list[list[Draft]] = []
    for draft in found:
        home = next((g for g in groups if _same_deal(g, draft)), None)
        if home is None:
            groups.append([draft])
        else:
            home.append(draft)
    return groups


def _same_deal(group: list[Draft], draft: Draft) -> bool:
    if any(not _agree(other, draft) for other in group):
        return False
    if not any(_share_party(other, draft) for other in group):
        return False
    if any(_schedule(o, draft) or _schedule(draft, o) for o in group):
        return True
    if group[0].news != draft.news:
        return any(o.stage.stage == draft.stage.stage and _same_goods(o, draft) for o in group)
    if draft.news:
        return any(
            _shared_goods(o, draft) or (o.stage.stage == draft.stage.stage and _loosely(o, draft)) for o in group
        )
    return any((o.stage.stage == draft.stage.stage or _past_trade(o, draft)) and _loosely(o, draft) for o in group)


def _past_trade(a: Draft, b: Draft) -> bool:
    """ "Sold arms" and "the arms deal" are one where no weapon is named: what was sold was also handed over."""
    done = {a.stage.stage, b.stage.stage} == {"signed", "delivered"}
    return done and not any(g.named or g.number for d in (a, b) for g in d.weapons)


def _schedule(deal: Draft, other: Draft) -> bool:
    """Whether the one is settled and the other only says when its weapons will come."""
    settled = deal.stage.stage in ("signed", "approved", "delivered") and other.stage.stage == "proposed"
    coming = not other.stage.detail and other.frame in ("give", "come", "equip")
    return (
        settled
        and coming
        and bool(deal.givers & other.givers and deal.takers & other.takers)
        and _shared_goods(deal, other)
    )


def _agree(a: Draft, b: Draft) -> bool:
    if _other_money(a, b) or _other_year(a, b):
        return False
    return (
        _meet(a.givers, b.givers) and _meet(a.takers, b.takers) and not a.givers & b.takers and not a.takers & b.givers
    )


def _other_money(a: Draft, b: Draft) -> bool:
    """Sums of one currency more than a tenth apart are of two deals."""
    if a.money is None or b.money is None or a.money.currency != b.money.currency:
        return False
    low, high = sorted((a.money.amount, b.money.amount))
    return low * 11 < high * 10


def _other_year(a: Draft, b: Draft) -> bool:
    """Background that is dated in two years is two deals."""
    if a.news or b.news or a.date is None or b.date is None or not a.date.past or not b.date.past:
        return False
    return a.date.iso[:4] != b.date.iso[:4]


def _meet(a: frozenset[str], b: frozenset[str]) -> bool:
    return not a or not b or bool(a & b)


def _share_party(a: Draft, b: Draft) -> bool:
    return bool(a.givers & b.givers or a.takers & b.takers)


def _same_goods(a: Draft, b: Draft) -> bool:
    ours, theirs = _names(a), _names(b)
    if ours and theirs:
        return bool(ours & theirs) or (kinds(a) == kinds(b) and not (ours and theirs))
    return not kinds(a) or not kinds(b) or bool(kinds(a) & kinds(b))


def _shared_goods(a: Draft, b: Draft) -> bool:
    """A system or a kind of weapon that both name."""
    return bool(_names(a) & _names(b) or (kinds(a) & kinds(b) and not (_names(a) and _names(b))))


def _loosely(a: Draft, b: Draft) -> bool:
    return _same_goods(a, b) or not _names(a) or not _names(b)


def _names(draft: Draft) -> frozenset[str]:
    return frozenset(g.canonical for g in draft.weapons if g.named)


def kinds(draft: Draft) -> frozenset[str]:
    """What kinds of weapon it is about; missiles and the batteries that fire them are told as one."""
    found = frozenset(g.category for g in draft.weapons) - GENERAL
    return frozenset("missile" if kind == "air_defence" else kind for kind in found)
