"""Pictures to blur, and a look at what became of them."""

from __future__ import annotations

import io

from hypothesis import strategies as st
from PIL import Image

from bot.domain.ports import Picture
from bot.domain.request import ImageFormat

SEEDS = st.integers(0, 2**32)


def file(image: Image.Image, form: ImageFormat = ImageFormat.PNG, **options: object) -> Picture:
    data = io.BytesIO()
    image.save(data, form.value, **options)
    return Picture(data=data.getvalue(), format=form, width=image.width, height=image.height)


def opened(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.data))


def pixel(image: Image.Image, x: int, y: int) -> tuple[float, ...]:
    value = image.getpixel((x, y))
    assert isinstance(value, tuple)
    return value
