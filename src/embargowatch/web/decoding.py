"""Decompression that never makes more bytes than asked for.

httpx's own decoders turn a whole network chunk into as many bytes as it says it is, which for 64 kB of zstd or
brotli can be gigabytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator

import brotli
import zstandard

STEP = 65536
_GZIP = b"\x1f\x8b"
ACCEPTED = "gzip, deflate, br, zstd"


class BadEncoding(Exception):
    """The answer is not the {coding} that it says it is."""


Decoder = Callable[[bytes], Iterator[bytes]]


def decoder(content_encoding: str) -> Decoder:
    """A function from a piece of the body to decompressed pieces of bounded size.

    Codings are applied in the reverse order of the header; at most two, as no honest server needs more. What is a
    file of gzip then (sitemap.xml.gz) is unpacked too. Raises BadEncoding for an unknown coding; so does the
    function for a damaged body.
    """
    names = [name.strip().lower() for name in content_encoding.split(",") if name.strip()]
    steps = [_step(name) for name in reversed(names) if name != "identity"]
    match steps:
        case []:
            return _unpacked()
        case [only]:
            return _both(only, _unpacked())
        case [outer, inner]:
            return _both(_both(outer, inner), _unpacked())
        case _:
            raise BadEncoding(f"the answer is compressed {len(steps)} times over")


def _both(outer: Decoder, inner: Decoder) -> Decoder:
    return lambda data: (piece for middle in outer(data) for piece in inner(middle))


def _unpacked() -> Decoder:
    """Out of a file of gzip; anything else as it is. Its first two bytes may come one by one."""
    head, unpack = b"", None

    def decode(data: bytes) -> Iterator[bytes]:
        nonlocal head, unpack
        if unpack is None:
            head += data
            if len(head) < len(_GZIP) and _GZIP.startswith(head):
                return
            data, unpack = head, _gzip() if head.startswith(_GZIP) else _as_it_is
        yield from unpack(data)

    return decode


def _as_it_is(data: bytes) -> Iterator[bytes]:
    yield data


def _step(name: str) -> Decoder:
    match name:
        case "gzip" | "x-gzip":
            return _gzip()
        case "deflate":
            return _deflate()
        case "br":
            return _brotli()
        case "zstd":
            return _zstd()
        case _:
            raise BadEncoding(f"the answer is compressed with an unknown coding, {name[:30]!r}")


def _gzip() -> Decoder:
    stream = zlib.decompressobj(zlib.MAX_WBITS | 16)

    def decode(data: bytes) -> Iterator[bytes]:
        nonlocal stream
        while data:
            try:
                yield stream.decompress(data, STEP)
            except zlib.error as error:
                raise BadEncoding(f"the answer is not the gzip that it says it is ({error})") from error
            data = stream.unconsumed_tail
            if stream.eof:
                data = stream.unused_data
                if not data.startswith(_GZIP):  # padding after the last member
                    return
                stream = zlib.decompressobj(zlib.MAX_WBITS | 16)

    return decode


def _deflate() -> Decoder:
    stream = zlib.decompressobj()
    first = True

    def decode(data: bytes) -> Iterator[bytes]:
        nonlocal stream, first
        while data:
            try:
                piece = stream.decompress(data, STEP)
            except zlib.error as error:
                if not first:
                    raise BadEncoding(f"the answer is not the deflate that it says it is ({error})") from error
                stream, first = zlib.decompressobj(-zlib.MAX_WBITS), False  # many servers leave the header out
                continue
            first = False
            yield piece
            data = stream.unconsumed_tail

    return decode


def _brotli() -> Decoder:
    stream = brotli.Decompressor()

    def decode(data: bytes) -> Iterator[bytes]:
        try:
            piece = stream.process(data, output_buffer_limit=STEP)
            while piece or not stream.can_accept_more_data():
                yield piece
                if stream.is_finished():
                    return
                piece = stream.process(b"", output_buffer_limit=STEP)
        except brotli.error as error:
            raise BadEncoding(f"the answer is not the brotli that it says it is ({error})") from error

    return decode


def _zstd() -> Decoder:
    stream = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()

    def decode(data: bytes) -> Iterator[bytes]:
        # A block of 128 kB can be 4 bytes: small bites keep each step's output small.
        for start in range(0, len(data), 256):
            try:
                yield stream.decompress(data[start : start + 256])
            except zstandard.ZstdError as error:
                raise BadEncoding(f"the answer is not the zstd that it says it is ({error})") from error

    return decode
