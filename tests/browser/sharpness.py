"""How much of an image is more than blurs of colour."""

from __future__ import annotations

import io

from PIL import Image, ImageChops, ImageStat

CELLS = (24, 24)


def detail(data: bytes) -> float:
    """Return the mean difference, of 255, between an image and its own 24 by 24 cells."""
    with Image.open(io.BytesIO(data)) as image:
        whole = image.convert("RGB")
    cells = whole.resize(CELLS, Image.Resampling.BOX)
    coarse = cells.resize(whole.size, Image.Resampling.BICUBIC)
    return sum(ImageStat.Stat(ImageChops.difference(whole, coarse)).mean) / 3
