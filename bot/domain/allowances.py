"""What a member has left of each limit, and when there is more of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.domain.limits import slowed_until
from bot.domain.quotas import DAY, quotas

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.limits import Usage
    from bot.domain.policy import Policy, Pool
    from bot.domain.quotas import Quota


class Limit(StrEnum):
    """What bounds a member, the widest first."""

    PLACE_DAILY_IMAGES = "place_daily_images"
    PLACE_HOURLY_IMAGES = "place_hourly_images"
    """Of all members of a place together."""
    DAILY_IMAGES = "daily_images"
    HOURLY_IMAGES = "hourly_images"
    JOBS = "jobs"
    """Waiting and under way at once."""
    WAITING = "waiting"
    COOLDOWN = "cooldown_seconds"
    SLOWED = "slowed"
    """Their prompts put an engine at risk for all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How a member stands with one limit."""

    limit: Limit
    most: int
    """Of images, jobs or seconds; 0 where the limit is a time alone."""
    used: int = 0
    returns_at: datetime | None = None
    """When there is more than now; None when that is no matter of time, or nothing is used."""
    pool: Pool | None = None
    """Whose it is together; None for a member's own."""

    @property
    def left(self) -> int:
        """How much of it there still is."""
        return max(0, self.most - self.used)


def needed(quota: Quota, usage: Usage) -> int:
    """Return how many images have to leave before a member has one more than now."""
    used = usage.used(quota)
    return max(1, used - quota.most + 1) if used else 0


def allowances(
    usage: Usage,
    policy: Policy,
    *,
    max_queued: int,
    now: datetime,
    returns: Mapping[Quota, datetime | None] = MappingProxyType({}),
) -> tuple[Allowance, ...]:
    """Return how a member stands with each limit that there is.

    Args:
        usage: What they have had.
        policy: In force where they ask.
        max_queued: Jobs that a member may have waiting.
        now: The time.
        returns: When as much of each quota as is ``needed`` no longer counts.

    """
    found = [_of_quota(quota, usage, returns.get(quota)) for quota in quotas(policy)]
    if policy.jobs is not None:
        found.append(Allowance(limit=Limit.JOBS, most=policy.jobs, used=usage.jobs))
    found.append(Allowance(limit=Limit.WAITING, most=max_queued, used=usage.queued))
    if policy.cooldown_seconds:
        last, cooldown = usage.last_accepted_at, timedelta(seconds=policy.cooldown_seconds)
        ready_at = last and last + cooldown
        found.append(
            Allowance(
                limit=Limit.COOLDOWN,
                most=policy.cooldown_seconds,
                returns_at=ready_at if ready_at and ready_at > now else None,
            )
        )
    slowed = slowed_until(usage)
    if slowed is not None and slowed > now:
        found.append(Allowance(limit=Limit.SLOWED, most=0, returns_at=slowed))
    return tuple(found)


def _of_quota(quota: Quota, usage: Usage, returns_at: datetime | None) -> Allowance:
    return Allowance(
        limit=_LIMITS[quota.span == DAY, quota.pool is not None],
        most=quota.most,
        used=usage.used(quota),
        returns_at=returns_at if quota.most else None,
        pool=quota.pool,
    )


_LIMITS = {
    (True, False): Limit.DAILY_IMAGES,
    (False, False): Limit.HOURLY_IMAGES,
    (True, True): Limit.PLACE_DAILY_IMAGES,
    (False, True): Limit.PLACE_HOURLY_IMAGES,
}
"""By whether it is of a day, and whether all members have it together."""
