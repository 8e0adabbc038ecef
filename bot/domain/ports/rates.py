"""What one address may ask of an engine, counted over all processes on one database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of something within so many seconds."""

    name: str
    """Such as ``horde.submit``: it is counted under this."""
    most: int
    seconds: float


class RateBudget(Protocol):
    """Counts what was spent. Times are aware, in UTC, and always passed in."""

    async def take(self, rates: Sequence[Rate], *, now: datetime) -> float:
        """Spend one of each rate and return 0; or spend nothing, and return the seconds to wait.

        Raises:
            StoreError: nothing was spent.

        """
        ...
