"""Which addresses may be fetched: those of the public web."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

import idna

from embargowatch.urls import ascii_path, ascii_query

MOST_HOST = 253
"""Characters of a name, by DNS."""
_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[A-Za-z0-9._-]+")
_NAT64 = ip_network("64:ff9b::/96")
_NOT_FOR_US = tuple(
    ip_network(text)
    for text in (
        "::/96",  # IPv4-compatible, deprecated: an IPv4 address in disguise
        "64:ff9b:1::/48",  # NAT64 for local use
        "100::/64",  # discard only
        "fec0::/10",  # site local, deprecated
        "3fff::/20",  # documentation
        "192.0.0.0/24",  # protocol assignments
        "192.88.99.0/24",  # 6to4 relays, deprecated
    )
)


def is_public(text: str) -> bool:
    """Whether an address as getaddrinfo gives it may be connected to.

    Private, loopback, link-local, CGNAT, multicast and reserved addresses may not, nor an IPv6 address that
    carries such an IPv4 one (IPv4-mapped, NAT64, 6to4, Teredo).
    """
    address = ip_address(text.partition("%")[0])
    if any(address in network for network in _NOT_FOR_US):
        return False
    if isinstance(address, IPv6Address) and (inner := _embedded(address)) is not None:
        return is_public(str(inner))
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _embedded(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address.teredo is not None:
        return address.teredo[1]
    return address.ipv4_mapped or address.sixtofour


def is_address(host: str) -> bool:
    """Whether a host is an address in full, and not a name or what only a resolver takes for an address ("127.1")."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


class BadUrl(ValueError):
    """The address {url} cannot be asked for."""


@dataclass(frozen=True, slots=True)
class Server:
    """Whom an address names."""

    scheme: str
    host: str
    """As DNS and certificates have it: ASCII; an IPv6 address without brackets."""
    port: int

    @property
    def netloc(self) -> str:
        """What the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def numeric(self) -> bool:
        """Whether no name is to be resolved: an address, or what a system takes for one ("127.1")."""
        return ":" in self.host or self.host.replace(".", "").isdigit()

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.netloc}"


def server_of(url: str) -> Server:
    """The server of an address that is not a `bad_url`. Raises BadUrl."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = _PORTS[parts.scheme] if parts.port is None else parts.port
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode()
        except idna.IDNAError as error:
            raise BadUrl(f"{host!r} is not a name that a host can have: {error}") from error
    if not (_HOST.fullmatch(host) or is_address(host)):
        raise BadUrl(f"{host!r} is not a name that a host can have")
    return Server(parts.scheme, host, port)


def target_of(url: str) -> str:
    """Path and query of an address as they are sent."""
    parts = urlsplit(url)
    return ascii_path(parts.path) + (f"?{ascii_query(parts.query)}" if parts.query else "")


def bad_url(url: str) -> str:  # noqa: PLR0911 - a table
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
    try:
        server_of(url)
    except BadUrl as error:
        return f"{url[:200]!r} is not an address: {error}"
    return ""


def host_of(url: str) -> str:
    """The host of an address as it stands there, with its port where that is not the scheme's own; "" for none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    host = parts.netloc.rpartition("@")[2].lower()
    return host.removesuffix(f":{port}") if port == _PORTS.get(parts.scheme) else host


def origin_of(url: str) -> str:
    """Scheme and host of an address: what one robots.txt is for."""
    return f"{urlsplit(url).scheme}://{host_of(url)}"
