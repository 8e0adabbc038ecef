"""Holds back all new work while the engine says that it is too much."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Gate:
    """Open, or closed until a moment of the steady clock."""

    def __init__(self) -> None:
        self._closed_until = -math.inf
        self._opens_at: datetime | None = None

    def close_until(self, moment: float, *, opens_at: datetime | None = None) -> None:
        """Start no job before ``moment``; an earlier one opens nothing.

        ``opens_at`` is the same by the calendar, where the engine said when it opens.
        """
        if moment > self._closed_until:
            self._closed_until, self._opens_at = moment, opens_at

    def wait(self, now: float) -> float:
        """Return the seconds until it opens; 0 when it is open."""
        return max(0.0, self._closed_until - now)

    def opens_at(self, now: float) -> datetime | None:
        """Return when it opens, if the engine said so and it has not."""
        return self._opens_at if self.wait(now) > 0 else None
