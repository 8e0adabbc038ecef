"""The walk through a WebP file, chunk by chunk.

Source: https://developers.google.com/speed/webp/docs/riff_container.
"""

from __future__ import annotations

from bot.engines.pictures.anatomy import (
    Anatomy,
    CutOffError,
    check_parts,
    exif_hides_picture,
    hides_picture,
    unsigned,
)

HEADER = 12
"""Bytes of ``RIFF``, the size of the rest, and ``WEBP``."""

_PICTURES = frozenset({b"VP8 ", b"VP8L"})
_PLAIN = frozenset({b"VP8X", b"ICCP", b"ALPH"})
_FRAME_HEADER = 16


def is_webp(data: bytes) -> bool:
    """Whether a file begins like a WebP."""
    return data[:4] == b"RIFF" and data[8:HEADER] == b"WEBP"


def walk(data: bytes) -> Anatomy:
    """Walk from the header to the end.

    Raises:
        CutOffError: the end is not there.
        ImageError: too many chunks.

    """
    size = unsigned(data, 4, 4, little=True)
    end = 8 + size
    if end > len(data):
        raise CutOffError(len(data))
    at, kinds, is_bare = HEADER, list[bytes](), len(data) in {end, end + size % 2}
    while at < end:
        check_parts(len(kinds))
        kind, length = data[at : at + 4], unsigned(data, at + 4, 4, little=True)
        payload = at + 8
        is_bare = is_bare and payload + length <= end and _is_plain(kind, data, payload, length)
        if kind == b"ANMF":
            kind = data[payload + _FRAME_HEADER : payload + _FRAME_HEADER + 4]
        kinds.append(kind)
        at = payload + length + length % 2
    pictures = [kind for kind in kinds if kind in _PICTURES]
    return Anatomy(is_bare and len(pictures) == 1, is_lossless=pictures[:1] == [b"VP8L"])


def _is_plain(kind: bytes, data: bytes, at: int, length: int) -> bool:
    if kind in _PLAIN or kind in _PICTURES:
        return True
    payload = data[at : at + length]
    if kind == b"EXIF":
        return not exif_hides_picture(payload)
    return kind == b"XMP " and not hides_picture(payload)
