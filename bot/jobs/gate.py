"""Holds back new work for an engine while that says that it is too much."""

from __future__ import annotations

import math


class Gate:
    """For each engine open, or closed until a moment of the steady clock."""

    def __init__(self) -> None:
        self._closed_until: dict[str, float] = {}

    def close_until(self, engine: str, moment: float) -> None:
        """Start no job there before ``moment``; an earlier one opens nothing."""
        self._closed_until[engine] = max(self._closed_until.get(engine, -math.inf), moment)

    def wait(self, engine: str, now: float) -> float:
        """Return the seconds until it opens; 0 when it is open."""
        return max(0.0, self._closed_until.get(engine, -math.inf) - now)
