"""Which names in a feed say something about an entry, and which say nothing that we keep: by feedparser's rules."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

RSS1 = "http://purl.org/rss/1.0/"
ATOM = "http://www.w3.org/2005/Atom"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_BASE = ("", RSS1, ATOM)
"""Their names mean the same in feedparser, whatever the format around them."""
DC = "http://purl.org/dc/elements/1.1/"
_DCTERMS = "http://purl.org/dc/terms/"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
_MEDIA = ("http://search.yahoo.com/mrss/", "http://search.yahoo.com/mrss")
_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
FEEDBURNER = "http://rssnamespace.org/feedburner/ext/1.0"


def in_base(*names: str) -> Iterable[str]:
    """Names as lxml writes them, in each of the namespaces that mean the same."""
    return (f"{{{namespace}}}{name}" if namespace else name for namespace in _BASE for name in names)


_WITHOUT_MEANING = frozenset(in_base("category", "comments", "enclosure", "rights"))
WITH_PARTS = frozenset(in_base("source", "contributor"))
"""Whatever is in them is about something else."""
_MEANT = {
    DC: frozenset({"author", "creator", "date", "description", "title"}),
    _DCTERMS: frozenset({"issued", "modified"}),
    CONTENT: frozenset({"encoded"}),
    **dict.fromkeys(_MEDIA, frozenset({"title", "description"})),
    _ITUNES: frozenset({"author", "summary", "name", "email", "owner"}),
}
"""What feedparser takes for a field of the entry in these namespaces, or might."""
_KNOWN = frozenset(
    {
        *_MEANT,
        FEEDBURNER,
        "http://purl.org/rss/1.0/modules/slash/",
        "http://purl.org/rss/1.0/modules/threading/",
        "http://wellformedweb.org/commentapi/",
        "http://purl.org/syndication/thread/1.0",
        "http://www.w3.org/2007/app",
        "http://www.georss.org/georss",
        "http://www.w3.org/2003/01/geo/wgs84_pos#",
        "http://prismstandard.org/namespaces/1.2/basic/",
    }
)
_TAKEN_PREFIXES = frozenset(
    ("dc", "dcterms", "content", "media", "itunes", "feedburner", "xhtml", "cc", "psc", "georss", "gml", "admin", "rdf")
)
"""feedparser goes by the prefix where it does not know the namespace."""


@lru_cache(maxsize=2000)
def without_meaning(tag: object, prefix: str | None) -> bool:
    """Whether an element without anything in it changes nothing of the entry that it is in."""
    if not isinstance(tag, str):  # an entity
        return False
    if tag in _WITHOUT_MEANING:
        return True
    namespace, _, name = tag.rpartition("}")
    namespace, name = namespace[1:].lower(), name.lower()
    if not namespace or namespace in (RSS1, ATOM.lower()) or "backend.userland.com" in namespace:
        return False
    if namespace in _KNOWN:
        return name not in _MEANT.get(namespace, ())
    return prefix is not None and prefix.lower() not in _TAKEN_PREFIXES and "w3.org" not in namespace
