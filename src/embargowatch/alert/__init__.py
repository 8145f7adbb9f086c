"""Who is told of a story, when, and what counts as the same news: pure decisions."""

from embargowatch.alert.cadence import due, goes_with_daily_digest, is_muted, is_quiet
from embargowatch.alert.comparing import Told, changes, corrections
from embargowatch.alert.names import named, same_name
from embargowatch.alert.news import held, is_late, is_urgent, told_hash
from embargowatch.alert.parcels import Parcel, Plan, message_id, plan
from embargowatch.alert.rehearsal import n_mails, rehearse
from embargowatch.alert.wishes import (
    concerns,
    concerns_text,
    confirmed,
    follows,
    matches,
    matches_everything,
    names_any,
    parties,
    why,
)

__all__ = [
    "Parcel",
    "Plan",
    "Told",
    "changes",
    "concerns",
    "concerns_text",
    "confirmed",
    "corrections",
    "due",
    "follows",
    "goes_with_daily_digest",
    "held",
    "is_late",
    "is_muted",
    "is_quiet",
    "is_urgent",
    "matches",
    "matches_everything",
    "message_id",
    "n_mails",
    "named",
    "names_any",
    "parties",
    "plan",
    "rehearse",
    "same_name",
    "told_hash",
    "why",
]
