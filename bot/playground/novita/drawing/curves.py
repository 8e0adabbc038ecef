"""Lines with a life of their own: smooth outlines and ridges."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from bot.playground.novita.drawing.canvas import Point


def smooth(points: Sequence[Point], steps: int = 8) -> list[Point]:
    """Return a closed curve through the points (Catmull and Rom's spline)."""
    count = len(points)
    curve: list[Point] = []
    for i in range(count):
        quad = [points[(i + offset) % count] for offset in (-1, 0, 1, 2)]
        curve.extend(_between(quad, step / steps) for step in range(steps))
    return curve


def _between(quad: Sequence[Point], t: float) -> Point:
    weights = (
        -0.5 * t + t * t - 0.5 * t**3,
        1 - 2.5 * t * t + 1.5 * t**3,
        0.5 * t + 2 * t * t - 1.5 * t**3,
        -0.5 * t * t + 0.5 * t**3,
    )
    return (
        sum(w * p[0] for w, p in zip(weights, quad, strict=True)),
        sum(w * p[1] for w, p in zip(weights, quad, strict=True)),
    )


def jagged(rng: random.Random, depth: int, roughness: float = 0.55) -> list[float]:
    """Return 2**depth + 1 heights from 0 to 1, like a range of peaks (midpoint displacement)."""
    heights = [rng.random(), rng.random()]
    swing = 1.0
    for _ in range(depth):
        swing *= roughness
        finer: list[float] = []
        for left, right in pairwise(heights):
            finer += [left, (left + right) / 2 + rng.uniform(-swing, swing)]
        heights = [*finer, heights[-1]]
    low, high = min(heights), max(heights)
    return [(h - low) / (high - low) for h in heights]


def rolling(rng: random.Random, count: int, waves: float = 1.6) -> list[float]:
    """Return ``count`` heights from 0 to 1, like hills."""
    parts = [(waves * k, rng.uniform(0, math.tau), 1 / k) for k in (1, 2.3, 4.1)]
    total = sum(weight for _, _, weight in parts)
    return [
        0.5 + sum(w * math.sin(f * math.tau * i / count + p) for f, p, w in parts) / (2 * total)
        for i in range(count)
    ]


def ridge(heights: Sequence[float], base: float, amplitude: float) -> list[Point]:
    """Return the heights as points across the whole width; ``base`` is the y of height 0."""
    last = len(heights) - 1
    return [(i / last, base - amplitude * h) for i, h in enumerate(heights)]


def ground(line: Sequence[Point], bottom: float = 1) -> list[Point]:
    """Return the shape between a line and ``bottom``."""
    return [*line, (line[-1][0], bottom), (line[0][0], bottom)]


def height_at(line: Sequence[Point], x: float) -> float:
    """Return the line's y at ``x``; its points are evenly apart from 0 to 1."""
    place = min(max(x, 0), 1) * (len(line) - 1)
    left = min(int(place), len(line) - 2)
    share = place - left
    return line[left][1] * (1 - share) + line[left + 1][1] * share
