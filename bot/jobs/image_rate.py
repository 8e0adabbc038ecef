"""How much of the engine's images a minute is spent, to tell members what they wait for.

The database decides what may start; this process only remembers what it started itself.
"""

from __future__ import annotations

from collections import deque

WINDOW = 60.0
"""Seconds."""


class ImageRate:
    """Images started of late, by the steady clock."""

    def __init__(self, images: int) -> None:
        """Compare with ``images`` a minute."""
        self._images = images
        self._spent: deque[tuple[float, int]] = deque()

    def spend(self, images: int, now: float) -> None:
        """Note that a job of so many images was started."""
        self._spent.append((now, images))
        self._forget(now)

    def is_spent(self, images: int, now: float) -> bool:
        """Whether so many more would pass what a minute takes."""
        self._forget(now)
        return bool(self._spent) and sum(n for _, n in self._spent) + images > self._images

    def _forget(self, now: float) -> None:
        while self._spent and self._spent[0][0] <= now - WINDOW:
            self._spent.popleft()
