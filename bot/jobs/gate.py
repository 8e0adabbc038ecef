"""Holds back new work for an engine while that says that it is too much."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Gate:
    """For each engine open, or closed until a moment of the steady clock."""

    def __init__(self) -> None:
        self._closed: dict[str, tuple[float, datetime | None]] = {}

    def close_until(self, engine: str, moment: float, *, opens_at: datetime | None = None) -> None:
        """Start no job there before ``moment``; an earlier one opens nothing.

        ``opens_at`` is the same by the calendar, where the engine said when it opens.
        """
        if moment > self._closed.get(engine, _NEVER)[0]:
            self._closed[engine] = moment, opens_at

    def wait(self, engine: str, now: float) -> float:
        """Return the seconds until it opens; 0 when it is open."""
        return max(0.0, self._closed.get(engine, _NEVER)[0] - now)

    def opens_at(self, engine: str, now: float) -> datetime | None:
        """Return when it opens, if the engine said so and it has not."""
        moment, opens_at = self._closed.get(engine, _NEVER)
        return opens_at if moment > now else None


_NEVER: tuple[float, None] = (-math.inf, None)
