"""Boat, balloon, rocket, tree and flower."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bot.playground.novita.drawing.colours import WHITE, mix, rgb, shade

if TYPE_CHECKING:
    import random

    from bot.playground.novita.drawing.colours import Colour
    from bot.playground.novita.drawing.pen import Pen


def draw_boat(pen: Pen, rng: random.Random) -> None:
    """Draw a sailing boat and its shadow on the water."""
    hull = rgb(rng.choice(("7a3b2e", "28405e", "3b2f3f")))
    sail = rgb(rng.choice(("fbf3e2", "f2dcc0", "e8624f")))
    pen.oval((0.0, -0.04), (0.42, 0.04), rgb("0a1428"), 0.3)
    pen.polygon([(-0.02, 0.1), (0.0, 1.0), (0.02, 0.1)], shade(hull, -0.3))
    pen.blob([(0.03, 0.2), (0.03, 0.94), (0.22, 0.62), (0.42, 0.22), (0.2, 0.17)], sail)
    pen.blob([(-0.03, 0.2), (-0.03, 0.8), (-0.16, 0.52), (-0.32, 0.22)], shade(sail, -0.12))
    pen.polygon([(-0.46, 0.15), (0.5, 0.15), (0.36, -0.03), (-0.34, -0.03)], hull)
    pen.polygon([(-0.46, 0.15), (0.5, 0.15), (0.47, 0.11), (-0.44, 0.11)], mix(hull, WHITE, 0.6))
    pen.polygon([(0, 1.0), (0.12, 0.97), (0, 0.93)], rgb("e8505b"))
    for i in range(9):
        x, y = rng.uniform(-0.4, 0.4), -0.06 - 0.03 * i
        pen.line([(x - 0.12, y), (x + 0.12, y)], sail, 0.014, 0.35)


def draw_balloon(pen: Pen, rng: random.Random) -> None:
    """Draw hot-air balloons: one near, two far off."""
    for across, up, size in ((0.85, 0.35, 0.36), (-0.8, 0.05, 0.5), (0, 0, 1)):
        drift = (across + rng.uniform(-0.1, 0.1), up + rng.uniform(-0.1, 0.1)) if across else (0, 0)
        _balloon(pen.moved(drift, size), rng)


def _balloon(pen: Pen, rng: random.Random) -> None:
    first, second = (
        rgb(c) for c in rng.sample(("e8505b", "f9d56e", "14b1ab", "f3ecc2", "7a5ea8"), 2)
    )
    for step in range(7):
        share = math.sin(math.pi * (0.5 - step / 14))
        colour = first if step % 2 == 0 else second
        half = 0.3 * share
        outline = [(half * math.sin(a) * _belly(a), 0.66 - 0.34 * math.cos(a))
                   for a in [math.pi * k / 18 for k in range(19)]]  # fmt: skip
        pen.polygon([*outline, *((-x, y) for x, y in reversed(outline))], colour)
    pen.oval((-0.1, 0.78), (0.06, 0.1), WHITE, 0.22)
    for side in (-1, 1):
        pen.line([(side * 0.07, 0.33), (side * 0.055, 0.13)], rgb("4a3426"), 0.01)
    pen.polygon([(-0.07, 0.13), (0.07, 0.13), (0.055, 0.02), (-0.055, 0.02)], rgb("8a5a36"))
    pen.glow((0, 0.3), 0.14, rgb("ffd98a"), 0.7)


def _belly(angle: float) -> float:
    """Narrow the lower half of a balloon; ``angle`` runs from the foot (0) to the top (pi)."""
    return 0.72 + 0.28 * math.sin(angle / 2) ** 2


def draw_rocket(pen: Pen, rng: random.Random) -> None:
    """Draw a rocket that rises on its flame."""
    trim = rgb(rng.choice(("e8505b", "f2a03c", "3f8fd8")))
    pen.glow((0, 0.0), 0.55, rgb("ffb454"), 0.9)
    for half, low, colour in (
        (0.1, -0.42, "ff7a3c"),
        (0.065, -0.28, "ffc04a"),
        (0.03, -0.16, "fff3c4"),
    ):
        pen.blob([(-half, 0.12), (half, 0.12), (half * 0.6, low * 0.5), (0, low),
                  (-half * 0.6, low * 0.5)], rgb(colour))  # fmt: skip
    pen.mirrored([(0.12, 0.36), (0.27, 0.16), (0.25, 0.04), (0.12, 0.14)], trim)
    pen.blob([(0, 1.0), (0.13, 0.78), (0.16, 0.5), (0.11, 0.12), (-0.11, 0.12), (-0.16, 0.5),
              (-0.13, 0.78)], rgb("eef1f5"))  # fmt: skip
    pen.blob([(0, 1.0), (0.105, 0.83), (0.06, 0.79), (-0.06, 0.79), (-0.105, 0.83)], trim)
    pen.oval((0, 0.6), (0.075, 0.075), trim)
    pen.oval((0, 0.6), (0.053, 0.053), rgb("2c4a6e"))
    pen.oval((-0.018, 0.62), (0.018, 0.018), WHITE, 0.8)


def draw_tree(pen: Pen, rng: random.Random, *, blossom: bool) -> None:
    """Draw one old tree, in leaf or in blossom."""
    leaf = (
        rgb(rng.choice(("f7b6cf", "f3a0c0")))
        if blossom
        else rgb(rng.choice(("5d9a4a", "d98a3a", "7fae4f")))
    )
    bark = rgb("4b342c")
    pen.shadow(0.4)
    pen.blob([(-0.11, 0), (-0.05, 0.2), (-0.06, 0.5), (0.06, 0.5), (0.05, 0.2), (0.12, 0)], bark)
    for way, tall in ((-0.28, 0.72), (0.26, 0.76), (-0.1, 0.85), (0.12, 0.86)):
        pen.line([(0, 0.36), (way * 0.5, 0.56), (way, tall)], bark, 0.04)
    for layer in range(3):
        colour = shade(leaf, (-0.2, 0, 0.22)[layer])
        for _ in range(26 - 5 * layer):
            angle, far = rng.uniform(0, math.tau), math.sqrt(rng.random())
            at = (0.4 * far * math.cos(angle) - 0.03 * layer,
                  0.74 + 0.27 * far * math.sin(angle) + 0.04 * layer)  # fmt: skip
            size = rng.uniform(0.05, 0.1) * (1 - 0.2 * layer)
            pen.oval(at, (size, size * 0.85), colour, 0.9)
    if blossom:
        for _ in range(24):
            at = (rng.uniform(-0.7, 0.7), rng.uniform(-0.05, 0.6))
            pen.oval(at, (0.013, 0.009), shade(leaf, 0.2), 0.9)


def draw_flower(pen: Pen, rng: random.Random) -> None:
    """Draw one large flower."""
    petal = rgb(rng.choice(("e8505b", "f9c74f", "f08bb8", "b07be0")))
    stem = rgb("3f7a45")
    pen.line([(0, 0), (0.04, 0.3), (0, 0.62)], stem, 0.035)
    pen.blob([(0.03, 0.2), (0.2, 0.34), (0.32, 0.32), (0.2, 0.2)], stem)
    pen.blob([(0.02, 0.3), (-0.18, 0.42), (-0.28, 0.38), (-0.16, 0.28)], shade(stem, -0.12))
    for ring, (length, wide) in enumerate(((0.27, 0.085), (0.19, 0.065))):
        colour = shade(petal, -0.14 + 0.26 * ring)
        for i in range(11):
            angle = math.tau * (i + 0.5 * ring) / 11
            _petal(pen, angle, length, wide, colour)
    pen.oval((0, 0.68), (0.09, 0.09), rgb("6b4226"))
    pen.oval((0, 0.69), (0.06, 0.055), rgb("9a6a34"))


def _petal(pen: Pen, angle: float, length: float, wide: float, colour: Colour) -> None:
    along, across = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
    shape = ((0.03, 0.0), (0.55, 1.0), (1.0, 0.0), (0.55, -1.0))
    pen.blob(
        [(along[0] * length * a + across[0] * wide * b,
          0.68 + along[1] * length * a + across[1] * wide * b) for a, b in shape],
        colour,
    )  # fmt: skip
