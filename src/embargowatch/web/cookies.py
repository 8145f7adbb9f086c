"""The cookies of one run: some sites set one and send the visitor back to where he came from."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import Message
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from typing import cast
from urllib.request import Request


class Cookies:
    """What was set, kept in memory for as long as this is."""

    def __init__(self) -> None:
        self._jar = CookieJar()

    def of(self, url: str) -> str:
        """The Cookie header for an address; "" for none."""
        if not len(self._jar):
            return ""
        asked = Request(url)  # noqa: S310 - nothing is opened: it is how the jar is asked
        self._jar.add_cookie_header(asked)
        return asked.get_header("Cookie", "")

    def take(self, url: str, headers: Sequence[tuple[str, str]]) -> None:
        """Take what an answer sets."""
        told = Message()
        for name, value in headers:
            if name in ("set-cookie", "set-cookie2"):
                told[name] = value
        if told:
            self._jar.extract_cookies(cast(HTTPResponse, _Told(told)), Request(url))  # noqa: S310 - as above


class _Told:
    """The part of an answer that the jar looks at."""

    def __init__(self, headers: Message) -> None:
        self._headers = headers

    def info(self) -> Message:
        return self._headers
