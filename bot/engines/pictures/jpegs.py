"""The walk through a JPEG file, segment by segment.

Source: ITU T.81, annex B; for the APP segments JFIF 1.02, Exif 3.0, the ICC specification.
"""

from __future__ import annotations

from bot.containers.jpeg import COMMENT, END, LONE, SCAN, segments
from bot.engines.pictures.anatomy import (
    Anatomy,
    CutOffError,
    check_parts,
    exif_hides_picture,
    hides_picture,
)

_CODING = frozenset({*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDC, 0xDD}) - {0xC8}
_EXIF = b"Exif\0\0"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"


def walk(data: bytes) -> Anatomy:
    """Walk from the signature to the end.

    Raises:
        CutOffError: the end is not there.
        ImageError: too many segments.

    """
    at, scans, is_bare = 2, 0, True
    for number, segment in enumerate(segments(data), 1):
        check_parts(number)
        if segment.stop > len(data):
            break
        is_bare = is_bare and segment.at == at
        if segment.kind == END:
            return Anatomy(is_bare and segment.end == len(data), max(1, scans))
        is_bare = is_bare and _is_plain(segment.kind, data[segment.start : segment.stop])
        scans += segment.kind == SCAN
        at = segment.end
    raise CutOffError(len(data))


def _is_plain(code: int, payload: bytes) -> bool:
    """Whether a segment belongs to the picture, or tells of it and can hold no other."""
    if code in _CODING or code in LONE:
        return code in _CODING
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
            plain = code == COMMENT and not hides_picture(payload)
    return plain
