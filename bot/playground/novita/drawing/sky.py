"""All that is above the horizon."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

from bot.playground.novita.drawing.colours import WHITE, mix, rgb, shade

if TYPE_CHECKING:
    from bot.playground.novita.drawing.canvas import Point
    from bot.playground.novita.drawing.stage import Stage

    Blob: TypeAlias = tuple[Point, Point]

DARK_HOURS = {"night", "space"}


def draw_sky(stage: Stage) -> None:
    """Draw the air, then what shines, then what floats."""
    stage.canvas.gradient(stage.palette.sky, 0, stage.horizon + 0.04)
    stage.canvas.gradient([stage.palette.haze, stage.palette.dark], stage.horizon + 0.04, 1)
    is_dark = stage.scene.hour in DARK_HOURS
    if is_dark or stage.has("stars"):
        _stars(stage)
    if stage.has("aurora"):
        _aurora(stage)
    if stage.has("planet"):
        _planet(stage)
    elif stage.scene.hour != "storm" or stage.has("sun", "moon"):
        _lamp(stage, is_moon=is_dark or stage.has("moon"))
    if stage.has("clouds", "rain") or stage.scene.hour in {"day", "storm", "dawn", "sunset"}:
        _clouds(stage)
    if stage.has("birds", "sea"):
        _birds(stage)


def _stars(stage: Stage) -> None:
    rng = stage.dice.stream("stars")
    share = 1.0 if stage.scene.hour in DARK_HOURS else 0.5
    for _ in range(stage.many(170 * share)):
        x, y = rng.random(), rng.random() ** 1.3 * stage.horizon
        bright = rng.random() ** 3
        fade = 1 - 0.8 * y / stage.horizon
        stage.canvas.disc((x, y), 0.0008 + 0.0024 * bright, WHITE, (0.25 + 0.75 * bright) * fade)
        if bright > 0.82:
            stage.canvas.glow((x, y), 0.016, WHITE, 0.55 * fade)


def _aurora(stage: Stage) -> None:
    rng = stage.dice.stream("aurora")
    for colour, top in ((rgb("4dffb0"), 0.12), (rgb("38d6e8"), 0.2), (rgb("b25cff"), 0.06)):
        phase, waves = rng.uniform(0, math.tau), rng.uniform(0.7, 1.4)
        blobs = []
        for step in range(70):
            x = step / 69
            y = top + 0.16 + 0.07 * math.sin(waves * math.tau * x + phase)
            blobs.append(((x, y), (0.016, rng.uniform(0.09, 0.2))))
        stage.canvas.soft(blobs, colour, 0.4, blur=5)


def _planet(stage: Stage) -> None:
    rng = stage.dice.stream("planet")
    x, y, radius = rng.uniform(0.6, 0.85), rng.uniform(0.16, 0.3), rng.uniform(0.09, 0.15)
    body = mix(rgb(rng.choice(("e09a6a", "8fb8d8", "c48ad0"))), stage.palette.sky[1], 0.2)
    canvas, wide = stage.canvas, stage.canvas.unit / stage.canvas.width
    canvas.glow((x, y), radius * 2.2, body, 0.45)
    canvas.disc((x, y), radius, body)
    for band in range(5):
        height = (band - 2) * radius * 0.34
        half = math.sqrt(max(0, radius**2 - height**2)) * 0.98
        at = (x, y + height * canvas.unit / canvas.height)
        canvas.oval(at, (half, radius * 0.07), shade(body, 0.18 if band % 2 else -0.16), 0.5)
    ring = []
    for step in range(41):
        angle = math.pi * (1.15 * step / 40 - 0.075)
        across, down = 1.9 * radius * math.cos(angle), 0.45 * radius * math.sin(angle)
        tilted = (across + 0.3 * down, down - 0.3 * across)
        ring.append((x + wide * tilted[0], y + tilted[1] * canvas.unit / canvas.height))
    canvas.line(ring, shade(body, 0.5), 0.009, 0.75)


def _lamp(stage: Stage, *, is_moon: bool) -> None:
    canvas, at, light = stage.canvas, stage.lamp, stage.palette.light
    radius = 0.062 if is_moon else 0.07
    canvas.glow(at, 0.62, mix(light, stage.palette.haze, 0.35), 0.55)
    canvas.glow(at, 0.2, light, 0.75)
    canvas.disc(at, radius, light)
    if is_moon:
        _craters(stage, radius)


def _craters(stage: Stage, radius: float) -> None:
    rng = stage.dice.stream("craters")
    canvas = stage.canvas
    for _ in range(7):
        angle, far = rng.uniform(0, math.tau), rng.uniform(0, 0.68) * radius
        at = (
            stage.lamp[0] + far * math.cos(angle) * canvas.unit / canvas.width,
            stage.lamp[1] + far * math.sin(angle) * canvas.unit / canvas.height,
        )
        size = rng.uniform(0.08, 0.24) * radius
        canvas.disc(at, size, shade(stage.palette.light, -0.14), 0.7)


def _clouds(stage: Stage) -> None:
    rng = stage.dice.stream("clouds")
    storm = stage.scene.hour == "storm"
    lit = mix(stage.palette.light, stage.palette.haze, 0.25)
    colour = mix(lit, stage.palette.sky[0], 0.55) if storm else lit
    flat: list[Blob] = []
    puffs: list[Blob] = []
    for _ in range(11 if storm else 5 if stage.has("clouds") else 4):
        x, y = rng.uniform(-0.1, 1.1), rng.uniform(0.08, 0.8) * stage.horizon
        size = rng.uniform(0.6, 1.3) * (1.15 - y)
        flat += [((x + rng.uniform(-0.2, 0.2) * size, y), (0.16 * size, 0.012)) for _ in range(4)]
        for _ in range(8):
            across = rng.uniform(-1, 1)
            tall = (0.022 + 0.03 * (1 - across * across)) * size * rng.uniform(0.7, 1.1)
            puffs.append(((x + 0.15 * across * size, y - tall * 0.6), (tall * 1.5, tall)))
    stage.canvas.soft(flat + puffs, colour, 0.55 if storm else 0.62, blur=2.2)
    tops = [((x, y - ry * 0.3), (rx * 0.75, ry * 0.6)) for (x, y), (rx, ry) in puffs]
    stage.canvas.soft(tops, mix(colour, stage.palette.light, 0.7), 0.4, blur=3)


def _birds(stage: Stage) -> None:
    rng = stage.dice.stream("birds")
    x, y = rng.uniform(0.2, 0.7), rng.uniform(0.2, 0.5) * stage.horizon
    colour = mix(stage.palette.dark, stage.palette.sky[1], 0.3)
    for _ in range(stage.many(5)):
        bx, by, size = x + rng.gauss(0, 0.08), y + rng.gauss(0, 0.035), rng.uniform(0.008, 0.018)
        lift = rng.uniform(0.3, 0.7) * size
        wing = [
            (bx - size, by - lift), (bx - size * 0.4, by - lift * 0.9), (bx, by),
            (bx + size * 0.4, by - lift * 0.9), (bx + size, by - lift),
        ]  # fmt: skip
        stage.canvas.line(wing, colour, 0.0035, 0.85)
