"""Results that engines give once, in a dict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.ports.results import Kept
from bot.store.types import storable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.ids import TaskId


@dataclass(frozen=True, slots=True)
class _Result:
    images: tuple[bytes, ...]
    about: str
    expires_at: datetime


class MemoryResultStore:
    """A ResultStore that forgets everything with the test."""

    def __init__(self) -> None:
        self._results: dict[TaskId, _Result] = {}

    async def keep(
        self, task_id: TaskId, images: Sequence[bytes], about: str, *, expires_at: datetime
    ) -> None:
        self._results[task_id] = _Result(tuple(images), storable(about), expires_at)

    async def of(self, task_id: TaskId) -> Kept | None:
        found = self._results.get(task_id)
        if found is None:
            return None
        return Kept(sizes=tuple(map(len, found.images)), about=found.about)

    async def image(self, task_id: TaskId, index: int) -> bytes | None:
        found = self._results.get(task_id)
        return found.images[index] if found and index < len(found.images) else None

    async def drop(self, task_id: TaskId) -> None:
        self._results.pop(task_id, None)

    async def expire(self, *, now: datetime) -> None:
        over = [task for task, result in self._results.items() if result.expires_at <= now]
        for task in over:
            del self._results[task]
