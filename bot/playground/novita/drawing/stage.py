"""What every part of a scene draws with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.playground.novita.drawing.canvas import Canvas, Point
    from bot.playground.novita.drawing.dice import Dice
    from bot.playground.novita.drawing.palettes import Palette
    from bot.playground.novita.drawing.reading import Scene


@dataclass
class Stage:
    """Canvas, colours, chance and composition of one picture."""

    canvas: Canvas
    palette: Palette
    dice: Dice
    scene: Scene
    detail: float
    """1 is usual; LoRAs and hires raise it."""
    horizon: float
    """The y where land or water begins."""
    lamp: Point
    """Where the sun or the moon is."""
    ground_lines: list[list[Point]] = field(default_factory=list)
    """Ridges that were drawn, far to near; the last one is what subjects stand on."""

    def has(self, *things: str) -> bool:
        """Whether the scene asks for one of these in its sky or lands."""
        return any(t in self.scene.sky_things or t in self.scene.lands for t in things)

    def many(self, count: float) -> int:
        """Return how many of something there are at this picture's detail."""
        return max(1, round(count * self.detail))
