"""What our own detector takes: seconds of a core for each image, and memory."""

from __future__ import annotations

import asyncio
import io
import random
import time

import psutil
from PIL import Image

from bot.detection.opening import open_detector
from bot.domain.ports import Picture
from bot.domain.request import ImageFormat

SIDE = 1024


async def detecting(images: int = 50) -> list[str]:
    """Let as many images be scored as if they came together."""
    pictures = [_picture(seed) for seed in range(images)]
    async with open_detector(max_pixels=40_000_000, warm=False) as detector:
        began = time.monotonic()
        await detector.score(pictures[0])
        first = time.monotonic() - began
        (child,) = psutil.Process().children()
        before, began = _seconds(child), time.monotonic()
        scores = await asyncio.gather(*map(detector.score, pictures))
        took = time.monotonic() - began
        spent = _seconds(child) - before
        idle = child.memory_info().rss / 1e6
    if None in scores:
        raise RuntimeError("the detector did not judge everything")
    return [
        (
            f"detector, {images} images       {spent / images * 1000:.0f} ms of a core for each of "
            f"{SIDE}x{SIDE}, {took / images * 1000:.0f} ms by the clock   (at most 90)"
        ),
        f"  its first image        {first:.2f} s, which starts it",
        f"  its memory             {idle:.0f} MB   (at most 200)",
    ]


def _picture(seed: int) -> Picture:
    """Return a JPEG as an engine makes them: of some detail everywhere."""
    small = Image.frombytes("RGB", (128, 128), random.Random(seed).randbytes(3 * 128**2))  # noqa: S311 - repeatable
    file = io.BytesIO()
    small.resize((SIDE, SIDE), Image.Resampling.BICUBIC).save(file, "JPEG", quality=90)
    return Picture(data=file.getvalue(), format=ImageFormat.JPEG, width=SIDE, height=SIDE)


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
