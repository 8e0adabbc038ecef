"""Owns the workers: claims jobs for them, keeps their leases, stops them well."""

from __future__ import annotations

import asyncio
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot import metrics
from bot.domain.job import JobState
from bot.domain.ports import Status
from bot.jobs.image_rate import ImageRate
from bot.jobs.leases import HEARTBEAT, LEASE
from bot.jobs.loops import Loops
from bot.jobs.resuming import Resuming
from bot.jobs.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.domain.fairness import Room
    from bot.domain.ids import JobId, TaskId
    from bot.domain.job import Job
    from bot.jobs.tools import Tools

ADOPT_EVERY = 4.0
CLAIM_EVERY = 1.0
"""Seconds; what another process queued is found at this pace."""
GATHER = 0.02
"""Seconds; commands that arrive together are answered before any of them is worked on."""
TELL_PLACES_EVERY = 15.0
PLACES_TOLD = 100
"""Further back a place says little, and each edit costs."""
EXPIRE_EVERY = 60.0
"""Seconds; no original is kept longer than it may be by more than that."""
GRACE = 6.5
"""Seconds that a submit or a post under way may take when we stop."""
LAST_CLAIM = 1.0
"""Seconds that a claim under way may take when we stop."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Run:
    worker: Worker
    hint: asyncio.Event
    task: asyncio.Task[None]


class Supervisor:
    """Runs every job that this process holds."""

    def __init__(self, tools: Tools, room: Room, *, alone: bool) -> None:
        """Work with ``tools``.

        Args:
            tools: What every step shares.
            room: What the whole database may have in flight.
            alone: Whether no other process works on this database. Only then are places in the
                queue told anew: elsewhere a job may just have ended.

        """
        self._alone = alone
        self._tools = tools
        self._room = room
        self._runs: dict[JobId, _Run] = {}
        self._wake = asyncio.Event()
        self._sweep = asyncio.Event()
        self._stopping = asyncio.Event()
        self._loops = Loops(tools.clock)
        self._resuming = Resuming(tools, self._loops)
        self._image_rate = ImageRate(tools.engines.room(room).images)

    def wake(self) -> None:
        """Look at the queue now."""
        self._wake.set()

    def sweep(self, job_id: JobId | None = None) -> None:
        """Look now for jobs that nobody holds; who waits before a closed door there tries again."""
        self._sweep.set()
        run = self._runs.get(job_id) if job_id is not None else None
        if job_id is None or run is not None:
            self._tools.doors.opened(run.worker.job.guild_id if run is not None else None)

    def is_held(self, images: int) -> bool:
        """Whether a job of so many images would have to wait for what the engine takes."""
        return self._closed > 0 or self._image_rate.is_spent(images, self._tools.clock.steady())

    def opens_at(self) -> datetime | None:
        """Return until when the engine takes nothing from anybody, if it said so."""
        engine = self._tools.engines.current.name
        return self._tools.gate.opens_at(engine, self._tools.clock.steady())

    def drop(self, job_id: JobId) -> bool:
        """Stop working on a job that somebody ended; return whether another process may go on."""
        run = self._runs.get(job_id)
        if run is not None:
            run.worker.leave(run.task)
        return run is None and not self._alone

    def hint(self, task_id: TaskId) -> bool:
        """Look at a task now, since somebody says that it ended; return whether it is ours."""
        found = [run for run in self._runs.values() if run.worker.job.task_id == task_id]
        for run in found:
            run.hint.set()
        return bool(found)

    async def run(self) -> None:
        """Work until ``stop``; then end what is being submitted or posted, give back the rest."""
        repeat = self._loops.repeat
        async with asyncio.TaskGroup() as group:
            claiming = group.create_task(self._claim(group))
            loops = [
                group.create_task(repeat("extend", HEARTBEAT, self._extend)),
                group.create_task(
                    repeat("adopt", ADOPT_EVERY, lambda: self._adopt(group), self._sweep)
                ),
                group.create_task(repeat("expire", EXPIRE_EVERY, self._expire)),
            ]
            if self._alone:
                telling = repeat("places", TELL_PLACES_EVERY, self._tell_places)
                loops.append(group.create_task(telling))
            await self._stopping.wait()
            # A claim cut short would leave jobs claimed without a worker.
            await asyncio.wait({claiming}, timeout=LAST_CLAIM)
            _cancel([claiming, *loops])
            await self._wind_down()
        await self._loops.guarded("release", lambda: self._tools.store.release(self._tools.holder))

    def stop(self) -> None:
        """Claim nothing more and let ``run`` come to its end."""
        self._stopping.set()
        self._wake.set()

    async def _wind_down(self) -> None:
        self._resuming.stop()
        _cancel(run.task for run in self._runs.values() if run.worker.may_be_stopped)
        left = [run.task for run in self._runs.values()]
        if left:
            _, late = await asyncio.wait(left, timeout=GRACE)
            _cancel(late)

    async def _claim(self, group: asyncio.TaskGroup) -> None:
        while not self._stopping.is_set():
            closed = self._closed
            if not closed:
                await self._loops.guarded("claim", lambda: self._claim_once(group))
            # Another engine may be the one that jobs go to before this one takes any again.
            await self._tools.clock.wait(min(closed, CLAIM_EVERY) or CLAIM_EVERY, self._wake)
            await self._tools.clock.wait(GATHER)

    @property
    def _closed(self) -> float:
        """How many seconds the engine that new jobs go to takes nothing."""
        engine = self._tools.engines.current.name
        return self._tools.gate.wait(engine, self._tools.clock.steady())

    async def _claim_once(self, group: asyncio.TaskGroup) -> None:
        tools, now = self._tools, self._tools.clock.now()
        room = tools.engines.room(self._room)
        jobs = await tools.store.claim(tools.holder, now=now, until=now + LEASE, room=room)
        for job in jobs:
            self._image_rate.spend(job.request.images, self._tools.clock.steady())
        self._start(group, jobs)

    async def _adopt(self, group: asyncio.TaskGroup) -> None:
        """Adopt jobs without a worker; edits by the worker that left them may still land."""
        now = self._tools.clock.now()
        jobs = await self._tools.store.adopt(
            self._tools.holder, now=now, until=now + LEASE, working=list(self._runs)
        )
        if jobs:
            log.info("jobs.adopted", count=len(jobs))
        for job in jobs:
            self._tools.publisher.adopted(job)
        self._start(group, jobs)

    def _start(self, group: asyncio.TaskGroup, jobs: Iterable[Job]) -> None:
        for job in jobs:
            if run := self._runs.get(job.id):
                # Given back just now, most likely; its worker is about to leave. Or another
                # process ended the job, which its worker has not heard yet.
                if job.state.is_final:
                    run.task.cancel()
                run.task.add_done_callback(functools.partial(self._start_again, group, job))
                continue
            hint = asyncio.Event()
            worker = Worker(self._tools, job, hint)
            task = group.create_task(worker.run(self._stopping.is_set), name=f"job {job.id}")
            self._runs[job.id] = _Run(worker, hint, task)
            task.add_done_callback(functools.partial(self._ended, worker))
        metrics.IN_FLIGHT.set(len(self._runs))

    def _start_again(self, group: asyncio.TaskGroup, job: Job, _: asyncio.Task[None]) -> None:
        if not self._stopping.is_set():
            self._resuming.go_on(group, job.id, functools.partial(self._go_on, group))
        elif job.state is JobState.SUBMITTING:
            self._start(group, [job])  # it was claimed, and goes back to the queue

    def _go_on(self, group: asyncio.TaskGroup, job: Job) -> None:
        if job.id not in self._runs:
            self._start(group, [job])

    def _ended(self, worker: Worker, task: asyncio.Task[None]) -> None:
        self._runs.pop(worker.job.id, None)
        # What waits to be submitted again keeps its deadline.
        if task.cancelled() or worker.job.state is not JobState.SUBMITTING:
            self._tools.forget(worker.job)
        metrics.IN_FLIGHT.set(len(self._runs))
        self.wake()

    async def _extend(self) -> None:
        """Keep the leases of what we work on; stop working on what somebody else holds now."""
        working, until = set(self._runs), self._tools.clock.now() + LEASE
        begun = self._tools.clock.steady()
        held = await self._tools.store.extend(self._tools.holder, working, until=until)
        for job_id in working & set(self._runs) - held - self._tools.saving:
            if not self._runs[job_id].task.done():
                log.warning("lease.lost", job=job_id)
                self.drop(job_id)
                self._tools.publisher.close(job_id)
        self._tools.leases.extended(begun)

    async def _tell_places(self) -> None:
        for place, job in enumerate(await self._tools.store.positions(PLACES_TOLD), start=1):
            if job.state is JobState.QUEUED:
                is_held = self.is_held(job.request.images)
                status = Status(
                    place_in_queue=place, waits_for_engine=is_held, opens_at=self.opens_at()
                )
                self._tools.publisher.show(job, status)

    async def _expire(self) -> None:
        """Delete what is kept for a time that is over, a little at once: others want to write."""
        await self._tools.results.expire(now=self._tools.clock.now())
        while await self._tools.originals.expire(now=self._tools.clock.now()):
            pass


def _cancel(tasks: Iterable[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
