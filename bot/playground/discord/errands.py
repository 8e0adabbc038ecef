"""What goes on after the call that began it is over."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine


class Errands:
    """Owns what was begun and not awaited, until the stand-in ends."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def run(self, errand: Coroutine[None, None, None]) -> None:
        """Begin something and do not wait for it."""
        task = asyncio.create_task(errand)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    def later(self, seconds: float, deed: Callable[[], object]) -> None:
        """Do something once so many seconds have gone by."""
        self.run(_after(seconds, deed))

    async def close(self) -> None:
        """Give up what is not done yet."""
        running = tuple(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _after(seconds: float, deed: Callable[[], object]) -> None:
    await asyncio.sleep(seconds)
    deed()
