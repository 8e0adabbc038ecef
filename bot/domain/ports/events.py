"""Where is kept what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.event import Event
    from bot.domain.ids import JobId


class EventStore(Protocol):
    """What happened to each job. Events come in with what they tell of, and are never changed."""

    async def of(self, job_id: JobId) -> Sequence[Event]:
        """Return all that happened to a job and its images, in order."""
        ...
