"""Bytes to text, when headers and declarations may lie."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,30})""", re.IGNORECASE)
_MEANT = {
    # What browsers take these names for: supersets of what they say.
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
}
_TEXT_CODECS_ONLY = re.compile(r"utf|iso|latin|cp|windows|koi|gb|big5|euc|shift|ks_c|mac|tis|ascii", re.IGNORECASE)


def decode(body: bytes, content_type: str = "") -> str:
    """The text of a page or feed. Never raises; what cannot be read becomes U+FFFD.

    UTF-8 that is valid is believed before any declaration, since hardly anything else is valid UTF-8; then the
    HTTP header, the document's own declaration, UTF-8 with a few bad bytes, and a guess.
    """
    for bom, codec in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(codec, "replace")
    if b"\0" not in body[:1000] and b"\x1b$" not in body and (text := _strict(body, "utf-8")) is not None:
        return text
    for name in (_named(content_type.encode("latin-1", "replace")), _named(body[:2048])):
        if "utf-8" not in name and (text := _strict(body, name)) is not None:
            return text
    text = body.decode("utf-8", "replace")
    if text.count("�") <= 0.5 * _beyond_ascii(text):
        return text
    from charset_normalizer import from_bytes  # noqa: PLC0415 - start-up that what is honest about itself never pays

    guess = from_bytes(body[:50_000]).best()
    return body.decode(guess.encoding if guess else "cp1252", "replace")


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _named(declaration: bytes) -> str:
    found = _DECLARED.search(declaration)
    name = found[1].decode("ascii", "replace").lower() if found else ""
    return _MEANT.get(name, name)


def _strict(body: bytes, codec: str) -> str | None:
    if not _TEXT_CODECS_ONLY.match(codec):  # Python's codecs also hold base64, rot13, zip, …
        return None
    try:
        return body.decode(codec)
    except (UnicodeError, LookupError):
        return None
