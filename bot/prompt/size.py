"""How large an image is when a member says a shape, or nothing. Pure."""

from __future__ import annotations

import itertools
import math
import re
from functools import lru_cache

from bot.domain.ranges import SIZE
from bot.errors import InvalidOptionError
from bot.prompt.values import READERS, ratio
from bot.texts.text import text

STEP = 64
"""Pixels; every checkpoint is trained on sides that are multiples of this."""

# "XL" as a word of its own or in capitals; "xl" in the middle of a word means nothing.
_LARGE_NAME = re.compile(
    r"XL|(?i:(?<![a-z])xl|xl(?![a-z])|xlv\d|sdxl|pony|illustrious|noobai|animagine|sd_?3|flux)"
)


def native_side(model: str, base_model: str, *, is_sdxl: bool | None) -> int:
    """Return the side in pixels of the squares a checkpoint was trained on, 512 or 1024.

    Args:
        model: Its file name, which decides when the catalogue says nothing.
        base_model: What the catalogue says it derives from: ``SD 1.5``, ``SDXL 1.0``, …, or
            nothing.
        is_sdxl: What the catalogue says, None when it does not.

    """
    if is_sdxl or _LARGE_NAME.search(base_model):
        return 1024
    if base_model or is_sdxl is not None:
        return 512
    return 1024 if _LARGE_NAME.search(model) else 512


@lru_cache(maxsize=256)
def size_for(aspect: str, native_side: int, max_pixels: int | None = None) -> tuple[int, int]:
    """Return width and height of about the native area, or of what is allowed, if that is less.

    Args:
        aspect: As ``WIDTH:HEIGHT``.
        native_side: Of the checkpoint, in pixels.
        max_pixels: Width times height at most.

    Raises:
        InvalidOptionError: it is no shape, or none so small.

    """
    shape = READERS["aspect"].read(aspect)
    across = ratio(str(shape))
    if across is None:
        raise InvalidOptionError("aspect", aspect, READERS["aspect"].rule)
    width, height = _native(across, native_side)
    if max_pixels is None or width * height <= max_pixels:
        return width, height
    sides = _largest(max(across, 1 / across), max_pixels)
    if sides is None:
        rule = text("option.aspect_small", low=SIZE.lowest, most=max_pixels)
        raise InvalidOptionError("aspect", aspect, rule)
    return sides if across > 1 else sides[::-1]


def _native(ratio: float, native_side: int) -> tuple[int, int]:
    """Return width and height, of which area and shape are as near the ideal as steps allow."""

    def error(size: tuple[int, int]) -> float:
        width, height = size
        area = math.log(width * height / native_side**2)
        return abs(area) + abs(math.log(width / height / ratio))

    root = math.sqrt(ratio)
    return min(
        itertools.product(_steps_around(native_side * root), _steps_around(native_side / root)),
        key=error,
    )


def _largest(ratio: float, max_pixels: int) -> tuple[int, int] | None:
    """Return the longer and the shorter side of the largest size, or None where none fits."""
    for shorter in range(int(SIZE.high), int(SIZE.low) - STEP, -STEP):
        longer = round(shorter * ratio / STEP) * STEP
        if longer * shorter <= max_pixels:
            return longer, shorter
    return None


def _steps_around(side: float) -> tuple[int, int]:
    low = math.floor(side / STEP) * STEP
    return max(low, int(SIZE.low)), min(low + STEP, int(SIZE.high))
