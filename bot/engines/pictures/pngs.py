"""The walk through a PNG file, chunk by chunk."""

from __future__ import annotations

from bot.containers.png import END, chunks
from bot.engines.pictures.anatomy import (
    Anatomy,
    CutOffError,
    check_parts,
    exif_hides_picture,
    hides_picture,
)

_PLAIN = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST".split()
    + b"pHYs sPLT tIME".split()
)
"""Chunks that can hold no other picture. Those of an animation are not among them."""

_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_PACKED = (b"XML:com.adobe.xmp\0", b"Raw profile type")
"""Keywords of texts that hold a record: of an XMP record, perhaps packed, and of an Exif one."""


def walk(data: bytes) -> Anatomy:
    """Walk from the signature to the end.

    Raises:
        CutOffError: the end is not there.
        ImageError: too many chunks.

    """
    is_bare = True
    for number, chunk in enumerate(chunks(data), 1):
        check_parts(number)
        if chunk.end > len(data):
            break
        is_bare = is_bare and _is_plain(chunk.kind, data[chunk.start : chunk.stop])
        if chunk.kind == END:
            return Anatomy(is_bare and chunk.end == len(data))
    raise CutOffError(len(data))


def _is_plain(kind: bytes, payload: bytes) -> bool:
    if kind in _PLAIN:
        return True
    if kind in _TEXTS:
        return not payload.startswith(_PACKED) and not hides_picture(payload)
    return kind == b"eXIf" and not exif_hides_picture(payload)
