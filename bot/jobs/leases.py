"""Whether what we work on is surely still ours: a process that was paused may have lost it all."""

from __future__ import annotations

import asyncio
import math
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LEASE = timedelta(seconds=30)

HEARTBEAT = 8.0
"""Seconds between two extensions of all leases."""

SURE = LEASE.total_seconds() - HEARTBEAT
"""Seconds from an extension in which nobody else can have taken what we hold."""


class Leases:
    """Knows when they were extended last; what others may see or pay for waits until it is sure."""

    def __init__(self, steady: Callable[[], float], *, alone: bool) -> None:
        """Count by ``steady``; who is ``alone`` on the database can lose none."""
        self._steady = steady
        self._sure_until = math.inf if alone else -math.inf
        self._extended = asyncio.Event()

    def extended(self, begun: float) -> None:
        """Note an extension that was asked for at ``begun``; work on what was lost has ended."""
        self._sure_until = max(self._sure_until, begun + SURE)
        self._extended.set()

    async def sure(self) -> None:
        """Return at once, or after the next extension: it ends the work on what was lost."""
        while self._steady() >= self._sure_until:
            self._extended.clear()
            await self._extended.wait()
