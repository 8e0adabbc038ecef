"""Restarting the bot, one restart at a time."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

MOST_SECONDS = 60.0


class Restarts:
    """Owns the restart that is going on, until ``close``."""

    def __init__(self, restart: Callable[[], Awaitable[None]]) -> None:
        """Take what closes the bot, starts another and waits until it listens."""
        self._restart = restart
        self._running: asyncio.Task[float] | None = None

    async def restart(self) -> float:
        """Return the seconds a restart took: the one going on, or a new one.

        Raises:
            Exception: whatever kept the bot from closing or starting, TimeoutError included.

        """
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._timed(), name="restart of the demo bot")
        # Who asked may leave; others may be waiting for the same bot.
        return await asyncio.shield(self._running)

    async def close(self) -> None:
        """Give up on a restart that is going on."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    async def _timed(self) -> float:
        began = time.monotonic()
        async with asyncio.timeout(MOST_SECONDS):
            await self._restart()
        return time.monotonic() - began
