"""Lighthouse, castle and house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.novita.drawing.colours import WHITE, mix, rgb, shade

if TYPE_CHECKING:
    import random

    from bot.playground.novita.drawing.pen import Pen

WARM = rgb("ffd98a")


def draw_lighthouse(pen: Pen, rng: random.Random) -> None:
    """Draw a striped tower on a rock, its lamp lit."""
    band = rgb(rng.choice(("c8323c", "c8323c", "24557f")))
    for way in (-1, 1):
        far = [(0, 0.93), (way * 1.9, 1.12), (way * 1.9, 0.84)]
        pen.polygon(far, rgb("fff3c4"), 0.2)
        pen.polygon([(0, 0.93), (way * 1.9, 1.04), (way * 1.9, 0.92)], rgb("fff3c4"), 0.16)
    rock = rgb("4b4a52")
    pen.blob([(-0.6, -0.16), (-0.44, 0.04), (-0.2, 0.1), (0.05, 0.13), (0.3, 0.09), (0.52, 0.0),
              (0.72, -0.16), (0, -0.22)], rock)  # fmt: skip
    pen.blob([(-0.4, 0.03), (-0.2, 0.09), (0.05, 0.12), (0.02, 0.03), (-0.2, 0.0)],
             shade(rock, 0.2))  # fmt: skip
    stripes = 6
    for i in range(stripes):
        low, high = 0.1 + 0.7 * i / stripes, 0.1 + 0.7 * (i + 1) / stripes
        wide, narrow = 0.135 - 0.06 * i / stripes, 0.135 - 0.06 * (i + 1) / stripes
        colour = band if i % 2 else rgb("f7f1e6")
        pen.polygon([(-wide, low), (wide, low), (narrow, high), (-narrow, high)], colour)
        shadow = [(wide * 0.35, low), (wide, low), (narrow, high), (narrow * 0.35, high)]
        pen.polygon(shadow, rgb("241a30"), 0.28)
    pen.polygon([(-0.115, 0.8), (0.115, 0.8), (0.1, 0.84), (-0.1, 0.84)], rgb("33303a"))
    pen.polygon([(-0.06, 0.84), (0.06, 0.84), (0.06, 0.98), (-0.06, 0.98)], rgb("fff0b4"))
    pen.polygon([(-0.085, 0.98), (0.085, 0.98), (0, 1.09)], shade(band, -0.2))
    for x in (-0.06, 0, 0.06):
        pen.line([(x, 0.84), (x, 0.98)], rgb("33303a"), 0.012)
    for level in (0.3, 0.55):
        top = level + 0.06
        pane = [(-0.022, level), (0.022, level), (0.022, top), (-0.022, top)]
        pen.polygon(pane, rgb("3a3f55"))
    pen.glow((0, 0.92), 0.42, rgb("fff3c4"), 0.85)


def draw_castle(pen: Pen, rng: random.Random) -> None:
    """Draw towers with pointed roofs and lit windows."""
    stone = rgb(rng.choice(("8d8798", "a3958a", "77839a")))
    roof = rgb(rng.choice(("3f4f8a", "8a3f52", "2f6f6a")))
    hill = rgb("3f4a3c")
    pen.blob([(-1.0, -0.3), (-0.7, -0.06), (-0.35, 0.05), (0.05, 0.07), (0.45, 0.04), (0.8, -0.08),
              (1.1, -0.3), (0, -0.4)], hill)  # fmt: skip
    pen.blob([(-0.66, -0.05), (-0.35, 0.05), (0.05, 0.07), (0.1, 0.0), (-0.3, -0.03)],
             shade(hill, 0.14))  # fmt: skip
    pen.polygon([(-0.42, 0), (0.42, 0), (0.42, 0.34), (-0.42, 0.34)], shade(stone, -0.1))
    for i in range(10):
        x = -0.42 + i * 0.088
        pen.polygon([(x, 0.34), (x + 0.05, 0.34), (x + 0.05, 0.38), (x, 0.38)], shade(stone, -0.1))
    for x, half, tall in ((-0.17, 0.07, 0.62), (0.2, 0.08, 0.56), (0.02, 0.1, 0.8),
                          (-0.42, 0.085, 0.5), (0.43, 0.085, 0.46)):  # fmt: skip
        pen.polygon([(x - half, 0), (x + half, 0), (x + half, tall), (x - half, tall)], stone)
        dark = [(x + half * 0.3, 0), (x + half, 0), (x + half, tall), (x + half * 0.3, tall)]
        pen.polygon(dark, rgb("1b1428"), 0.25)
        tip = tall + half * 3
        pen.polygon([(x - half * 1.25, tall), (x + half * 1.25, tall), (x, tip)], roof)
        pen.polygon([(x + half * 0.3, tall), (x + half * 1.25, tall), (x, tip)], shade(roof, -0.25))
        pen.line([(x, tip), (x, tip + 0.06)], rgb("33303a"), 0.008)
        pen.polygon([(x, tip + 0.06), (x + 0.055, tip + 0.045), (x, tip + 0.028)], rgb("e0564f"))
        for level in (0.55, 0.78):
            pen.oval((x - half * 0.15, tall * level), (0.017, 0.03), WARM)
    pen.blob([(-0.06, 0), (-0.06, 0.13), (0, 0.19), (0.06, 0.13), (0.06, 0)], rgb("3a2a2a"))
    pen.glow((0.02, 0.4), 0.5, WARM, 0.22)


def draw_house(pen: Pen, rng: random.Random) -> None:
    """Draw a cottage with light in the windows and smoke from the chimney."""
    wall = rgb(rng.choice(("e9dcc4", "c98d66", "d8e0d8", "b5594a")))
    roof = rgb(rng.choice(("7a3b34", "4b4f6a", "6b4a33")))
    pen.shadow(0.5)
    for puff in range(6):
        at = (0.26 + 0.035 * puff + rng.uniform(-0.02, 0.02), 0.85 + 0.1 * puff)
        pen.oval(at, (0.04 + 0.013 * puff, 0.04 + 0.011 * puff), WHITE, 0.34 - 0.045 * puff)
    pen.polygon([(0.2, 0.5), (0.3, 0.5), (0.3, 0.8), (0.2, 0.8)], shade(roof, -0.25))
    pen.polygon([(-0.4, 0), (0.4, 0), (0.4, 0.42), (-0.4, 0.42)], wall)
    pen.polygon([(0.16, 0), (0.4, 0), (0.4, 0.42), (0.16, 0.42)], rgb("2a1c30"), 0.16)
    pen.polygon([(-0.5, 0.4), (0.5, 0.4), (0.26, 0.75), (-0.26, 0.75)], roof)
    for row in range(3):
        y = 0.47 + 0.09 * row
        half = 0.46 - 0.069 * row
        pen.line([(-half, y), (half, y)], shade(roof, -0.2), 0.01, 0.7)
    pen.polygon([(-0.07, 0), (0.07, 0), (0.07, 0.25), (-0.07, 0.25)], shade(roof, -0.1))
    for x in (-0.24, 0.24):
        pen.polygon([(x - 0.075, 0.14), (x + 0.075, 0.14), (x + 0.075, 0.3), (x - 0.075, 0.3)],
                    mix(WARM, WHITE, 0.1))  # fmt: skip
        pen.line([(x, 0.14), (x, 0.3)], shade(roof, -0.3), 0.012)
        pen.line([(x - 0.075, 0.22), (x + 0.075, 0.22)], shade(roof, -0.3), 0.012)
        pen.glow((x, 0.22), 0.24, WARM, 0.5)
