"""The memory twins, which may be made to fail."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from typing_extensions import override

from bot.domain.budget import check, concerns
from tests.store.memory import MemoryImageStore, MemoryJobStore, MemoryPolicyStore, Shelf
from tests.unit.jobs.turns import Faults

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from bot.domain.budget import Spending
    from bot.domain.event import Event
    from bot.domain.fairness import Room
    from bot.domain.ids import GuildId, JobId, PlaceId, TaskId
    from bot.domain.image import Image, Original
    from bot.domain.job import Job
    from bot.domain.policy import PolicyPatch


class FaultyJobStore(MemoryJobStore):
    """Raises what ``faults`` holds for a method, in turn."""

    def __init__(self, shelf: Shelf) -> None:
        super().__init__(shelf)
        self.faults: dict[str, Faults] = {}
        self.calls: list[str] = []
        self.saves: list[Job] = []
        self.changed = asyncio.Event()
        self.spendings: list[Spending] = []
        """How budgets stand."""
        self.save_takes = 0.0
        """Seconds from the commit to the answer."""

    @override
    async def claim(
        self, holder: str, *, now: datetime, until: datetime, room: Room
    ) -> Sequence[Job]:
        self._strike("claim")
        return await super().claim(holder, now=now, until=until, room=room)

    @override
    async def adopt(
        self, holder: str, *, now: datetime, until: datetime, working: Collection[JobId] = ()
    ) -> Sequence[Job]:
        self._strike("adopt")
        return await super().adopt(holder, now=now, until=until, working=working)

    @override
    async def extend(
        self, holder: str, job_ids: Collection[JobId], *, until: datetime
    ) -> frozenset[JobId]:
        self._strike("extend")
        return await super().extend(holder, job_ids, until=until)

    @override
    async def save(
        self, job: Job, *, holder: str, now: datetime, images: Sequence[Image] = ()
    ) -> bool:
        self._strike("save")
        self.saves.append(job)
        self.changed.set()
        is_saved = await super().save(job, holder=holder, now=now, images=images)
        await asyncio.sleep(self.save_takes)
        return is_saved

    @override
    async def save_paid(self, job: Job, *, holder: str, now: datetime) -> bool:
        for spending in self.spendings:
            if concerns(spending.budget, job):
                check(spending, job.cost or 0.0, now=now)
        return await super().save_paid(job, holder=holder, now=now)

    @override
    async def mark_shown(self, job_id: JobId) -> None:
        self._strike("mark_shown")
        self.changed.set()
        await super().mark_shown(job_id)

    @override
    async def release(self, holder: str) -> None:
        self._strike("release")
        await super().release(holder)

    @override
    async def positions(self, limit: int) -> Sequence[Job]:
        self._strike("positions")
        return await super().positions(limit)

    @override
    async def owner_of(self, task_id: TaskId) -> JobId | None:
        self._strike("owner_of")
        return await super().owner_of(task_id)

    def _strike(self, method: str) -> None:
        self.calls.append(method)
        if faults := self.faults.get(method):
            faults.strike()


class FaultyImageStore(MemoryImageStore):
    """Raises what ``writes`` holds when it is written, and ``answers`` once it was."""

    def __init__(self, shelf: Shelf) -> None:
        super().__init__(shelf)
        self.writes, self.answers = Faults(None), Faults(None)
        self.written = 0
        """How often there was a transaction."""

    @override
    async def write(
        self,
        job_id: JobId,
        images: Sequence[Image],
        originals: Sequence[Original],
        events: Sequence[Event],
        *,
        holder: str,
    ) -> bool:
        self.written += 1
        self.writes.strike()
        is_held = await super().write(job_id, images, originals, events, holder=holder)
        self.answers.strike()
        return is_held


class FaultyPolicyStore(MemoryPolicyStore):
    """Raises what ``reads`` holds when it is read."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = Faults(None)

    @override
    async def patches(
        self, guild_id: GuildId, places: Sequence[PlaceId]
    ) -> Mapping[PlaceId, PolicyPatch]:
        self.reads.strike()
        return await super().patches(guild_id, places)
