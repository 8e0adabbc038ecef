"""How a picture looks, in few bits: made by a difference hash, in worker threads."""

from __future__ import annotations

import asyncio
import io
from contextlib import nullcontext
from itertools import pairwise
from typing import TYPE_CHECKING

import structlog
from PIL import Image, ImageOps, ImageStat

from bot.domain.fingerprint import SIDE, Fingerprint
from bot.pixels import flat

if TYPE_CHECKING:
    from bot.domain.ports import Picture

THREADS = 2

LARGE = 8_000_000
"""Pixels above which pictures are hashed one at a time: a decoded WebP takes 16 bytes for each."""

LOOKED_AT = (4 * (SIDE + 1), 4 * SIDE)
"""Pixels that the hash is made of."""

LEAST_CONTRAST = 4.0
"""Standard deviation of the brightness, of 255: below, bits are those of noise."""

PLAIN = Fingerprint(0, 0)

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Hashing:
    """Hashes a few pictures at a time, and of large ones one."""

    def __init__(self) -> None:
        self._slots = asyncio.Semaphore(THREADS)
        self._large = asyncio.Semaphore(1)

    async def __call__(self, picture: Picture) -> Fingerprint | None:
        """Return a fingerprint; None where it cannot be told. Never raises."""
        alone = self._large if picture.width * picture.height > LARGE else nullcontext()
        try:
            async with alone, self._slots:
                return await asyncio.to_thread(fingerprint, picture)
        except Exception:
            log.exception("image.not_hashed")
            return None


def fingerprint(picture: Picture) -> Fingerprint:
    """Look at a picture; about 1 ms of CPU for a JPEG of 512x512."""
    with Image.open(io.BytesIO(picture.data)) as image:
        seen = _small(image)
    if ImageStat.Stat(seen).stddev[0] < LEAST_CONTRAST:
        return PLAIN
    return Fingerprint(_differences(seen), _differences(ImageOps.mirror(seen)))


def _differences(seen: Image.Image) -> int:
    """Return a bit for each pixel but the first of its row: is it brighter than the one before?

    This is the ``dhash`` of the library ImageHash, which takes NumPy, SciPy and PyWavelets for it.
    """
    pixels = seen.resize((SIDE + 1, SIDE), Image.Resampling.LANCZOS).tobytes()
    rows = (pixels[start : start + SIDE + 1] for start in range(0, len(pixels), SIDE + 1))
    brighter = (after > before for row in rows for before, after in pairwise(row))
    return int("".join("1" if it else "0" for it in brighter), 2)


def _small(image: Image.Image) -> Image.Image:
    """Return an image in few pixels of grey; a JPEG is decoded no finer than is needed."""
    image.draft("L", LOOKED_AT)
    seen = image if image.mode in {"RGB", "L"} else flat(image)
    return seen.resize(LOOKED_AT, Image.Resampling.BOX).convert("L")
