"""When to look at a task again. Pure.

A look costs a request, a late look costs the member time. With run times spread evenly
over a window, the fewest looks for a given delay are spaced by the square root of the
window that is left: rare at its start, when most tasks still run, dense at its end.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LOOKS = 8.0
"""How many looks a window is worth on average."""

SHORTEST = 0.1
"""Seconds between two looks, at least."""

LONGEST = 10.0
"""Seconds between two looks, at most."""


@dataclass(frozen=True, slots=True)
class Window:
    """Between which seconds after the submit a task is expected to end."""

    low: float
    high: float


UNLEARNED = Window(2.0, 6.0)
"""For two images of 1024x1024 at 20 steps the vendor's own example took 3.9 s."""

EARLY_LOOK = 0.7
"""Seconds; one look before an unlearned window, since a small task may be much quicker."""


def window(seconds: Sequence[float]) -> Window | None:
    """Return where past run times of the same work lie, or None without any.

    Args:
        seconds: Run times of like tasks, in any order.

    """
    if not seconds:
        return None
    ordered = sorted(seconds)
    cut = len(ordered) // 10
    low, high = ordered[cut], ordered[-1 - cut]
    return Window(max(0.0, low * 0.97 - 0.05), high * 1.05 + 0.15)


def next_look(elapsed: float, learned: Window | None, remaining: float | None = None) -> float:
    """Return how many seconds to wait before looking again.

    Args:
        elapsed: Seconds since the submit.
        learned: Where like tasks ended, or None when nothing is known.
        remaining: The engine's own estimate in seconds, when it gives one.

    """
    if remaining is not None and remaining > 0:
        return _clamped(remaining * 0.7, elapsed)
    if learned is None and elapsed < EARLY_LOOK:
        return EARLY_LOOK - elapsed
    expected = learned or UNLEARNED
    if elapsed < expected.low:
        return expected.low - elapsed
    left = expected.high - elapsed
    if left > 0:
        width = expected.high - expected.low
        pace = 2 / 3 * math.sqrt(width * left) / LOOKS
        return max(SHORTEST, min(pace, left))
    return min(LONGEST, max(0.25, 0.25 + (elapsed - expected.high) * 0.15))


def _clamped(wait: float, elapsed: float) -> float:
    return min(max(wait, SHORTEST), max(1.0, elapsed / 2))
