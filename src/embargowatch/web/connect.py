"""Connecting: the name is resolved, the address is checked, and exactly that address is connected to.

Doing both in one step means that a name which answers differently the second time (DNS rebinding) gains
nothing, and that every redirect is checked like the first address. TLS is still verified against the name.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from functools import partial

from embargowatch.web.addresses import Server, is_address, is_public, server_of, target_of
from embargowatch.web.exchange import Connection, Exchange, HungUp

PORTS = frozenset({80, 443, 8000, 8008, 8080, 8443})
"""What a public server may listen on; anything else is a service that is not meant for us."""

KEEP_ALIVE_S = 15.0


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


class PublicOnly:
    """Opens connections to public addresses, and to the allowed ``host:port`` pairs."""

    def __init__(self, allow_hosts: Collection[str], ssl_context: ssl.SSLContext, timeout_s: float) -> None:
        self._allowed = frozenset(pair.lower() for pair in allow_hosts)
        self._ssl = ssl_context
        self._timeout_s = timeout_s

    async def connect(self, host: str, port: int, *, tls: bool) -> Connection:
        """A connection to the first of the host's addresses that takes it."""
        try:
            async with asyncio.timeout(self._timeout_s):
                addresses = await self._addresses(host, port)
        except TimeoutError as error:
            raise TimeoutError(f"the name {host} was not resolved in {self._timeout_s:g} s") from error
        for address in addresses[:-1]:
            try:
                return await self._open(address, port, host if tls else None)
            except OSError:
                continue
        return await self._open(addresses[-1], port, host if tls else None)

    async def _open(self, address: str, port: int, name: str | None) -> Connection:
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._open_to(address, port, name)
        except TimeoutError as error:
            raise TimeoutError(str(error) or f"no connection to {address} in {self._timeout_s:g} s") from error

    async def _open_to(self, address: str, port: int, name: str | None) -> Connection:
        """``name`` is what the certificate must be for; None: no TLS."""
        loop = asyncio.get_running_loop()
        context = self._ssl if name else None
        _, connection = await loop.create_connection(Connection, address, port, ssl=context, server_hostname=name)
        return connection

    async def _addresses(self, host: str, port: int) -> list[str]:
        """The addresses of a host that may be connected to, at least one and at most three."""
        addresses = [host] if is_address(host) else await _looked_up(host, port)
        if f"{host}:{port}".lower() in self._allowed:
            return addresses[:3]
        public = [address for address in addresses if is_public(address)]
        if not public:
            raise PrivateAddress(host, addresses[0])
        if port not in PORTS:
            raise PortNotAllowed(port)
        return public[:3]


async def _looked_up(host: str, port: int) -> list[str]:
    try:
        # Not the loop's own look-up: that has four threads, and one dead name server would hold up every host.
        look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        found = await asyncio.get_running_loop().run_in_executor(None, look_up)
    except (OSError, UnicodeError) as error:
        raise NameNotFound(f"the name {host} was not found ({error})") from error
    return list(dict.fromkeys(str(answer[4][0]) for answer in found))


class Connections:
    """The connections that are open: each in use, or kept for its server's next request."""

    def __init__(self, public: PublicOnly, most: int) -> None:
        self._public = public
        self._most = most
        self._in_use = 0
        self._kept: dict[str, tuple[Connection, float]] = {}
        """By server, with the moment since which it is; the oldest first."""

    @asynccontextmanager
    async def get(self, url: str, headers: Mapping[str, str]) -> AsyncIterator[Exchange]:
        """GET an address; its answer has begun. Raises OSError, BadAnswer, PrivateAddress, PortNotAllowed, BadUrl."""
        server, target = server_of(url), target_of(url)
        headers = {"Host": server.netloc, **headers}
        self._in_use += 1
        try:
            exchange = await self._begun_again(server, target, headers) or await self._begun(server, target, headers)
            try:
                yield exchange
            finally:
                self._end(server, exchange)
        finally:
            self._in_use -= 1

    async def _begun_again(self, server: Server, target: str, headers: Mapping[str, str]) -> Exchange | None:
        """The answer over the connection that was kept; None when there is none, or the server has closed it."""
        connection, since = self._kept.pop(server.origin, (None, 0.0))
        if connection is None or connection.lost:
            return None
        if time.monotonic() - since > KEEP_ALIVE_S:
            connection.close()
            return None
        exchange = connection.send("GET", target, headers)
        try:
            return await _begun(exchange)
        except (HungUp, ConnectionError):
            if exchange.untouched:
                return None  # it was closed while the request was on its way
            raise

    async def _begun(self, server: Server, target: str, headers: Mapping[str, str]) -> Exchange:
        self._make_room()
        connection = await self._public.connect(server.host, server.port, tls=server.scheme == "https")
        return await _begun(connection.send("GET", target, headers))

    def _end(self, server: Server, exchange: Exchange) -> None:
        if exchange.end():
            if other := self._kept.pop(server.origin, None):
                other[0].close()
            self._kept[server.origin] = exchange.connection, time.monotonic()
            self._make_room()

    def _make_room(self) -> None:
        """Close those that have not been used for longest, so that there are no more than may be."""
        for origin in list(self._kept)[: max(len(self._kept) + self._in_use - self._most, 0)]:
            self._kept.pop(origin)[0].close()

    def close(self) -> None:
        """Close those that are kept."""
        for connection, _ in self._kept.values():
            connection.close()


async def _begun(exchange: Exchange) -> Exchange:
    try:
        return await exchange.begun()
    except BaseException:
        exchange.end()
        raise
