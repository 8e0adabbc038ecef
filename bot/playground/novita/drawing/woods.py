"""Forests of conifers in mist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.novita.drawing.colours import Colour, mix, shade
from bot.playground.novita.drawing.curves import ground, height_at, ridge, rolling

if TYPE_CHECKING:
    from bot.playground.novita.drawing.canvas import Canvas, Point
    from bot.playground.novita.drawing.stage import Stage

LAYERS = 4


def draw_forest(stage: Stage) -> None:
    """Draw rows of trees, each nearer one taller and darker, with mist between them."""
    for layer in range(LAYERS):
        rng = stage.dice.stream(f"forest{layer}")
        base = stage.horizon + (0.02, 0.07, 0.14, 0.25)[layer]
        line = ridge(rolling(rng, 40, 0.8), base, 0.06)
        near = layer / (LAYERS - 1)
        green = mix(stage.palette.leaf, stage.palette.dark, 0.25 + 0.5 * near)
        colour = mix(green, stage.palette.haze, 0.6 * (1 - near))
        stage.canvas.polygon(ground(line), colour)
        tall = (0.08, 0.13, 0.2, 0.3)[layer] * (0.7 + 0.3 / max(1, stage.canvas.aspect))
        for x in _places(stage, layer):
            if layer == LAYERS - 1 and abs(x - 0.5) < 0.26:
                continue  # a clearing, for whoever stands there
            size = tall * rng.uniform(0.65, 1.2)
            foot = (x, height_at(line, x) + 0.012)
            _conifer(stage.canvas, foot, size, shade(colour, rng.uniform(-0.08, 0.06)))
        stage.ground_lines.append(line)
        if layer < LAYERS - 1:
            stage.canvas.veil(stage.palette.haze, base - 0.09, base + 0.05, 0.38)


def _places(stage: Stage, layer: int) -> list[float]:
    rng = stage.dice.stream(f"places{layer}")
    count = round(
        (46, 30, 20, 13)[layer] * max(0.6, min(2, stage.canvas.aspect)) * stage.detail**0.4
    )
    return [(i + rng.uniform(-0.45, 0.45)) / (count - 1) for i in range(count)]


def _conifer(canvas: Canvas, foot: Point, tall: float, colour: Colour) -> None:
    """Draw one tree as a zigzag of five tiers on a trunk."""
    x, y = foot
    half = tall * 0.21 * canvas.height / canvas.width
    trunk = tall * 0.1
    canvas.box((x - half * 0.12, y - trunk), (x + half * 0.12, y), shade(colour, -0.3))
    right: list[Point] = []
    tiers = 5
    for tier in range(tiers):
        wide = half * (tier + 1) / tiers
        level = y - tall + (tall - trunk) * (tier + 1) / tiers
        right += [(x + wide, level), (x + wide * 0.55, level - tall * 0.012)]
    left = [(2 * x - px, py) for px, py in reversed(right)]
    canvas.polygon([(x, y - tall), *right, *left], colour)
