"""Sea and lake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.novita.drawing.colours import WHITE, mix, rgb
from bot.playground.novita.drawing.curves import ground, ridge, rolling

if TYPE_CHECKING:
    from bot.playground.novita.drawing.stage import Stage


def draw_sea(stage: Stage) -> None:
    """Draw water that mirrors the sky, the lamp's path on it, and a shore."""
    palette, top = stage.palette, stage.horizon
    near = mix(palette.water, palette.dark, 0.25)
    stage.canvas.gradient([mix(palette.haze, palette.water, 0.25), palette.water, near], top, 1)
    _ripples(stage)
    if stage.scene.hour != "storm":
        _glitter(stage)
    _shore(stage)


def _ripples(stage: Stage) -> None:
    rng = stage.dice.stream("ripples")
    for _ in range(stage.many(120)):
        depth = rng.random() ** 1.6
        y = stage.horizon + 0.008 + depth * (1 - stage.horizon)
        x, half = rng.random(), (0.01 + 0.06 * depth) * rng.uniform(0.4, 1.3)
        colour = rng.choice((stage.palette.haze, stage.palette.sky[1], stage.palette.dark))
        stage.canvas.line([(x - half, y), (x + half, y)], colour, 0.0012 + 0.003 * depth, 0.28)


def _glitter(stage: Stage) -> None:
    rng = stage.dice.stream("glitter")
    for _ in range(stage.many(90)):
        depth = rng.random() ** 1.2
        y = stage.horizon + 0.004 + depth * (0.95 - stage.horizon)
        x = stage.lamp[0] + rng.gauss(0, 0.012 + 0.05 * depth)
        half = rng.uniform(0.006, 0.03) * (0.35 + depth)
        width = 0.0018 + 0.0032 * depth
        stage.canvas.line([(x - half, y), (x + half, y)], stage.palette.light, width, 0.6)


def _shore(stage: Stage) -> None:
    rng = stage.dice.stream("shore")
    sand = mix(rgb("e6c899"), stage.palette.dark, 1.2 * stage.palette.ambient)
    line = ridge(rolling(rng, 40, 0.5), 0.94, 0.07)
    stage.canvas.line([(x, y - 0.008) for x, y in line], WHITE, 0.008, 0.35)
    stage.canvas.polygon(ground(line), sand)
    stage.canvas.line(line, mix(sand, WHITE, 0.5), 0.006, 0.7)
    stage.ground_lines.append(line)
