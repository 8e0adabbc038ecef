"""The segments of a JPEG file. Source: https://www.w3.org/Graphics/JPEG/itu-t81.pdf."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.containers.part import Part, unsigned

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNATURE = b"\xff\xd8\xff"

START, END, SCAN, COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
APP1 = 0xE1
"""Exif and XMP."""

LONE = frozenset({0x01, *range(0xD0, 0xDA)})
"""Markers without a length."""

_MARKER = re.compile(rb"\xff[^\x00\xff]")
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""Within a scan, a stuffed zero and the restart markers belong to its data."""


def segments(data: bytes) -> Iterator[Part[int]]:
    """Yield the segments behind the first marker, up to the file's end.

    As decoders do, what stands before a marker is skipped: then the segment does not begin where
    the one before it ended. A scan ends where the next marker begins.
    """
    at = 2
    while found := _MARKER.search(data, at):
        at, code = found.start(), data[found.start() + 1]
        start = stop = end = at + 2
        if code not in LONE:
            start, stop = at + 4, at + 2 + max(2, unsigned(data, at + 2, 2))
            end = stop
        if code == SCAN:
            after = _AFTER_SCAN.search(data, stop)
            end = after.start() if after else len(data)
        yield Part(code, at, start, stop, end)
        at = end
