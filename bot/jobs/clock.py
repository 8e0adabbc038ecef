"""Time and chance, as arguments: the jobs ask nobody else."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What time it is, how to let it pass, and a fair draw."""

    def now(self) -> datetime:
        """Return the moment, aware, in UTC: for what is stored or shown. It may be set."""
        ...

    def steady(self) -> float:
        """Return seconds that only ever pass: for every wait and deadline of this process."""
        ...

    def chance(self) -> float:
        """Return a draw from [0, 1)."""
        ...

    async def wait(self, seconds: float, event: asyncio.Event | None = None) -> bool:
        """Return after ``seconds``, or as soon as ``event`` is set; clear it.

        Whether it was is what comes back: a timer may end a moment early.
        """
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """See Clock."""
        return datetime.now(UTC)

    def steady(self) -> float:
        """See Clock."""
        return asyncio.get_running_loop().time()

    def chance(self) -> float:
        """See Clock."""
        return random.random()  # noqa: S311 - jitter is no secret

    async def wait(self, seconds: float, event: asyncio.Event | None = None) -> bool:
        """See Clock."""
        if event is None:
            await asyncio.sleep(seconds)
            return False
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            return False
        event.clear()
        return True
