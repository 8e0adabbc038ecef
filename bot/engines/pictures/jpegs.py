"""The walk through a JPEG file, segment by segment.

Source: ITU T.81, annex B; for the APP segments JFIF 1.02, Exif 3.0, the ICC specification.
"""

from __future__ import annotations

import re

from bot.engines.pictures.anatomy import (
    Anatomy,
    CutOffError,
    check_parts,
    exif_hides_picture,
    hides_picture,
    unsigned,
)

SIGNATURE = b"\xff\xd8\xff"

_MARKER = re.compile(rb"\xff[^\x00\xff]")
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""Within a scan, a stuffed zero and the restart markers belong to its data."""

_SOI, _EOI, _SOS, _COM = 0xD8, 0xD9, 0xDA, 0xFE
_LONE = frozenset({0x01, _SOI, *range(0xD0, 0xD8)})
"""Markers without a length; none has a place between segments."""

_CODING = frozenset({*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDC, 0xDD}) - {0xC8}
_EXIF = b"Exif\0\0"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"


def walk(data: bytes) -> Anatomy:
    """Walk from the signature to the end.

    Raises:
        CutOffError: the end is not there.
        ImageError: too many segments.

    """
    at, scans, parts, is_bare = 2, 0, 0, True
    while True:
        check_parts(parts := parts + 1)
        code, place = _marker(data, _MARKER, at)
        is_bare &= place == at
        at = place + 2
        if code == _EOI:
            return Anatomy(is_bare and at == len(data), max(1, scans))
        if code in _LONE:
            is_bare = False
            continue
        length = max(2, unsigned(data, at, 2))
        if at + length > len(data):
            raise CutOffError(len(data))
        is_bare = is_bare and _is_plain(code, data[at + 2 : at + length])
        at += length
        if code == _SOS:
            scans += 1
            _, at = _marker(data, _AFTER_SCAN, at)


def _marker(data: bytes, pattern: re.Pattern[bytes], at: int) -> tuple[int, int]:
    """Return the next marker and its place; a decoder skips what is before it, too."""
    found = pattern.search(data, at)
    if found is None:
        raise CutOffError(len(data))
    return data[found.start() + 1], found.start()


def _is_plain(code: int, payload: bytes) -> bool:
    """Whether a segment belongs to the picture, or tells of it and can hold no other."""
    if code in _CODING:
        return True
    match code:
        case 0xE0:
            plain = payload.startswith(b"JFIF\0") and payload[12:] == b"\0\0"
        case 0xE1 if payload.startswith(_EXIF):
            plain = not exif_hides_picture(payload)
        case 0xE1:
            plain = payload.startswith(_XMP) and not hides_picture(payload)
        case 0xE2:
            plain = payload.startswith(b"ICC_PROFILE\0")
        case 0xEE:
            plain = payload.startswith(b"Adobe") and len(payload) == 12
        case _:
            plain = code == _COM and not hides_picture(payload)
    return plain
