"""What the steps of a job work with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.domain.job import PRIVATE_LIFE
from bot.errors import StoreError

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from bot.domain.job import Job
    from bot.domain.policy import Policy
    from bot.domain.ports import Blur, Engine, JobStore, PolicyBook, Publisher
    from bot.jobs.clock import Clock
    from bot.jobs.gate import Gate
    from bot.jobs.timings import Timings

STORE_PAUSE = 0.5
"""Seconds between two attempts at a database that is away."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """The ports, the clock and the rules that every step shares."""

    engine: Engine
    store: JobStore
    publisher: Publisher
    blur: Blur
    policies: PolicyBook
    timings: Timings
    clock: Clock
    deadline: timedelta
    holder: str
    """Who we are in leases."""
    gate: Gate
    """Closed for a while when the engine says that it is too much."""

    async def policy(self, job: Job) -> Policy:
        """Return the policy in force for the job at this moment."""
        return await self.policies.in_force(job.guild_id, self.publisher.places(job))

    async def saved(self, job: Job) -> Job | None:
        """Save a job; return it, or None when it is no longer ours to move.

        Waits while the database is away: what was done (a submit, a post) must not be forgotten.
        """
        while True:
            try:
                return job if await self.store.save(job, holder=self.holder) else None
            except StoreError as error:
                log.error("store.failed", why=str(error))  # noqa: TRY400 - the cause is in the text
                await self.clock.wait(STORE_PAUSE)

    def ends_at(self, job: Job) -> datetime:
        """Return when the job fails if it has not ended."""
        ends_at = (job.first_submit_at or self.clock.now()) + self.deadline
        if job.request.private:
            ends_at = min(ends_at, job.token_began_at + PRIVATE_LIFE)
        return ends_at
