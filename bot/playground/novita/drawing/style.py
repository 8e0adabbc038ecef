"""What model, LoRAs, embeddings and hires fix do to a finished scene."""

from __future__ import annotations

import colorsys
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from bot.playground.novita.drawing.dice import Dice

if TYPE_CHECKING:
    from bot.playground.novita.drawing.colours import Colour
    from bot.playground.novita.drawing.order import Order

TILE = 256


def detail_of(order: Order) -> float:
    """Return how much fine detail an order asks for; 1 is usual."""
    extra = sum(strength for name, strength in order.loras if "detail" in name.lower())
    return min(3.5, 1 + 0.9 * extra + (0.6 if order.hires else 0))


def apply_style(image: Image.Image, order: Order) -> Image.Image:
    """Return the scene in the style of the order's model and additions."""
    image = ImageEnhance.Color(image).enhance(_saturation(order))
    for name, strength in order.loras:
        if "detail" not in name.lower():
            tone = Image.new("RGB", image.size, tone_of(name))
            image = Image.blend(image, ImageChops.soft_light(image, tone), 0.75 * strength)
    if order.embeddings:
        image = _bloom(image)
    if detail_of(order) > 1:
        image = image.filter(ImageFilter.UnsharpMask(2, 60, 2))
        image = _textured(image, 0.05 * (detail_of(order) - 0.6))
    return image


def _saturation(order: Order) -> float:
    model = order.model.lower()
    base = 1.2 if any(word in model for word in ("anime", "anything", "toon", "meina")) else 1.06
    base -= 0.16 if "real" in model else 0
    return base + 0.012 * (order.guidance - 7.5)


def tone_of(name: str) -> Colour:
    """Return a LoRA's own colour."""
    hue = sha256(name.encode()).digest()[0] / 255
    red, green, blue = colorsys.hsv_to_rgb(hue, 0.75, 0.85)
    return round(255 * red), round(255 * green), round(255 * blue)


def _bloom(image: Image.Image) -> Image.Image:
    """Let what is bright shine over its edges."""
    small = image.reduce(4).point(lambda v: max(0, v - 90) * 255 // 165)
    light = small.filter(ImageFilter.BoxBlur(max(1, small.width // 60)))
    light = light.resize(image.size, Image.Resampling.BILINEAR)
    return Image.blend(image, ImageChops.screen(image, light), 0.45)


@cache
def _grain() -> Image.Image:
    """Return a square of smooth noise that is the same in every process."""
    noise = Dice("grain").stream("bytes").randbytes(TILE * TILE)
    return Image.frombytes("L", (TILE, TILE), noise).filter(ImageFilter.BoxBlur(1))


def _textured(image: Image.Image, strength: float) -> Image.Image:
    """Lay a texture like brushwork over the image."""
    layer = Image.new("L", image.size)
    for x in range(0, image.width, TILE):
        for y in range(0, image.height, TILE):
            layer.paste(_grain(), (x, y))
    texture = Image.merge("RGB", (layer, layer, layer))
    return Image.blend(image, ImageChops.overlay(image, texture), min(0.3, 1.3 * strength))
