"""Stars and showcases, in dictionaries."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.star import Showcase, Stars

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.ids import GuildId, JobId, UserId
    from tests.store.memory.shelf import Shelf


class MemoryStarStore:
    """A StarStore that forgets everything with the test."""

    def __init__(self) -> None:
        self._given: set[tuple[JobId, UserId]] = set()

    async def toggle(
        self, job_id: JobId, guild_id: GuildId, user_id: UserId, *, now: datetime
    ) -> Stars:
        self._given ^= {(job_id, user_id)}
        return Stars((job_id, user_id) in self._given, await self.count(job_id))

    async def count(self, job_id: JobId) -> int:
        return sum(job == job_id for job, _ in self._given)


class MemoryShowcaseStore:
    """A ShowcaseStore that forgets everything with the test."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._claims: dict[JobId, Showcase] = {}
        self._due: dict[JobId, datetime] = {}
        self.ended: dict[JobId, int | None] = {}

    async def claim(self, job_id: JobId, channel_id: int, *, now: datetime) -> bool:
        if job_id in self._claims:
            return False
        self._claims[job_id] = Showcase(job_id=job_id, channel_id=channel_id, claimed_at=now)
        self._due[job_id] = now
        return True

    async def take(self, *, now: datetime, until: datetime) -> Showcase | None:
        for job in [job for job, message in self.ended.items() if message]:
            row = self._shelf.jobs.get(job)
            if row is not None and row.job.deleted_by is not None:
                message_id = self.ended.pop(job)
                self._claims[job] = replace(self._claims[job], message_id=message_id)
                self._due[job] = now
        due = sorted((at, job) for job, at in self._due.items() if at <= now)
        if not due:
            return None
        self._due[due[0][1]] = until
        return self._claims[due[0][1]]

    async def end(self, job_id: JobId, message_id: int | None, *, now: datetime) -> None:
        self._due.pop(job_id, None)
        self.ended[job_id] = message_id
