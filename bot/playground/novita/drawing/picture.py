"""From an order to the bytes of an image file."""

from __future__ import annotations

import io
from hashlib import sha256
from typing import TYPE_CHECKING

from PIL import Image

from bot.playground.novita.drawing.canvas import Canvas
from bot.playground.novita.drawing.dice import Dice
from bot.playground.novita.drawing.label import put_label
from bot.playground.novita.drawing.lands import (
    draw_desert,
    draw_meadow,
    draw_mountains,
    draw_snow,
)
from bot.playground.novita.drawing.palettes import palette_for
from bot.playground.novita.drawing.reading import read
from bot.playground.novita.drawing.sky import draw_sky
from bot.playground.novita.drawing.stage import Stage
from bot.playground.novita.drawing.style import apply_style, detail_of
from bot.playground.novita.drawing.subjects import draw_subjects
from bot.playground.novita.drawing.town import draw_city
from bot.playground.novita.drawing.water import draw_sea
from bot.playground.novita.drawing.weather import draw_weather
from bot.playground.novita.drawing.woods import draw_forest

if TYPE_CHECKING:
    import random

    from bot.playground.novita.drawing.order import Order
    from bot.playground.novita.drawing.reading import Scene

MAX_DRAWN_SIDE = 2048
SMOOTH_PIXELS = 1_100_000  # up to here a picture is drawn twice as large and reduced

LANDS = {
    "mountains": draw_mountains,
    "snow": draw_snow,
    "desert": draw_desert,
    "meadow": draw_meadow,
    "forest": draw_forest,
    "city": draw_city,
    "sea": draw_sea,
}


def draw(order: Order) -> bytes:
    """Return the file: of the size and format asked, the same for the same order."""
    image = _plain(order) if order.plain else _labelled(order)
    buffer = io.BytesIO()
    match order.format:
        case "jpeg":
            image.save(buffer, "JPEG", quality=88)
        case "webp":
            image.save(buffer, "WEBP", quality=86, method=1)
        case _:
            image.save(buffer, "PNG", compress_level=3)
    return buffer.getvalue()


def _plain(order: Order) -> Image.Image:
    key = sha256(f"{order.prompt}\0{order.seed}\0{order.index}".encode()).digest()
    return Image.new("RGB", (order.width, order.height), (key[0], key[1], key[2]))


def _labelled(order: Order) -> Image.Image:
    image = painted(order, read(order.prompt, _dice(order)))
    put_label(image, order)
    return image


def _dice(order: Order) -> Dice:
    return Dice(" ".join(order.prompt.lower().split()), order.image_seed)


def painted(order: Order, scene: Scene) -> Image.Image:
    """Return a scene as the order's chance, size and style show it, without a label."""
    dice = _dice(order)
    rng = dice.stream("composition")
    horizon = rng.uniform(0.56, 0.64)
    stage = Stage(
        canvas=Canvas(*_drawn_size(order)),
        palette=palette_for(scene, dice.stream("palette")),
        dice=dice,
        scene=scene,
        detail=detail_of(order),
        horizon=horizon,
        lamp=(_lamp_x(rng), _lamp_y(scene.hour, rng.random(), horizon)),
    )
    draw_sky(stage)
    for name, draw_land in LANDS.items():
        if name in scene.lands:
            draw_land(stage)
    draw_subjects(stage)
    draw_weather(stage)
    return apply_style(_at_size(stage.canvas.image, order), order)


def _lamp_x(rng: random.Random) -> float:
    """Return a place left or right of the middle, where the subject will be."""
    return 0.5 + rng.choice((-1, 1)) * rng.uniform(0.14, 0.34)


def _lamp_y(hour: str, chance: float, horizon: float) -> float:
    """Return how high the lamp stands: low at dawn and sunset."""
    low, high = {"sunset": (0.66, 0.9), "dawn": (0.6, 0.85)}.get(hour, (0.22, 0.42))
    return horizon * (low + (high - low) * chance)


def _drawn_size(order: Order) -> tuple[int, int]:
    pixels, longest = order.width * order.height, max(order.width, order.height)
    if pixels <= SMOOTH_PIXELS:
        return order.width * 2, order.height * 2
    scale = min(1.0, MAX_DRAWN_SIDE / longest)
    return max(1, round(order.width * scale)), max(1, round(order.height * scale))


def _at_size(image: Image.Image, order: Order) -> Image.Image:
    size = (order.width, order.height)
    if image.size == size:
        return image
    if image.size == (size[0] * 2, size[1] * 2):
        return image.reduce(2)
    return image.resize(size, Image.Resampling.BICUBIC)
