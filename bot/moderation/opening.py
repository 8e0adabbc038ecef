"""An original as the picture that it is."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING

from PIL import Image

from bot.domain.ports import Picture

if TYPE_CHECKING:
    from bot.domain.image import Original


async def opened_picture(original: Original) -> Picture:
    """Return an original, which was decoded in full when it came; its header tells the size."""
    width, height = await asyncio.to_thread(_size, original)
    return Picture(data=original.data, format=original.format, width=width, height=height)


def _size(original: Original) -> tuple[int, int]:
    with Image.open(io.BytesIO(original.data), formats=(original.format.value,)) as image:
        return image.size
