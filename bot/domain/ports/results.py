"""Where the results of engines are kept that give them once and never again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.ids import TaskId


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept of a task's result, beside its bytes."""

    sizes: tuple[int, ...]
    """Bytes of each image, in order."""
    about: str = field(default="", repr=False)
    """JSON in the engine's own words."""


class ResultStore(Protocol):
    """Results by task. Times are aware, in UTC, and always passed in."""

    async def keep(
        self, task_id: TaskId, images: Sequence[bytes], about: str, *, expires_at: datetime
    ) -> None:
        """Keep a result whole, in the place of an earlier one of the same task.

        Raises:
            StoreError: nothing is kept.

        """
        ...

    async def of(self, task_id: TaskId) -> Kept | None:
        """Return what is kept of a task, or None."""
        ...

    async def image(self, task_id: TaskId, index: int) -> bytes | None:
        """Return the bytes of an image (``index`` from 0), or None."""
        ...

    async def drop(self, task_id: TaskId) -> None:
        """Delete a result; one that is not there is no error."""
        ...

    async def expire(self, *, now: datetime) -> None:
        """Delete whatever should be gone."""
        ...
