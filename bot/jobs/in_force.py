"""The policy in force for a job at this moment: known or asked, never guessed."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING

import structlog

from bot.domain.ids import PlaceId
from bot.domain.ports import Unplaced

if TYPE_CHECKING:
    from bot.domain.ids import JobId
    from bot.domain.job import Job
    from bot.domain.policy import Policy
    from bot.domain.ports import Places, PolicyBook
    from bot.jobs.clock import Clock

PATIENCE = 20.0
"""Seconds that a job waits to learn where its channel stands, in all."""

FRESH = 5.0
"""Seconds for which an answer counts where the next does not come: a check right after a post."""

ASK_AGAIN = 2.0

LONGEST_ANSWER = 5.0
"""Seconds that the answer to where a channel stands is waited for."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class InForce:
    """Finds out where a job's channel stands; where that stays unknown, the strictest counts."""

    def __init__(self, policies: PolicyBook, places: Places, clock: Clock) -> None:
        """Ask ``places`` where a channel stands, and ``policies`` what holds there."""
        self._policies = policies
        self._places = places
        self._clock = clock
        self._unknown_since: dict[JobId, float] = {}
        self._known: dict[JobId, tuple[float, tuple[PlaceId, ...]]] = {}

    async def policy(self, job: Job) -> Policy:
        """Return the policy; waits up to ``PATIENCE`` where it cannot be told for now.

        Raises:
            StoreError: the database is away.

        """
        channel_id = job.address.channel_id
        while True:
            places = await self._placed(job)
            if not isinstance(places, Unplaced):
                self._unknown_since.pop(job.id, None)
                return await self._policies.in_force(job.guild_id, places)
            since = self._unknown_since.setdefault(job.id, self._clock.steady())
            waited = self._clock.steady() - since
            if places is Unplaced.FOR_GOOD or waited >= PATIENCE:
                log.warning("policy.strictest", channel=channel_id)
                return await self._policies.strictest(job.guild_id, [PlaceId(channel_id)])
            await self._clock.wait(ASK_AGAIN)

    async def _placed(self, job: Job) -> tuple[PlaceId, ...] | Unplaced:
        """Ask where the channel stands; what was told a moment ago is still known."""
        now, places = self._clock.steady(), await self._asked(job)
        if not isinstance(places, Unplaced):
            self._known[job.id] = now, places
            return places
        told_at, known = self._known.get(job.id, (-math.inf, ()))
        return known if places is Unplaced.FOR_NOW and now - told_at <= FRESH else places

    async def _asked(self, job: Job) -> tuple[PlaceId, ...] | Unplaced:
        try:
            async with asyncio.timeout(LONGEST_ANSWER):
                return await self._places.of(job.guild_id, job.address.channel_id)
        except TimeoutError:
            return Unplaced.FOR_NOW

    def forget(self, job_id: JobId) -> None:
        """Drop what is known of a job that has ended."""
        self._unknown_since.pop(job_id, None)
        self._known.pop(job_id, None)
