"""Which addresses belong to the public internet."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

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
