"""A surface in fractions: x and y run from 0 to 1, y downwards."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

from PIL import Image, ImageDraw, ImageFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.playground.novita.drawing.colours import Colour

Point: TypeAlias = tuple[float, float]

RAMP = Image.linear_gradient("L").resize((1, 256))
HUMP = Image.eval(RAMP, lambda v: round(255 * math.sin(math.pi * v / 255) ** 1.5))
GLOW = Image.eval(Image.radial_gradient("L"), lambda v: round(255 * max(0, 1 - v / 181) ** 2.2))


class Canvas:
    """Draws shapes with transparency on an RGB image."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self.image = Image.new("RGB", (width, height))
        self._pen = ImageDraw.Draw(self.image, "RGBA")

    @property
    def unit(self) -> int:
        """Pixels of the shorter side: the measure of things that keep their shape."""
        return min(self.width, self.height)

    @property
    def aspect(self) -> float:
        """Width by height."""
        return self.width / self.height

    def gradient(self, colours: Sequence[Colour], top: float = 0, bottom: float = 1) -> None:
        """Fill the whole width from ``top`` to ``bottom``, colours evenly apart."""
        strip = Image.new("RGB", (1, len(colours)))
        strip.putdata(list(colours))
        y0, y1 = round(top * self.height), round(bottom * self.height)
        if y1 <= y0:
            return
        # From the middle of the first pixel to that of the last: no flat ends.
        box = (0, 0.5, 1, len(colours) - 0.5)
        tall = strip.resize((1, y1 - y0), Image.Resampling.BILINEAR, box=box)
        self.image.paste(tall.resize((self.width, y1 - y0), Image.Resampling.NEAREST), (0, y0))

    def polygon(self, points: Sequence[Point], colour: Colour, alpha: float = 1) -> None:
        """Fill a closed shape."""
        self._pen.polygon(self._pixels(points), fill=_ink(colour, alpha))

    def line(self, points: Sequence[Point], colour: Colour, width: float, alpha: float = 1) -> None:
        """Draw through the points; ``width`` is a share of ``unit``."""
        thick = max(1, round(width * self.unit))
        self._pen.line(self._pixels(points), fill=_ink(colour, alpha), width=thick, joint="curve")

    def disc(self, at: Point, radius: float, colour: Colour, alpha: float = 1) -> None:
        """Fill a circle; ``radius`` is a share of ``unit``."""
        self.oval(at, (radius, radius), colour, alpha)

    def oval(self, at: Point, radii: Point, colour: Colour, alpha: float = 1) -> None:
        """Fill an ellipse; ``radii`` are shares of ``unit``."""
        x, y = at[0] * self.width, at[1] * self.height
        rx, ry = radii[0] * self.unit, radii[1] * self.unit
        self._pen.ellipse((x - rx, y - ry, x + rx, y + ry), fill=_ink(colour, alpha))

    def box(self, corner: Point, other: Point, colour: Colour, alpha: float = 1) -> None:
        """Fill a rectangle between two corners, the upper left one first."""
        x0, y0, x1, y1 = (*self._pixels([corner])[0], *self._pixels([other])[0])
        self._pen.rectangle((x0, y0, max(x0, x1), max(y0, y1)), fill=_ink(colour, alpha))

    def glow(self, at: Point, radius: float, colour: Colour, strength: float) -> None:
        """Add light that fades out at ``radius``."""
        side = max(2, round(2 * radius * self.unit))
        mask = GLOW.resize((side, side), Image.Resampling.BILINEAR).point(
            lambda v: round(v * strength)
        )
        corner = (round(at[0] * self.width - side / 2), round(at[1] * self.height - side / 2))
        self.image.paste(colour, (*corner, corner[0] + side, corner[1] + side), mask)

    def veil(self, colour: Colour, top: float, bottom: float, alpha: float) -> None:
        """Lay a mist between ``top`` and ``bottom``, thickest (``alpha``) in the middle."""
        self._mist(HUMP, colour, (top, bottom), alpha)

    def fog(self, colour: Colour, top: float, alpha: float) -> None:
        """Lay a mist that grows from nothing at ``top`` to ``alpha`` at the lower edge."""
        self._mist(RAMP, colour, (top, 1), alpha)

    def _mist(self, profile: Image.Image, colour: Colour, span: Point, alpha: float) -> None:
        y0, y1 = round(span[0] * self.height), round(span[1] * self.height)
        if y1 <= y0:
            return
        tall = profile.resize((1, y1 - y0), Image.Resampling.BILINEAR)
        faint = tall.point(lambda v: round(v * alpha))
        mask = faint.resize((self.width, y1 - y0), Image.Resampling.NEAREST)
        self.image.paste(colour, (0, y0, self.width, y1), mask)

    def soft(
        self, blobs: Sequence[tuple[Point, Point]], colour: Colour, alpha: float, blur: float = 1
    ) -> None:
        """Lay ellipses (centre, radii as shares of ``unit``) with soft edges."""
        shrink = max(2, self.unit // 200)
        size = (max(1, self.width // shrink), max(1, self.height // shrink))
        mask = Image.new("L", size)
        pen = ImageDraw.Draw(mask)
        for (x, y), (rx, ry) in blobs:
            cx, cy, unit = x * size[0], y * size[1], self.unit / shrink
            pen.ellipse(
                (cx - rx * unit, cy - ry * unit, cx + rx * unit, cy + ry * unit),
                fill=round(255 * alpha),
            )
        mask = mask.filter(ImageFilter.GaussianBlur(blur))
        box = mask.getbbox()
        if box is None:
            return
        across, down = self.width / size[0], self.height / size[1]
        left, top = int(box[0] * across), int(box[1] * down)
        right, bottom = int(box[2] * across), int(box[3] * down)
        large = mask.crop(box).resize((right - left, bottom - top), Image.Resampling.BILINEAR)
        self.image.paste(colour, (left, top, right, bottom), large)

    def _pixels(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self.width, y * self.height) for x, y in points]


def _ink(colour: Colour, alpha: float) -> tuple[int, int, int, int]:
    return (*colour, round(255 * alpha))
