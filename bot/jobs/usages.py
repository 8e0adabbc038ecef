"""What a member has left, and what a server had made: counted when somebody asks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain.allowances import allowances, needed
from bot.domain.quotas import quotas
from bot.domain.usage import Report, report, span_until
from bot.errors import RefusedError
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.allowances import Allowance
    from bot.domain.ids import GuildId, UserId
    from bot.domain.policy import Policy
    from bot.domain.ports import JobStore, UsageStore
    from bot.domain.usage import Lately, Made
    from bot.jobs.clock import Clock

MOST_ROWS = 30_000
"""Of a day, engine and model: as CSV they take 3 MB, of the 10 that Discord allows."""

TOO_MUCH = text("usage.too_much")


@dataclass(frozen=True, slots=True)
class Own:
    """How a member stands."""

    lately: Lately
    allowances: tuple[Allowance, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """What was made in some days, row by row and summed up."""

    rows: Sequence[Made]
    report: Report


class Usages:
    """Counts by the stores."""

    def __init__(self, jobs: JobStore, usage: UsageStore, clock: Clock, max_queued: int) -> None:
        """Take ``max_queued``, how many jobs a member may have waiting."""
        self._jobs = jobs
        self._usage = usage
        self._clock = clock
        self._max_queued = max_queued

    async def own(self, user_id: UserId, guild_id: GuildId, policy: Policy) -> Own:
        """Return how a member stands by the policy where they ask."""
        now = self._clock.now()
        usage = await self._jobs.usage(user_id, guild_id, now=now)
        if policy.pools:
            pooled = await self._usage.pooled(guild_id, policy.pools, now=now)
            usage = replace(usage, pooled=pooled)
        returns = {
            quota: await self._usage.returns_at(user_id, guild_id, quota, images, now=now)
            for quota in quotas(policy)
            if (images := needed(quota, usage))
        }
        left = allowances(usage, policy, max_queued=self._max_queued, now=now, returns=returns)
        return Own(await self._usage.lately(user_id, guild_id, now=now), left)

    async def counted(self, guild_id: GuildId, days: int, *, by: UserId | None = None) -> Counted:
        """Return what a server, or one member in it, had made in so many days until today.

        Raises:
            RefusedError: it is too much for one answer.

        """
        span = span_until(self._clock.now(), days)
        rows = await self._usage.made(guild_id, span, most=MOST_ROWS, by=by)
        if rows is None:
            raise RefusedError(TOO_MUCH)
        return Counted(rows, report(rows, span))
