"""What a member has left of each limit, and when there is more of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.limits import slowed_until

if TYPE_CHECKING:
    from bot.domain.limits import Usage
    from bot.domain.policy import Policy


class Limit(StrEnum):
    """What bounds a member, the widest first."""

    DAILY_IMAGES = "daily_images"
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

    @property
    def left(self) -> int:
        """How much of it there still is."""
        return max(0, self.most - self.used)


def day_needed(usage: Usage, policy: Policy) -> int:
    """Return how many images have to leave a member's day before they have one more than now."""
    most = policy.daily_images
    return 0 if most is None or not usage.day_images else max(1, usage.day_images - most + 1)


def allowances(
    usage: Usage, policy: Policy, *, max_queued: int, now: datetime
) -> tuple[Allowance, ...]:
    """Return how a member stands with each limit that there is.

    Args:
        usage: With ``day_returns_at``, when ``day_needed`` images leave their day.
        policy: In force where they ask.
        max_queued: Jobs that a member may have waiting.
        now: The time.

    """
    found: list[Allowance] = []
    if policy.daily_images is not None:
        found.append(
            Allowance(
                limit=Limit.DAILY_IMAGES,
                most=policy.daily_images,
                used=usage.day_images,
                returns_at=usage.day_returns_at if policy.daily_images else None,
            )
        )
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
