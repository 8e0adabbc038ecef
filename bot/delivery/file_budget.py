"""How large each file of a message may be. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

REQUEST_BYTES = 24 * 2**20
"""For all files together: Discord takes 25 MiB a request, of which the rest needs very little."""

CHANNEL_FILE_BYTES = 10 * 2**20
"""For one file when a message is edited by its channel: what every server allows."""


def cap(sizes: Sequence[int], *, each: int, together: int = REQUEST_BYTES) -> int:
    """Return the bytes that no file may exceed, so that all fit and as few as can be shrink.

    Args:
        sizes: Bytes of each file.
        each: Bytes that one file may have.
        together: Bytes that all may have; at least one for each file.

    """
    left = together
    ascending = sorted(sizes)
    for index, size in enumerate(ascending):
        share = left // (len(ascending) - index)
        if min(size, each) > share:
            return min(share, each)
        left -= min(size, each)
    return each
