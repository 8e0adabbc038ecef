"""Pictures to judge, and detectors that judge them."""

from __future__ import annotations

import io
import random
import time
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PIL import Image

from bot.detection.detector import Limits, ProcessDetector
from bot.detection.process import run, start
from bot.domain.ports import Picture
from bot.domain.request import ImageFormat

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from bot.detection.process import Child

SKIN = (224, 172, 140)
LIMITS = Limits(max_pixels=40_000_000, first_pause=0.0)


def file(image: Image.Image, kind: str = "PNG", **options: Any) -> Picture:  # noqa: ANN401 # Pillow's
    data = io.BytesIO()
    image.save(data, kind, **options)
    width, height = image.size
    return Picture(
        data=data.getvalue(), format=ImageFormat(kind.lower()), width=width, height=height
    )


def plain(colour: str | tuple[int, ...] = "black", side: int = 256) -> Image.Image:
    return Image.new("RGB", (side, side), colour)


def noise(side: int = 512) -> Image.Image:
    return Image.frombytes("RGB", (side, side), random.Random(1).randbytes(side * side * 3))  # noqa: S311 # repeatable


BLACK = file(plain())
WHITE = file(plain("white"))


@asynccontextmanager
async def detecting(
    starting: Callable[[], Awaitable[Child]] | None = None,
    steady: Callable[[], float] = time.monotonic,
    **limits: float,
) -> AsyncGenerator[ProcessDetector]:
    """Open the real detector, or what speaks its language."""
    given = replace(LIMITS, **limits)  # type: ignore[arg-type] # by their names
    starting = starting or partial(start, given.max_pixels, given.picture)
    detector = ProcessDetector("real", starting, given, steady)
    try:
        yield detector
    finally:
        await detector.close()


def acting(script: str) -> Callable[[], Awaitable[Child]]:
    """Return what starts a process that does as it is told."""
    return partial(run, "-c", f"import sys, time\n{script}")
