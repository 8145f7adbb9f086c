"""Connecting: the name is resolved, the address is checked, and exactly that address is connected to.

Doing both in one step means that a name which answers differently the second time (DNS rebinding) gains
nothing, and that every redirect is checked like the first address. TLS is still verified against the name.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Collection, Iterable
from functools import partial

import httpcore
import httpx

from embargowatch.web.addresses import is_public

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


class NameNotFound(httpcore.ConnectError):
    """The host name {host} has no address."""


class PublicOnly(httpcore.AsyncNetworkBackend):
    """A network backend that connects to public addresses, and to the allowed ``host:port`` pairs."""

    def __init__(self, allow_hosts: Collection[str]) -> None:
        self._allowed = frozenset(pair.lower() for pair in allow_hosts)
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._addresses(host, port)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"the name {host} was not resolved in {timeout:g} s") from error
        for address in addresses[:-1]:
            try:
                return await self._backend.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._backend.connect_tcp(addresses[-1], port, timeout, local_address, socket_options)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def _addresses(self, host: str, port: int) -> list[str]:
        """The addresses of a host that may be connected to, at least one and at most three."""
        try:
            # Not the loop's own look-up: that has four threads, and one dead name server would hold up every host.
            look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
            found = await asyncio.get_running_loop().run_in_executor(None, look_up)
        except (OSError, UnicodeError) as error:
            raise NameNotFound(f"the name {host} was not found ({error})") from error
        addresses = list(dict.fromkeys(str(answer[4][0]) for answer in found))
        if f"{host}:{port}".lower() in self._allowed:
            return addresses[:3]
        public = [address for address in addresses if is_public(address)]
        if not public:
            raise PrivateAddress(host, addresses[0])
        if port not in PORTS:
            raise PortNotAllowed(port)
        return public[:3]


class PublicTransport(httpx.AsyncBaseTransport):
    """httpx's transports over a `PublicOnly` backend, one for each host that was asked lately.

    A pool of many hosts looks at each of its connections, and for each at all others, whenever a request begins or
    ends; with a hundred connections that costs more than the requests. Each host is asked one thing at a time anyway.
    """

    def __init__(self, ssl_context: ssl.SSLContext, allow_hosts: Collection[str], most_hosts: int) -> None:
        self._ssl = ssl_context
        self._backend = PublicOnly(allow_hosts)
        self._most_hosts = most_hosts
        self._by_host: dict[str, _HostTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer over the host's connection if it is still open, else over a new one."""
        origin = f"{request.url.scheme}://{request.url.netloc.decode('ascii', 'replace')}"
        # The one that was asked last is at the end.
        transport = self._by_host.pop(origin, None) or _HostTransport(self._ssl, self._backend)
        self._by_host[origin] = transport
        await self._close_oldest()
        return await transport.handle_async_request(request)

    async def _close_oldest(self) -> None:
        # All are taken out before the first is waited for: meanwhile another request does the same.
        old = [origin for origin in list(self._by_host)[: -self._most_hosts] if self._by_host[origin].idle]
        for transport in [self._by_host.pop(origin) for origin in old]:
            await transport.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        for transport in self._by_host.values():
            await transport.aclose()


class _HostTransport(httpx.AsyncHTTPTransport):
    """httpx has no argument for the backend."""

    def __init__(self, ssl_context: ssl.SSLContext, backend: PublicOnly) -> None:
        super().__init__(verify=ssl_context)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=ssl_context, keepalive_expiry=KEEP_ALIVE_S, network_backend=backend
        )

    @property
    def idle(self) -> bool:
        return all(connection.is_idle() for connection in self._pool.connections)
