"""A bound on how long one file may be decoded."""

from __future__ import annotations

import time
from io import BytesIO
from typing import TYPE_CHECKING

from typing_extensions import override

from bot.engine_errors import ImageError

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 3.0
SECONDS_PER_MEGAPIXEL = 0.1
"""An ordinary file takes a twentieth of these."""

BLOCK = 65_536
"""What Pillow's decoders ask for at a time; all its smaller reads want every byte."""

SMALLEST_PIECE = 256


class TimedFile(BytesIO):
    """A file that a decoder reads in pieces, until its time is up.

    The time is the CPU's, of the thread that opened it: a busy machine makes no file slow.
    A decoder cannot be stopped within a piece, so that pieces must be small where little data
    makes much work.
    """

    def __init__(
        self, data: bytes, *, scans: int = 1, clock: Callable[[], float] = time.thread_time
    ) -> None:
        """Begin to count; ``scans`` is how often the data goes over all pixels."""
        super().__init__(data)
        self._piece = max(SMALLEST_PIECE, BLOCK // scans)
        self._clock = clock
        self._began_at = clock()
        self._seconds = SECONDS

    def expect(self, pixels: int) -> None:
        """Allow the time for so many pixels."""
        self._seconds = SECONDS + SECONDS_PER_MEGAPIXEL * pixels / 1_000_000

    @override
    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next bytes; fewer than asked for when a decoder asks.

        Raises:
            ImageError: the time is up.

        """
        if self._clock() - self._began_at > self._seconds:
            raise ImageError(f"not decoded within {self._seconds:.1f} s")
        return super().read(self._piece if size == BLOCK else size)
