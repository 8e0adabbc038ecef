"""The small print on a picture: what was asked, and its seed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from bot.playground.novita.drawing.order import Order

MARGIN = 0.4


def put_label(image: Image.Image, order: Order) -> None:
    """Write prompt and seed along the lower edge."""
    size = max(9, round(min(image.size) * 0.026))
    font = _font(size)
    strip = round(size * 1.9)
    top = image.height - strip
    shadow = image.crop((0, top, image.width, image.height)).point(lambda v: v * 2 // 5)
    image.paste(shadow, (0, top))
    pen = ImageDraw.Draw(image)
    right = _seed_text(order)
    right_width = pen.textlength(right, font=font)
    margin = size * MARGIN * 2
    room = image.width - right_width - 3 * margin
    baseline = top + strip * 0.68
    prompt = " ".join(order.prompt.split())
    left = shortened(pen, prompt, font, room)
    pen.text((margin, baseline), left, font=font, fill=(255, 255, 255), anchor="ls")
    at = (image.width - margin, baseline)
    pen.text(at, right, font=font, fill=(214, 218, 228), anchor="rs")


def _seed_text(order: Order) -> str:
    text = f"seed {order.seed}"
    return text if order.count == 1 else f"{text} · {order.index + 1}/{order.count}"


def shortened(
    pen: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, room: float
) -> str:
    """Return as much of the text as fits, found by halving."""
    if pen.textlength(text[:200], font=font) <= room and len(text) <= 200:
        return text
    low, high = 0, min(len(text), 200)
    while low < high:
        middle = (low + high + 1) // 2
        if pen.textlength(text[:middle] + "…", font=font) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…" if low else ""


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError("Pillow was built without FreeType")
    return font
