"""Holds back all new work while the engine says that it is too much."""

from __future__ import annotations

from datetime import UTC, datetime


class Gate:
    """Open, or closed until a moment."""

    def __init__(self) -> None:
        self._closed_until = datetime.min.replace(tzinfo=UTC)

    def close_until(self, moment: datetime) -> None:
        """Start no job before ``moment``; an earlier one opens nothing."""
        self._closed_until = max(self._closed_until, moment)

    def wait(self, now: datetime) -> float:
        """Return the seconds until it opens; 0 when it is open."""
        return max(0.0, (self._closed_until - now).total_seconds())
