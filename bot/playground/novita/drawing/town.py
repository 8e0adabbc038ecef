"""A skyline with lights in its windows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.playground.novita.drawing.colours import Colour, mix, rgb, shade

if TYPE_CHECKING:
    import random

    from bot.playground.novita.drawing.canvas import Canvas
    from bot.playground.novita.drawing.stage import Stage

LAMPS = tuple(rgb(text) for text in ("ffd98a", "ffe9b8", "ffc36b", "bfe6ff"))
NEON = tuple(rgb(text) for text in ("ff4fd8", "4ff0ff", "b07bff", "ffd166", "ff6b6b"))


class Block(NamedTuple):
    """One building: its left and right edge, its roof and its foot."""

    left: float
    right: float
    roof: float
    foot: float


def draw_city(stage: Stage) -> None:
    """Draw three rows of buildings, each nearer one darker."""
    foot = stage.horizon + 0.06 if stage.has("sea") else 1
    for layer in range(3):
        rng = stage.dice.stream(f"city{layer}")
        share = (0.25, 0.55, 0.85)[layer]
        colour = mix(mix(stage.palette.haze, stage.palette.sky[1], 0.4), stage.palette.dark, share)
        x = -0.02
        while x < 1.02:
            wide = rng.uniform(0.045, 0.11) * (0.8 + 0.35 * layer) / max(1, stage.canvas.aspect)
            tall = stage.horizon * rng.uniform(0.3, 1) * (0.75, 0.55, 0.32)[layer]
            roof = stage.horizon + 0.05 * layer - tall
            block = Block(x, x + wide, roof, foot)
            _building(stage, block, shade(colour, rng.uniform(-0.06, 0.06)), rng)
            x += wide + rng.uniform(-0.004, 0.012)
        stage.canvas.veil(stage.palette.haze, stage.horizon - 0.2, stage.horizon + 0.1, 0.3)
    stage.ground_lines.append([(0, 0.97), (1, 0.97)])


def _building(stage: Stage, block: Block, colour: Colour, rng: random.Random) -> None:
    canvas = stage.canvas
    canvas.box((block.left, block.roof), (block.right, block.foot), colour)
    lit = block.right if stage.lamp[0] > block.right else block.left
    edge = 0.08 * (block.right - block.left)
    inner = lit - edge if lit == block.right else lit + edge
    left, right = sorted((lit, inner))
    canvas.box((left, block.roof), (right, block.foot), mix(colour, stage.palette.light, 0.25))
    if rng.random() < 0.3:
        middle = (block.left + block.right) / 2
        tip = block.roof - rng.uniform(0.02, 0.07)
        canvas.line([(middle, block.roof), (middle, tip)], colour, 0.004)
        canvas.disc((middle, tip), 0.004, rgb("ff5a5a"))
    _windows(stage, canvas, block, rng)


def _windows(stage: Stage, canvas: Canvas, block: Block, rng: random.Random) -> None:
    is_dark = stage.scene.hour in {"night", "space", "sunset", "storm"}
    colours = NEON + LAMPS if {"neon", "cyberpunk"} & set(stage.scene.tints) else LAMPS
    columns = max(2, round((block.right - block.left) * canvas.aspect / 0.017))
    rows = max(2, round((min(block.foot, 0.95) - block.roof) / 0.024))
    wide, tall = (block.right - block.left) / columns, 0.024
    own = rng.choice(colours)
    busy = 0.42 if is_dark else 0.25
    for place in range(columns * min(rows, 26)):
        if rng.random() > busy:
            continue
        x = block.left + (place % columns + 0.3) * wide
        y = block.roof + (place // columns + 0.5) * tall
        colour = rng.choice(colours) if rng.random() < 0.25 else own
        alpha = rng.uniform(0.55, 1) if is_dark else 0.4
        canvas.box((x, y), (x + wide * 0.42, y + tall * 0.42), colour, alpha)
