"""The chunks of a WebP file.

Source: https://developers.google.com/speed/webp/docs/riff_container.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.containers.part import Part, unsigned

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER = 12
"""Bytes of ``RIFF``, the size of the rest, and ``WEBP``."""


def is_webp(data: bytes) -> bool:
    """Whether a file begins like a WebP."""
    return data[:4] == b"RIFF" and data[8:HEADER] == b"WEBP"


def end_of(data: bytes) -> int:
    """Return where the file ends by its own word."""
    return 8 + unsigned(data, 4, 4, little=True)


def chunks(data: bytes) -> Iterator[Part[bytes]]:
    """Yield the chunks up to the file's end by its own word, as far as there are bytes."""
    at, last = HEADER, min(end_of(data), len(data))
    while at < last:
        start = at + 8
        length = unsigned(data, at + 4, 4, little=True)
        stop = start + length
        yield Part(data[at : at + 4], at, start, stop, stop + length % 2)
        at = stop + length % 2
