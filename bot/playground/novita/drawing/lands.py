"""Mountains, hills, dunes and snow fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.novita.drawing.colours import Colour, mix, rgb, shade
from bot.playground.novita.drawing.curves import ground, height_at, jagged, ridge, rolling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.playground.novita.drawing.canvas import Point
    from bot.playground.novita.drawing.stage import Stage


def draw_mountains(stage: Stage) -> None:
    """Draw three ranges, each nearer one darker, with light on the side of the sun."""
    depth = 6 if stage.detail <= 1 else 7
    for layer in range(3):
        rng = stage.dice.stream(f"mountains{layer}")
        tall = stage.horizon * (0.5, 0.36, 0.2)[layer]
        line = ridge(jagged(rng, depth), stage.horizon + 0.02 * layer, tall)
        share = (0.3, 0.55, 0.8)[layer]
        colour = mix(mix(stage.palette.haze, stage.palette.sky[0], 0.45), stage.palette.dark, share)
        stage.canvas.polygon(ground(line), colour)
        _light_sides(stage, line, mix(colour, stage.palette.light, 0.22))
        if layer < 2 and stage.scene.hour != "space":
            _snow_caps(stage, line, mix(colour, stage.palette.light, 0.75 - 0.2 * layer))
        stage.canvas.veil(stage.palette.haze, stage.horizon - 0.13, stage.horizon + 0.06, 0.55)


def _peaks(line: Sequence[Point], reach: int = 4) -> list[int]:
    return [
        i
        for i in range(reach, len(line) - reach)
        if line[i][1] == min(point[1] for point in line[i - reach : i + reach + 1])
    ]


def _light_sides(stage: Stage, line: Sequence[Point], colour: Colour) -> None:
    """Fill, below each peak, the slope that faces the lamp."""
    side = 1 if stage.lamp[0] > 0.5 else -1
    for peak in _peaks(line):
        edge = [line[peak]]
        at = peak + side
        while 0 <= at < len(line) and line[at][1] > edge[-1][1] - 0.004:
            edge.append(line[at])
            at += side
        foot = edge[-1][1] + 0.05
        middle = ((edge[0][0] * 2 + edge[-1][0]) / 3, (edge[0][1] + foot) / 2)
        stage.canvas.polygon([*edge, (edge[0][0] - side * 0.004, foot), middle], colour, 0.75)


def _snow_caps(stage: Stage, line: Sequence[Point], colour: Colour) -> None:
    rng = stage.dice.stream("snowcaps")
    highest = min(y for _, y in line)
    limit = highest + 0.45 * (stage.horizon - highest)
    run: list[Point] = []
    for point in [*line, (2.0, 1.0)]:
        if point[1] < limit:
            run.append(point)
            continue
        if len(run) > 2:
            ragged = [(x, y + (limit - y) * rng.uniform(0.15, 0.95)) for x, y in reversed(run)]
            stage.canvas.polygon([*run, *ragged], colour, 0.9)
        run = []


def draw_meadow(stage: Stage) -> None:
    """Draw green hills with flowers and blades of grass."""
    for layer in range(3):
        colour = mix(stage.palette.leaf, stage.palette.haze, (0.4, 0.15, 0)[layer])
        _hill(stage, f"meadow{layer}", layer, shade(colour, (0.1, 0, -0.14)[layer]))
    _flowers(stage)


def draw_snow(stage: Stage) -> None:
    """Draw white hills."""
    white = mix(rgb("f4f8ff"), stage.palette.sky[1], 0.5 * stage.palette.ambient + 0.1)
    for layer in range(3):
        colour = mix(white, stage.palette.sky[1], (0.3, 0.16, 0)[layer])
        _hill(stage, f"snow{layer}", layer, colour)


def draw_desert(stage: Stage) -> None:
    """Draw dunes, bright to the sun and dark away from it."""
    sand = mix(rgb("e8b878"), stage.palette.dark, 1.1 * stage.palette.ambient)
    for layer in range(4):
        rng = stage.dice.stream(f"desert{layer}")
        line = ridge(rolling(rng, 60, 1 + 0.4 * layer), stage.horizon + 0.06 + 0.13 * layer, 0.12)
        colour = mix(sand, stage.palette.haze, (0.45, 0.25, 0.1, 0)[layer])
        stage.canvas.polygon(ground(line), shade(colour, -0.1))
        lit = [(x, y + 0.02 + 0.05 * (0.5 + 0.5 * x)) for x, y in reversed(line)]
        stage.canvas.polygon([*line, *lit], mix(colour, stage.palette.light, 0.3))
        for wave in range(stage.many(5)):
            drop = 0.04 + 0.02 * wave * (1 + 0.2 * layer)
            stage.canvas.line([(x, y + drop) for x, y in line], shade(colour, -0.2), 0.0015, 0.4)
        stage.ground_lines.append(line)


def _hill(stage: Stage, name: str, layer: int, colour: Colour) -> None:
    rng = stage.dice.stream(name)
    base = stage.horizon + (0.05, 0.14, 0.27)[layer]
    line = ridge(rolling(rng, 48, 0.9), base, 0.1)
    stage.canvas.polygon(ground(line), colour)
    rim = [(x, y + 0.012) for x, y in reversed(line)]
    stage.canvas.polygon([*line, *rim], mix(colour, stage.palette.light, 0.35), 0.8)
    stage.ground_lines.append(line)
    if layer < 2:
        stage.canvas.veil(stage.palette.haze, base, base + 0.08, 0.22)


def _flowers(stage: Stage) -> None:
    rng = stage.dice.stream("flowers")
    colours = [rgb(c) for c in rng.sample(("f25f5c", "ffe066", "f7aef8", "ffffff", "8093f1"), 3)]
    near = stage.ground_lines[-1]
    for _ in range(stage.many(150)):
        x, depth = rng.random(), rng.random()
        y = height_at(near, x) + 0.03 + depth * 0.4
        size = 0.003 + 0.009 * depth
        blade = shade(stage.palette.leaf, rng.uniform(-0.35, 0.15))
        tip = (x + rng.uniform(-0.006, 0.006), y - 4 * size)
        stage.canvas.line([(x, y), tip], blade, 0.0025 + 0.002 * depth)
        if rng.random() < 0.55:
            petal = mix(rng.choice(colours), stage.palette.dark, 0.7 * stage.palette.ambient)
            stage.canvas.disc(tip, size, petal)
            stage.canvas.disc(tip, size * 0.4, stage.palette.light)
