"""Owl, whale, person and robot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.novita.drawing.colours import WHITE, Colour, mix, rgb, shade

if TYPE_CHECKING:
    import random

    from bot.playground.novita.drawing.pen import Pen

INK = rgb("2a1f24")


def draw_owl(pen: Pen, rng: random.Random) -> None:
    """Draw an owl on a branch."""
    coat = rgb(rng.choice(("8a6748", "6f6a78", "a37c52")))
    pen.blob([(-0.75, 0.07), (0, 0.11), (0.8, 0.05), (0.8, 0.0), (0, 0.03), (-0.75, 0.02)],
             rgb("4a3426"))  # fmt: skip
    pen.mirrored([(0.08, 0.86), (0.23, 1.0), (0.25, 0.74)], shade(coat, -0.15))
    pen.blob([(0, 0.9), (0.2, 0.85), (0.28, 0.6), (0.24, 0.25), (0, 0.06), (-0.24, 0.25),
              (-0.28, 0.6), (-0.2, 0.85)], coat)  # fmt: skip
    pen.mirrored([(0.17, 0.58), (0.29, 0.5), (0.25, 0.2), (0.16, 0.14)], shade(coat, -0.25))
    pen.oval((0, 0.34), (0.15, 0.2), shade(coat, 0.5))
    for row in range(4):
        for step in range(-2 + row // 2, 3 - row // 2):
            pen.oval((step * 0.055, 0.46 - row * 0.075), (0.014, 0.02), shade(coat, -0.1), 0.7)
    pen.pair((0.1, 0.68), (0.115, 0.115), shade(coat, 0.6))
    pen.pair((0.1, 0.68), (0.08, 0.08), rgb("f6b73c"))
    pen.pair((0.1, 0.68), (0.046, 0.046), INK)
    pen.pair((0.083, 0.7), (0.018, 0.018), WHITE)
    pen.polygon([(-0.035, 0.63), (0.035, 0.63), (0, 0.54)], rgb("e08a2e"))
    pen.pair((0.07, 0.07), (0.05, 0.03), rgb("e08a2e"))


def draw_whale(pen: Pen, rng: random.Random) -> None:
    """Draw a whale that leaps."""
    skin = rgb(rng.choice(("3f6c8f", "4a5f80", "2f5f78")))
    pen.blob([(0.5, 0.86), (0.62, 1.0), (0.72, 0.9), (0.62, 0.76), (0.52, 0.74)], skin)
    pen.blob([(-0.62, 0.12), (-0.6, 0.42), (-0.3, 0.62), (0.1, 0.62), (0.45, 0.82), (0.56, 0.78),
              (0.42, 0.45), (0.1, 0.16), (-0.3, 0.02)], skin)  # fmt: skip
    pen.blob([(-0.6, 0.14), (-0.5, 0.24), (-0.2, 0.26), (0.12, 0.26), (0.06, 0.13), (-0.3, 0.02)],
             rgb("e6eef2"))  # fmt: skip
    pen.blob([(-0.12, 0.22), (0.05, 0.2), (0.12, -0.04), (0.02, -0.02)], shade(skin, -0.2))
    pen.oval((-0.42, 0.34), (0.022, 0.026), INK)
    pen.oval((-0.427, 0.348), (0.008, 0.008), WHITE)
    for way in (-0.1, 0.0, 0.1):
        spray = [(-0.4, 0.58), (-0.4 + way, 0.76), (-0.4 + 2.2 * way, 0.8 - abs(way))]
        pen.line(spray, WHITE, 0.016, 0.75)
    for _ in range(26):
        at = (rng.uniform(-0.75, 0.45), rng.uniform(-0.06, 0.08))
        pen.oval(at, (rng.uniform(0.02, 0.07), 0.022), WHITE, 0.55)


def draw_person(pen: Pen, rng: random.Random) -> None:
    """Draw head and shoulders."""
    skin = rgb(rng.choice(("f6d2b8", "e8b48e", "c98d66", "8d5a3c")))
    hair = rgb(rng.choice(("2a1d1a", "5a3320", "b5713a", "e6c277", "7c3f5a", "34406b")))
    coat = rgb(rng.choice(("c8434f", "2f6f8f", "e0a13c", "4f7a52", "6a4c93", "f0ead8")))
    pen.blob([(0, 1.02), (0.24, 0.95), (0.31, 0.72), (0.33, 0.35), (0.25, 0.2), (-0.25, 0.2),
              (-0.33, 0.35), (-0.31, 0.72), (-0.24, 0.95)], shade(hair, -0.2))  # fmt: skip
    pen.blob([(-0.52, -0.2), (-0.48, 0.12), (-0.26, 0.27), (0, 0.3), (0.26, 0.27), (0.48, 0.12),
              (0.52, -0.2)], coat)  # fmt: skip
    pen.polygon([(-0.085, 0.5), (0.085, 0.5), (0.11, 0.27), (0, 0.17), (-0.11, 0.27)],
                shade(skin, -0.14))  # fmt: skip
    pen.line([(-0.14, 0.28), (0, 0.13), (0.14, 0.28)], shade(coat, 0.4), 0.03)
    pen.blob([(0, 0.92), (0.17, 0.87), (0.215, 0.68), (0.16, 0.5), (0, 0.41), (-0.16, 0.5),
              (-0.215, 0.68), (-0.17, 0.87)], skin)  # fmt: skip
    _features(pen, skin, hair)
    pen.blob([(-0.235, 0.6), (-0.26, 0.84), (-0.12, 1.0), (0.1, 1.01), (0.25, 0.86), (0.235, 0.6),
              (0.2, 0.74), (0.12, 0.84), (-0.02, 0.83), (-0.16, 0.78)], hair)  # fmt: skip
    pen.line([(-0.14, 0.93), (0.02, 0.965), (0.15, 0.92)], mix(hair, WHITE, 0.4), 0.022, 0.55)


def _features(pen: Pen, skin: Colour, hair: Colour) -> None:
    pen.pair((0.085, 0.665), (0.042, 0.034), WHITE)
    pen.pair((0.085, 0.663), (0.028, 0.033), rgb("3d5a6c"))
    pen.pair((0.085, 0.663), (0.015, 0.019), INK)
    for side in (-1, 1):
        pen.oval((side * 0.085 - 0.01, 0.677), (0.009, 0.009), WHITE)
        lid = [(side * 0.13, 0.675), (side * 0.085, 0.7), (side * 0.042, 0.68)]
        pen.line(lid, INK, 0.014)
        brow = [(side * 0.14, 0.735), (side * 0.085, 0.752), (side * 0.045, 0.738)]
        pen.line(brow, shade(hair, -0.2), 0.014, 0.85)
    pen.pair((0.125, 0.585), (0.045, 0.03), rgb("ee7f78"), 0.35)
    pen.line([(-0.012, 0.585), (0.008, 0.575), (0.02, 0.583)], shade(skin, -0.3), 0.011)
    pen.line([(-0.05, 0.516), (0, 0.5), (0.05, 0.516)], rgb("b8414e"), 0.02)


def draw_robot(pen: Pen, rng: random.Random) -> None:
    """Draw a friendly robot."""
    steel = rgb(rng.choice(("c7d0d8", "e2b45c", "8fb9c4", "d98f7a")))
    eye = rgb(rng.choice(("5ef2ff", "9dff8a", "ffd45e")))
    dark = shade(steel, -0.35)
    pen.shadow(0.34)
    for side in (-1, 1):
        pen.line([(side * 0.11, 0.2), (side * 0.12, 0.03)], dark, 0.07)
        pen.oval((side * 0.13, 0.03), (0.09, 0.04), shade(steel, -0.15))
        pen.line([(side * 0.22, 0.46), (side * 0.34, 0.33), (side * 0.33, 0.2)], dark, 0.055)
        pen.oval((side * 0.33, 0.18), (0.05, 0.05), steel)
    pen.blob([(-0.22, 0.5), (0, 0.54), (0.22, 0.5), (0.2, 0.22), (0, 0.16), (-0.2, 0.22)], steel)
    pen.oval((0, 0.36), (0.075, 0.075), dark)
    pen.oval((0, 0.36), (0.05, 0.05), eye)
    pen.blob([(-0.27, 0.86), (0, 0.92), (0.27, 0.86), (0.27, 0.62), (0, 0.56), (-0.27, 0.62)],
             shade(steel, 0.1))  # fmt: skip
    pen.blob([(-0.21, 0.81), (0, 0.84), (0.21, 0.81), (0.21, 0.66), (0, 0.63), (-0.21, 0.66)],
             rgb("1d2733"))  # fmt: skip
    pen.pair((0.095, 0.735), (0.045, 0.055), eye)
    pen.pair((0.085, 0.755), (0.014, 0.016), WHITE)
    pen.line([(0, 0.9), (0, 1.02)], dark, 0.02)
    pen.oval((0, 1.03), (0.035, 0.035), rgb("ff6b6b"))
    pen.glow((0, 0.36), 0.2, eye, 0.5)
    pen.glow((0, 0.735), 0.3, eye, 0.3)
