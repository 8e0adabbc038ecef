"""Animals that sit and look at you."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.playground.novita.drawing.colours import WHITE, Colour, mix, rgb, shade

if TYPE_CHECKING:
    import random

    from bot.playground.novita.drawing.canvas import Point
    from bot.playground.novita.drawing.pen import Pen

INK = rgb("2a1f24")


@dataclass(frozen=True)
class Kind:
    """What tells one kind of animal from another."""

    furs: tuple[str, ...]
    light: str
    """Belly, muzzle and the tip of the tail."""
    ears: tuple[Point, ...]
    """Outline of the right ear."""
    tail: tuple[Point, ...]
    muzzle: Point = (0.115, 0.085)
    inner_ear: bool = True
    whiskers: bool = False
    mask: bool = False
    """Light cheeks, as foxes and wolves have."""
    dark_limbs: bool = False


POINTED: tuple[Point, ...] = ((0.06, 0.82), (0.13, 0.97), (0.205, 1.04), (0.225, 0.9), (0.22, 0.72))
TALL: tuple[Point, ...] = ((0.05, 0.82), (0.06, 1.05), (0.12, 1.22), (0.17, 1.05), (0.15, 0.8))
ROUND: tuple[Point, ...] = ((0.1, 0.84), (0.13, 0.94), (0.21, 0.95), (0.25, 0.87), (0.2, 0.78))
FLOPPY: tuple[Point, ...] = (
    (0.12, 0.86), (0.22, 0.87), (0.29, 0.74), (0.3, 0.58), (0.24, 0.52), (0.19, 0.62),
)  # fmt: skip
THIN_TAIL: tuple[Point, ...] = (
    (0.16, 0.08), (0.36, 0.06), (0.47, 0.2), (0.43, 0.4), (0.37, 0.38), (0.4, 0.22), (0.32, 0.13),
)  # fmt: skip
BUSHY_TAIL: tuple[Point, ...] = (
    (0.14, 0.05), (0.4, 0.0), (0.58, 0.18), (0.55, 0.42), (0.43, 0.56), (0.36, 0.4), (0.28, 0.18),
)  # fmt: skip
STUB: tuple[Point, ...] = ((0.18, 0.08), (0.27, 0.08), (0.3, 0.15), (0.25, 0.21), (0.18, 0.18))

KINDS = {
    "dog": Kind(("c98b4f", "a9714a", "e0b071", "6e5347"), "fbeedd", FLOPPY, THIN_TAIL,
                (0.13, 0.1), inner_ear=False),
    "cat": Kind(("8d8f9c", "e29a4e", "4a4756", "d9c3a5"), "fff4e6", POINTED, THIN_TAIL,
                (0.085, 0.06), whiskers=True),
    "fox": Kind(("e2682a", "d9561f"), "fff3e2", POINTED, BUSHY_TAIL, (0.1, 0.075), mask=True,
                dark_limbs=True),
    "wolf": Kind(("7d8694", "626b7c"), "e6e8ea", POINTED, BUSHY_TAIL, (0.11, 0.09), mask=True),
    "bear": Kind(("7a5236", "5b4232"), "d9b48a", ROUND, STUB, (0.12, 0.09)),
    "rabbit": Kind(("c9b7a6", "f1ebe4", "a58d7a"), "ffffff", TALL, STUB, (0.09, 0.065),
                   whiskers=True),
}  # fmt: skip


def draw_animal(pen: Pen, name: str, rng: random.Random) -> None:
    """Draw a sitting animal; ``name`` is one of ``KINDS``."""
    kind = KINDS[name]
    fur, light = rgb(rng.choice(kind.furs)), rgb(kind.light)
    limb = mix(fur, INK, 0.75) if kind.dark_limbs else shade(fur, -0.06)
    pen.shadow(0.42)
    _tail(pen, kind, fur, light)
    _body(pen, fur, light, limb)
    _ears(pen, kind, fur)
    _head(pen, kind, fur, light)
    _face(pen, kind, rng)


def _tail(pen: Pen, kind: Kind, fur: Colour, light: Colour) -> None:
    pen.blob(kind.tail, shade(fur, -0.1))
    if kind.tail is BUSHY_TAIL:
        pen.blob([(0.55, 0.36), (0.56, 0.44), (0.43, 0.56), (0.4, 0.47), (0.47, 0.42)], light)


def _body(pen: Pen, fur: Colour, light: Colour, limb: Colour) -> None:
    pen.blob(
        [(0, 0.6), (0.15, 0.5), (0.24, 0.25), (0.22, 0.05), (0, 0.0), (-0.22, 0.05),
         (-0.24, 0.25), (-0.15, 0.5)],
        fur,
    )  # fmt: skip
    pen.pair((0.19, 0.1), (0.105, 0.105), shade(fur, -0.08))
    pen.blob([(0, 0.5), (0.11, 0.4), (0.1, 0.18), (0, 0.1), (-0.1, 0.18), (-0.11, 0.4)], light)
    pen.pair((0.085, 0.15), (0.058, 0.15), limb)
    pen.pair((0.09, 0.025), (0.075, 0.042), shade(limb, 0.12))
    for toe in (-0.115, -0.065, 0.065, 0.115):
        pen.line([(toe, 0.01), (toe, 0.04)], INK, 0.007, 0.4)


def _ears(pen: Pen, kind: Kind, fur: Colour) -> None:
    pen.mirrored(kind.ears, shade(fur, -0.14))
    if kind.inner_ear:
        x = sum(p[0] for p in kind.ears) / len(kind.ears)
        y = sum(p[1] for p in kind.ears) / len(kind.ears)
        inner = [(x + (px - x) * 0.55, y + (py - y) * 0.62) for px, py in kind.ears]
        pen.mirrored(inner, rgb("e8a79a"))


def _head(pen: Pen, kind: Kind, fur: Colour, light: Colour) -> None:
    pen.blob(
        [(0, 0.88), (0.15, 0.85), (0.235, 0.72), (0.21, 0.58), (0.1, 0.485), (0, 0.47),
         (-0.1, 0.485), (-0.21, 0.58), (-0.235, 0.72), (-0.15, 0.85)],
        fur,
    )  # fmt: skip
    pen.oval((-0.06, 0.79), (0.1, 0.06), shade(fur, 0.3), 0.35)
    if kind.mask:
        cheek = [(0.02, 0.62), (0.12, 0.68), (0.215, 0.62), (0.15, 0.51), (0.03, 0.48)]
        pen.mirrored(cheek, light)
    if kind.inner_ear is False:  # a blaze between a dog's eyes
        pen.blob([(0, 0.86), (0.035, 0.74), (0.03, 0.62), (-0.03, 0.62), (-0.035, 0.74)], light)
    pen.oval((0, 0.575), kind.muzzle, light)


def _face(pen: Pen, kind: Kind, rng: random.Random) -> None:
    iris = rgb(rng.choice(("4a2d1a", "2f4a2a", "274a66", "3a2a20")))
    pen.pair((0.1, 0.695), (0.037, 0.044), INK)
    pen.pair((0.1, 0.69), (0.026, 0.03), shade(iris, 0.12))
    pen.pair((0.1, 0.692), (0.016, 0.02), INK)
    for side in (-0.1, 0.1):
        pen.oval((side - 0.012, 0.712), (0.012, 0.013), WHITE)
    pen.pair((0.155, 0.615), (0.035, 0.022), rgb("f08a8a"), 0.35)
    pen.blob([(-0.036, 0.625), (0.036, 0.625), (0.02, 0.592), (0, 0.583), (-0.02, 0.592)], INK)
    pen.oval((-0.01, 0.618), (0.01, 0.005), WHITE, 0.6)
    pen.line([(0, 0.59), (0, 0.56)], INK, 0.009)
    for side in (-1, 1):
        smile = [(0, 0.56), (side * 0.02, 0.547), (side * 0.045, 0.548), (side * 0.06, 0.56)]
        pen.line(smile, INK, 0.009)
        if kind.whiskers:
            for rise in (-0.02, 0.0, 0.02):
                ends = [(side * 0.08, 0.575 + rise / 2), (side * 0.25, 0.58 + 2 * rise)]
                pen.line(ends, WHITE, 0.005, 0.75)
    if kind.inner_ear is False:
        pen.blob([(-0.028, 0.548), (0.028, 0.548), (0.024, 0.505), (0, 0.492), (-0.024, 0.505)],
                 rgb("f2727f"))  # fmt: skip
