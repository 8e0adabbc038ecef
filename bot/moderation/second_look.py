"""A second look at jobs that were taken on: rules change while they wait."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.policy import Policy
from bot.domain.ports import Grant, Look, Wanted
from bot.domain.tier import over
from bot.errors import FilteredError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.domain.job import Job
    from bot.moderation.filters import Filters
    from bot.moderation.minors import Minors
    from bot.moderation.people import People
    from bot.moderation.tiers import Tiers

_QUOTED = re.compile("`([^`]+)`")
"""What notes repeat of the words of a member."""


class JobLook:
    """A SecondLook that asks who was asked before."""

    def __init__(self, people: People, minors: Minors, filters: Filters, tiers: Tiers) -> None:
        """Ask these."""
        self._people = people
        self._minors = minors
        self._filters = filters
        self._tiers = tiers

    async def before_sending(self, job: Job, policy: Policy) -> Look:
        """See SecondLook."""
        standing = await self._people.standing(job.guild_id, job.user_id)
        if standing.blocked(self._people.now()) is not None:
            return Look(policy=policy, is_barred=True)
        wanted, grant = self._wanted(job, policy), Grant(policy=policy, hold=job.hold)
        try:
            for check in (self._minors, self._filters):
                grant = await check(wanted, grant)
        except FilteredError:
            return Look(policy=policy, is_refused=True)
        return Look(policy=await self._with_models(job, policy), hold=grant.hold)

    async def before_posting(self, job: Job) -> str:
        """See SecondLook."""
        return await self._filters.held(self._wanted(job, Policy()), job.hold)

    async def _with_models(self, job: Job, policy: Policy) -> Policy:
        """Let a job have the models of any role: which of them its member had is not kept."""
        if not policy.models_allow:
            return policy
        tiers = await self._tiers.of_guild(job.guild_id)
        allowed = over(policy, list(tiers.values())).models_allow
        return replace(policy, models_allow=allowed)

    def _wanted(self, job: Job, policy: Policy) -> Wanted:
        return Wanted(
            request=job.request,
            user_id=job.user_id,
            guild_id=job.guild_id,
            places=job.places,
            roles=frozenset(),
            policy=policy,
            engine=job.engine,
            at=self._people.now(),
            told=tuple(_told(job)),
            job_id=job.id,
        )


def _told(job: Job) -> Iterator[str]:
    """Yield the words of a member that readers see beside their request."""
    yield from job.ignored
    for note in job.notes:
        yield from _QUOTED.findall(note)
