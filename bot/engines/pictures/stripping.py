"""Take out of an image file what tells how it was made: its pixels stay, to the last one."""

from __future__ import annotations

import struct

from bot.engines.pictures import jpegs, pngs, webps
from bot.engines.pictures.anatomy import check_parts, unsigned

_PNG_TELLING = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf"})
_WEBP_TELLING = frozenset({b"EXIF", b"XMP "})
_WEBP_FLAGS = 0x08 | 0x04
"""Of a ``VP8X`` chunk: that there is an Exif and an XMP record."""

_JPEG_TELLING = frozenset({0xE1, 0xED, 0xFE})
"""Exif and XMP, Photoshop's records, comments."""

_SOS = 0xDA


def stripped(data: bytes) -> bytes:
    """Return a JPEG, PNG or WebP without texts, Exif and XMP; anything else as it is.

    What is cut off or senseless stays as it is from there on: decoding refuses it.

    Raises:
        ImageError: too many parts.

    """
    if data.startswith(pngs.SIGNATURE):
        return _png(data)
    if data.startswith(jpegs.SIGNATURE):
        return _jpeg(data)
    return _webp(data) if webps.is_webp(data) else data


def _png(data: bytes) -> bytes:
    at = len(pngs.SIGNATURE)
    kept, parts = [data[:at]], 0
    while at < len(data):
        check_parts(parts := parts + 1)
        end = at + 12 + unsigned(data, at, 4)
        if data[at + 4 : at + 8] not in _PNG_TELLING:
            kept.append(data[at:end])
        at = end
    return b"".join(kept)


def _jpeg(data: bytes) -> bytes:
    at, parts = 2, 0
    kept = [data[:at]]
    while data[at : at + 1] == b"\xff" and (code := unsigned(data, at + 1, 1)) != _SOS:
        check_parts(parts := parts + 1)
        end = at + 2 + max(2, unsigned(data, at + 2, 2))
        if code not in _JPEG_TELLING:
            kept.append(data[at:end])
        at = end
    return b"".join([*kept, data[at:]])


def _webp(data: bytes) -> bytes:
    end = 8 + unsigned(data, 4, 4, little=True)
    if not webps.HEADER <= end <= len(data):
        return data
    at, parts = webps.HEADER, 0
    kept = list[bytes]()
    while at < end:
        check_parts(parts := parts + 1)
        length = unsigned(data, at + 4, 4, little=True)
        following = at + 8 + length + length % 2
        kind, chunk = data[at : at + 4], data[at:following]
        if kind == b"VP8X" and len(chunk) > 8:
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_FLAGS]) + chunk[9:]
        if kind not in _WEBP_TELLING:
            kept.append(chunk)
        at = following
    body = b"".join(kept)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body + data[at:]
