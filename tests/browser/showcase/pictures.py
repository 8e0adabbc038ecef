"""Pictures and other files for the showcase, all different at a glance."""

from __future__ import annotations

import io
from functools import cache

from PIL import Image, ImageDraw

SIZES = ((480, 320), (320, 480), (400, 400), (640, 256), (256, 640))
"""Landscape, portrait, square and two extremes, in pixels."""


@cache
def picture(number: int) -> bytes:
    """Return a PNG with rings in a colour of its number's own."""
    width, height = SIZES[number % len(SIZES)]
    image = Image.new("HSV", (width, height), (number * 47 % 256, 150, 70))
    draw = ImageDraw.Draw(image)
    for ring in range(9, 0, -1):
        radius = ring * 22
        box = (width / 2 - radius, height / 2 - radius, width / 2 + radius, height / 2 + radius)
        draw.ellipse(box, fill=((number * 47 + ring * 6) % 256, 160, 235 - ring * 16))
    out = io.BytesIO()
    image.convert("RGB").save(out, "PNG")
    return out.getvalue()


def speckled() -> bytes:
    """Return a PNG of small grey squares, of which a blur leaves nothing."""
    image = Image.effect_noise((40, 40), 255).resize((400, 400), Image.Resampling.NEAREST)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def pictures(count: int, *, first: int = 1) -> dict[str, bytes]:
    """Return files by name: ``ring-1.png`` and so on."""
    return {f"ring-{n}.png": picture(n) for n in range(first, first + count)}
