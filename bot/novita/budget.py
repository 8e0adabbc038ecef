"""A bound on what all downloads together hold in memory."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


class ByteBudget:
    """So many bytes, lent out in the order they are asked for."""

    def __init__(self, total: int) -> None:
        """Lend at most ``total`` bytes at a time."""
        self._total = total
        self._free = total
        self._queue: deque[tuple[int, asyncio.Future[None]]] = deque()

    @property
    def free(self) -> int:
        """Bytes that are not lent."""
        return self._free

    @asynccontextmanager
    async def lend(self, size: int) -> AsyncGenerator[None]:
        """Wait until ``size`` bytes are free, and hold them; more than all counts as all.

        The caller bounds the wait.
        """
        size = min(size, self._total)
        await self._wait_for(size)
        try:
            yield
        finally:
            self._give_back(size)

    async def _wait_for(self, size: int) -> None:
        turn = (size, asyncio.get_running_loop().create_future())
        self._queue.append(turn)
        self._serve()
        try:
            await turn[1]
        except asyncio.CancelledError:
            if turn in self._queue:
                self._queue.remove(turn)
                self._serve()
            else:
                self._give_back(size)
            raise

    def _give_back(self, size: int) -> None:
        self._free += size
        self._serve()

    def _serve(self) -> None:
        while self._queue and self._queue[0][0] <= self._free:
            size, turn = self._queue.popleft()
            self._free -= size
            # One that was cancelled meanwhile finds itself served, and gives back.
            if not turn.cancelled():
                turn.set_result(None)
