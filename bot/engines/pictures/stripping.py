"""Take out of an image file what its maker wrote beside the picture; the pixels stay exact. Pure.

Servers write the prompt, or a whole graph, into the files that they make.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.request import ImageFormat
from bot.engines.pictures import pngs
from bot.engines.pictures.anatomy import unsigned

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PNG_NOTES = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf"})
_PNG_FRAME = 12
"""Bytes of a chunk around its data: length, name and checksum."""

_JPEG_KEPT = frozenset({0xE0, 0xE2, 0xEE})
"""Of the application's segments: JFIF, the colour profile, and Adobe's way of colours."""
_COMMENT, _SCAN = 0xFE, 0xDA

_WEBP_NOTES = frozenset({b"EXIF", b"XMP "})
_WEBP_HEADER = 12
_HAS_NOTES = 0x08 | 0x04
"""In the flags of a VP8X chunk."""


def stripped(data: bytes, kind: ImageFormat) -> bytes:
    """Return a whole image file without texts, comments, Exif and XMP records."""
    return _BY_FORMAT[kind](data)


def _png(data: bytes) -> bytes:
    kept = bytearray(pngs.SIGNATURE)
    at = len(kept)
    while at < len(data):
        end = at + _PNG_FRAME + unsigned(data, at, 4)
        if data[at + 4 : at + 8] not in _PNG_NOTES:
            kept += data[at:end]
        at = end
    return bytes(kept)


def _jpeg(data: bytes) -> bytes:
    """Walk to the first scan: what comes behind it is the picture."""
    kept = bytearray(data[:2])
    at = len(kept)
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != _SCAN:
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        end = at + 2 + unsigned(data, at + 2, 2)
        is_application = 0xE0 <= marker <= 0xEF
        if marker != _COMMENT and (not is_application or marker in _JPEG_KEPT):
            kept += data[at:end]
        at = end
    return bytes(kept + data[at:])


def _webp(data: bytes) -> bytes:
    kept = bytearray(data[:_WEBP_HEADER])
    at = _WEBP_HEADER
    while at + 8 <= len(data):
        size = unsigned(data, at + 4, 4, little=True)
        end = at + 8 + size + size % 2
        kind = data[at : at + 4]
        chunk = bytearray(data[at:end])
        if kind == b"VP8X" and len(chunk) > 8:
            chunk[8] &= ~_HAS_NOTES
        if kind not in _WEBP_NOTES:
            kept += chunk
        at = end
    kept[4:8] = (len(kept) - 8).to_bytes(4, "little")
    return bytes(kept)


_BY_FORMAT: Mapping[ImageFormat, Callable[[bytes], bytes]] = {
    ImageFormat.PNG: _png,
    ImageFormat.JPEG: _jpeg,
    ImageFormat.WEBP: _webp,
}
