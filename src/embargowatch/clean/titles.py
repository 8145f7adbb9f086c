"""Which of a page's titles is the article's, without the site's name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_SEPARATOR = re.compile(r"\s+[|–—·»-]\s+|\s*[|ㅣ｜：]\s*|(?<=\w)-(?=\w+$)")


def plain_key(text: str) -> str:
    """A text for comparing: without case, punctuation and spaces."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).lower())


def choose_title(headline: str, heading: str, social: str, window: str, sites: Collection[str]) -> str:
    """The title out of JSON-LD's headline, the first h1, og:title and the window's title; any may be empty.

    Where two of the first three agree, the third was written on purpose for this article and is taken: heads often
    carry a kicker or the words for search engines. ``sites`` are the names that the site goes by.
    """
    others = {plain_key(headline), plain_key(heading)} - {""}
    names = {plain_key(site) for site in sites} - {""}
    headline, heading, social, window = (
        without_site(title, names, others) for title in (headline, heading, social, window)
    )
    if headline and heading and social and plain_key(headline) == plain_key(heading):
        return social
    return headline or social or heading or window


def without_site(title: str, names: Collection[str], others: Collection[str]) -> str:
    """A title without what follows or goes before it behind a bar or dash.

    Cut is the site's name, and all but the part that another title of the page (a key in ``others``) consists of.
    """
    for _ in range(4):
        cuts = [(title[: match.start()], title[match.end() :]) for match in _SEPARATOR.finditer(title)]
        for part in (part for cut in cuts for part in cut):
            if plain_key(part) in others:
                return part
        if not cuts or not _is_site(plain_key(cuts[-1][1]), names):
            return title
        title = cuts[-1][0]
    return title


def _is_site(tail: str, names: Collection[str]) -> bool:
    return not tail or any(tail in name or name in tail for name in names if len(name) > 2)
