"""Shares the looks at tasks among all jobs of this process: so many a second, first due first."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

BURST = 0.1
"""Seconds' worth of looks that may go at once after a quiet time."""

TICK = 0.001
"""Seconds that a timer takes at least: one for a fraction of a turn would only spin."""


class Looks:
    """A budget. Whoever waits for a turn may be cancelled; the turn then goes to the next."""

    def __init__(self, per_second: float, steady: Callable[[], float]) -> None:
        """Grant ``per_second`` turns, counted by ``steady``."""
        self._per_second = per_second
        self._steady = steady
        self._most = max(1.0, per_second * BURST)
        self._saved = self._most
        self._counted_at: float | None = None
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()
        self._timer: asyncio.TimerHandle | None = None

    async def turn(self, due: float) -> None:
        """Return when a look may be made.

        Args:
            due: When its task is likely to have ended, in steady seconds: among those that
                wait, the earliest goes first.

        """
        self._refill()
        if not self._waiting and self._saved >= 1:
            self._saved -= 1
            return
        granted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (due, next(self._order), granted))
        self._set_timer()
        try:
            await granted
        except asyncio.CancelledError:
            if not granted.cancelled():  # granted, and not made
                self.give_back()
            raise

    def give_back(self) -> None:
        """Leave a turn that was granted, and not used, to whoever is next."""
        self._saved += 1
        if self._timer is not None:
            self._timer.cancel()
        self._grant()

    def _refill(self) -> None:
        now = self._steady()
        passed = 0.0 if self._counted_at is None else max(0.0, now - self._counted_at)
        self._counted_at = now
        self._saved = min(self._most, self._saved + passed * self._per_second)

    def _set_timer(self) -> None:
        if self._timer is None and self._waiting:
            # In groups, for each alone wakes the process; small ones, or what a busy loop saves up
            # meanwhile would be lost.
            wanted = max(1.0, min(self._most / 2, len(self._waiting)))
            wait = max(TICK, (wanted - self._saved) / self._per_second)
            self._timer = asyncio.get_running_loop().call_later(wait, self._grant)

    def _grant(self) -> None:
        self._timer = None
        self._refill()
        while self._waiting and (self._waiting[0][2].done() or self._saved >= 1):
            granted = heapq.heappop(self._waiting)[2]
            if not granted.done():
                self._saved -= 1
                granted.set_result(None)
        self._set_timer()
