"""Destroy the detail of an image: what is averaged away cannot be recovered."""

from __future__ import annotations

import asyncio
import io
from contextlib import nullcontext
from itertools import pairwise
from typing import TYPE_CHECKING

from PIL import Image

from bot.domain.ports import Picture
from bot.domain.request import ImageFormat
from bot.pixels import flat

if TYPE_CHECKING:
    from collections.abc import Iterator

CELLS = 16
"""Colour cells along the longer side of an image; all that is left of it. By 24 of them a large
face can still be told."""

PIXELS_PER_CELL = 16
"""Along each side, at least: a small image of as many cells as a large one is nearly itself."""

DRAFT_PIXELS_PER_CELL = 4
"""How finely a JPEG is decoded before it is averaged, along each side."""

LONGEST_SIDE = 1024
"""Pixels; a blur has nothing to show beyond."""

QUALITY = 80

THREADS = 2

LARGE = 8_000_000
"""Pixels above which images are blurred one at a time: a decoded WebP takes 16 bytes for each."""


class PillowBlur:
    """Blurs in worker threads, a few at a time, and of large images one."""

    def __init__(self) -> None:
        self._slots = asyncio.Semaphore(THREADS)
        self._large = asyncio.Semaphore(1)

    async def __call__(self, picture: Picture) -> Picture:
        """Return a JPEG of the same shape that keeps few colour cells; see ``grid``."""
        alone = self._large if picture.width * picture.height > LARGE else nullcontext()
        async with alone, self._slots:
            return await asyncio.to_thread(blurred, picture)


def blurred(picture: Picture) -> Picture:
    """Blur an image; about 10 ms of CPU for 512x512."""
    with Image.open(io.BytesIO(picture.data)) as image:
        seen = cells(image)
    width, height = _within((picture.width, picture.height), LONGEST_SIDE)
    data = enlarged(seen, (width, height))
    return Picture(data=data, format=ImageFormat.JPEG, width=width, height=height)


def cells(image: Image.Image) -> Image.Image:
    """Return the average colour of each cell, as an RGB image of a pixel for each.

    A JPEG is decoded at the smallest scale that suffices, so that its averages are those of
    that scale. Cell by cell, so that no second image of the full size comes to be.
    """
    across, down = grid(image.size)
    image.draft("RGB", (across * DRAFT_PIXELS_PER_CELL, down * DRAFT_PIXELS_PER_CELL))
    seen = Image.new("RGB", (across, down))
    for y, (top, bottom) in enumerate(_spans(image.height, down)):
        for x, (left, right) in enumerate(_spans(image.width, across)):
            cell = flat(image.crop((left, top, right, bottom)))
            seen.paste(cell.resize((1, 1), Image.Resampling.BOX), (x, y))
    return seen


def grid(size: tuple[int, int]) -> tuple[int, int]:
    """Return how many cells an image has along each side: 16 at most, each of 16 pixels or more."""
    width, height = (max(1, side // PIXELS_PER_CELL) for side in size)
    across, down = _within(size, CELLS)
    return min(across, width), min(down, height)


def enlarged(seen: Image.Image, size: tuple[int, int]) -> bytes:
    """Return a smooth JPEG of ``size`` that is made of these cells and of nothing else."""
    bare = Image.frombytes("RGB", seen.size, seen.tobytes())
    file = io.BytesIO()
    bare.resize(size, Image.Resampling.BICUBIC).save(file, "JPEG", quality=QUALITY)
    return file.getvalue()


def _spans(length: int, parts: int) -> Iterator[tuple[int, int]]:
    """Cut a side into whole pixels, each belonging to the part that its centre lies in."""
    return pairwise((2 * part * length + parts) // (2 * parts) for part in range(parts + 1))


def _within(size: tuple[int, int], longest: int) -> tuple[int, int]:
    """Scale a size down, never up, so that its longer side is at most ``longest``."""
    scale = min(1.0, longest / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
