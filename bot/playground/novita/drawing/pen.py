"""A frame of its own for a subject: origin at its foot, y upwards, 1 is its height."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.playground.novita.drawing.colours import BLACK, Colour, mix
from bot.playground.novita.drawing.curves import smooth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.playground.novita.drawing.canvas import Canvas, Point
    from bot.playground.novita.drawing.stage import Stage


@dataclass(frozen=True)
class Pen:
    """Draws in a subject's frame, in the colours of the scene's air."""

    canvas: Canvas
    at: Point
    """Where the foot is, in the canvas' fractions."""
    size: float
    """Height as a share of the canvas' shorter side."""
    air: Colour
    share: float
    """How much of the air's colour is in everything."""

    def tinted(self, colour: Colour) -> Colour:
        """Return the colour as this air shows it."""
        return mix(colour, self.air, self.share)

    def blob(self, points: Sequence[Point], colour: Colour, alpha: float = 1) -> None:
        """Fill a smooth closed curve through the points."""
        self.polygon(smooth(points), colour, alpha)

    def polygon(self, points: Sequence[Point], colour: Colour, alpha: float = 1) -> None:
        """Fill a closed shape."""
        self.canvas.polygon([self._place(p) for p in points], self.tinted(colour), alpha)

    def oval(self, at: Point, radii: Point, colour: Colour, alpha: float = 1) -> None:
        """Fill an ellipse."""
        wide, tall = radii[0] * self.size, radii[1] * self.size
        self.canvas.oval(self._place(at), (wide, tall), self.tinted(colour), alpha)

    def pair(self, at: Point, radii: Point, colour: Colour, alpha: float = 1) -> None:
        """Fill an ellipse and its mirror image."""
        self.oval(at, radii, colour, alpha)
        self.oval((-at[0], at[1]), radii, colour, alpha)

    def mirrored(self, points: Sequence[Point], colour: Colour) -> None:
        """Fill a smooth curve and its mirror image."""
        self.blob(points, colour)
        self.blob([(-x, y) for x, y in points], colour)

    def line(self, points: Sequence[Point], colour: Colour, width: float, alpha: float = 1) -> None:
        """Draw through the points."""
        places = [self._place(p) for p in points]
        self.canvas.line(places, self.tinted(colour), width * self.size, alpha)

    def shadow(self, half: float) -> None:
        """Lay the subject's shadow on the ground."""
        for grow, alpha in ((1.15, 0.1), (1.0, 0.14), (0.8, 0.16)):
            radii = (half * grow * self.size, half * 0.17 * grow * self.size)
            self.canvas.oval(self.at, radii, BLACK, alpha)

    def glow(self, at: Point, radius: float, colour: Colour, strength: float) -> None:
        """Add light, which no air dims."""
        self.canvas.glow(self._place(at), radius * self.size, colour, strength)

    def moved(self, to: Point, size: float) -> Pen:
        """Return a pen whose origin is at ``to`` of this one, and ``size`` times as large."""
        return replace(self, at=self._place(to), size=self.size * size)

    def _place(self, point: Point) -> Point:
        unit = self.size * self.canvas.unit
        return (
            self.at[0] + point[0] * unit / self.canvas.width,
            self.at[1] - point[1] * unit / self.canvas.height,
        )


def pen_at(stage: Stage, at: Point, size: float) -> Pen:
    """Return a pen for a subject of the stage."""
    air = mix(stage.palette.dark, stage.palette.sky[1], 0.45)
    return Pen(stage.canvas, at, size, air, 0.55 * stage.palette.ambient)
