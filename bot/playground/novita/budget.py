"""The account's images per minute, as a sliding window."""

from __future__ import annotations

from collections import deque

WINDOW_S = 60.0


class ImageBudget:
    """Remember what was spent in the last minute; one request spends ``image_num``."""

    def __init__(self) -> None:
        self._spent: deque[tuple[float, int]] = deque()

    def wait_for(self, images: int, *, limit: int, now: float) -> float:
        """Return the seconds until ``images`` fit under ``limit``; 0 when they fit now."""
        while self._spent and self._spent[0][0] <= now - WINDOW_S:
            self._spent.popleft()
        excess = sum(count for _, count in self._spent) + images - limit
        if excess <= 0:
            return 0
        for moment, count in self._spent:
            excess -= count
            if excess <= 0:
                return moment + WINDOW_S - now
        return WINDOW_S

    def spend(self, images: int, *, now: float) -> None:
        """Note that ``images`` were accepted."""
        self._spent.append((now, images))
