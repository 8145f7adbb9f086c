"""The words by which walls, paywalls, error pages and furniture give themselves away, as data.

Each line is a regular expression without case; add a site's words here, not in the code.
"""

from __future__ import annotations

import re

CONSENT = (
    r"before you continue",
    r"we (?:and our partners )?(?:use|value|store) .{0,60}(?:cookies|privacy)",
    r"cookies? (?:settings|preferences|policy|consent)",
    r"accept (?:all )?cookies|accept all|reject all",
    r"manage (?:your )?(?:choices|preferences|consent)",
    r"legitimate interest",
    r"your privacy (?:choices|matters)",
    r"gdpr|iab tcf",
    r"mit werbung weiterlesen|zustimm\w+|einwilligung",
    r"tout accepter|accepter et (?:continuer|fermer)",
    r"aceptar (?:todas|y continuar)",
    r"accetta",
    r"cookies (?:accepteren|akkoord)",
)
BOT = (
    r"^just a moment\W*(?:$|checking|enable)",
    r"attention required",
    r"checking (?:if the site connection is secure|your browser)",
    r"verify(?:ing)? (?:that )?you are (?:a )?human",
    r"are you a robot|i'?m not a robot|captcha|bot detection",
    r"unusual (?:traffic|activity)",
    r"access (?:to this page has been )?denied|request (?:was )?blocked|security check",
    r"pardon our interruption",
    r"please enable (?:js|javascript|cookies)|enable javascript and cookies",
    r"press (?:&|and) hold|ddos protection",
)
BOT_MARKS = (
    "_cf_chl_opt",
    "challenge-platform/h/",
    "captcha-delivery.com",
    "px-captcha",
    "_Incapsula_Resource",
    "distil_r_captcha",
    "ddg-captcha",
)
"""Parts of scripts and their addresses that only challenge pages have, not the ordinary pages of such sites."""

PAYWALL = (
    r"(?:subscribe|log ?in|sign ?(?:in|up)|register|become a (?:member|subscriber)).{0,60}"
    r"(?:to (?:continue|read|keep|unlock|view)|for full access|full article)",
    r"(?:this|the) (?:article|content|story) is (?:for|available|reserved|only).{0,30}(?:subscribers|members)",
    r"already a subscriber|subscriber[- ]only|for subscribers",
    r"(?:weiterlesen|lesen) (?:mit|sie).{0,30}(?:abo|plus)|jetzt (?:abo|testen|abonnieren)",
    r"réservé (?:à nos|aux) abonnés|il vous reste .{0,20}% de cet article",
    r"exclusivo para suscriptores|contenido exclusivo",
    r"per (?:gli )?abbonati",
    r"endast för prenumeranter|prenumerera|for abonnenter",
    r"dalszą część artykułu",
)
ERROR = (
    r"^\s*(?:error\s*)?(?:404|403|410|500|502|503)\b",
    r"page (?:not found|cannot be found|doesn.t exist)|not found$",
)
_AGO = (
    r"(?:just now|an? (?:minute|hour|day) ago"
    r"|\d{1,4} ?(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?|months?) ago)"
)
PASSING = (
    r"^(?:last )?(?:updated|modified|published|posted)\b(?=.{0,60}(?:\d[:.]\d\d|\b(?:19|20)\d\d\b| ago| now)).{0,60}$",
    rf"\b{_AGO}",
    r"\b\d[\d,.]{0,9} ?[km]? ?(?:views?|reads?|shares?|comments?|likes?|reactions?|followers?)\b",
    r"\b(?:\d{1,3}[ -]min(?:ute)?s? read|reading time:? \d{1,3} min\w{0,5})\b",
)
"""What changes on a page while its article does not; a line that says little else is not the article's."""
FURNITURE = (
    r"(?:read|see|watch|listen)\s+(?:also|more|next|this)\b.{0,150}",
    r"(?:also\s+read|more\s+on\s+this|recommended)\s*:?.{0,120}",
    r"related(?:\s+(?:articles?|stories|content|news|coverage))?\s*:?.{0,120}",
    r"(?:lesen\s+sie\s+auch|lire\s+aussi|à\s+lire|lee\s+también|leia\s+(?:também|mais))\s*:?.{0,150}",
    r"(?:leggi\s+anche|lees\s+ook|les\s+også|läs\s+också)\s*:?.{0,150}",
    r"(?:zobacz\s+(?:też|także)|czytaj\s+(?:też|także|również)|читайте\s+также|читайте\s+також)\s*:?.{0,150}",
    r"(?:sign\s+up|subscribe|log\s+in|register)\b.{0,120}"
    r"(?:newsletter|to\s+(?:continue|read)|subscri|full\s+access).{0,120}",
    r"(?:photo|image|picture|foto|bild|photograph|credit|source|quelle)s?(?:\s+(?:by|credit))?\s*:.{0,60}",
    r"share|tweet|print|loading\.*",
    r"advertisement|anzeige|publicité|publicidad|реклама|annonse|werbung",
    r"(?:follow|find)\s+us\s+on\b.{0,100}",
    r"all\s+rights\s+reserved.{0,60}|(?:©|copyright\s+©?)\s*\d{4}.{0,80}",
)
"""Whole lines that stand between an article's paragraphs and are not the article's."""


def either(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern that matches where any of them does."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
