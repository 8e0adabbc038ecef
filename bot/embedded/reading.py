"""Read the settings out of a picture file, within bounds and without decoding a pixel. Pure."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from bot.containers import jpeg, png, webp
from bot.embedded.exif import EXIF, read_exif
from bot.embedded.found import LONGEST, Found, Nothing
from bot.embedded.png_texts import read_png
from bot.embedded.records import PARTS, Records, decoded
from bot.embedded.telling import tell
from bot.embedded.xmp import XMP, read_xmp

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD = 256 * 1024
"""Bytes of a JPEG that are looked at: its records stand before the picture, in 64 KiB each."""

SIGN = 12
"""Bytes by which a file is told to be a picture."""

SEGMENTS = 500
"""Segments of it."""


def is_picture(data: bytes) -> bool:
    """Whether a file begins as one of those that are read."""
    return _reader(data) is not None


def is_enough(data: bytes) -> bool:
    """Whether more of a file would tell nothing more."""
    return len(data) >= SIGN and (
        not is_picture(data) or (data.startswith(jpeg.SIGNATURE) and len(data) >= HEAD)
    )


def read(data: bytes) -> Found | Nothing:
    """Return the settings in a file, of which the rest may not have arrived yet.

    Whatever a stranger put into it, this takes some milliseconds and little memory.
    """
    records = Records()
    if (reader := _reader(data)) is not None:
        reader(data, records)
    for found in filter(None, tell(records.texts)):
        if len(found.text) <= LONGEST:
            return found
        records.is_too_large = True
    return Nothing.TOO_LARGE if records.is_too_large else Nothing.NONE


def _reader(data: bytes) -> Callable[[bytes, Records], None] | None:
    if data.startswith(png.SIGNATURE):
        return read_png
    if data.startswith(jpeg.SIGNATURE):
        return _read_jpeg
    return _read_webp if webp.is_webp(data) else None


def _read_jpeg(data: bytes, records: Records) -> None:
    head = data[:HEAD]
    for segment in islice(jpeg.segments(head), SEGMENTS):
        if segment.kind in {jpeg.SCAN, jpeg.END} or segment.stop > len(head):
            return
        if segment.kind in {jpeg.COMMENT, jpeg.APP1}:
            _read_segment(segment.kind, head[segment.start : segment.stop], records)


def _read_segment(kind: int, body: bytes, records: Records) -> None:
    if not records.takes(len(body)):
        return
    if kind == jpeg.COMMENT:
        records.add("Comment", decoded(body.rstrip(b"\0")))
    elif body.startswith(EXIF):
        read_exif(body, records)
    elif body.startswith(XMP):
        read_xmp(decoded(body.removeprefix(XMP)), records)


def _read_webp(data: bytes, records: Records) -> None:
    for chunk in islice(webp.chunks(data), PARTS):
        if chunk.kind not in {b"EXIF", b"XMP "} or chunk.stop > len(data):
            continue
        if records.takes(chunk.stop - chunk.start):
            body = data[chunk.start : chunk.stop]
            if chunk.kind == b"EXIF":
                read_exif(body, records)
            else:
                read_xmp(decoded(body), records)
