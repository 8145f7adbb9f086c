"""One GET without its redirects: every limit while it streams, and every way in which the web can fail."""

from __future__ import annotations

import asyncio
import ssl
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin

import httpcore
import httpx

from embargowatch.settings import Settings
from embargowatch.types import Failure, Page, Request
from embargowatch.web.answers import not_text, refused
from embargowatch.web.connect import NameNotFound, PortNotAllowed, PrivateAddress
from embargowatch.web.decoding import ACCEPTED, BadEncoding, decoder

Answer = Page | Failure
_REDIRECTS = (301, 302, 303, 307, 308)
_FOR_GOOD = (301, 308)


@dataclass(frozen=True, slots=True)
class Moved:
    """A redirect."""

    to: str
    with_cookie: bool
    """Then the same address may answer differently."""
    for_good: bool


class Transfer:
    """GETs with these settings over this transport.

    httpx's client adds nothing that is wanted here but cookies, and a third to what a request costs.
    """

    def __init__(self, settings: Settings, transport: httpx.AsyncBaseTransport) -> None:
        self._settings = settings
        self._transport = transport
        self._cookies = httpx.Cookies()
        timeout = httpx.Timeout(settings.timeout_s, connect=settings.connect_timeout_s)
        self._extensions = {"timeout": timeout.as_dict()}

    async def get(self, request: Request, url: str, seconds: float) -> Answer | Moved:  # noqa: PLR0911 — a table
        """What one address answers within so many seconds. Every way in which the web can fail becomes a Failure."""
        try:
            async with asyncio.timeout(max(seconds, 0.001)):
                return await self._get(request, url)
        except (TimeoutError, httpx.TimeoutException) as error:
            words = str(error) or f"no complete answer in {self._settings.timeout_s:g} s"
            return _unreachable(url, f"timed out: {words}")
        except PrivateAddress as error:
            return Failure("private_address", f"{url} was refused: {error}", final_url=url)
        except (PortNotAllowed, httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:
            return Failure("bad_url", f"{url} was refused: {error}", final_url=url)
        except BadEncoding as error:
            return Failure("broken", f"{url} cannot be read: {error}", final_url=url)
        except (httpx.HTTPError, httpcore.NetworkError, ssl.SSLError, OSError, ValueError) as error:
            return _unreachable(url, _words(error))
        except Exception as error:  # the contract: a request never raises, a fault of ours costs one item
            return Failure("internal", f"{url} failed in our own code: {error!r}", final_url=url)

    async def _get(self, request: Request, url: str) -> Answer | Moved:
        asked_at = time.monotonic()
        response = await self._begun(request, url)
        try:
            headers = {name.lower(): value for name, value in response.headers.items()}
            now = datetime.now(UTC)
            if response.status_code in _REDIRECTS and "location" in headers:
                to = urljoin(url, headers["location"]).partition("#")[0]
                return Moved(to, "set-cookie" in headers, response.status_code in _FOR_GOOD)
            if response.status_code == 304:
                return Page(request.url, url, 304, headers, b"", now, seconds=time.monotonic() - asked_at)
            if not 200 <= response.status_code < 300:
                return refused(url, response.status_code, headers, now)
            body = await self._body(response, url, headers)
            if isinstance(body, Failure):
                return body
            seconds = time.monotonic() - asked_at
            return Page(request.url, url, response.status_code, headers, body, now, seconds=seconds)
        finally:
            await response.aclose()

    async def _begun(self, request: Request, url: str) -> httpx.Response:
        """The answer as soon as its headers are there."""
        patience = self._settings.first_byte_timeout_s
        asked = httpx.Request("GET", url, headers=self._headers(request), extensions=self._extensions)
        if self._cookies:
            self._cookies.set_cookie_header(asked)
        try:
            async with asyncio.timeout(patience):
                response = await self._transport.handle_async_request(asked)
        except TimeoutError as error:
            raise httpx.ReadTimeout(f"no answer began within {patience:g} s") from error
        response.request = asked
        if "set-cookie" in response.headers:
            self._cookies.extract_cookies(response)
        return response

    async def _body(self, response: httpx.Response, url: str, headers: dict[str, str]) -> bytes | Failure:
        limit = self._settings.max_bytes
        if what := not_text(headers.get("content-type", "")):
            return Failure("not_html", f"{url} is {what}, not a page", final_url=url)
        if (length := headers.get("content-length", "")).isdigit() and int(length) > limit:
            return _too_large(url, f"says it is {int(length):,} bytes", limit)
        decode = decoder(headers.get("content-encoding", ""))
        sent, body = 0, bytearray()
        async for chunk in response.aiter_raw():
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

    def _headers(self, request: Request) -> dict[bytes, bytes]:
        headers = {
            "User-Agent": request.user_agent or self._settings.user_agent.replace("{contact}", self._settings.contact),
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "en,*;q=0.8",
            "Accept-Encoding": ACCEPTED,
        }
        if request.etag:
            headers["If-None-Match"] = request.etag
        if request.last_modified:
            headers["If-Modified-Since"] = request.last_modified
        # As bytes: text would have to be ASCII, and a server's own ETag may not be.
        return {name.encode(): value.encode() for name, value in headers.items()}


def _too_large(url: str, how: str, limit: int) -> Failure:
    return Failure("too_large", f"{url} is too large: the limit is {limit:,} bytes, and it {how}", final_url=url)


def _unreachable(url: str, words: str) -> Failure:
    return Failure("unreachable", f"{url} cannot be reached: {words}", final_url=url)


def _words(error: BaseException) -> str:
    """What went wrong in words, from an error whose own text may be empty."""
    for each in (error, error.__cause__, error.__context__):
        if isinstance(each, NameNotFound):
            return f"DNS: {each}"
        if isinstance(each, ssl.SSLError):
            return f"TLS: {getattr(each, 'verify_message', '') or each.reason or each}"
    text = str(error)
    if "CERTIFICATE" in text or "SSL" in text:
        return f"TLS: {text}"
    return text or type(error).__name__
