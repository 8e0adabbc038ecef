"""What falls or hangs before everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.novita.drawing.colours import WHITE, mix

if TYPE_CHECKING:
    from bot.playground.novita.drawing.stage import Stage


def draw_weather(stage: Stage) -> None:
    """Draw rain, snow, fog or fireflies where the scene has them."""
    if stage.has("fog"):
        stage.canvas.fog(stage.palette.haze, 0.35, 0.5)
    if stage.has("rain"):
        _rain(stage)
    if stage.has("snowfall"):
        _snowfall(stage)
    if stage.scene.hour == "night" and stage.has("forest", "meadow"):
        _fireflies(stage)


def _rain(stage: Stage) -> None:
    rng = stage.dice.stream("rain")
    colour = mix(stage.palette.haze, WHITE, 0.4)
    for _ in range(stage.many(160)):
        x, y, long = rng.uniform(-0.05, 1), rng.uniform(-0.05, 1), rng.uniform(0.02, 0.05)
        stage.canvas.line([(x, y), (x + long * 0.22, y + long)], colour, 0.0018, 0.4)


def _snowfall(stage: Stage) -> None:
    rng = stage.dice.stream("snowfall")
    for _ in range(stage.many(170)):
        at, near = (rng.random(), rng.random()), rng.random() ** 2
        stage.canvas.disc(at, 0.0015 + 0.006 * near, WHITE, 0.85 - 0.3 * near)


def _fireflies(stage: Stage) -> None:
    rng = stage.dice.stream("fireflies")
    for _ in range(stage.many(16)):
        at = (rng.random(), rng.uniform(stage.horizon, 0.95))
        stage.canvas.glow(at, rng.uniform(0.012, 0.028), (255, 236, 150), 0.85)
        stage.canvas.disc(at, 0.0024, (255, 250, 210))
