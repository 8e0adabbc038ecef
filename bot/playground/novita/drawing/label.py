"""The small print on a picture: what was asked, and its seed."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from bot.playground.novita.drawing.order import Order

MARGIN = 0.4
NO_CHARACTER = "\uffff"
"""Never assigned, so that every font draws what it draws for a character that it lacks."""


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
    left = shortened(pen, printable(order.prompt, font), font, room)
    pen.text((margin, baseline), left, font=font, fill=(255, 255, 255), anchor="ls")
    at = (image.width - margin, baseline)
    pen.text(at, right, font=font, fill=(214, 218, 228), anchor="rs")


def _seed_text(order: Order) -> str:
    text = f"seed {order.seed}"
    return text if order.count == 1 else f"{text} · {order.index + 1}/{order.count}"


def printable(text: str, font: ImageFont.FreeTypeFont) -> str:
    """Return the text without what the font lacks; empty when no word is left.

    A letter whose accent is lacking stands without it.
    """
    words = " ".join("".join(_nearest(each, font) for each in text).split())
    return words if any(each.isalnum() for each in words) else ""


def _nearest(character: str, font: ImageFont.FreeTypeFont) -> str:
    if combining(character):
        return ""
    if _has(font, character):
        return character
    return "".join(part for part in normalize("NFKD", character) if _has(font, part)) or " "


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


@lru_cache(maxsize=2000)
def _has(font: ImageFont.FreeTypeFont, character: str) -> bool:
    return bytes(font.getmask(character)) != bytes(font.getmask(NO_CHARACTER))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError("Pillow was built without FreeType")
    return font
