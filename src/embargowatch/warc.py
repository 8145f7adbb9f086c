"""WARC (ISO 28500), the web archives' own format: pages out for others to keep, and pages of others in.

Of a page that is kept there are three records: what the server answered, the request, and what the feed says of the
article as JSON, so that our own files can be read again without loss. Bodies are kept decompressed; the headers that
said otherwise are in the file as X-Archive-Orig-…, as other archives do it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from typing import IO, Any
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from embargowatch.fetch.dates import parse
from embargowatch.types import Entry, Page

SOFTWARE = "embargowatch"
_ENCODING = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_PIECE = 65536


class NotAnArchive(ValueError):
    """The file {name} is not a WARC file, or is damaged."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__(f"{name} is not a WARC file, or is damaged: {words}")


@dataclass(frozen=True, slots=True)
class Archived:
    """A page and what is known of its article; without an answer, why there was none."""

    page: Page
    entry: Entry
    reason: str = ""
    removed: bool = False
    """Whether the body was removed because of its age."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A record that is not read, and why."""

    url: str
    reason: str


# --- Out ----------------------------------------------------------------------------------------------


def write_warc(file: IO[bytes], pages: Iterable[Archived], *, name: str, compressed: bool) -> int:
    """Write pages to a file that is open; how many."""
    writer = WARCWriter(file, gzip=compressed, warc_version="1.1")
    about = {"software": SOFTWARE, "format": "WARC File Format 1.1", "isPartOf": "embargowatch pages"}
    writer.write_record(writer.create_warcinfo_record(name, about))
    count = 0
    for archived in pages:
        _write(writer, archived)
        count += 1
    return count


def _write(writer: WARCWriter, archived: Archived) -> None:
    page = archived.page
    dated = {"WARC-Date": page.fetched_at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")}
    payload = json.dumps(_about(archived), ensure_ascii=False).encode()
    if not archived.reason and not archived.removed:
        digest = {"WARC-Payload-Digest": f"sha256:{page.sha256}"}
        response = writer.create_warc_record(
            page.final_url,
            "response",
            payload=BytesIO(page.body),
            length=len(page.body),
            warc_headers_dict={**dated, **digest},
            http_headers=_headers(page),
        )
        request = writer.create_warc_record(page.final_url, "request", http_headers=_request(page.final_url))
        writer.write_request_response_pair(request, response)
        dated["WARC-Concurrent-To"] = response.rec_headers.get_header("WARC-Record-ID")
    writer.write_record(
        writer.create_warc_record(
            page.final_url,
            "metadata",
            payload=BytesIO(payload),
            length=len(payload),
            warc_content_type="application/json",
            warc_headers_dict=dated,
        )
    )


def _headers(page: Page) -> StatusAndHeaders:
    kept = [(f"X-Archive-Orig-{name}" if name in _ENCODING else name, value) for name, value in page.headers.items()]
    line = f"{page.status} {_phrase(page.status)}"
    return StatusAndHeaders(line, [*kept, ("Content-Length", str(len(page.body)))], protocol="HTTP/1.1")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _request(url: str) -> StatusAndHeaders:
    """The request as far as it is known: its headers are not kept."""
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return StatusAndHeaders(f"GET {path} HTTP/1.1", [("Host", parts.netloc)], is_http_request=True)


def _about(archived: Archived) -> dict[str, Any]:
    page, entry = archived.page, archived.entry
    return {
        "software": SOFTWARE,
        "url": page.url,
        "sha256": page.sha256,
        "status": page.status,
        "reason": archived.reason,
        "body_removed": archived.removed,
        "title": entry.title,
        "summary": entry.summary,
        "authors": list(entry.authors),
        "published": entry.published.isoformat() if entry.published else None,
        "updated": entry.updated.isoformat() if entry.updated else None,
    }


# --- In -----------------------------------------------------------------------------------------------


def read_warc(file: IO[bytes], *, name: str, max_bytes: int, now: datetime) -> Iterator[Archived | LeftOut]:
    """The pages of a file that is open, in its order; what is no page that we could have fetched is left out.

    Raises NotAnArchive where the file cannot be read on.
    """
    waiting: Archived | None = None
    any_record = False
    try:
        for record in ArchiveIterator(file):
            any_record = True
            url = str(record.rec_headers.get_header("WARC-Target-URI") or "")
            if record.rec_type == "response" and url.startswith(("http://", "https://")):
                if waiting:
                    yield waiting
                found = _response(record, url, max_bytes, now)
                waiting = found if isinstance(found, Archived) else None
                if isinstance(found, LeftOut):
                    yield found
            elif record.rec_type == "metadata" and waiting and url == waiting.page.final_url:
                yield _with_metadata(waiting, record)
                waiting = None
            elif record.rec_type in ("response", "resource", "revisit"):
                yield LeftOut(url, f"{url or 'a record'} is a {record.rec_type} record of no web page's answer")
    except (ArchiveLoadFailed, EOFError, OSError, UnicodeError) as error:
        if waiting:
            yield waiting
        raise NotAnArchive(name, " ".join(str(error).split())[:200]) from error
    if waiting:
        yield waiting
    if not any_record:
        raise NotAnArchive(name, "it holds no record")


def _response(record: Any, url: str, max_bytes: int, now: datetime) -> Archived | LeftOut:
    if record.http_headers is None:
        return LeftOut(url, f"{url} has no HTTP headers")
    status = record.http_headers.get_statuscode()
    if not (status.isdigit() and 200 <= int(status) < 300):
        return LeftOut(url, f"{url} answered {status}")
    body = _body(record.content_stream(), max_bytes)
    if body is None:
        return LeftOut(url, f"{url} is larger than {max_bytes:,} bytes")
    fetched_at = parse(str(record.rec_headers.get_header("WARC-Date") or "")) or now
    headers = {str(key).lower(): str(value) for key, value in record.http_headers.headers}
    kept = {key: value for key, value in headers.items() if key not in _ENCODING}
    return Archived(Page(url, url, int(status), kept, body, min(fetched_at, now)), Entry(url))


def _body(stream: Any, max_bytes: int) -> bytes | None:
    """The decompressed body, a piece at a time; None when it is too large."""
    body = bytearray()
    while piece := stream.read(_PIECE):
        body += piece
        if len(body) > max_bytes:
            return None
    return bytes(body)


def _with_metadata(archived: Archived, record: Any) -> Archived:
    """The page with what our own file says of its article; anybody else's words are passed over."""
    page = archived.page
    try:
        said = json.loads(record.content_stream().read(1_000_000))
        if said["software"] != SOFTWARE:
            return archived
        entry = Entry(
            str(said["url"]),
            title=str(said["title"]),
            summary=str(said["summary"]),
            authors=tuple(map(str, said["authors"])),
            published=parse(str(said["published"] or "")),
            updated=parse(str(said["updated"] or "")),
        )
    except (ValueError, KeyError, TypeError):
        return archived
    return Archived(Page(entry.url, page.final_url, page.status, page.headers, page.body, page.fetched_at), entry)
