"""The originals of withheld images, in a dict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.jobs.originals import TOGETHER

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.ids import JobId
    from bot.domain.image import Original
    from tests.store.memory.shelf import Shelf


class MemoryOriginalStore:
    """An OriginalStore that forgets everything with the test."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def get(self, job_id: JobId, number: int, *, now: datetime) -> Original | None:
        found = self._shelf.originals.get((job_id, number))
        return found if found and found.expires_at > now else None

    async def expire(self, *, now: datetime) -> int:
        kept = sorted(self._shelf.originals.items(), key=lambda item: item[1].expires_at)
        over = [key for key, original in kept if original.expires_at <= now][:TOGETHER]
        for key in over:
            del self._shelf.originals[key]
        return len(over)
