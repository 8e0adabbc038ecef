"""Put settings and the mark of AI generation into a picture file, without touching its picture.

The bytes of the picture stay as they are: records are set between them. Pure.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from bot.containers import jpeg, png, webp
from bot.embedded.exif import EXIF, exif_with
from bot.embedded.mark import MARK
from bot.embedded.xmp import XMP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.containers.part import Part

_PNG_HEAD = len(png.SIGNATURE) + 25
"""Where the first chunk of a PNG ends, which has to be its header."""

_APP0 = 0xE0
"""JFIF's, which wants to be the first."""

_HAS_EXIF, _HAS_XMP, _HAS_ALPHA = 0x08, 0x04, 0x10
_LOSSY, _LOSSLESS, _EXTENDED = b"VP8 ", b"VP8L", b"VP8X"


def added(settings: str) -> int:
    """Return how many bytes a file grows at most."""
    return len(MARK) + 4 * len(settings) + 256


def written(data: bytes, settings: str = "") -> bytes | None:
    """Return a file with the mark and with settings, if there are any, that holds neither yet.

    None is returned where a file is none of those that we know, or not built as they are.
    """
    if data.startswith(png.SIGNATURE):
        return _png(data, settings)
    if data.startswith(jpeg.SIGNATURE):
        return _jpeg(data, settings)
    return _webp(data, settings) if webp.is_webp(data) else None


def _png(data: bytes, settings: str) -> bytes | None:
    if data[12:16] != b"IHDR" or len(data) < _PNG_HEAD:
        return None
    records = [_text(b"parameters", settings.encode())] if settings else []
    records.append(_text(b"XML:com.adobe.xmp", MARK))
    return _around(data, _PNG_HEAD, records)


def _text(name: bytes, text: bytes) -> bytes:
    """Return a chunk with a text, in the older form if that has no two readings."""
    is_plain = text.isascii()
    body = name + (b"\0" if is_plain else bytes(5)) + text
    kind = b"tEXt" if is_plain else b"iTXt"
    check = zlib.crc32(kind + body)
    return len(body).to_bytes(4, "big") + kind + body + check.to_bytes(4, "big")


def _around(data: bytes, at: int, records: Sequence[bytes]) -> bytes:
    """Return a file with records at a place. Of the file itself, one copy is made."""
    view = memoryview(data)
    return b"".join([view[:at], *records, view[at:]])


def _jpeg(data: bytes, settings: str) -> bytes:
    at = 2
    for segment in jpeg.segments(data):
        if segment.kind != _APP0 or segment.at != at or segment.end > len(data):
            break
        at = segment.end
    records = [EXIF + exif_with(settings)] if settings else []
    segments = [_segment(body) for body in (*records, XMP + MARK)]
    return _around(data, at, segments)


def _segment(body: bytes) -> bytes:
    return bytes([0xFF, jpeg.APP1]) + (len(body) + 2).to_bytes(2, "big") + body


def _webp(data: bytes, settings: str) -> bytes | None:
    end = webp.end_of(data)
    first = next(webp.chunks(data), None)
    head = _extended(data, first) if first is not None and end <= len(data) else None
    if head is None or first is None:
        return None
    flags = _HAS_XMP | (_HAS_EXIF if settings else 0)
    head = bytes([head[0] | flags]) + head[1:]
    at = first.end if first.kind == _EXTENDED else webp.HEADER
    records = [_chunk(b"EXIF", exif_with(settings))] if settings else []
    parts: list[bytes | memoryview] = [_chunk(_EXTENDED, head), memoryview(data)[at:end]]
    parts += [bytes(end % 2), *records, _chunk(b"XMP ", MARK)]
    size = 4 + sum(map(len, parts))
    return b"".join([b"RIFF", size.to_bytes(4, "little"), b"WEBP", *parts])


def _extended(data: bytes, first: Part[bytes]) -> bytes | None:
    """Return what stands in the header of an extended file; of a simple one, what would."""
    body = data[first.start : min(first.stop, first.start + 10)]
    if len(body) < 10:
        return None
    if first.kind == _EXTENDED:
        return body if first.stop - first.start == 10 else None
    if first.kind == _LOSSY and body[3:6] == b"\x9d\x01\x2a":
        sides = int.from_bytes(body[6:10], "little")
        return _header(sides & 0x3FFF, sides >> 16 & 0x3FFF)
    if first.kind == _LOSSLESS and body[0] == 0x2F:
        packed = int.from_bytes(body[1:5], "little")
        width, height = (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1
        return _header(width, height, _HAS_ALPHA if packed >> 28 & 1 else 0)
    return None


def _header(width: int, height: int, flags: int = 0) -> bytes | None:
    if not width or not height:
        return None
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return bytes([flags, 0, 0, 0]) + sides


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4, "little") + body + bytes(len(body) % 2)
