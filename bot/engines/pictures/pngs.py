"""The walk through a PNG file, chunk by chunk. Source: https://www.w3.org/TR/png-3/."""

from __future__ import annotations

from bot.engines.pictures.anatomy import (
    Anatomy,
    CutOffError,
    check_parts,
    exif_hides_picture,
    hides_picture,
    unsigned,
)

SIGNATURE = b"\x89PNG\r\n\x1a\n"

_PLAIN = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST".split()
    + b"pHYs sPLT tIME".split()
)
"""Chunks that can hold no other picture. Those of an animation are not among them."""

_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_PACKED = (b"XML:com.adobe.xmp\0", b"Raw profile type")
"""Keywords of texts that hold a record: of an XMP record, perhaps packed, and of an Exif one."""

_FRAME = 12
"""Bytes of a chunk around its data: length, name and checksum."""


def walk(data: bytes) -> Anatomy:
    """Walk from the signature to the end.

    Raises:
        CutOffError: the end is not there.
        ImageError: too many chunks.

    """
    at, parts, is_bare = len(SIGNATURE), 0, True
    while True:
        check_parts(parts := parts + 1)
        kind = data[at + 4 : at + 8]
        end = at + _FRAME + unsigned(data, at, 4)
        if end > len(data):
            raise CutOffError(len(data))
        is_bare = is_bare and _is_plain(kind, data[at + 8 : end - 4])
        at = end
        if kind == b"IEND":
            return Anatomy(is_bare and at == len(data))


def _is_plain(kind: bytes, payload: bytes) -> bool:
    if kind in _PLAIN:
        return True
    if kind in _TEXTS:
        return not payload.startswith(_PACKED) and not hides_picture(payload)
    return kind == b"eXIf" and not exif_hides_picture(payload)
