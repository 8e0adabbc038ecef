"""The chunks of a PNG file. Source: https://www.w3.org/TR/png-3/."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.containers.part import Part, unsigned

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"

END = b"IEND"


def chunks(data: bytes) -> Iterator[Part[bytes]]:
    """Yield all chunks from the signature on, and what stands behind ``END`` as if it were some."""
    at = len(SIGNATURE)
    while at < len(data):
        start = at + 8
        stop = start + unsigned(data, at, 4)
        yield Part(data[at + 4 : start], at, start, stop, stop + 4)
        at = stop + 4
