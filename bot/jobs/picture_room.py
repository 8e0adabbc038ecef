"""Bounds the bytes of all pictures that wait to be posted, while Discord is away above all."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.ids import JobId

LIMIT = 128 * 2**20

USUAL = 2 * 2**20
"""Bytes that an image is taken to have before it is fetched."""


class PictureRoom:
    """Who holds pictures has entered; who finds it full waits, first come, first in."""

    def __init__(self, limit: int = LIMIT) -> None:
        """Let ``limit`` bytes in; whoever is alone may have more."""
        self._limit = limit
        self._inside: dict[JobId, int] = {}
        self._queue: deque[tuple[JobId, int, asyncio.Future[None]]] = deque()

    @property
    def is_crowded(self) -> bool:
        """Whether somebody waits to come in."""
        return any(not waiting.done() for _, _, waiting in self._queue)

    async def enter(self, job_id: JobId, size: int) -> None:
        """Return when ``size`` bytes have room. ``leave`` must follow, whatever happens."""
        self.leave(job_id)
        if not self._queue and self._fits(size):
            self._inside[job_id] = size
            return
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append((job_id, size, waiting))
        try:
            await waiting
        except asyncio.CancelledError:
            waiting.cancel()
            self.leave(job_id)
            raise

    def resize(self, job_id: JobId, size: int) -> bool:
        """Say how large the pictures are that were fetched; return whether they may stay."""
        self._inside[job_id] = size
        fits = len(self._inside) == 1 or sum(self._inside.values()) <= self._limit
        self._let_in()
        return fits

    def leave(self, job_id: JobId) -> None:
        """Give the room back; harmless for whoever is not inside."""
        self._inside.pop(job_id, None)
        self._let_in()

    def _fits(self, size: int) -> bool:
        return not self._inside or sum(self._inside.values()) + size <= self._limit

    def _let_in(self) -> None:
        while self._queue:
            job_id, size, waiting = self._queue[0]
            if not waiting.done():
                if not self._fits(size):
                    return
                self._inside[job_id] = size
                waiting.set_result(None)
            self._queue.popleft()
