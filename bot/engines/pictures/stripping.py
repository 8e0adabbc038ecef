"""Take out of an image file what tells how it was made: its pixels stay, to the last one."""

from __future__ import annotations

import struct
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.containers import jpeg, png, webp
from bot.engines.pictures.anatomy import check_parts

if TYPE_CHECKING:
    from bot.domain.ports import Picture

_PNG_TELLING = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf"})
_WEBP_TELLING = frozenset({b"EXIF", b"XMP "})
_WEBP_FLAGS = 0x08 | 0x04
"""Of a ``VP8X`` chunk: that there is an Exif and an XMP record."""

_JPEG_TELLING = frozenset({0xE1, 0xED, 0xFE})
"""Exif and XMP, Photoshop's records, comments."""


def stripped(data: bytes) -> bytes:
    """Return a JPEG, PNG or WebP without texts, Exif and XMP; anything else as it is.

    What is cut off or senseless stays as it is from there on: decoding refuses it.

    Raises:
        ImageError: too many parts.

    """
    if data.startswith(png.SIGNATURE):
        return _png(data)
    if data.startswith(jpeg.SIGNATURE):
        return _jpeg(data)
    return _webp(data) if webp.is_webp(data) else data


def bare(picture: Picture) -> Picture:
    """Return a picture whose file tells nothing of how it was made; one that never did as it is.

    Raises:
        ImageError: too many parts.

    """
    data = stripped(picture.data)
    return picture if data == picture.data else replace(picture, data=data)


def _png(data: bytes) -> bytes:
    kept = [png.SIGNATURE]
    for number, chunk in enumerate(png.chunks(data), 1):
        check_parts(number)
        if chunk.kind not in _PNG_TELLING:
            kept.append(data[chunk.at : chunk.end])
    return b"".join(kept)


def _jpeg(data: bytes) -> bytes:
    at = 2
    kept = [data[:at]]
    for number, segment in enumerate(jpeg.segments(data), 1):
        check_parts(number)
        if segment.at != at:
            break
        if segment.kind not in _JPEG_TELLING:
            kept.append(data[at : segment.end])
        at = segment.end
    return b"".join([*kept, data[at:]])


def _webp(data: bytes) -> bytes:
    end = webp.end_of(data)
    if not webp.HEADER <= end <= len(data):
        return data
    at, kept = webp.HEADER, list[bytes]()
    for number, chunk in enumerate(webp.chunks(data), 1):
        check_parts(number)
        body, at = data[chunk.at : chunk.end], chunk.end
        if chunk.kind == b"VP8X" and len(body) > 8:
            body = body[:8] + bytes([body[8] & ~_WEBP_FLAGS]) + body[9:]
        if chunk.kind not in _WEBP_TELLING:
            kept.append(body)
    body = b"".join(kept)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body + data[at:]
