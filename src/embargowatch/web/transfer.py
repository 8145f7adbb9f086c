"""One GET without its redirects: every limit while it streams, and every way in which the web can fail."""

from __future__ import annotations

import asyncio
import re
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin

from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorError,
    ClientError,
    ClientPayloadError,
    ClientResponse,
    ClientResponseError,
    ServerDisconnectedError,
)

from embargowatch.settings import Settings
from embargowatch.types import Failure, Page, Request
from embargowatch.web.addresses import BadUrl
from embargowatch.web.answers import not_text, refused
from embargowatch.web.connect import Door, NameNotFound, PortNotAllowed, PrivateAddress
from embargowatch.web.decoding import ACCEPTED, BadEncoding, decoder

Answer = Page | Failure
_REDIRECTS = (301, 302, 303, 307, 308)
_FOR_GOOD = (301, 308)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Moved:
    """A redirect."""

    to: str
    with_cookie: bool
    """Then the same address may answer differently."""
    for_good: bool


class Transfer:
    """GETs with these settings, all through one door."""

    def __init__(self, settings: Settings, door: Door) -> None:
        self._settings = settings
        self._door = door

    async def get(self, request: Request, url: str, seconds: float) -> Answer | Moved:  # noqa: PLR0911 — a table
        """What one address answers within so many seconds. Every way in which the web can fail becomes a Failure."""
        try:
            async with asyncio.timeout(max(seconds, 0.001)):
                return await self._get(request, url)
        except TimeoutError as error:
            words = str(error) or f"no complete answer in {self._settings.timeout_s:g} s"
            return _unreachable(url, f"timed out: {words}")
        except PrivateAddress as error:
            return Failure("private_address", f"{url} was refused: {error}", final_url=url)
        except (PortNotAllowed, BadUrl, UnicodeError) as error:
            return Failure("bad_url", f"{url} was refused: {error}", final_url=url)
        except BadEncoding as error:
            return Failure("broken", f"{url} cannot be read: {error}", final_url=url)
        except (ClientError, OSError, ValueError) as error:
            return _unreachable(url, _words(error))
        except Exception as error:  # the contract: a request never raises, a fault of ours costs one item
            return Failure("internal", f"{url} failed in our own code: {error!r}", final_url=url)

    async def _get(self, request: Request, url: str) -> Answer | Moved:
        asked_at = time.monotonic()
        async with await self._begun(request, url) as answer:
            headers, status = _together(answer.headers), answer.status
            now = datetime.now(UTC)
            if status in _REDIRECTS and "location" in headers:
                to = urljoin(url, headers["location"]).partition("#")[0]
                return Moved(to, "set-cookie" in headers, status in _FOR_GOOD)
            if status == 304:
                return Page(request.url, url, 304, headers, b"", now, seconds=time.monotonic() - asked_at)
            if not 200 <= status < 300:
                return refused(url, status, headers, now)
            body = await self._body(answer, url, headers)
            if isinstance(body, Failure):
                return body
            return Page(request.url, url, status, headers, body, now, seconds=time.monotonic() - asked_at)

    async def _begun(self, request: Request, url: str) -> ClientResponse:
        """The answer as soon as its headers are there."""
        patience = self._settings.first_byte_timeout_s
        try:
            async with asyncio.timeout(patience) as until:
                return await self._door.ask(url, self._headers(request))
        except TimeoutError as error:
            if until.expired():
                raise TimeoutError(f"no answer began within {patience:g} s") from error
            raise

    async def _body(self, answer: ClientResponse, url: str, headers: dict[str, str]) -> bytes | Failure:
        limit = self._settings.max_bytes
        if what := not_text(headers.get("content-type", "")):
            return Failure("not_html", f"{url} is {what}, not a page", final_url=url)
        if (length := headers.get("content-length", "")).isdigit() and int(length) > limit:
            return _too_large(url, f"says it is {int(length):,} bytes", limit)
        decode = decoder(headers.get("content-encoding", ""))
        sent, body = 0, bytearray()
        async for chunk in answer.content.iter_any():
            sent += len(chunk)
            if sent > limit:
                return _too_large(url, "goes on after that many bytes", limit)
            for piece in decode(chunk):
                body += piece
                if len(body) > limit:
                    return _too_large(url, f"is more than that after decompression ({sent:,} bytes as sent)", limit)
        if what := not_text("", bytes(body[:32])):
            return Failure("not_html", f"{url} is {what}, not a page", final_url=url)
        return bytes(body)

    def _headers(self, request: Request) -> dict[str, str]:
        headers = {
            "User-Agent": request.user_agent or self._settings.user_agent.replace("{contact}", self._settings.contact),
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "en,*;q=0.8",
            "Accept-Encoding": ACCEPTED,
            "If-None-Match": request.etag,
            "If-Modified-Since": request.last_modified,
        }
        # What a server once said of itself comes back here; a line's end in it would begin a header of its own.
        return {name: _CONTROL.sub("", value) for name, value in headers.items() if value}


def _together(headers: Mapping[str, str]) -> dict[str, str]:
    """Each name once, in small letters; what is said several times is one list."""
    told: dict[str, str] = {}
    for name, value in headers.items():
        text = value if value.isprintable() else _text(value)
        told[name.lower()] = f"{told[name.lower()]}, {text}" if name.lower() in told else text
    return told


def _text(value: str) -> str:
    """What is not UTF-8 is taken for Latin-1: aiohttp gives its bytes as surrogates, which nothing can store."""
    sent = value.encode(errors="surrogateescape")
    try:
        return sent.decode()
    except UnicodeDecodeError:
        return sent.decode("latin-1")


def _too_large(url: str, how: str, limit: int) -> Failure:
    return Failure("too_large", f"{url} is too large: the limit is {limit:,} bytes, and it {how}", final_url=url)


def _unreachable(url: str, words: str) -> Failure:
    return Failure("unreachable", f"{url} cannot be reached: {words}", final_url=url)


def _words(error: Exception) -> str:  # noqa: PLR0911 - a table
    """What went wrong in words, from an error whose own text may be empty."""
    match error:
        case ClientConnectorCertificateError():
            return _words(error.certificate_error)
        case ClientConnectorError():
            return _words(error.os_error)
        case NameNotFound():
            return f"DNS: {error}"
        case ssl.SSLError():
            return f"TLS: {getattr(error, 'verify_message', '') or error.reason or error}"
        case ServerDisconnectedError():
            return "the server closed the connection without an answer"
        case ClientPayloadError():
            return "the server closed the connection in the middle of its answer"
        case ClientResponseError(message=message):
            return f"the answer is not HTTP/1.1: {' '.join(message.split())[:200]}"
        case _:
            return str(error) or type(error).__name__
