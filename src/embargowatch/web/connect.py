"""Connecting: the name is resolved, the address is checked, and exactly that address is connected to.

Doing both in one step means that a name which answers differently the second time (DNS rebinding) gains
nothing, and that every redirect is checked like the first address. TLS is still verified against the name.
HTTP itself is aiohttp's.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Collection, Mapping
from functools import partial

from aiohttp import ClientResponse, ClientSession, ClientTimeout, CookieJar, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from embargowatch.web.addresses import is_address, is_public, server_of, target_of

PORTS = frozenset({80, 443, 8000, 8008, 8080, 8443})
"""What a public server may listen on; anything else is a service that is not meant for us."""

KEEP_ALIVE_S = 2.5
"""A connection is kept for the host's next turn, and not until thousands of hosts have one each."""
MOST_ADDRESSES = 3
MOST_LINE = 1 << 16
"""Bytes of a line of an answer's head; some sites send policies of 20 kB."""
MOST_HEADERS = 300
AddrInfo = tuple[int, int, int, str, tuple[str, int] | tuple[str, int, int, int]]


class PrivateAddress(Exception):
    """The host {host} is at {address}, a private address."""

    def __init__(self, host: str, address: str) -> None:
        where = host if host == address else f"{host} ({address})"
        super().__init__(f"{where} is a private address, which is not fetched unless it is in the allow-list")


class PortNotAllowed(Exception):
    """The port {port} is not one that web servers use."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is not one that web servers use")


class NameNotFound(OSError):
    """The host name {host} has no address."""


class PublicOnly(AbstractResolver):
    """Which addresses a host's name leads to that may be connected to: public ones, and allowed ``host:port`` pairs."""

    def __init__(self, allow_hosts: Collection[str], timeout_s: float) -> None:
        self._allowed = frozenset(pair.lower() for pair in allow_hosts)
        self._timeout_s = timeout_s
        self._let: set[tuple[str, int]] = set()
        """The addresses behind allowed names."""

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,  # noqa: ARG002 - both kinds are looked up
    ) -> list[ResolveResult]:
        """The addresses, at most three. Raises PrivateAddress, PortNotAllowed, NameNotFound, TimeoutError."""
        try:
            async with asyncio.timeout(self._timeout_s):
                addresses = [host] if is_address(host) else await _looked_up(host, port)
        except TimeoutError as error:
            raise TimeoutError(f"the name {host} was not resolved in {self._timeout_s:g} s") from error
        return [_result(host, address, port) for address in self._permitted(host, port, addresses)[:MOST_ADDRESSES]]

    def _permitted(self, host: str, port: int, addresses: list[str]) -> list[str]:
        if f"{host}:{port}".lower() in self._allowed:
            self._let |= {(address, port) for address in addresses}
            return addresses
        public = [address for address in addresses if is_public(address)]
        if not public:
            raise PrivateAddress(host, addresses[0])
        if port not in PORTS:
            raise PortNotAllowed(port)
        return public

    def socket(self, info: AddrInfo) -> socket.socket:
        """The socket for an address that is about to be connected to: whichever way it came here, it is checked."""
        family, kind, protocol, _, (address, port, *_) = info
        if (address, port) not in self._let and not (is_address(address) and is_public(address)):
            raise PrivateAddress(address, address)
        return socket.socket(family, kind, protocol)

    async def close(self) -> None:
        """Nothing is held."""


async def _looked_up(host: str, port: int) -> list[str]:
    try:
        # Not the loop's own look-up: that has four threads, and one dead name server would hold up every host.
        look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        found = await asyncio.get_running_loop().run_in_executor(None, look_up)
    except (OSError, UnicodeError) as error:
        raise NameNotFound(f"the name {host} was not found ({error})") from error
    return list(dict.fromkeys(str(answer[4][0]) for answer in found))


def _result(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST)


class Door:
    """The one way out: requests to public servers, redirects and decompression left to whoever asks."""

    def __init__(self, allow_hosts: Collection[str], tls: ssl.SSLContext, connect_timeout_s: float) -> None:
        """Within a running event loop."""
        self._public = PublicOnly(allow_hosts, connect_timeout_s)
        self._session = ClientSession(
            connector=TCPConnector(
                resolver=self._public,
                socket_factory=self._public.socket,
                use_dns_cache=False,
                ssl=tls,
                limit=0,  # whoever asks has a slot already
                keepalive_timeout=KEEP_ALIVE_S,
            ),
            timeout=ClientTimeout(total=None, sock_connect=connect_timeout_s),
            cookie_jar=CookieJar(unsafe=True),  # also of hosts that are addresses
            auto_decompress=False,
            trust_env=False,
            max_line_size=MOST_LINE,
            max_field_size=MOST_LINE,
            max_headers=MOST_HEADERS,
        )

    async def ask(
        self, url: str, headers: Mapping[str, str], *, method: str = "GET", content: bytes | None = None
    ) -> ClientResponse:
        """The answer as soon as its head is there; to be closed.

        Raises PrivateAddress, PortNotAllowed, BadUrl, aiohttp.ClientError, OSError.
        """
        server = server_of(url)
        if server.numeric:  # aiohttp asks no resolver for these
            await self._public.resolve(server.host, server.port)
        target = URL(server.origin + target_of(url), encoded=True)
        return await self._session.request(method, target, headers=headers, data=content, allow_redirects=False)

    async def aclose(self) -> None:
        """Close what is open."""
        await self._session.close()
