"""Holds back all new work while the engine says that it is too much."""

from __future__ import annotations

import math


class Gate:
    """Open, or closed until a moment of the steady clock."""

    def __init__(self) -> None:
        self._closed_until = -math.inf

    def close_until(self, moment: float) -> None:
        """Start no job before ``moment``; an earlier one opens nothing."""
        self._closed_until = max(self._closed_until, moment)

    def wait(self, now: float) -> float:
        """Return the seconds until it opens; 0 when it is open."""
        return max(0.0, self._closed_until - now)
