"""What an answer's headers and first bytes say, before the rest is read."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from embargowatch.types import Failure

MAX_RETRY_AFTER_S = 24 * 3600.0
_MAX_AGE = re.compile(r"\s*max-age\s*=\s*\"?(\d{1,12})\"?\s*", re.IGNORECASE)

_NOT_TEXT = re.compile(
    r"(image|video|audio|font)/|application/(pdf|zip|x-tar|x-7z|x-rar|msword|vnd\.(ms-|openxml|oasis|android)"
    r"|wasm|x-msdownload|java-archive)",
    re.IGNORECASE,
)
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF8", "an image (GIF)"),
    (b"RIFF", "an image or a sound (RIFF)"),
    (b"PK\x03\x04", "a ZIP file or an office document"),
    (b"\x00\x00\x00\x1cftyp", "a video"),
    (b"\x7fELF", "a program"),
)


def not_text(content_type: str, head: bytes = b"") -> str:
    """What an answer is that cannot be read as text ("a PDF", "image/png"), or ""."""
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if not head and _NOT_TEXT.match(content_type.strip()):
        kind = content_type.partition(";")[0].strip().lower()
        return "a PDF" if kind == "application/pdf" else f"an answer of the type {kind}"
    return ""


def refused(url: str, status: int, headers: Mapping[str, str], now: datetime) -> Failure:
    """The failure that a status outside 2xx stands for, with the rule that blocks us where the server names it."""
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "not a known status"
    if headers.get("cf-mitigated"):
        phrase += "; Cloudflare asks for a browser challenge"
    elif "x-datadome" in headers:
        phrase += "; DataDome takes us for a bot"
    elif status in (401, 403, 429) and (server := headers.get("server", "")):
        phrase += f"; server: {server[:40]}"
    return Failure(
        "http_status",
        f"{url} answered {status} ({phrase})",
        status=status,
        retry_after=retry_after(headers.get("retry-after", ""), now),
        final_url=url,
    )


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds to wait as the header asks for, 0 to 24 h; None when it is absent or unreadable."""
    try:
        seconds = float(value)
    except ValueError:
        if (when := _date(value)) is None:
            return None
        seconds = (when - now).total_seconds()
    if not math.isfinite(seconds):
        return None
    return min(max(seconds, 0.0), MAX_RETRY_AFTER_S)


def fresh_for(headers: Mapping[str, str], now: datetime) -> float:
    """Seconds for which an answer says that it is the newest there is (Cache-Control, else Expires), 0 to 24 h."""
    directives = headers.get("cache-control", "").split(",")
    if any(directive.strip().lower().startswith(("no-cache", "no-store")) for directive in directives):
        return 0.0
    if found := next(filter(None, map(_MAX_AGE.fullmatch, directives)), None):
        age = headers.get("age", "").strip()
        seconds = float(found[1]) - (float(age) if age.isdecimal() else 0.0)
    elif expires := _date(headers.get("expires", "")):
        # By the server's own clock, which may be wrong.
        seconds = (expires - (_date(headers.get("date", "")) or now)).total_seconds()
    else:
        return 0.0
    return min(max(seconds, 0.0), MAX_RETRY_AFTER_S)


def _date(value: str) -> datetime | None:
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return when.replace(tzinfo=when.tzinfo or UTC)
