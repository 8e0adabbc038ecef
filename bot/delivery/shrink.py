"""Re-encode an image that is too large for Discord, as little as it takes."""

from __future__ import annotations

import io
from itertools import chain
from typing import TYPE_CHECKING

from PIL import Image

from bot.domain.ports import Picture
from bot.domain.request import ImageFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

QUALITIES = (92, 85, 75)
"""Tried at full size, in this order."""

SCALE = 0.7
"""What the sides are multiplied with, again and again, when quality alone does not do."""

SCALED_QUALITY = 80

_WEBP_MAX_SIDE = 16383
_QUICK = 1
"""WebP's effort, 0 to 6; more is slow."""


def shrunk(picture: Picture, max_bytes: int) -> Picture:
    """Return the picture itself if it fits, else a lossy copy of at most ``max_bytes``.

    Copies carry no metadata. Transparent ones are WebP, others JPEG. At one pixel, less than a
    kilobyte, it ends: a smaller ``max_bytes`` cannot be kept.

    """
    if len(picture.data) <= max_bytes:
        return picture
    with Image.open(io.BytesIO(picture.data)) as image:
        clear = image.has_transparency_data and max(image.size) <= _WEBP_MAX_SIDE
        form = ImageFormat.WEBP if clear else ImageFormat.JPEG
        pixels = image.convert("RGBA" if clear else "RGB")
    pixels.info.clear()
    smallest = picture
    for scaled, quality in _attempts(pixels):
        smallest = _encoded(scaled, form, quality)
        if len(smallest.data) <= max_bytes:
            break
    return smallest


def _attempts(pixels: Image.Image) -> Iterator[tuple[Image.Image, int]]:
    return chain(((pixels, quality) for quality in QUALITIES), _scaled(pixels))


def _scaled(pixels: Image.Image) -> Iterator[tuple[Image.Image, int]]:
    """Yield ever smaller copies, the last of a single pixel; each is half the work."""
    while max(pixels.size) > 1:
        size = (max(1, int(pixels.width * SCALE)), max(1, int(pixels.height * SCALE)))
        pixels = pixels.resize(size, Image.Resampling.BICUBIC, reducing_gap=2)
        yield pixels, SCALED_QUALITY


def _encoded(pixels: Image.Image, form: ImageFormat, quality: int) -> Picture:
    file = io.BytesIO()
    if form is ImageFormat.WEBP:
        pixels.save(file, "WEBP", quality=quality, method=_QUICK)
    else:
        pixels.save(file, "JPEG", quality=quality)
    return Picture(data=file.getvalue(), format=form, width=pixels.width, height=pixels.height)
