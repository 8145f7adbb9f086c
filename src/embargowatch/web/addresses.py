"""Which addresses may be fetched: those of the public web."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

MOST_HOST = 253
"""Characters of a name, by DNS."""
_NAT64 = ip_network("64:ff9b::/96")
_NOT_FOR_US = tuple(
    ip_network(text)
    for text in (
        "::/96",  # IPv4-compatible, deprecated: an IPv4 address in disguise
        "64:ff9b:1::/48",  # NAT64 for local use
        "100::/64",  # discard only
        "fec0::/10",  # site local, deprecated
    )
)


def is_public(text: str) -> bool:
    """Whether an address as getaddrinfo gives it may be connected to.

    Private, loopback, link-local, CGNAT, multicast and reserved addresses may not, nor an IPv6 address that
    carries such an IPv4 one (IPv4-mapped, NAT64, 6to4, Teredo).
    """
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address):
        if any(address in network for network in _NOT_FOR_US):
            return False
        if (inner := _embedded(address)) is not None:
            return is_public(str(inner))
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _embedded(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address.teredo is not None:
        return address.teredo[1]
    return address.ipv4_mapped or address.sixtofour


def bad_url(url: str) -> str:
    """Why an address is not one that is fetched, or ""."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        return f"{url[:200]!r} is not an address: {error}"
    if parts.scheme not in ("http", "https"):
        return f"{url[:200]!r} is refused: only http and https are fetched"
    if parts.username is not None or parts.password is not None:
        return f"{parts.scheme}://…@{host} is refused: the address carries credentials"
    if not host:
        return f"{url[:200]!r} is not an address: it names no host"
    if len(host) > MOST_HOST:
        return f"{url[:200]!r} is not an address: the name of its host is longer than any can be"
    return ""


def host_of(url: str) -> str:
    """The host of an address as it stands there, with its port where that is not the scheme's own; "" for none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    host = parts.netloc.rpartition("@")[2].lower()
    return host.removesuffix(f":{port}") if port == {"http": 80, "https": 443}.get(parts.scheme) else host


def origin_of(url: str) -> str:
    """Scheme and host of an address: what one robots.txt is for."""
    return f"{urlsplit(url).scheme}://{host_of(url)}"
