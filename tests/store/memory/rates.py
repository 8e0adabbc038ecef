"""What was spent of each rate, in a list."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.ports import Rate

SKEW = timedelta(minutes=1)


class MemoryRateBudget:
    """A RateBudget that forgets everything with the test."""

    def __init__(self) -> None:
        self.uses: list[tuple[str, datetime]] = []

    async def take(self, rates: Sequence[Rate], *, now: datetime) -> float:
        wait = max((self._wait(rate, now) for rate in rates), default=0.0)
        if not wait:
            self.uses += [(rate.name, now) for rate in rates]
        return wait

    def _wait(self, rate: Rate, now: datetime) -> float:
        window = timedelta(seconds=rate.seconds)
        within = sorted(
            at for name, at in self.uses if name == rate.name and now - window < at <= now + SKEW
        )
        if len(within) < rate.most:
            return 0.0
        return (within[-rate.most] + window - now).total_seconds()
