"""Jobs by their message and by what they were made from, in a dict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.job import JobState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ids import JobId
    from bot.domain.job import Job
    from tests.store.memory.shelf import Shelf


class MemoryJobFinder:
    """A JobFinder that forgets everything with the test."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def of_message(self, message_id: int) -> Job | None:
        found = [it for it in self._oldest_first() if it.address.message_id == message_id]
        return found[0] if found else None

    async def made_from(self, job_id: JobId, limit: int) -> Sequence[Job]:
        found = [
            it
            for it in self._oldest_first()
            if it.parent_job == job_id
            and it.state is JobState.DELIVERED
            and not it.request.private
            and it.deleted_by is None
        ]
        return found[:limit]

    def _oldest_first(self) -> list[Job]:
        jobs = (row.job for row in self._shelf.jobs.values())
        return sorted(jobs, key=lambda job: (job.created_at, job.id))
