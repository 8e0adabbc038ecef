"""What is left of ended jobs at their engines: tasks that nobody wants, results that are kept."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.domain.job import JobState
from bot.engine_errors import EngineError
from bot.errors import StoreError
from bot.jobs.loops import Loops

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.jobs.clock import Clock
    from bot.jobs.engines import Engines

MOST = 1000
"""Jobs that wait here; more, and what is left of them ends by itself."""

SECONDS = 10.0
"""For one of them."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Leftovers:
    """Cleans up behind jobs, one after the other; what fails is left to end by itself."""

    def __init__(self, engines: Engines, clock: Clock) -> None:
        """Clean up at ``engines``; ``run`` wants a task of its own."""
        self._engines = engines
        self._loops = Loops(clock)
        self._waiting: asyncio.Queue[Job] = asyncio.Queue(MOST)

    def add(self, job: Job) -> None:
        """Take on a job that has just ended; never waits."""
        if job.task_id is None:
            return
        try:
            self._waiting.put_nowait(job)
        except asyncio.QueueFull:
            log.warning("leftovers.full", job=job.id)

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            job = await self._waiting.get()
            await self._loops.guarded("leftovers", partial(self._clean, job))

    async def _clean(self, job: Job) -> None:
        try:
            async with asyncio.timeout(SECONDS):
                engine = self._engines.of(job)
                if job.task_id and job.state is not JobState.DELIVERED:
                    await engine.cancel(job.task_id)
                if job.task_id:
                    await engine.forget(job.task_id)
        except (EngineError, StoreError, TimeoutError) as error:
            log.info("leftovers.left", job=job.id, why=str(error) or type(error).__name__)
