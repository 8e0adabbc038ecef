"""What waits, looked at job by job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.job import IN_FLIGHT
from bot.domain.queueing import OwnQueue, Queued

if TYPE_CHECKING:
    from bot.domain.ids import GuildId, UserId
    from tests.store.memory.shelf import Shelf


class MemoryQueue:
    """A QueueStore over what other twins put on the same shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def own(self, user_id: UserId, guild_id: GuildId, *, most: int) -> OwnQueue:
        rows = [row for row in self._shelf.jobs.values() if row.is_queued]
        queue = sorted((row.job for row in rows), key=lambda job: (job.created_at, job.id))
        own = [
            Queued(job, ahead)
            for ahead, job in enumerate(queue)
            if (job.user_id, job.guild_id) == (user_id, guild_id)
        ]
        jobs = [row.job for row in self._shelf.jobs.values()]
        theirs = [job for job in jobs if (job.user_id, job.guild_id) == (user_id, guild_id)]
        under_way = sum(job.state in IN_FLIGHT for job in theirs)
        return OwnQueue(waiting=own[:most], total=len(own), under_way=under_way)
