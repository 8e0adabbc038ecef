"""What a member has made, read from the shelf."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.history import MOST_ANCESTORS, HistoryPage, searched
from bot.domain.job import JobState

if TYPE_CHECKING:
    from bot.domain.history import Wanted
    from bot.domain.job import Job
    from tests.store.memory.shelf import Shelf


class MemoryHistory:
    """A HistoryStore over the shelf of the other twins."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def page(self, wanted: Wanted, *, offset: int, limit: int) -> HistoryPage:
        jobs = sorted(
            (row.job for row in self._shelf.jobs.values() if _is_meant(row.job, wanted)),
            key=lambda job: (job.created_at, job.id),
            reverse=True,
        )
        some = jobs[offset : offset + limit]
        return HistoryPage(
            total=len(jobs),
            jobs=some,
            ancestors=self._above(some, wanted),
            images={
                job.id: [images[number] for number in sorted(images)]
                for job in some
                if (images := self._shelf.images.get(job.id))
            },
        )

    def _above(self, jobs: list[Job], wanted: Wanted) -> list[Job]:
        found: dict[str, Job] = {}
        generation, known = list(jobs), {job.id for job in jobs}
        for _ in range(MOST_ANCESTORS):
            parents = {job.parent_job for job in generation if job.parent_job} - known
            rows = [self._shelf.jobs[parent] for parent in parents if parent in self._shelf.jobs]
            generation = [
                row.job
                for row in rows
                if (row.job.user_id, row.job.guild_id) == (wanted.user_id, wanted.guild_id)
            ]
            found |= {job.id: job for job in generation}
            known |= parents
        return list(found.values())


def _is_meant(job: Job, wanted: Wanted) -> bool:
    text = searched(job.request)
    return (
        job.state in {JobState.DELIVERING, JobState.DELIVERED}
        and (job.user_id, job.guild_id) == (wanted.user_id, wanted.guild_id)
        and (wanted.since is None or job.created_at >= wanted.since)
        and all(word in text for word in wanted.words)
        and wanted.model in text.rpartition("\n")[2]
    )
