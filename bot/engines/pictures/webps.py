"""The walk through a WebP file, chunk by chunk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.containers.webp import chunks, end_of
from bot.engines.pictures.anatomy import (
    Anatomy,
    CutOffError,
    check_parts,
    exif_hides_picture,
    hides_picture,
)

if TYPE_CHECKING:
    from bot.containers.part import Part

_PICTURES = frozenset({b"VP8 ", b"VP8L"})
_PLAIN = frozenset({b"VP8X", b"ICCP", b"ALPH"})
_FRAME_HEADER = 16


def walk(data: bytes) -> Anatomy:
    """Walk from the header to the end.

    Raises:
        CutOffError: the end is not there.
        ImageError: too many chunks.

    """
    end = end_of(data)
    if end > len(data):
        raise CutOffError(len(data))
    kinds, is_bare = list[bytes](), len(data) in {end, end + end % 2}
    for chunk in chunks(data):
        check_parts(len(kinds))
        kind, start = chunk.kind, chunk.start
        is_bare = is_bare and chunk.stop <= end and _is_plain(data, chunk)
        if kind == b"ANMF":
            kind = data[start + _FRAME_HEADER : start + _FRAME_HEADER + 4]
        kinds.append(kind)
    pictures = [kind for kind in kinds if kind in _PICTURES]
    return Anatomy(is_bare and len(pictures) == 1, is_lossless=pictures[:1] == [b"VP8L"])


def _is_plain(data: bytes, chunk: Part[bytes]) -> bool:
    if chunk.kind in _PLAIN or chunk.kind in _PICTURES:
        return True
    payload = data[chunk.start : chunk.stop]
    if chunk.kind == b"EXIF":
        return not exif_hides_picture(payload)
    return chunk.kind == b"XMP " and not hides_picture(payload)
