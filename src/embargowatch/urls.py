"""The address that stands for an article, whichever feed links to it.

courlan's own normalisation is not used: it also drops parameters without a value and parameters such as
``cid`` or ``gallery`` that some sites number their articles with, and two articles in one are worse than one twice.
What a link says is taken at its word here; what the page behind it says of its address is read by `clean`.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from collections.abc import Sequence
from urllib.parse import SplitResult, parse_qs, quote, urljoin, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"(utm_|pk_|mtm_|matomo_|piwik_|hsa_|vero_|oly_|__hs|at_|itm_|ns_|wt_|stm_|sc_src|asc_)\w*"
    r"|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|ysclid|twclid|ttclid|igshid|igsh|mc_cid|mc_eid|mkt_tok"
    r"|_hsenc|_hsmi|_ga|_gl|cmpid|cmp|ncid|ocid|xtor|smid|guccounter|guce_referrer(_sig)?|s_cid|traffic_source|ref_src"
    r"|from_rss|source_rss|taid|spm",
    re.IGNORECASE,
)
_TRACKING_UNLESS_NUMBERED = re.compile(
    r"(ref|referrer|partner|source|rss|output|outputtype|amp)(=[^=\d]*1?)?", re.IGNORECASE
)
"""Also used to number documents ("ref=2026-14"): those with a number stay."""
_GOOGLE = re.compile(r"(?:www\.)?google\.[a-z.]{2,6}")
_GOOGLE_NEWS = re.compile(r"/(?:rss/|__i/rss/rd/)?(?:articles|read)/([\w-]{8,2000})", re.ASCII)
_FIELD_4 = re.compile(rb'\x08\x13"([\x80-\xff]?)([\x00-\x7f])')
_AMP_CACHE = re.compile(r"/(?:amp/|[civ]/)(s/)?([^/]+\.[^/]+/?.*)", re.DOTALL)
_SAFE_PATH = "/%:@!$&'()*+,;=~-._"
_SAFE_QUERY = "/%:@!$&'()*+,;=~-._?[]"


def canonical(link: str, base: str = "") -> str:
    """An absolute http(s) address without tracking parameters, fragment and default port; "" when it is none.

    Scheme and host are in lower case, the host as ASCII; nothing else that a server could tell apart is changed.
    """
    try:
        link = _tidy(link)
        parts = urlsplit(link if link.startswith(("https://", "http://")) else urljoin(base, link))
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    if (named := _named_in(parts, host)) and (address := canonical(named)):
        return address
    host = _ascii(host)
    if port is not None and port != {"http": 80, "https": 443}[parts.scheme]:
        host = f"{host}:{port}"
    if parts.username is not None:  # kept, so that the fetch can refuse it by name
        host = f"{parts.netloc.rpartition('@')[0]}@{host}"
    return urlunsplit((parts.scheme, host, ascii_path(parts.path), ascii_query(_untracked(parts.query)), ""))


def site(url: str) -> str:
    """The host of an address without "www."; "" when it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def same_site(one: str, other: str) -> bool:
    """Whether two addresses belong to one publisher: to the same registrable domain, or host where there is none."""
    return bool(_owner(one)) and _owner(one) == _owner(other)


def _owner(url: str) -> str:
    host = site(url)
    # A name under a top-level domain that is not on the list: that domain is its suffix, as the list's own rule says.
    from tld import get_fld  # noqa: PLC0415 - a tenth of a reader's start, which feeds never need

    named = ".".join(host.split(".")[-2:]) if host[-1:].isalpha() else host
    return str(get_fld(url, fail_silently=True) or "") or named


def _named_in(parts: SplitResult, host: str) -> str:
    """The address that a link of Google's (alerts, older news, its cache of AMP pages) names in itself; else ""."""
    if host == "news.google.com":
        return _in_google_news(parts.path)
    if _GOOGLE.fullmatch(host):
        if parts.path == "/url":
            asked = parse_qs(parts.query)
            return _first_web_address(asked.get("url", ()), asked.get("q", ()))
        cached = parts.path.startswith("/amp/") and _AMP_CACHE.fullmatch(parts.path)
    else:
        cached = host.endswith(".cdn.ampproject.org") and _AMP_CACHE.fullmatch(parts.path)
    return (
        f"{'https' if cached[1] else 'http'}://{cached[2]}{'?' if parts.query else ''}{parts.query}" if cached else ""
    )


def _in_google_news(path: str) -> str:
    """The article's address in the number that Google News gives it: base64 of a message whose field 4 it is.

    Numbers of the newer kind (AU_…) mean something to Google only; their pages may say where they lead (`clean`).
    """
    try:
        numbered = _GOOGLE_NEWS.fullmatch(path)
        message = urlsafe_b64decode(f"{numbered[1]}===") if numbered else b""
    except ValueError:
        return ""
    if not (begins := _FIELD_4.match(message)):
        return ""
    length = int.from_bytes(begins[2]) << 7 * len(begins[1]) | int.from_bytes(begins[1]) & 0x7F
    return _first_web_address([message[begins.end() :][:length].decode("ascii", "ignore")])


def _first_web_address(*found: Sequence[str]) -> str:
    return next((each for values in found for each in values if each.startswith(("http://", "https://"))), "")


def _tidy(link: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]+", "", link.strip()).replace("\\", "/")


def _ascii(host: str) -> str:
    if ":" in host:
        return f"[{host}]"
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def ascii_path(path: str) -> str:
    """A path as it is sent to a server."""
    return quote(path, safe=_SAFE_PATH) or "/"


def ascii_query(query: str) -> str:
    """A query as it is sent to a server."""
    return quote(query, safe=_SAFE_QUERY)


def _untracked(query: str) -> str:
    return "&".join(part for part in query.split("&") if part and not _tracks(part))


def _tracks(part: str) -> bool:
    return bool(_TRACKING.fullmatch(part.partition("=")[0]) or _TRACKING_UNLESS_NUMBERED.fullmatch(part))
